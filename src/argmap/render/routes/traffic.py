"""Room for links: gaps between cards, lanes along ranks, and places on the edges of cards."""

from __future__ import annotations

from bisect import bisect_left

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

_BERTH = 8.0
"""Points between two links on one side of a card."""


@define
class Passages:
    """The ways through and along the ranks of a group, and how many links take each already."""

    ports: Ports
    group: Group
    through: dict[tuple[int, int], int] = field(factory=dict)
    along: dict[int, list[tuple[float, float, int]]] = field(factory=dict)

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
        slots, cards = self.ports.layout.slots, self.group.ranks[rank]
        after = bisect_left(cards, wish, key=lambda index: slots[index].middle)
        nearby = range(max(after - 1, 0), min(after + 1, len(cards)) + 1)
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
        """Return from where to where the gap before a card of a rank goes, if it is open."""
        slots, cards = self.ports.layout.slots, self.group.ranks[rank]
        low = slots[cards[gap - 1]].high + CLEAR if gap else float("-inf")
        high = slots[cards[gap]].low - CLEAR if gap < len(cards) else float("inf")
        return low, high


@define
class Berths:
    """Where links touch cards beside the tree's own lines, each in a place of its own."""

    ports: Ports
    taken: dict[tuple[Seat, bool], int] = field(factory=dict)

    def near(self, seat: Seat) -> float:
        """Return a ``v`` on the side where the card's own line leaves, in its middle."""
        low, high = self.ports.span(seat)
        count = self._count(seat, is_far=False)
        away = _BERTH * (count // 2 + 1) * (-1 if count % 2 else 1)
        return min(max((low + high) / 2 + away, low + CLEAR), high - CLEAR)

    def far(self, seat: Seat) -> float:
        """Return a ``v`` on the side where lines come in, between the middle and the corners."""
        low, high = self.ports.span(seat)
        count = self._count(seat, is_far=True)
        from_corner = (0.5 if seat.row >= 0 else 0.15) + 0.1 * (count // 2 % 3)
        return low + (high - low) * (from_corner if count % 2 else 1 - from_corner)

    def _count(self, seat: Seat, *, is_far: bool) -> int:
        count = self.taken.get((seat, is_far), 0)
        self.taken[seat, is_far] = count + 1
        return count


def _clamp(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return min(max(value, low), high)
