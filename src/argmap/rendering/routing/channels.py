"""Lanes for links along the ranks of a group, in the corridors behind these.

It is what is known as channel routing: links that overlap take lanes of their own, and where the
end of one meets that of another, the lanes are in such an order that the two do not.

The ways of links through the ranks of a group: gaps between cards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.layout.geometry import Group
from argmap.rendering.routing.ports import CLEAR, PortGeometry

_MOST = 200
"""So many links in a corridor get lanes of their own; who could follow more?"""


class Terminal(NamedTuple):
    """Where a link enters or leaves a lane: at ``v``, from the rank (inner) or from the next."""

    v: float
    is_inner: bool


class _Taken(NamedTuple):
    """A lane from where to where it is taken, with how many on either side."""

    low: float
    high: float
    lane: int
    beside: int


@define
class Channel:
    """The lanes of one group that are taken; a corridor goes by the rank that it is behind."""

    counts: dict[int, int] = field(factory=dict)
    """How many lanes there are in each corridor."""
    _along: dict[int, list[_Taken]] = field(factory=dict)
    _stubs: dict[tuple[int, int], list[tuple[Terminal, int]]] = field(factory=dict)
    """By corridor and by cells of `CLEAR` points: the ends of links, each with the lane."""
    _crossing: dict[tuple[int, int], list[float]] = field(factory=dict)
    """By the same: where links go straight through."""

    def take(self, rank: int, start: Terminal, end: Terminal, beside: int = 0) -> int:
        """Return the number of a lane that no other link takes between two places, and take it.

        It is one where neither end meets that of another link, if there is such a lane. So many
        lanes ``beside`` it stay free on either side.
        """
        low, high = min(start.v, end.v), max(start.v, end.v)
        others = self._along.setdefault(rank, [])
        taken = {
            number
            for other in others
            if other.low - CLEAR < high and low < other.high + CLEAR
            for number in _around(other.lane, max(other.beside, beside))
        }
        least, most = self._bounds(rank, start, end)
        lane = _first(least, taken)
        if lane >= most:
            lane = _first(0, taken)
        if len(others) < _MOST:
            others.append(_Taken(low, high, lane, beside))
            for terminal in (start, end):
                self._stubs.setdefault((rank, _cell(terminal.v)), []).append((terminal, lane))
        self.counts[rank] = max(self.counts.get(rank, 0), lane + beside + 1)
        return lane

    def cross(self, rank: int, v: float) -> None:
        """Take the way straight through a corridor."""
        self._crossing.setdefault((rank, _cell(v)), []).append(v)

    def is_met(self, rank: int, v: float) -> bool:
        """Whether a link that went straight through a corridor would meet another there."""
        is_end_met = any(abs(v - terminal.v) < CLEAR for terminal, _ in self._near(rank, v))
        return is_end_met or self.is_crossed(rank, v)

    def has_end(self, rank: int, terminal: Terminal) -> bool:
        """Whether another link ends there in a corridor, on the same side of its lane."""
        return any(
            abs(terminal.v - other.v) < CLEAR and terminal.is_inner == other.is_inner
            for other, _ in self._near(rank, terminal.v)
        )

    def is_crossed(self, rank: int, v: float) -> bool:
        """Whether another link goes straight through a corridor there."""
        cells = ((rank, cell) for cell in _around(_cell(v), 1))
        return any(abs(v - at) < CLEAR for cell in cells for at in self._crossing.get(cell, ()))

    def way_through(self, rank: int, at: float, toward: float) -> float:
        """Return the ``v``, next to ``at`` on the way to a place, where a corridor is free."""
        way = 1 if toward > at else -1
        tries = (at + way * number * CLEAR for number in range(_MOST))
        return next((v for v in tries if not self.is_met(rank, v)), at)

    def _near(self, rank: int, v: float) -> Iterator[tuple[Terminal, int]]:
        for cell in _around(_cell(v), 1):
            yield from self._stubs.get((rank, cell), ())

    def _bounds(self, rank: int, *mine: Terminal) -> tuple[int, float]:
        """Return the first lane, and the one behind the last, in which no two stubs meet."""
        least, most = 0, float("inf")
        for terminal in mine:
            for other, lane in self._near(rank, terminal.v):
                if abs(terminal.v - other.v) < CLEAR and terminal.is_inner != other.is_inner:
                    if terminal.is_inner:
                        most = min(most, lane)
                    else:
                        least = max(least, lane + 1)
        return least, most


def _cell(v: float) -> int:
    return int(v // CLEAR)


def _around(number: int, reach: int) -> range:
    return range(number - reach, number + reach + 1)


def _first(least: int, taken: set[int]) -> int:
    """Return the first number from ``least`` on that is not taken."""
    return next(number for number in range(least, least + len(taken) + 1) if number not in taken)


_APART = 4.0
"""Points between two links through one gap."""

_REACH = 10
"""So many gaps to either side are tried where the nearest one is taken."""


@define
class LayerGaps:
    """The ways through the ranks of a group, by its number, and the lanes along these."""

    ports: PortGeometry
    number: int
    lanes: Channel = field(factory=Channel)
    _through: dict[tuple[int, int], list[float]] = field(factory=dict)
    _walls: dict[int, list[tuple[float, float]]] = field(factory=dict)

    @property
    def group(self) -> Group:
        return self.ports.layout.groups[self.number]

    def walls(self, rank: int) -> list[tuple[float, float]]:
        """Return from where to where nothing passes through a rank: its cards, and its fans."""
        if rank not in self._walls:
            slots, cards = self.ports.layout.slots, self.ports.scene.cards
            grids = [grid for grid in self.group.grids if cards[grid.columns[0][0]].depth == rank]
            inside = {index for grid in grids for column in grid.columns for index in column}
            alone = (slots[index] for index in self.group.ranks[rank] if index not in inside)
            walls = [(slot.low, slot.high) for slot in alone]
            self._walls[rank] = sorted(walls + [(grid.low, grid.high) for grid in grids])
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
        tries = (at + way * number * _APART for number in range(len(taken) + 2) for way in (1, -1))
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
        if lanes.has_end(rank - 1, Terminal(v, is_inner=False)):  # on its way to a dot
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
