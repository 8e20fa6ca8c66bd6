"""The lines across the tree: along corridors, and between cards where they must pass a rank."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

from argmap.render.layout.parts import DOT_ROOM, Group
from argmap.render.routes.paths import Ending, Head, Path, Point, Route, reach
from argmap.render.routes.ports import Ports, ending_of
from argmap.render.routes.traffic import LANE, Berths, Passages
from argmap.render.routes.tree import hook
from argmap.render.scene import Link, LinkKind, Seat

_STEM = 5.0
"""A line runs straight for so long at its ends."""

_TURN = 8.0
_OUT = 14.0
"""Points from a rank to the first of the lanes along it."""


def link_routes(ports: Ports) -> Iterator[Route]:
    """Yield a line for every link, in order."""
    berths = Berths(ports)
    routers = [
        _Router(ports, group, Passages(ports, group), berths) for group in ports.layout.groups
    ]
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
        """Draw a link to another rank: an S in each corridor, straight through each rank."""
        inward = source > target
        slot = self.ports.slot(link.target)
        ending = ending_of(link.kind)
        path = self._leave(link.source, inward=inward)
        arrival = self._arrival(link, inward=inward)
        way = -1 if inward else 1
        self._pass(path, source + way, target, arrival)
        tip = Point(slot.end if inward else slot.u, arrival)
        stop = tip.u - way * reach(ending)
        edge = self.group.far[target] if inward else self.group.near[target]
        last = max(edge, stop) if inward else min(edge, stop)
        path.sweep(last - way * _STEM, arrival)
        path.line(stop, arrival)
        return self._finish(link, path, Head(ending, tip, way, 0) if ending else None)

    def _around(self, link: Link) -> Route:
        """Draw a link within a rank: out to a lane of its own, along it, and back."""
        start, slot = self.ports.slot(link.source), self.ports.slot(link.target)
        ending = ending_of(link.kind)
        leave, arrival = self.berths.far(link.source), self._arrival(link, inward=True)
        rank = self._rank(link.source)
        lane = self._lane(rank, leave, arrival)
        way = 1 if arrival > leave else -1
        turn = min(_TURN, abs(arrival - leave) / 2)
        path = Path()
        path.move(start.end, leave)
        path.line(lane - turn, leave)
        path.curve(Point(lane, leave), Point(lane, leave), Point(lane, leave + way * turn))
        path.line(lane, arrival - way * turn)
        path.curve(Point(lane, arrival), Point(lane, arrival), Point(lane - turn, arrival))
        path.line(slot.end + reach(ending), arrival)
        tip = Head(ending, Point(slot.end, arrival), -1, 0) if ending else None
        return self._finish(link, path, tip)

    def _lane(self, rank: int, start: float, end: float) -> float:
        """Return the ``u`` of a free lane behind a rank; the last one is shared by all who come."""
        far = self.group.far[rank]
        lane = far + _OUT + LANE * self.passages.lane(rank, start, end)
        if rank + 1 == len(self.group.near):
            return lane
        straight = DOT_ROOM if self.group.has_dots[rank + 1] else 0.0
        return min(lane, self.group.near[rank + 1] - straight - _OUT)

    def _to_dot(self, link: Link) -> Route:
        """Draw an undercut from elsewhere to the dot of the step."""
        source, target = self._rank(link.source), self._rank(link.target)
        dot = self.ports.dot(link.target.card)
        inward = source >= target
        path = self._leave(link.source, inward=inward)
        way = -1 if inward else 1
        if inward:
            self._pass(path, source + way, target - 1, dot.v)
        else:
            self._pass(path, source + way, target, dot.v)
        head = hook(path, dot)
        return self._finish(link, path, head)

    def _leave(self, seat: Seat, *, inward: bool) -> Path:
        """Begin a path at a card's edge, and lead it to the corridor."""
        slot, rank = self.ports.slot(seat), self._rank(seat)
        path = Path()
        if inward:
            v = self.berths.near(seat)
            path.move(slot.u, v)
            path.line(self.group.near[rank] - _STEM, v)
        else:
            v = self.berths.far(seat)
            path.move(slot.end, v)
            path.line(self.group.far[rank] + _STEM, v)
        return path

    def _pass(self, path: Path, start: int, stop: int, goal: float) -> None:
        """Lead a path through the ranks from ``start`` up to, not including, ``stop``."""
        way = 1 if stop >= start else -1
        ranks = list(range(start, stop, way))
        for number, rank in enumerate(ranks):
            v = path.at.v
            wish = v + (goal - v) / (len(ranks) - number + 1)
            place = self.passages.gap(rank, wish)
            near, far = self.group.near[rank], self.group.far[rank]
            enter, leave = (near, far) if way > 0 else (far, near)
            path.sweep(enter, place)
            path.line(leave, place)

    def _arrival(self, link: Link, *, inward: bool) -> float:
        if not inward:
            return self.berths.near(link.target)
        if not link.kind.bears_on_statement:
            return self.berths.far(link.target)
        is_against = link.kind is not LinkKind.SUPPORT
        return self.ports.entry(link.target, self.ports.at(link.source, 0.5), is_against=is_against)

    def _finish(self, link: Link, path: Path, head: Head | None) -> Route:
        heads = [head] if head else []
        if link.kind is LinkKind.CONTRADICTION:
            first, second = path.steps[0][1][0], path.steps[1][1][0]
            heads.append(Head(Ending.TEE, first, -1 if second.u > first.u else 1, 0))
        return Route(
            link.key, link.kind.value, path, tuple(heads), is_link=True, label=_middle(path)
        )


def _middle(path: Path) -> Point:
    """Return the middle of the longest stroke."""
    ends = [points[-1] for _, points in path.steps]
    lengths = [abs(one.u - other.u) + abs(one.v - other.v) for one, other in pairwise(ends)]
    longest = lengths.index(max(lengths))
    start, (_, points) = ends[longest], path.steps[longest + 1]
    if len(points) == 1:
        return Point((start.u + points[0].u) / 2, (start.v + points[0].v) / 2)
    first, second, end = points
    u = (start.u + 3 * first.u + 3 * second.u + end.u) / 8
    v = (start.v + 3 * first.v + 3 * second.v + end.v) / 8
    return Point(u, v)
