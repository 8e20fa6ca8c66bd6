"""The lines across the tree: along corridors, and between cards where they must pass a rank."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from attrs import define, field

from argmap.render.layout.layout import Group
from argmap.render.routes.paths import Ending, Head, Path, Point, Route, reach
from argmap.render.routes.ports import Ports, ending_of
from argmap.render.scene.parts import Link, LinkKind, Seat
from argmap.render.routes.tree import hook

_CLEAR = 4.0
"""Points a line keeps from a card that it passes."""
_STEM = 5.0
_TURN = 8.0
_OUT = 14.0
"""Points from a rank to the first of the lanes along it."""

_LANES = 200
"""So many links along a rank get lanes of their own; who could follow more?"""

_BERTH = 8.0
"""Points between two links on one side of a card."""
_LANE = 5.0
"""Points between two links side by side."""


def link_routes(ports: Ports) -> Iterator[Route]:
    """Yield a line for every link, in order."""
    berths = _Berths(ports)
    routers = [
        _Router(ports, group, _Passages(ports, group), berths) for group in ports.layout.groups
    ]
    for link in ports.scene.links:
        yield routers[ports.layout.group_of[link.source.card]].route(link)


@define
class _Passages:
    """The gaps between the cards of each rank, and how many lines pass each already."""

    ports: Ports
    group: Group
    taken: dict[tuple[int, int], int] = field(factory=dict)
    along: dict[int, list[tuple[float, float, int]]] = field(factory=dict)

    def lane(self, rank: int, start: float, end: float) -> int:
        """Return the number of a lane along a rank that no other link takes between two places."""
        low, high = min(start, end), max(start, end)
        others = self.along.setdefault(rank, [])
        taken = {
            lane for one, other, lane in others if one - _CLEAR < high and low < other + _CLEAR
        }
        lane = next(number for number in range(len(taken) + 1) if number not in taken)
        if len(others) < _LANES:
            others.append((low, high, lane))
        return lane

    def find(self, rank: int, wish: float) -> float:
        """Return the ``v``, next to the one wished for, at which a line can pass a rank."""
        slots = self.ports.layout.slots
        cards = self.group.ranks[rank]
        after = bisect_left(cards, wish, key=lambda index: slots[index].middle)
        best, gap = wish, -1
        for number in range(max(after - 1, 0), min(after + 1, len(cards)) + 1):
            low = slots[cards[number - 1]].high + _CLEAR if number else float("-inf")
            high = slots[cards[number]].low - _CLEAR if number < len(cards) else float("inf")
            place = min(max(wish, low), high)
            if low <= high and (gap < 0 or abs(place - wish) < abs(best - wish)):
                best, gap = place, number
        count = self.taken.get((rank, gap), 0)
        self.taken[rank, gap] = count + 1
        low = slots[cards[gap - 1]].high + _CLEAR if gap else float("-inf")
        high = slots[cards[gap]].low - _CLEAR if gap < len(cards) else float("inf")
        shift = (count + 1) // 2 * _LANE / 2 * (-1) ** count
        return min(max(best + shift, low), high)


@define
class _Berths:
    """Where links touch cards beside the tree's own lines, each in a place of its own."""

    ports: Ports
    taken: dict[tuple[Seat, bool], int] = field(factory=dict)

    def near(self, seat: Seat) -> float:
        """Return a ``v`` on the side where the card's own line leaves, in its middle."""
        low, high = self.ports.span(seat)
        count = self._count(seat, is_far=False)
        away = _BERTH * (count // 2 + 1) * (-1) ** count
        return min(max((low + high) / 2 + away, low + _CLEAR), high - _CLEAR)

    def far(self, seat: Seat) -> float:
        """Return a ``v`` on the side where lines come in, between the middle and the corners."""
        low, high = self.ports.span(seat)
        count = self._count(seat, is_far=True)
        from_corner = (0.5 if seat.row >= 0 else 0.15) + 0.1 * (count // 2 % 3)
        fraction = from_corner if count % 2 else 1 - from_corner
        return low + (high - low) * fraction

    def _count(self, seat: Seat, *, is_far: bool) -> int:
        count = self.taken.get((seat, is_far), 0)
        self.taken[seat, is_far] = count + 1
        return count


@define
class _Router:
    """Finds the way of one link."""

    ports: Ports
    group: Group
    passages: _Passages
    berths: _Berths

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
        ending = self._ending(link)
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
        heads = self._heads(link, path, Head(ending, tip, way, 0) if ending else None)
        return self._finish(link, path, heads)

    def _around(self, link: Link) -> Route:
        """Draw a link within a rank: out to a lane of its own, along it, and back."""
        start, slot = self.ports.slot(link.source), self.ports.slot(link.target)
        ending = self._ending(link)
        leave, arrival = self.berths.far(link.source), self._arrival(link, inward=True)
        rank = self._rank(link.source)
        lane = self.group.far[rank] + _OUT + _LANE * self.passages.lane(rank, leave, arrival)
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
        return self._finish(link, path, self._heads(link, path, tip))

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
        return self._finish(link, path, (head,))

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
            place = self.passages.find(rank, wish)
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

    def _ending(self, link: Link) -> Ending | None:
        return ending_of(link.kind)

    def _heads(self, link: Link, path: Path, tip: Head | None) -> tuple[Head, ...]:
        heads = [tip] if tip else []
        if link.kind is LinkKind.CONTRADICTION:
            first, second = path.steps[0][1][0], path.steps[1][1][0]
            way = 1 if second.u > first.u else -1
            heads.append(Head(Ending.TEE, first, -way, 0))
        return tuple(heads)

    def _finish(self, link: Link, path: Path, heads: tuple[Head, ...]) -> Route:
        return Route(link.key, link.kind.value, path, heads, is_link=True, label=_middle(path))


def _middle(path: Path) -> Point:
    """Return the middle of the longest stroke."""
    ends = [points[-1] for _, points in path.steps]
    strokes = [
        (abs(one.u - other.u) + abs(one.v - other.v), number + 1)
        for number, (one, other) in enumerate(pairwise(ends))
    ]
    _, longest = max(strokes)
    start, (letter, points) = ends[longest - 1], path.steps[longest]
    end = points[-1]
    if letter == "C":
        u = (start.u + 3 * points[0].u + 3 * points[1].u + end.u) / 8
        v = (start.v + 3 * points[0].v + 3 * points[1].v + end.v) / 8
        return Point(u, v)
    return Point((start.u + end.u) / 2, (start.v + end.v) / 2)
