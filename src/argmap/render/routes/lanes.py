"""Lanes for links along the ranks of a group, in the corridors behind these.

It is what is known as channel routing: links that overlap take lanes of their own, and where the
end of one meets that of another, the lanes are in such an order that the two do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attrs import define, field

from argmap.render.routes.ports import CLEAR

_MOST = 200
"""So many links in a corridor get lanes of their own; who could follow more?"""


class Stub(NamedTuple):
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
class Lanes:
    """The lanes of one group that are taken; a corridor goes by the rank that it is behind."""

    counts: dict[int, int] = field(factory=dict)
    """How many lanes there are in each corridor."""
    _along: dict[int, list[_Taken]] = field(factory=dict)
    _stubs: dict[tuple[int, int], list[tuple[Stub, int]]] = field(factory=dict)
    """By corridor and by cells of `CLEAR` points: the ends of links, each with the lane."""
    _crossing: dict[tuple[int, int], list[float]] = field(factory=dict)
    """By the same: where links go straight through."""

    def take(self, rank: int, start: Stub, end: Stub, beside: int = 0) -> int:
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
            for stub in (start, end):
                self._stubs.setdefault((rank, _cell(stub.v)), []).append((stub, lane))
        self.counts[rank] = max(self.counts.get(rank, 0), lane + beside + 1)
        return lane

    def cross(self, rank: int, v: float) -> None:
        """Take the way straight through a corridor."""
        self._crossing.setdefault((rank, _cell(v)), []).append(v)

    def is_met(self, rank: int, v: float) -> bool:
        """Whether a link that went straight through a corridor would meet another there."""
        is_end_met = any(abs(v - stub.v) < CLEAR for stub, _ in self._near(rank, v))
        return is_end_met or self.is_crossed(rank, v)

    def has_end(self, rank: int, stub: Stub) -> bool:
        """Whether another link ends there in a corridor, on the same side of its lane."""
        return any(
            abs(stub.v - other.v) < CLEAR and stub.is_inner == other.is_inner
            for other, _ in self._near(rank, stub.v)
        )

    def is_crossed(self, rank: int, v: float) -> bool:
        """Whether another link goes straight through a corridor there."""
        cells = ((rank, cell) for cell in _around(_cell(v), 1))
        return any(abs(v - at) < CLEAR for cell in cells for at in self._crossing.get(cell, ()))

    def way_through(self, rank: int, at: float, toward: float) -> float:
        """Return the ``v``, next to ``at`` on the way to a place, where a corridor is free."""
        way = 1 if toward > at else -1
        tries = (at + way * step * CLEAR for step in range(_MOST))
        return next((v for v in tries if not self.is_met(rank, v)), at)

    def _near(self, rank: int, v: float) -> Iterator[tuple[Stub, int]]:
        for cell in _around(_cell(v), 1):
            yield from self._stubs.get((rank, cell), ())

    def _bounds(self, rank: int, *mine: Stub) -> tuple[int, float]:
        """Return the first lane, and the one behind the last, in which no two stubs meet."""
        least, most = 0, float("inf")
        for stub in mine:
            for other, lane in self._near(rank, stub.v):
                if abs(stub.v - other.v) < CLEAR and stub.is_inner != other.is_inner:
                    if stub.is_inner:
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
