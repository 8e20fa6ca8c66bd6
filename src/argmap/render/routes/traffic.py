"""Room for links: gaps between cards, lanes along ranks, and places on the edges of cards."""

from __future__ import annotations

from bisect import bisect_left
from math import ceil

from attrs import define, field

from argmap.render.layout.parts import Group
from argmap.render.routes.ports import Ports
from argmap.render.scene import Seat

CLEAR = 4.0
"""Points a line keeps from a card that it passes."""

LANE = 5.0
"""Points between two links side by side."""

_LANES = 200
"""So many links along a rank get lanes of their own; who could follow more?"""

_BERTH = 10.0
"""Points between two links on one side of a card."""


_LEVEL = 0.5
"""Points: what is nearer than this is straight ahead, and passed on the greater side."""


@define
class Passages:
    """The ways through and along the ranks of a group, and how many links take each already."""

    ports: Ports
    group: Group
    through: dict[tuple[int, int], int] = field(factory=dict)
    along: dict[int, list[tuple[float, float, int]]] = field(factory=dict)
    _walls: dict[int, list[tuple[float, float]]] = field(factory=dict)

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

    def lane(self, rank: int, start: float, end: float) -> int:
        """Return the number of a lane along a rank that no other link takes between two places."""
        low, high = min(start, end), max(start, end)
        others = self.along.setdefault(rank, [])
        taken = {lane for one, other, lane in others if one - CLEAR < high and low < other + CLEAR}
        lane = next(number for number in range(len(taken) + 1) if number not in taken)
        if len(others) < _LANES:
            others.append((low, high, lane))
        return lane

    def gap(self, rank: int, wish: float) -> float:
        """Return the ``v``, near the one wished for, at which a link can pass through a rank.

        Links through one gap keep apart as far as it is wide enough.
        """
        walls = self.walls(rank)
        after = bisect_left(walls, 2 * wish, key=sum)
        nearby = range(max(after - 1, 0), min(after + 1, len(walls)) + 1)
        gaps = {number: self._limits(rank, number) for number in nearby}
        gaps = {number: limits for number, limits in gaps.items() if limits[0] <= limits[1]}
        if not gaps:
            return wish
        best = min(gaps, key=lambda number: abs(_clamp(wish, gaps[number]) - wish))
        count = self.through.get((rank, best), 0)
        self.through[rank, best] = count + 1
        shift = (count + 1) // 2 * LANE / 2 * (-1 if count % 2 else 1)
        return _clamp(_clamp(wish, gaps[best]) + shift, gaps[best])

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
        steps = range(ceil((limits[1] - limits[0]) / _BERTH) + 1)
        tries = (wish + side * step * _BERTH for step in steps for side in (way, -way))
        open_ = (v for v in tries if limits[0] <= v <= limits[1] and _is_clear(v, taken))
        place = next(open_, wish)
        if len(taken) < _LANES:
            taken.append(place)
        return place

    def _tree_lines(self, index: int, *, is_far: bool) -> list[float]:
        """Return where lines of the tree touch one side of a card."""
        scene = self.ports.scene
        if not is_far:
            has_line = scene.cards[index].parent is not None
            return [self.ports.layout.slots[index].middle] if has_line else []
        below = [child for child in scene.children[index] if scene.cards[child].undercuts is None]
        return list(dict.fromkeys(map(self.ports.goal, below)))


def _is_clear(v: float, taken: list[float]) -> bool:
    return all(abs(v - other) >= _BERTH - 0.5 for other in taken)


def _clamp(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return min(max(value, low), high)
