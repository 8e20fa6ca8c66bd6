"""Where every card stands, as data.

All is reckoned in two axes: ``u`` in the direction in which the argument grows, ``v`` across it.
Growing right, ``u`` is ``x``; growing down, it is ``y``.

Standing unconnected parts of a map beside each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout

DOT_ROOM = 24.0
"""Points before a card in which the dot of its inference stands."""

DOT_LANE = 12.0
"""Points between two lines that end on one dot, which is as long as that needs."""

LANE, OUT = 5.0, 14.0
"""Points between two lanes along a rank, and between a rank and the first of them."""

DOT_LANES = 12
"""So many lines that end on the dots of a rank get lanes of their own."""


class CardSlot(NamedTuple):
    """A card's place: ``u`` to ``end`` in the direction of growth, ``low`` to ``high`` across."""

    u: float
    end: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@frozen
class LeafGrid:
    """Cards under one statement that stand in columns; all is laid out around an alley.

    ``low`` to ``high`` is where it goes across, ``alley`` the middle of the alley.
    """

    columns: tuple[tuple[int, ...], ...]
    low: float
    high: float
    alley: float


@frozen
class Group:
    """Cards that are laid out as one: by depth, where they begin and end, and which they are.

    Those of one depth stand in order of ``v``. ``dot_room`` is how many points before the cards of
    a depth are kept for the dots of their inferences, ``hooks`` how many lanes of these are taken
    by what hangs beside the inference that it undercuts; links come behind. ``lane_room`` is how
    many points behind the cards of a depth are kept for links that run along these: the lines of
    the tree cross them straight.
    """

    near: tuple[float, ...]
    far: tuple[float, ...]
    ranks: tuple[tuple[int, ...], ...]
    dot_room: tuple[float, ...]
    hooks: tuple[int, ...]
    lane_room: tuple[float, ...]
    grids: tuple[LeafGrid, ...] = ()

    @property
    def cards(self) -> Iterator[int]:
        """The cards of all ranks."""
        return (index for rank in self.ranks for index in rank)


@frozen
class Layout:
    """The places of all cards, and the groups that these are laid out in."""

    direction: str
    card_layouts: tuple[CardLayout, ...]
    slots: tuple[CardSlot, ...]
    groups: tuple[Group, ...]

    @cached_property
    def group_of(self) -> dict[int, int]:
        """The group of every card."""
        return {index: number for number, group in enumerate(self.groups) for index in group.cards}

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of all cards together."""
        along = max(slot.end for slot in self.slots)
        across = max(slot.high for slot in self.slots)
        return (along, across) if self.direction == "right" else (across, along)


GAP = 36
"""Points between two parts."""

ASPECT = 1.4
"""Width to height of a sheet, about that of paper on its side."""

_TRIES = 24


class Extent(NamedTuple):
    """A size: ``u`` in the direction of growth, ``v`` across it."""

    u: float
    v: float


def pack(sizes: Sequence[Extent], direction: str) -> list[Extent]:
    """Return where each part begins, in the order given.

    Parts follow each other across the direction of growth, as siblings do, and break into lanes
    where that makes the whole fit a sheet better.
    """
    best: list[Extent] = []
    least = float("inf")
    total = sum(size.v + GAP for size in sizes)
    for lanes in range(1, min(len(sizes), _TRIES) + 1):
        limit = max(total / lanes, *(size.v for size in sizes), 0)
        places, whole = _fill(sizes, limit)
        width, height = whole if direction == "right" else (whole.v, whole.u)
        scale = max(width / ASPECT, height)
        if scale < least:
            best, least = places, scale
    return best


def _fill(sizes: Sequence[Extent], limit: float) -> tuple[list[Extent], Extent]:
    """Fill one lane after the other up to ``limit``."""
    places: list[Extent] = []
    lane, depth, at, longest = 0.0, 0.0, 0.0, 0.0
    for size in sizes:
        if at and at + size.v > limit:
            lane, depth, at = lane + depth + GAP, 0.0, 0.0
        places.append(Extent(lane, at))
        longest = max(longest, at + size.v)
        at, depth = at + size.v + GAP, max(depth, size.u)
    return places, Extent(lane + depth, longest)
