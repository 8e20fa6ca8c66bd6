"""Room for links: gaps between cards, lanes along ranks, and places on the edges of cards."""

from __future__ import annotations

from bisect import bisect_left
from math import ceil
from typing import NamedTuple

from attrs import define, field

from argmap.render.layout.parts import Group
from argmap.render.routes.ports import CLEAR, Ports
from argmap.render.scene import Seat

_APART = 4.0
"""Points between two links through one gap."""

_REACH = 10
"""So many gaps to either side are tried where the nearest one is taken."""

_LANES = 200
"""So many links along a rank get lanes of their own; who could follow more?"""

_BERTH = 12.0
_BERTHS = (_BERTH, _BERTH / 2, CLEAR)
"""Points between two links on one side of a card; less, where it is crowded."""


_LEVEL = 0.5
"""Points: what is nearer than this is straight ahead, and passed on the greater side."""


class Stub(NamedTuple):
    """Where a link enters or leaves a lane: at ``v``, from the rank (inner) or from the next."""

    v: float
    is_inner: bool


@define
class Passages:
    """The ways through and along the ranks of a group, by its number, and what is taken of them."""

    ports: Ports
    number: int
    lanes: dict[int, int] = field(factory=dict)
    """How many lanes are taken behind each rank."""
    _through: dict[tuple[int, int], list[float]] = field(factory=dict)
    _along: dict[int, list[tuple[float, float, int, int]]] = field(factory=dict)
    _stubs: dict[int, list[tuple[Stub, int]]] = field(factory=dict)
    _straight: dict[int, list[float]] = field(factory=dict)
    _walls: dict[int, list[tuple[float, float]]] = field(factory=dict)

    @property
    def group(self) -> Group:
        return self.ports.layout.groups[self.number]

    def walls(self, rank: int) -> list[tuple[float, float]]:
        """Return from where to where nothing passes through a rank: its cards, and its fans."""
        if rank not in self._walls:
            slots, cards = self.ports.layout.slots, self.ports.scene.cards
            fans = [fan for fan in self.group.fans if cards[fan.columns[0][0]].depth == rank]
            inside = {index for fan in fans for column in fan.columns for index in column}
            alone = (slots[index] for index in self.group.ranks[rank] if index not in inside)
            walls = [(slot.low, slot.high) for slot in alone]
            self._walls[rank] = sorted(walls + [(fan.low, fan.high) for fan in fans])
        return self._walls[rank]

    def lane(self, rank: int, start: Stub, end: Stub, beside: int = 0) -> int:
        """Return the number of a lane along a rank that no other link takes between two places.

        It is one where neither end meets that of another link, if there is such a lane. So many
        lanes ``beside`` it stay free on either side.
        """
        low, high = min(start.v, end.v), max(start.v, end.v)
        others = self._along.setdefault(rank, [])
        taken = {
            number
            for one, other, lane, room in others
            if one - CLEAR < high and low < other + CLEAR
            for number in range(lane - max(room, beside), lane + max(room, beside) + 1)
        }
        least, most = self._bounds(rank, start, end)
        lane = next(
            number for number in range(least, least + len(taken) + 1) if number not in taken
        )
        if lane >= most:
            lane = next(number for number in range(len(taken) + 1) if number not in taken)
        if len(others) < _LANES:
            others.append((low, high, lane, beside))
            self._stubs.setdefault(rank, []).extend(((start, lane), (end, lane)))
        self.lanes[rank] = max(self.lanes.get(rank, 0), lane + beside + 1)
        return lane

    def way_through(self, rank: int, at: float, toward: float) -> float:
        """Return the ``v``, nearest on the way to a place, at which a corridor is free all along.

        ``at`` is where the link comes in.
        """
        way = 1 if toward > at else -1
        tries = (at + way * step * CLEAR for step in range(_LANES))
        return next((v for v in tries if not self._is_met(rank, v)), at)

    def _is_met(self, rank: int, v: float) -> bool:
        """Whether another link has an end there in the corridor behind a rank, or crosses it."""
        stubs = self._stubs.get(rank, ())
        crossing = self._straight.get(rank, ())
        return any(abs(v - stub.v) < CLEAR for stub, _ in stubs) or any(
            abs(v - other) < CLEAR for other in crossing
        )

    def cross(self, rank: int, v: float) -> None:
        """Take the way straight through the corridor behind a rank."""
        straight = self._straight.setdefault(rank, [])
        if len(straight) < _LANES:
            straight.append(v)

    def _bounds(self, rank: int, *mine: Stub) -> tuple[int, float]:
        """Return the first lane, and the one behind the last, in which no two stubs meet."""
        least, most = 0, float("inf")
        for other, lane in self._stubs.get(rank, ()):
            for stub in mine:
                if abs(stub.v - other.v) < CLEAR and stub.is_inner != other.is_inner:
                    if stub.is_inner:
                        most = min(most, lane)
                    else:
                        least = max(least, lane + 1)
        return least, most

    def gap(self, rank: int, at: float, wish: float, way: int) -> float:
        """Return the ``v`` at which a link passes through a rank: straight on, or near its wish.

        A gap takes as many links as can be told apart in it; those who come later go to the next.
        """
        walls = self.walls(rank)
        ahead = bisect_left(walls, at, key=lambda wall: wall[1])
        low, high = self._limits(rank, ahead)
        passing = self._through.setdefault((rank, ahead), [])
        is_met = self._is_met(rank - 1 if way > 0 else rank, at)
        if low <= at <= high and not is_met and self._is_free(rank, at, passing):
            passing.append(at)
            return at
        middle = bisect_left(walls, 2 * wish, key=sum)
        nearby = range(max(middle - _REACH, 0), min(middle + _REACH, len(walls)) + 1)
        limits = {number: self._limits(rank, number) for number in nearby}
        limits = {number: ends for number, ends in limits.items() if ends[0] <= ends[1]}
        if not limits:
            return wish
        found = [(number, self._free(rank, number, ends, wish)) for number, ends in limits.items()]
        free = [(abs(place - wish), number, place) for number, place in found if place is not None]
        if not free:  # they share
            return min(
                (_clamp(wish, ends) for ends in limits.values()), key=lambda v: abs(v - wish)
            )
        _, number, place = min(free)
        self._through.setdefault((rank, number), []).append(place)
        return place

    def _free(self, rank: int, gap: int, limits: tuple[float, float], wish: float) -> float | None:
        """Return the place in a gap nearest to the wish that is clear of others in it."""
        taken = self._through.get((rank, gap), [])
        at = _clamp(wish, limits)
        if limits[1] - limits[0] < 3 * _APART:  # narrow: lines stand as close as they can
            at = limits[0] + round((at - limits[0]) / _APART) * _APART
        tries = (at + way * step * _APART for step in range(len(taken) + 2) for way in (1, -1))
        return next(
            (v for v in tries if limits[0] <= v <= limits[1] and self._is_free(rank, v, taken)),
            None,
        )

    def _is_free(self, rank: int, v: float, taken: list[float]) -> bool:
        """Whether a link can be told there from others in the gap, and from lines of the tree."""
        if any(abs(v - other) < _APART - 0.01 for other in taken):
            return False
        crossing = (*self._straight.get(rank - 1, ()), *self._straight.get(rank, ()))
        if any(abs(v - other) < CLEAR for other in crossing):
            return False
        return not self.ports.is_on_branch(self.number, rank - 1, v)

    def _limits(self, rank: int, gap: int) -> tuple[float, float]:
        """Return from where to where the gap before a wall of a rank goes, if it is open."""
        walls = self.walls(rank)
        low = walls[gap - 1][1] + CLEAR if gap else float("-inf")
        high = walls[gap][0] - CLEAR if gap < len(walls) else float("inf")
        return low, high


@define
class Berths:
    """Where links touch cards beside the tree's own lines, each in a place of its own."""

    ports: Ports
    taken: dict[tuple[int, bool], list[float]] = field(factory=dict)
    """By card and by whether it is the side where lines come in: what is taken of it."""

    def near(self, seat: Seat, toward: float) -> float:
        """Return a ``v`` on the side where the card's own line leaves, beside that line.

        It is on the side of that line where ``toward`` is, so that the two do not cross.
        """
        card = self.ports.scene.cards[seat.card]
        middle = self.ports.slot(seat).middle
        goal = middle
        if card.undercuts is not None:
            goal = self.ports.dot(self.ports.scene.boxes[card.undercuts]).v
        elif card.parent is not None:
            goal = self.ports.goal(seat.card)
        way = -1 if toward < goal - _LEVEL else 1
        return self._place(seat, middle + way * _BERTH, way, is_far=False)

    def far(self, seat: Seat, toward: float) -> float:
        """Return a ``v`` on the side where lines come in: by the corner towards ``toward``."""
        low, high = self.ports.span(seat)
        way = 1 if toward > (low + high) / 2 - _LEVEL else -1
        share = 0.5 if seat.row >= 0 else 0.5 + 0.35 * way
        return self._place(seat, low + (high - low) * share, way, is_far=True)

    def entry(self, seat: Seat, wish: float, toward: float) -> float:
        """Return a ``v`` near the one wished for on the side where lines come in."""
        way = 1 if toward > wish - _LEVEL else -1
        return self._place(seat, wish, way, is_far=True)

    def _place(self, seat: Seat, wish: float, way: int, *, is_far: bool) -> float:
        """Return what is free nearest to the wish, and take it; where all is taken, share."""
        low, high = self.ports.span(seat)
        limits = (low + CLEAR, high - CLEAR)
        taken = self.taken.get((seat.card, is_far))
        if taken is None:
            taken = self.taken[seat.card, is_far] = self._tree_lines(seat.card, is_far=is_far)
        wish = _clamp(wish, limits)
        tries = (
            wish + side * step * apart
            for apart in _BERTHS
            for step in range(ceil((limits[1] - limits[0]) / apart) + 1)
            for side in (way, -way)
            if _is_clear(wish + side * step * apart, taken, apart)
        )
        open_ = (v for v in tries if limits[0] <= v <= limits[1])
        if not is_far:
            open_ = (v for v in open_ if not self._is_on_branch(seat.card, v))
        place = next(open_, wish)
        if len(taken) < _LANES:
            taken.append(place)
        return place

    def _is_on_branch(self, card: int, v: float) -> bool:
        """Whether a line of the tree that ends in the rank before runs where a link would begin."""
        group, depth = self.ports.layout.group_of[card], self.ports.scene.cards[card].depth
        return self.ports.is_on_branch(group, depth - 1, v)

    def _tree_lines(self, index: int, *, is_far: bool) -> list[float]:
        """Return where lines of the tree touch one side of a card."""
        scene = self.ports.scene
        if not is_far:
            has_line = scene.cards[index].parent is not None
            return [self.ports.layout.slots[index].middle] if has_line else []
        below = [child for child in scene.children[index] if scene.cards[child].undercuts is None]
        return list(dict.fromkeys(map(self.ports.goal, below)))


def _is_clear(v: float, taken: list[float], apart: float) -> bool:
    return all(abs(v - other) >= apart - 0.5 for other in taken)


def _clamp(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return min(max(value, low), high)
