"""The ways of links through the ranks of a group: gaps between cards."""

from __future__ import annotations

from bisect import bisect_left

from attrs import define, field

from argmap.render.layout.parts import Group
from argmap.render.routes.lanes import Lanes, Stub
from argmap.render.routes.ports import CLEAR, Ports

_APART = 4.0
"""Points between two links through one gap."""

_REACH = 10
"""So many gaps to either side are tried where the nearest one is taken."""


@define
class Passages:
    """The ways through the ranks of a group, by its number, and the lanes along these."""

    ports: Ports
    number: int
    lanes: Lanes = field(factory=Lanes)
    _through: dict[tuple[int, int], list[float]] = field(factory=dict)
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

    def gap(self, rank: int, at: float, wish: float, way: int) -> float:
        """Return the ``v`` at which a link passes through a rank: straight on, or near its wish.

        A gap takes as many links as can be told apart in it; those who come later go to the next.
        """
        walls = self.walls(rank)
        ahead = bisect_left(walls, at, key=lambda wall: wall[1])
        low, high = self._limits(rank, ahead)
        passing = self._through.setdefault((rank, ahead), [])
        is_met = self.lanes.is_met(rank - 1 if way > 0 else rank, at)
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
            return min((clamp(wish, ends) for ends in limits.values()), key=lambda v: abs(v - wish))
        _, number, place = min(free)
        self._through.setdefault((rank, number), []).append(place)
        return place

    def _free(self, rank: int, gap: int, limits: tuple[float, float], wish: float) -> float | None:
        """Return the place in a gap nearest to the wish that is clear of others in it."""
        taken = self._through.get((rank, gap), [])
        at = clamp(wish, limits)
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
        lanes = self.lanes
        if lanes.is_crossed(rank - 1, v) or lanes.is_crossed(rank, v):
            return False
        if lanes.has_end(rank - 1, Stub(v, is_inner=False)):  # on its way to a dot
            return False
        return not self.ports.is_on_branch(self.number, rank - 1, v)

    def _limits(self, rank: int, gap: int) -> tuple[float, float]:
        """Return from where to where the gap before a wall of a rank goes, if it is open."""
        walls = self.walls(rank)
        low = walls[gap - 1][1] + CLEAR if gap else float("-inf")
        high = walls[gap][0] - CLEAR if gap < len(walls) else float("inf")
        return low, high


def clamp(value: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return min(max(value, low), high)
