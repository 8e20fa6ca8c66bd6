"""The lines across the tree: along corridors, and between cards where they must pass a rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from argmap.render.layout.parts import LANE, OUT, Group
from argmap.render.routes.berths import Berths
from argmap.render.routes.labels import WORD_STROKE
from argmap.render.routes.lanes import Stub
from argmap.render.routes.passages import Passages
from argmap.render.routes.paths import Ending, Head, Path, Point, Route, reach
from argmap.render.routes.ports import Ports, ending_of
from argmap.render.routes.tree import hook
from argmap.render.scene import Link, LinkKind, Seat

_STEM = 5.0
"""A line runs straight for so long at its ends."""

_TURN = 8.0

_NEAR = 1.0
"""Points across: a link that goes no farther to the side needs no lane for that."""


def link_routes(ports: Ports, passages: Sequence[Passages]) -> Iterator[Route]:
    """Yield a line for every link, in order, on the ways through each group."""
    berths = Berths(ports, passages)
    routers = [_Router(ports, ways.group, ways, berths) for ways in passages]
    for link in ports.scene.links:
        yield routers[ports.layout.group_of[link.source.card]].route(link)


@frozen
class _Router:
    """Finds the ways of the links of one group."""

    ports: Ports
    group: Group
    passages: Passages
    berths: Berths

    def route(self, link: Link) -> Route:
        """Draw a link from its source to its target."""
        if link.kind is LinkKind.UNDERCUT:
            return self._to_dot(link)
        source, target = self._rank(link.source), self._rank(link.target)
        if source == target:
            return self._around(link)
        return self._across(link, source, target)

    def _rank(self, seat: Seat) -> int:
        return self.ports.scene.cards[seat.card].depth

    def _across(self, link: Link, source: int, target: int) -> Route:
        """Draw a link to another rank: along each corridor, straight through each rank."""
        inward = source > target
        slot = self.ports.slot(link.target)
        ending = ending_of(link.kind)
        path = self._leave(link.source, self.ports.at(link.target, 0.5), inward=inward)
        arrival = self._arrival(link, path.at.v, inward=inward)
        way = -1 if inward else 1
        self._pass(link, path, source + way, target, arrival)
        tip = Point(slot.end if inward else slot.u, arrival)
        stop = tip.u - way * reach(ending)
        last = max(self.group.far[target], stop) + _STEM if inward else self._brink(target)
        self._shift(link, path, last, arrival, target if inward else target - 1)
        path.line(stop, arrival)
        return self._finish(link, path, Head(ending, tip, way, 0) if ending else None)

    def _around(self, link: Link) -> Route:
        """Draw a link within a rank: out to a lane of its own, along it, and back."""
        start, slot = self.ports.slot(link.source), self.ports.slot(link.target)
        ending = ending_of(link.kind)
        leave = self.berths.far(link.source, self.ports.at(link.target, 0.5))
        arrival = self._arrival(link, leave, inward=True)
        lane = self._lane(link, self._rank(link.source), Stub(leave, True), Stub(arrival, True))
        path = Path()
        path.move(start.end, leave)
        path.bend(lane, arrival, _TURN)
        path.leave(slot.end + reach(ending), arrival, _TURN)
        tip = Head(ending, Point(slot.end, arrival), -1, 0) if ending else None
        return self._finish(link, path, tip)

    def _lane(self, link: Link, rank: int, start: Stub, end: Stub) -> float:
        """Return the ``u`` of a free lane behind a rank; beyond its room, they share the last.

        Where a word may stand on it, there is room for that.
        """
        far, room = self.group.far[rank], self.group.lane_room[rank]
        has_word = link.kind is LinkKind.CONTRADICTION and abs(end.v - start.v) >= WORD_STROKE
        lane = far + OUT + LANE * self.passages.lanes.take(rank, start, end, int(has_word))
        return min(lane, far + max(room - LANE, OUT))

    def _shift(self, link: Link, path: Path, u: float, v: float, rank: int) -> None:
        """Lead a path through the corridor behind a rank to another ``v``, in a lane of its own.

        An S would lie on the lines of the tree, which are such themselves.
        """
        if abs(v - path.at.v) <= _NEAR:
            self.passages.lanes.cross(rank, v)
            path.sweep(u, v)
            return
        inner = self.group.far[rank] + OUT
        start, end = Stub(path.at.v, path.at.u < inner), Stub(v, u < inner)
        path.bend(self._lane(link, rank, start, end), v, _TURN)
        path.leave(u, v, _TURN)

    def _to_dot(self, link: Link) -> Route:
        """Draw an undercut from elsewhere to the dot of the step."""
        source, target = self._rank(link.source), self._rank(link.target)
        name = self.ports.scene.names[link.source]
        dot = self.ports.dot(link.target.card, self.ports.hooks[name, link.target.card])
        inward = source >= target
        path = self._leave(link.source, dot.v, inward=inward, beside=source == target)
        way = -1 if inward else 1
        if inward:
            self._pass(link, path, source + way, target - 1, dot.v)
        else:
            self._pass(link, path, source + way, target, dot.v)
            place = self.passages.lanes.way_through(target - 1, path.at.v, dot.v)
            self._shift(link, path, self._brink(target), place, target - 1)
        head = hook(path, dot)
        return self._finish(link, path, head)

    def _brink(self, rank: int) -> float:
        """Return where the corridor before a rank ends: lines run straight from there to cards."""
        return self.group.near[rank] - max(self.group.dot_room[rank], _STEM)

    def _leave(self, seat: Seat, toward: float, *, inward: bool, beside: bool = False) -> Path:
        """Begin a path at a card's edge, and lead it to the corridor, or to what is just beside."""
        slot, rank = self.ports.slot(seat), self._rank(seat)
        path = Path()
        if inward:
            v = self.berths.near(seat, toward)
            path.move(slot.u, v)
            path.line(self.group.near[rank] - _STEM if beside else self._brink(rank), v)
        else:
            v = self.berths.far(seat, toward)
            path.move(slot.end, v)
            path.line(self.group.far[rank] + _STEM, v)
        return path

    def _pass(self, link: Link, path: Path, start: int, stop: int, goal: float) -> None:
        """Lead a path through the ranks from ``start`` up to, not including, ``stop``."""
        way = 1 if stop >= start else -1
        ranks = list(range(start, stop, way))
        for number, rank in enumerate(ranks):
            v = path.at.v
            wish = v + (goal - v) / (len(ranks) - number + 1)
            place = self.passages.gap(rank, v, wish, way)
            near, far = self.group.near[rank], self.group.far[rank]
            enter, leave = (near, far) if way > 0 else (far, near)
            self._shift(link, path, enter, place, rank - 1 if way > 0 else rank)
            path.line(leave, place)

    def _arrival(self, link: Link, toward: float, *, inward: bool) -> float:
        """Return the ``v`` at which a link touches its target, clear of the lines of the tree."""
        if not inward:
            return self.berths.near(link.target, toward)
        if not link.kind.bears_on_statement:
            return self.berths.far(link.target, toward)
        is_against = link.kind is not LinkKind.SUPPORT
        wish = self.ports.entry(link.target, toward, is_against=is_against)
        return self.berths.entry(link.target, wish, toward)

    def _finish(self, link: Link, path: Path, head: Head | None) -> Route:
        heads = [head] if head else []
        if link.kind is LinkKind.CONTRADICTION:
            first, second = path.steps[0][1][0], path.steps[1][1][0]
            heads.append(Head(Ending.TEE, first, -1 if second.u > first.u else 1, 0))
        return Route(
            link.key,
            link.kind.value,
            path,
            tuple(heads),
            is_link=True,
            is_faint=self.ports.scene.is_idle(link),
        )
