"""The positions of blocks, stacks, gutters and corridors.

Heights do not depend on the lanes of gutters, and widths not on those of corridors and gaps. So the
vertical positions are computed first; then the lanes of the links, which depend on them; and then
the horizontal positions.
"""

from __future__ import annotations

from collections.abc import Sequence

from argmap.rendering.compact.blocks import CardBlock, Gap, Stack
from argmap.rendering.compact.spacing import (
    CORRIDOR_LANE,
    HEAD_SPACE,
    LINK_DISTANCE,
    MARGIN_LANE,
    TREE_GAP,
    TREE_LANE,
    channel_extent,
    corridor_height,
    gap_height,
    gutter_width,
    link_space,
    link_spacing,
    margin_width,
    stub_length,
)


def place_vertically(blocks: Sequence[CardBlock]) -> None:
    """Set the vertical positions and the heights of all blocks and stacks."""
    for block in reversed(_parents_first(blocks)):
        block.height = _corridor_offset(block)
        if block.columns:
            lower = max(column.height for column in block.columns)
            block.height += _corridor_height(block) + lower
        if block.right is not None:
            block.height = max(block.height, block.right.height)
        if block.stack is not None and block.position == 0:
            block.stack.height = sum(
                blocks[card].height for card in block.stack.blocks
            ) + _gap_heights(block.stack)
    for block in _parents_first(blocks):
        if block.right is not None:
            _place_stack(blocks, block.right, block.top)
        if block.columns:
            block.corridor_top = block.top + _corridor_offset(block)
            top = block.corridor_top + _corridor_height(block)
            for column in block.columns:
                _place_stack(blocks, column, top)


def _corridor_offset(block: CardBlock) -> float:
    """Return the distance from the top of a block to its corridor."""
    card = block.face.height if block.face is not None else 0.0
    if block.right is None or block.is_beside:
        return card
    return max(card, block.right.height)


def _parents_first(blocks: Sequence[CardBlock]) -> list[CardBlock]:
    """Return the blocks so that each comes before those in its stacks, and these in order."""
    return [blocks[-1], *blocks[:-1]]


def _place_stack(blocks: Sequence[CardBlock], stack: Stack, top: float) -> None:
    stack.top = top
    for position, card in enumerate(stack.blocks):
        blocks[card].top = top
        top += blocks[card].height
        gap = stack.gaps.get(position + 1)
        if gap is not None:
            gap.top = top
        links = gap.from_above + gap.from_below if gap is not None else 0
        top += gap_height(links, stack.gap)


def _gap_heights(stack: Stack) -> float:
    last = len(stack.blocks)
    total = gap_height(0, stack.gap) * (last - 1 - sum(number < last for number in stack.gaps))
    for gap in stack.gaps.values():
        total += gap_height(gap.from_above + gap.from_below, stack.gap)
    return total


def _corridor_height(block: CardBlock) -> float:
    if block.face is None and not block.corridor_above + block.corridor_below:
        return 0.0
    return corridor_height(block.corridor_above, len(block.lines), block.corridor_below)


def gap_lane(gap: Gap, number: int, *, is_from_above: bool) -> float:
    """Return the position of a link in a gap: those from the block above are above the others."""
    if not is_from_above:
        number += gap.from_above
    return gap.top + 6.0 + number * link_spacing(gap.from_above + gap.from_below)


def corridor_link(block: CardBlock, number: int, *, is_above: bool) -> float:
    """Return the position of a link in a corridor, above or below the lines of the tree."""
    top = block.corridor_top + (HEAD_SPACE if block.face is not None else 6.0)
    if is_above:
        return top + number * link_spacing(block.corridor_above)
    top += channel_extent(block.corridor_above) + CORRIDOR_LANE * len(block.lines)
    return top + number * link_spacing(block.corridor_below)


def corridor_line(block: CardBlock, number: int) -> float:
    """Return the position of a line of the tree in a corridor."""
    top = block.corridor_top + HEAD_SPACE + channel_extent(block.corridor_above)
    return top + number * CORRIDOR_LANE


# ---- Horizontal positions ----------------------------------------------------------------------


def place_horizontally(blocks: Sequence[CardBlock]) -> None:
    """Set the horizontal positions and the widths of all blocks and stacks, and of their lanes."""
    for block in reversed(_parents_first(blocks)):
        block.width = _width(block)
        if block.stack is not None:
            widths = (blocks[card].width for card in block.stack.blocks)
            block.stack.width = max(widths) if block.position == 0 else 0.0
    for block in _parents_first(blocks):
        margin = margin_width(len(block.left_buses))
        block.x = block.left + margin
        if block.right is not None:
            assert block.face is not None
            _place_right(block, block.right)
        left = block.left
        for column in block.columns:
            column.left = max(left, block.x + column.offset if column.number else left)
            column.x = column.left + _gutter(block, column)
            left = column.x + column.width
            _place_lanes(block, column)
        for stack in block.stacks:
            for card in stack.blocks:
                blocks[card].left = stack.x


def _width(block: CardBlock) -> float:
    margin = margin_width(len(block.left_buses))
    card = margin + block.face.width if block.face is not None else 0.0
    lower = 0.0
    for column in block.columns:
        if column.number:
            lower = max(lower, margin + column.offset)
        lower += _gutter(block, column) + column.width
    block.left_width = max(card, lower) if block.is_beside else card
    right = block.left_width
    if block.right is not None:
        right += _gutter(block, block.right) + block.right.width
    return max(right, lower)


def _gutter(block: CardBlock, stack: Stack) -> float:
    """Return the width of the gutter of a stack."""
    if block.face is None and not stack.link_lanes and not stack.dot_lanes:
        return TREE_GAP if stack.number else 0.0
    buses = stack.buses
    if stack.number == 0:
        buses = [key for key in buses if key not in block.left_buses]
    width = gutter_width(
        len(buses),
        stack.link_lanes,
        stack.dot_lanes,
        is_first=stack.number == 0,
        is_right=stack.is_right,
    )
    return width + (margin_width(len(block.left_buses)) if stack.number == 0 else 0.0)


def _place_right(block: CardBlock, stack: Stack) -> None:
    assert block.face is not None
    stack.left = block.left + block.left_width
    stack.x = stack.left + _gutter(block, stack)
    _place_lanes(block, stack)


def _place_lanes(block: CardBlock, stack: Stack) -> None:
    """Set the positions of the buses and the links in a gutter.

    The links are at the left of the buses; in the first column they are at the right, so that buses
    can run straight up to the card.
    """
    x = stack.x - stub_length(stack.dot_lanes, is_right=stack.is_right)
    stack.link_x = x
    if stack.number == 0:
        x -= link_space(stack.link_lanes)
    for key in stack.buses:
        if stack.number == 0 and key in block.left_buses:
            stack.bus_x[key] = left_bus(block, block.left_buses.index(key))
        else:
            stack.bus_x[key] = x
            x -= TREE_LANE
    if stack.number != 0 and stack.buses:
        stack.link_x = x + TREE_LANE - LINK_DISTANCE


def left_bus(block: CardBlock, lane: int) -> float:
    """Return the position of a bus that enters a card from the left."""
    return block.left + 4.0 + MARGIN_LANE * lane


def link_lane(stack: Stack, lane: int) -> float:
    """Return the position of a lane for links in a gutter."""
    return stack.link_x - lane * link_spacing(stack.link_lanes)
