"""The blocks of a compact picture: each card with everything below it, and the stacks of blocks.

A block is a rectangle. Its card is at the upper left. Its children are in stacks: one at the right
of the card, and columns below it. A vertical gutter is at the left of each stack, a horizontal
corridor above the columns. All lines run in gutters, corridors, and the gaps between the blocks of
a stack.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.compact.shapes import Arrangement
from argmap.rendering.compact.spacing import SIBLING_GAP, line_key
from argmap.rendering.scene.scene import Scene

BusKey = tuple[int, int]
"""A premise on a card, and the bundle of lines that enter it."""


@define(eq=False)
class Stack:
    """Blocks below each other, with a gutter at their left.

    Attributes:
        owner: The card that the blocks are children of; the number of cards for the trees.
        blocks: The cards of the blocks, from top to bottom.
        number: The number of the column below the owner; -1 at the right of the owner.
        offset: The distance from the left edge of the owner's card at which it begins at least.
        gap: The distance between its blocks.
        buses: The buses in the gutter, that nearest to the cards first.
        dot_lanes: The largest number of lines that end on a dot.
    """

    owner: int
    blocks: list[int]
    number: int
    offset: float = 0.0
    gap: float = SIBLING_GAP
    buses: list[BusKey] = field(factory=list)
    keys: list[BusKey | None] = field(factory=list)
    """The bus of each block; None for an undercutter."""
    dot_lanes: int = 0
    link_lanes: int = 0
    gaps: dict[int, Gap] = field(factory=dict)
    left: float = 0.0
    """Where the gutter begins."""
    x: float = 0.0
    """Where the blocks begin."""
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0
    bus_x: dict[BusKey, float] = field(factory=dict)
    link_x: float = 0.0
    """The first lane for links: the others are at the left of it."""

    @property
    def is_right(self) -> bool:
        return self.number < 0


@define(eq=False)
class Gap:
    """The links that run between two blocks of a stack, or below the last one.

    Attributes:
        from_above: The number of links that come from the block above.
        from_below: The number of links that come from the block below.
        top: Where the gap begins.
    """

    from_above: int = 0
    from_below: int = 0
    top: float = 0.0


@define(eq=False)
class CardBlock:
    """A card with everything below it.

    Attributes:
        face: The layout of the card; None for the block of all trees.
        stack: The stack that it is in; None for the block of all trees.
        position: The number of blocks above it in its stack.
        right: The stack at the right of the card.
        columns: The stacks below the card.
        is_beside: Whether the stack at the right is also at the right of the columns.
        left_buses: The buses that enter the card from the left, that farthest from the card first.
        below_buses: The buses that enter the card from below.
        right_buses: The buses that enter the card from the right.
        lines: The buses that have a line in the corridor, from top to bottom.
        corridor_above: The number of links in the corridor that come from the right of the card.
        corridor_below: The number of other links in the corridor.
        dot_lanes: The number of lines that end on the dot before the card.
    """

    face: CardLayout | None
    stack: Stack | None = None
    position: int = 0
    right: Stack | None = None
    columns: list[Stack] = field(factory=list)
    is_beside: bool = False
    left_buses: list[BusKey] = field(factory=list)
    below_buses: list[BusKey] = field(factory=list)
    right_buses: list[BusKey] = field(factory=list)
    lines: list[BusKey] = field(factory=list)
    corridor_above: int = 0
    corridor_below: int = 0
    dot_lanes: int = 0
    left: float = 0.0
    top: float = 0.0
    x: float = 0.0
    """Where the card begins: right of the lanes for the buses that enter it from the left."""
    width: float = 0.0
    height: float = 0.0
    corridor_top: float = 0.0
    left_width: float = 0.0
    """The width without what is beside the card and its columns."""

    @property
    def stacks(self) -> list[Stack]:
        return [self.right, *self.columns] if self.right is not None else self.columns


def make_blocks(
    scene: Scene,
    faces: Sequence[CardLayout],
    arrangements: Sequence[Arrangement],
    tree_gap: float = SIBLING_GAP,
) -> list[CardBlock]:
    """Return the block of each card, and at the end that of all trees, without positions.

    ``tree_gap`` is the distance between trees below each other.
    """
    blocks = [CardBlock(face) for face in faces] + [CardBlock(None)]
    roots = [tree.start for tree in scene.trees]
    dot_lanes = _count_dot_lanes(scene)
    for index, (block, arrangement) in enumerate(zip(blocks, arrangements, strict=True)):
        children = scene.children[index] if index < len(faces) else roots
        start = arrangement.right_count
        block.is_beside = arrangement.is_beside
        if start:
            block.right = Stack(index, children[:start], -1)
        for number, column in enumerate(arrangement.columns):
            block.columns.append(Stack(index, children[start : column.end], number, column.offset))
            start = column.end
        for stack in block.stacks:
            stack.gap = SIBLING_GAP if index < len(faces) else tree_gap
            for position, card in enumerate(stack.blocks):
                blocks[card].stack, blocks[card].position = stack, position
                blocks[card].dot_lanes = dot_lanes.get(card, 0)
            stack.dot_lanes = max((dot_lanes.get(card, 0) for card in stack.blocks), default=0)
            if index < len(faces):
                stack.keys = [line_key(scene.cards[card]) for card in stack.blocks]
                stack.buses = list(dict.fromkeys(key for key in stack.keys if key is not None))
        _assign_buses(block)
    return blocks


def _count_dot_lanes(scene: Scene) -> dict[int, int]:
    """Return the number of lines that end on the dot before each card that has one."""
    lanes = {index: set[object]() for index, card in enumerate(scene.cards) if card.has_dot}
    for card in scene.cards:
        if card.undercuts is not None:
            lanes[scene.card_by_inference[card.undercuts]].add(card.role.is_granted)
    for number, link in enumerate(scene.links):
        if link.kind.is_undercut:
            lanes[link.target.card].add(("link", number))
    return {index: max(len(listed), 1) for index, listed in lanes.items()}


def _assign_buses(block: CardBlock) -> None:
    """Decide for each bus on which side it enters the card, and whether it has a line below it.

    A bus enters from below if its premise is at the bottom of the card. If others enter from the
    left, and its column is the first, it also enters from the left, so that it crosses each of them
    only once.
    """
    if block.face is None:
        return
    if block.right is not None:
        block.right_buses = list(block.right.buses)
    keys = list(dict.fromkeys(key for column in block.columns for key in column.buses))
    premises = sum(not panel.is_row for panel in block.face.panels)
    is_stacked = premises > 1 and not block.face.is_wide
    left = [key for key in keys if is_stacked and key[0] < premises - 1]
    if left:
        left = [key for key in keys if key in left or key in block.columns[0].buses]
    block.left_buses = left[::-1]
    block.below_buses = [key for key in keys if key not in left]
    for key in keys:
        columns = [column for column in block.columns if key in column.buses]
        if len(columns) > 1 or not is_straight(block, key, columns[0]):
            block.lines.append(key)


def is_straight(block: CardBlock, key: BusKey, column: Stack) -> bool:
    """Return whether a bus runs straight from its only column up to the card."""
    assert block.face is not None
    if column.number == 0 and not block.face.is_wide:
        return True
    return column.number == 0 and key[0] == 0
