"""Siblings with nothing under them, laid out as one block: Graphviz only sees the block's size.

They so stand without gaps, whatever hangs under their neighbours; and Graphviz, whose time grows
with the square of a card's children, is spared most of these. Very many stand in several columns,
the fan, with an alley across all of these and an aisle before each for the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.layout.geometry import ASPECT, Extent
from argmap.rendering.scene.scene import CardRef, Scene

BETWEEN = {"right": 12, "down": 20}
"""Points between siblings."""


def size_of(card_layout: CardLayout, direction: str) -> Extent:
    if direction == "right":
        return Extent(card_layout.width, card_layout.height)
    return Extent(card_layout.height, card_layout.width)


FAN = 40
"""More leaves than this under one statement, side by side, are laid out in columns."""

AISLE, ALLEY = 40.0, 32.0
"""Points before a column of a fan, and across its middle, in which lines run."""

_COLUMNS = 60


class CrossSpan(NamedTuple):
    """Where a card begins and ends across, and where it begins in the direction of growth."""

    low: float
    high: float
    u: float = 0.0


@frozen
class LeafBlock:
    """Cards in order and where each stands, from the block's own edges.

    ``columns`` are the cards of each column of a fan, and ``alley`` is the middle of its alley; of
    any other block there are none.
    """

    cards: tuple[int, ...]
    spans: tuple[CrossSpan, ...]
    size: Extent
    columns: tuple[tuple[int, ...], ...] = ()
    alley: float = 0.0

    def middles(self, middle: float) -> Iterator[tuple[int, float]]:
        """Return the ``v`` of the middle of every card, given that of the block."""
        edge = middle - self.size.v / 2
        for card, span in zip(self.cards, self.spans, strict=True):
            yield card, edge + (span.low + span.high) / 2


def find_blocks(
    scene: Scene, card_layouts: Sequence[CardLayout], direction: str
) -> dict[int, LeafBlock]:
    """Return the blocks of a map, by their first card: two or more leaves under one statement."""
    blocks: dict[int, LeafBlock] = {}
    linked = {card_ref.card for link in scene.links for card_ref in (link.source, link.target)}

    def is_plain(index: int) -> bool:
        card = scene.cards[index]
        return card.undercuts is None and not card.has_dot and index not in linked

    for below in scene.children:
        for (_, is_leaf), run in groupby(below, key=lambda index: _kind(scene, index)):
            cards = tuple(run)
            if is_leaf and len(cards) > 1:
                is_fan = len(cards) > FAN and all(map(is_plain, cards))
                make = _fan if is_fan else _column
                blocks[cards[0]] = make(cards, card_layouts, direction)
    return blocks


def _kind(scene: Scene, index: int) -> tuple[CardRef | None, bool]:
    return scene.cards[index].parent, not scene.children[index]


def _column(
    cards: tuple[int, ...], card_layouts: Sequence[CardLayout], direction: str
) -> LeafBlock:
    sizes = [size_of(card_layouts[index], direction) for index in cards]
    spans, at = [], 0.0
    for size in sizes:
        spans.append(CrossSpan(at, at + size.v))
        at += size.v + BETWEEN[direction]
    whole = Extent(max(size.u for size in sizes), at - BETWEEN[direction])
    return LeafBlock(cards, tuple(spans), whole)


def _fan(cards: tuple[int, ...], card_layouts: Sequence[CardLayout], direction: str) -> LeafBlock:
    """Lay cards out in columns, as many as make the whole fit a sheet best."""
    between = BETWEEN[direction]
    sizes = {index: size_of(card_layouts[index], direction) for index in cards}
    depth = max(size.u for size in sizes.values()) + AISLE
    total = sum(size.v + between for size in sizes.values())

    def scale(count: int) -> float:
        u, v = count * depth, total / count
        width, height = (u, v) if direction == "right" else (v, u)
        return max(width / ASPECT, height)

    columns = _columns(cards, sizes, between, min(range(1, _COLUMNS + 1), key=scale))
    halves = [_halves(column, sizes, between) for column in columns]

    def length(half: tuple[int, ...]) -> float:
        return sum(sizes[index].v + between for index in half)

    upper = max(length(above) for above, _ in halves)
    lower = max(length(below) for _, below in halves)
    spans: dict[int, CrossSpan] = {}
    u = 0.0
    for column, (above, below) in zip(columns, halves, strict=True):
        for half, start in ((above, upper - length(above)), (below, upper + ALLEY)):
            at = start
            for index in half:
                spans[index] = CrossSpan(at, at + sizes[index].v, u)
                at += sizes[index].v + between
        u += max(sizes[index].u for index in column) + AISLE
    whole = Extent(u - AISLE, upper + ALLEY + lower - between)
    alley = upper + (ALLEY - between) / 2
    return LeafBlock(cards, tuple(spans[index] for index in cards), whole, tuple(columns), alley)


def _columns(
    cards: tuple[int, ...], sizes: dict[int, Extent], between: float, count: int
) -> list[tuple[int, ...]]:
    """Break cards into columns of about one length, in order."""
    ends = list(accumulate(sizes[index].v + between for index in cards))
    columns: dict[int, list[int]] = {}
    for index, end in zip(cards, ends, strict=True):
        middle = end - (sizes[index].v + between) / 2
        columns.setdefault(int(middle / ends[-1] * count), []).append(index)
    return [tuple(column) for column in columns.values()]


def _halves(
    column: tuple[int, ...], sizes: dict[int, Extent], between: float
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Break a column in the middle."""
    halves = _columns(column, sizes, between, 2)
    return (halves[0], halves[1]) if len(halves) > 1 else (halves[0], ())
