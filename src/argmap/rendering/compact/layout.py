"""The compact layout: positions and lines that make a picture fit a page, without Graphviz."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from argmap.rendering.cards.layout import CARD_WIDTH, lay_out_card
from argmap.rendering.compact.blocks import CardBlock, make_blocks
from argmap.rendering.compact.lanes import (
    assign_lanes,
    separate_runs,
    set_heights,
    sort_channels,
)
from argmap.rendering.compact.lines import LineRouter
from argmap.rendering.compact.links import Way, WayFinder
from argmap.rendering.compact.placement import place_horizontally, place_vertically
from argmap.rendering.compact.ports import Ports
from argmap.rendering.compact.search import find_arrangements
from argmap.rendering.compact.shapes import Faces, Limits
from argmap.rendering.compact.spacing import PART_GAP, SIBLING_GAP
from argmap.rendering.drawing import Drawing
from argmap.rendering.layout.geometry import CardSlot
from argmap.rendering.layout.layout import check_size
from argmap.rendering.routing.labels import Box, add_labels
from argmap.rendering.routing.paths import Route
from argmap.rendering.scene.roles import LinkKind
from argmap.rendering.scene.scene import Card, Scene

_MAX_WIDE_PREMISES = 4
"""Number of premises up to which they may be side by side."""

_MAX_SORTED_CARDS = 500
"""Number of cards up to which the lanes of links are sorted, which takes a second pass."""

_CELL = 256.0


def draw_compact(scene: Scene) -> Drawing:
    """Return the drawing of a scene with at least one card.

    Raises:
        RenderError: If the map is too large for a picture.
    """
    check_size(scene)
    linked = linked_cards(scene)
    faces = [
        make_faces(scene, card, has_links=index in linked) for index, card in enumerate(scene.cards)
    ]
    return arrange(scene, faces)


def arrange(scene: Scene, faces: Sequence[Faces], limits: Limits | None = None) -> Drawing:
    """Return the drawing of a scene with the given layouts of cards.

    With ``limits``, it is not larger, unless there is no such arrangement or links need more space.
    """
    arrangements = find_arrangements(scene, faces, limits)
    chosen = [
        face.wide if arrangement.is_wide and face.wide is not None else face.narrow
        for face, arrangement in zip(faces, arrangements, strict=False)
    ]
    tree_gap = SIBLING_GAP if limits is None else PART_GAP
    blocks = make_blocks(scene, chosen, arrangements, tree_gap)
    place_vertically(blocks)
    ways = _find_ways(scene, blocks)
    ports = _place_lanes(scene, blocks, ways)
    if ways and len(scene.cards) <= _MAX_SORTED_CARDS:
        sort_channels(ways)
        ports = _place_lanes(scene, blocks, ways)
    ports.set_positions_below()
    slots = tuple(
        CardSlot(block.x, block.x + face.width, block.top, block.top + face.height)
        for block, face in zip(blocks, chosen, strict=False)
    )
    routes = _draw_lines(scene, LineRouter.of(ports, blocks), ways, slots)
    return Drawing("right", tuple(chosen), slots, tuple(routes))


def _draw_lines(
    scene: Scene, router: LineRouter, ways: Sequence[Way], slots: Sequence[CardSlot]
) -> list[Route]:
    """Return the routes of all lines, and the labels of contradictions."""
    tree_lines = list(router.tree_lines())
    space = _LabelSpace(slots)
    labeled = {
        len(tree_lines) + number: space
        for number, link in enumerate(scene.links)
        if link.kind is LinkKind.CONTRADICTION
    }
    return add_labels([*tree_lines, *router.links(ways)], labeled)


def linked_cards(scene: Scene) -> set[int]:
    """Return the cards with a link at another premise than the first."""
    return {end.card for link in scene.links for end in (link.source, link.target) if end.entry}


def make_faces(scene: Scene, card: Card, *, has_links: bool, width: float = CARD_WIDTH) -> Faces:
    """Return the layouts of a card: several premises also side by side, where that is good.

    It is not if a link ends at one of them, since links reach cards at the left; or if the premises
    differ much in height, since the lower ones would be half empty.
    """
    narrow = lay_out_card(scene, card, width=width)
    heights = [panel.area.height for panel in narrow.panels if not panel.is_row]
    if 1 < len(heights) <= _MAX_WIDE_PREMISES and not has_links and max(heights) < 2 * min(heights):
        return Faces(narrow, lay_out_card(scene, card, wide=True, width=width))
    return Faces(narrow)


def _find_ways(scene: Scene, blocks: Sequence[CardBlock]) -> list[Way]:
    """Return the ways of the links; the blocks are placed anew with space for them."""
    if not scene.links:
        return []
    place_horizontally(blocks)
    ways = WayFinder(scene, blocks).find()
    place_vertically(blocks)
    return ways


def _place_lanes(scene: Scene, blocks: Sequence[CardBlock], ways: Sequence[Way]) -> Ports:
    """Set the positions of lanes, and all horizontal positions; return the heights of ports."""
    for way in ways:
        way.reset()
    ports = Ports(scene, blocks)
    ports.set_heights(ways)
    set_heights(ways)
    assign_lanes(ways)
    place_horizontally(blocks)
    separate_runs(ways)
    return ports


@define
class _LabelSpace:
    """The cards that labels must not cover, by the cells that they are in."""

    slots: Sequence[CardSlot]
    is_right: bool = True
    _cells: dict[tuple[int, int], list[CardSlot]] = field(factory=dict)

    def is_covered(self, box: Box) -> bool:
        """Return whether a card is in a box."""
        if not self._cells:
            for slot in self.slots:
                for cell in _cells_of(
                    slot.main_start, slot.cross_start, slot.main_end, slot.cross_end
                ):
                    self._cells.setdefault(cell, []).append(slot)
        return any(
            slot.main_start < box[2]
            and box[0] < slot.main_end
            and slot.cross_start < box[3]
            and box[1] < slot.cross_end
            for cell in _cells_of(*box)
            for slot in self._cells.get(cell, ())
        )


def _cells_of(left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
    return [
        (column, row)
        for column in range(int(left // _CELL), int(right // _CELL) + 1)
        for row in range(int(top // _CELL), int(bottom // _CELL) + 1)
    ]
