"""The distances of a compact picture, in points, and the sizes that follow from them.

The search for the best arrangement estimates sizes with the same functions that the placement uses,
but without the lanes of links.
"""

from __future__ import annotations

from functools import cache

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.scene.roles import Bundle
from argmap.rendering.scene.scene import Card

SIBLING_GAP = 12.0
"""Between two blocks of a stack."""

PART_GAP = 22.0
"""Between two parts of a map below each other on a page."""

TREE_GAP = 24.0
"""Between two columns of trees."""

PORT_OFFSET = 20.0
"""From the top of a card to its line, on its left edge."""

TREE_LANE = 10.0
"""Between two buses in a gutter, so that their arrowheads do not overlap."""

LINK_LANE = 6.5
"""Between two links; half of it is enough to tell a link from another that it moved away from."""

MARGIN_LANE = 8.0
"""Between two lanes on the left side of a box of premises."""

LINK_DISTANCE = 7.0
"""Between a bus and a link."""

CORRIDOR_LANE = 6.0
"""Between two lines in a corridor."""

DOT_DISTANCE = 12.0
"""From the center of a dot to its card."""

DOT_LANE = 10.0
"""Between two lines that end on one dot."""

HEAD_SPACE = 14.0
"""Before an edge of a card that an arrowhead points at."""

FIRST_BUS = 12.0
"""From the left edge of a card to the first bus below it."""

BESIDE_COLUMN = 16.0
"""From a column to the first bus of the next one."""

_STUB = 10.0
"""From the bus nearest to the cards of a column to the cards."""

_STUB_RIGHT = 14.0
"""The same at the right side of a card."""

_STUB_WITH_DOT = 24.0

BESIDE_CARD = 18.0
"""From the right edge of a card to the first bus."""

_BELOW_LANES = 4.0

_UNDERCUT_BUS = len(Bundle)
"""The number of the bus of undercutters whose inference is at the top of a page, so that its line
and its dot are missing."""

MAX_CHANNEL_WIDTH = 400.0
"""The links of a channel are closer together if they would make it wider than this."""


def port_height(face: CardLayout | None) -> float:
    """Return the distance from the top of a card to its line."""
    return min(PORT_OFFSET, face.height / 2) if face is not None else 0.0


def stub_length(dot_lanes: int, *, is_right: bool) -> float:
    """Return the distance from the cards of a stack to the bus that is nearest to them.

    Args:
        dot_lanes: The largest number of lines that end on a dot in the stack.
        is_right: Whether the stack is at the right side of a card.
    """
    if dot_lanes:
        return _STUB_WITH_DOT + DOT_LANE * (dot_lanes - 1)
    return _STUB_RIGHT if is_right else _STUB


def link_space(lanes: int) -> float:
    """Return the space that the lanes of links add to a gutter."""
    return min(LINK_LANE * (lanes - 1), MAX_CHANNEL_WIDTH) + LINK_DISTANCE if lanes else 0.0


@cache
def link_spacing(lanes: int) -> float:
    """Return the distance between neighboring lanes, given the number of lanes of links."""
    return min(LINK_LANE, MAX_CHANNEL_WIDTH / max(lanes - 1, 1))


def margin_width(lanes: int) -> float:
    """Return the space that buses take on the left side of a box of premises."""
    return 4.0 + MARGIN_LANE * (lanes - 1) + HEAD_SPACE if lanes else 0.0


def bus_space(buses: int) -> float:
    """Return the distance from the first to the last bus of a gutter."""
    return TREE_LANE * (buses - 1) if buses else 0.0


@cache
def gutter_width(
    buses: int, links: int, dot_lanes: int, *, is_first: bool, is_right: bool = False
) -> float:
    """Return the width of the gutter before a stack, without the margin of its owner.

    Args:
        buses: The number of buses that do not enter the owner from the left.
        links: The number of lanes for links.
        dot_lanes: The largest number of lines that end on a dot in the stack.
        is_first: Whether it is the first column below a card.
        is_right: Whether the stack is at the right side of a card.
    """
    stub = stub_length(dot_lanes, is_right=is_right)
    if is_right:
        return BESIDE_CARD + link_space(links) + bus_space(buses) + stub
    if is_first:
        return (FIRST_BUS if buses else 0.0) + bus_space(buses) + link_space(links) + stub
    return BESIDE_COLUMN + link_space(links) + bus_space(buses) + stub


@cache
def corridor_height(above: int, lines: int, below: int) -> float:
    """Return the height of a corridor.

    Args:
        above: The number of links that come from the right side of the card.
        lines: The number of lines of the tree.
        below: The number of other links.
    """
    if not above + lines + below:
        return HEAD_SPACE
    links = channel_extent(above) + channel_extent(below)
    return HEAD_SPACE + links + CORRIDOR_LANE * lines + _BELOW_LANES


def channel_extent(links: int) -> float:
    """Return the height of the links in a corridor or a gap."""
    return link_spacing(links) * links


def gap_height(links: int, gap: float = SIBLING_GAP) -> float:
    """Return the height of the gap between two blocks of a stack.

    Args:
        links: The number of links in it.
        gap: Its height without links.
    """
    return gap + max(channel_extent(links) - link_spacing(links), 0.0) if links else gap


def line_key(card: Card) -> tuple[int, int] | None:
    """Return which bus the line of a card belongs to: that of a premise, for or against it.

    A card that undercuts an inference has no bus, since its line ends on the dot of the inference.
    """
    if card.parent is None or card.undercuts is not None:
        return None
    return card.parent.entry, _UNDERCUT_BUS if card.role.is_undercut else int(card.role.bundle)
