"""Blocks of sibling leaves, which Graphviz sees as one box of the block's size.

The leaves of a block have no gaps between them, whatever the subtrees of their siblings need.
Graphviz, whose time grows with the square of a card's children, gets far fewer boxes. A large block
is arranged in columns, with a gap before each column and one across all columns for the edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.layout.geometry import (
    SIBLING_GAP,
    TARGET_ASPECT_RATIO,
    Extent,
    card_extent,
)
from argmap.rendering.scene.scene import CardRef, Scene

MAX_COLUMN_LEAVES = 40
"""Number of sibling leaves up to which they form a single column."""

COLUMN_GAP = 40.0
"""Points before a column, for the edges of the column."""

BUS_GAP = 32.0
"""Points across the middle of all columns, for the edges of the whole block."""

_MAX_COLUMNS = 60


class BlockSlot(NamedTuple):
    """The position of a card in its block."""

    cross_start: float
    cross_end: float
    main_start: float = 0.0

    @property
    def cross_center(self) -> float:
        return (self.cross_start + self.cross_end) / 2


@frozen
class LeafBlock:
    """Sibling leaves in order, with their positions relative to the start of the block.

    If the block is a grid, ``columns`` are the cards of each column, and ``bus`` is the center of
    the gap across all columns; otherwise ``columns`` is empty.
    """

    cards: tuple[int, ...]
    slots: tuple[BlockSlot, ...]
    size: Extent
    columns: tuple[tuple[int, ...], ...] = ()
    bus: float = 0.0

    def card_centers(self, block_center: float) -> Iterator[tuple[int, float]]:
        """Yield each card with its center on the cross axis, given that of the block."""
        start = block_center - self.size.cross / 2
        for card, slot in zip(self.cards, self.slots, strict=True):
            yield card, start + slot.cross_center


def find_blocks(
    scene: Scene, card_layouts: Sequence[CardLayout], direction: str
) -> dict[int, LeafBlock]:
    """Return the blocks of a map, by their first card: two or more leaves under one statement."""
    blocks: dict[int, LeafBlock] = {}
    linked = {card_ref.card for link in scene.links for card_ref in (link.source, link.target)}

    def fits_grid(index: int) -> bool:
        card = scene.cards[index]
        return card.undercuts is None and not card.has_dot and index not in linked

    def group_key(index: int) -> tuple[CardRef | None, bool]:
        return scene.cards[index].parent, not scene.children[index]

    for children in scene.children:
        for (_, is_leaf), siblings in groupby(children, key=group_key):
            cards = tuple(siblings)
            if is_leaf and len(cards) > 1:
                is_grid = len(cards) > MAX_COLUMN_LEAVES and all(map(fits_grid, cards))
                make_block = _make_grid if is_grid else _make_column
                blocks[cards[0]] = make_block(cards, card_layouts, direction)
    return blocks


def _make_column(
    cards: tuple[int, ...], card_layouts: Sequence[CardLayout], direction: str
) -> LeafBlock:
    sizes = [card_extent(card_layouts[index], direction) for index in cards]
    slots, cross = [], 0.0
    for size in sizes:
        slots.append(BlockSlot(cross, cross + size.cross))
        cross += size.cross + SIBLING_GAP[direction]
    block_size = Extent(max(size.main for size in sizes), cross - SIBLING_GAP[direction])
    return LeafBlock(cards, tuple(slots), block_size)


def _make_grid(
    cards: tuple[int, ...], card_layouts: Sequence[CardLayout], direction: str
) -> LeafBlock:
    """Arrange cards in columns; the number of columns brings the block to the best proportions."""
    gap = SIBLING_GAP[direction]
    sizes = {index: card_extent(card_layouts[index], direction) for index in cards}
    column_width = max(size.main for size in sizes.values()) + COLUMN_GAP
    total = sum(size.cross + gap for size in sizes.values())

    def scale(count: int) -> float:
        main, cross = count * column_width, total / count
        width, height = (main, cross) if direction == "right" else (cross, main)
        return max(width / TARGET_ASPECT_RATIO, height)

    columns = _split(cards, sizes, gap, min(range(1, _MAX_COLUMNS + 1), key=scale))
    halves = [_split_in_two(column, sizes, gap) for column in columns]

    def length(half: tuple[int, ...]) -> float:
        return sum(sizes[index].cross + gap for index in half)

    first_length = max(length(first) for first, _ in halves)
    second_length = max(length(second) for _, second in halves)
    slots: dict[int, BlockSlot] = {}
    main = 0.0
    for column, (first, second) in zip(columns, halves, strict=True):
        second_start = first_length + BUS_GAP
        for half, start in ((first, first_length - length(first)), (second, second_start)):
            cross = start
            for index in half:
                slots[index] = BlockSlot(cross, cross + sizes[index].cross, main)
                cross += sizes[index].cross + gap
        main += max(sizes[index].main for index in column) + COLUMN_GAP
    block_size = Extent(main - COLUMN_GAP, first_length + BUS_GAP + second_length - gap)
    bus = first_length + (BUS_GAP - gap) / 2
    return LeafBlock(cards, tuple(slots[index] for index in cards), block_size, tuple(columns), bus)


def _split(
    cards: tuple[int, ...], sizes: dict[int, Extent], gap: float, count: int
) -> list[tuple[int, ...]]:
    """Split cards into ``count`` columns of about the same length, in order."""
    ends = list(accumulate(sizes[index].cross + gap for index in cards))
    columns: dict[int, list[int]] = {}
    for index, end in zip(cards, ends, strict=True):
        center = end - (sizes[index].cross + gap) / 2
        columns.setdefault(int(center / ends[-1] * count), []).append(index)
    return [tuple(column) for column in columns.values()]


def _split_in_two(
    column: tuple[int, ...], sizes: dict[int, Extent], gap: float
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    halves = _split(column, sizes, gap, 2)
    return (halves[0], halves[1]) if len(halves) > 1 else (halves[0], ())
