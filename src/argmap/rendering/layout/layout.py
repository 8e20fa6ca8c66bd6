"""The layout of a scene: depth decides the layer of a card, Graphviz its position in the layer.

The cards of one depth form a layer. Between two layers is a channel for the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from argmap.errors import RenderError
from argmap.rendering.cards.layout import CardLayout, lay_out_card
from argmap.rendering.layout.components import pack_components
from argmap.rendering.layout.geometry import (
    DOT_SPACE,
    DOT_TRACK_SPACING,
    MAX_DOT_TRACKS,
    SIBLING_GAP,
    CardSlot,
    Component,
    Layer,
    Layout,
    LeafGrid,
    card_extent,
)
from argmap.rendering.layout.leaf_blocks import LeafBlock, find_blocks
from argmap.rendering.layout.tree import TreeMerger, partition, read_positions, to_dot_skeleton
from argmap.rendering.options import LayoutEngine
from argmap.rendering.scene.scene import Link, Scene

MAX_CARDS = 10_000
"""Number of cards up to which a map is drawn."""

MAX_LEAVES_DOWN = 12
"""Number of leaves up to which a map may be laid out downwards; with more it gets too wide."""

_MAX_LEAVES_GUESSED_DOWN = 6
"""Number of leaves that, next to each other, make a picture about three times as wide as high."""

_MAX_ASPECT_RATIO = 3.0
"""Width divided by height up to which a map is laid out downwards."""

_MARGINS = 40.0
"""Points that the margins add to the width and the height of a picture."""

_CAPTION_AND_LEGEND = 70.0
"""Points that caption and legend add to the height.

They count even if they are not shown, so that they do not change the direction.
"""

_MIN_CHANNEL_WIDTH = {"right": 50.0, "down": 42.0}
"""Points between two layers, by direction, without the space for dots and tracks."""

_EXTRA_WIDTH_PER_POINT, _MAX_EXTRA_WIDTH = 0.03, 50.0
"""How much wider a channel gets per point of its longest edge along the cross axis, and at most."""


def lay_out(scene: Scene, engine: LayoutEngine, direction: str) -> Layout:
    """Return the position of every card.

    Args:
        scene: A scene with at least one card.
        engine: The engine that lays out the trees.
        direction: ``right``, ``down``, or ``auto``: down unless the picture gets too wide.

    Raises:
        RenderError: If the map is too large for a picture, or Graphviz fails.
    """
    check_size(scene)
    if direction != "auto":
        return _lay_out(scene, engine, direction)
    if count_leaves(scene) <= MAX_LEAVES_DOWN:
        layout = _lay_out(scene, engine, "down")
        width, height = layout.size
        if (width + _MARGINS) / (height + _MARGINS + _CAPTION_AND_LEGEND) <= _MAX_ASPECT_RATIO:
            return layout
    return _lay_out(scene, engine, "right")


def check_size(scene: Scene) -> None:
    """Check that a map is small enough for a picture.

    Raises:
        RenderError: If it is too large.
    """
    if len(scene.cards) > MAX_CARDS:
        raise RenderError(
            f"the map has {len(scene.cards):,} cards, but a picture has at most {MAX_CARDS:,}; "
            "draw a part of the map with `--depth` or `--focus`"
        )


def count_leaves(scene: Scene) -> int:
    """Return the number of cards without children."""
    return sum(not children for children in scene.children)


def guess_direction(scene: Scene, direction: str) -> str:
    """Return the direction that `lay_out` is likely to choose, without Graphviz."""
    if direction != "auto":
        return direction
    return "down" if count_leaves(scene) <= _MAX_LEAVES_GUESSED_DOWN else "right"


def _lay_out(scene: Scene, engine: LayoutEngine, direction: str) -> Layout:
    card_layouts = [
        lay_out_card(scene, card, wide=direction == "down" and bool(scene.children[index]))
        for index, card in enumerate(scene.cards)
    ]
    blocks = find_blocks(scene, card_layouts, direction)
    centers = _cross_centers(scene, card_layouts, blocks, engine, direction)
    slots: dict[int, CardSlot] = {}
    components: list[Component] = []
    for trees in scene.components:
        layers = _make_layers(scene, card_layouts, trees, centers, blocks, direction)
        origin = _fill_slots(layers, card_layouts, centers, blocks, direction, slots)
        grids = [
            _make_leaf_grid(blocks[index], centers, origin)
            for layer in layers
            for index in layer.cards
            if index in blocks and blocks[index].columns
        ]
        components.append(Component(layers, tuple(grids)))
    ordered_slots = tuple(slots[index] for index in range(len(scene.cards)))
    layout = Layout(direction, tuple(card_layouts), ordered_slots, tuple(components))
    return pack_components(layout)


# ---- The cross axis ----------------------------------------------------------------------------


def _cross_centers(
    scene: Scene,
    card_layouts: Sequence[CardLayout],
    blocks: dict[int, LeafBlock],
    engine: LayoutEngine,
    direction: str,
) -> dict[int, float]:
    """Return the center of each card on the cross axis; each component has its own origin."""
    axis = 1 if direction == "right" else 0
    centers = dict.fromkeys(range(len(scene.cards)), 0.0)
    sizes = [card_extent(card_layout, direction).cross for card_layout in card_layouts]
    partitions = [
        partition(scene, trees, blocks) for trees in scene.components if sum(map(len, trees)) > 1
    ]
    pieces = [piece for parts in partitions for piece in parts.pieces]
    graphs = [to_dot_skeleton(scene, card_layouts, piece, blocks, direction) for piece in pieces]
    pictures = iter(engine(graphs) if graphs else ())
    for parts in partitions:
        placed = [_centers_in_piece(next(pictures), blocks, axis) for _ in parts.pieces]
        for piece, piece_centers in zip(parts.pieces, placed, strict=True):
            if len(piece_centers) != sum(map(len, piece)):
                raise RenderError("Graphviz did not place every card")
        merged = TreeMerger(scene, sizes, SIBLING_GAP[direction]).merge(parts, placed)
        if len(parts.roots) == 1:
            _center_root(scene, parts.roots[0], merged)
        centers.update(merged)
    return centers


def _centers_in_piece(svg: str, blocks: dict[int, LeafBlock], axis: int) -> dict[int, float]:
    """Return the center of each card of a piece that Graphviz has laid out."""
    centers: dict[int, float] = {}
    for box, position in read_positions(svg).items():
        block = blocks.get(box)
        centers.update(block.card_centers(position[axis]) if block else {box: position[axis]})
    return centers


def _center_root(scene: Scene, root: int, centers: dict[int, float]) -> None:
    """Place a root that is alone in its layer halfway between its first and its last child."""
    below = [centers[index] for index in scene.children[root]]
    centers[root] = (min(below) + max(below)) / 2


# ---- The main axis -----------------------------------------------------------------------------


def _make_layers(
    scene: Scene,
    card_layouts: Sequence[CardLayout],
    trees: Sequence[range],
    centers: dict[int, float],
    blocks: Mapping[int, LeafBlock],
    direction: str,
) -> tuple[Layer, ...]:
    """Return the layers of one component, with channels between them."""
    cards_by_depth: list[list[int]] = []
    for tree in trees:
        for index in tree:
            depth = scene.cards[index].depth
            while len(cards_by_depth) <= depth:
                cards_by_depth.append([])
            cards_by_depth[depth].append(index)
    undercut_tracks = _undercut_tracks(scene, trees, len(cards_by_depth))
    dot_spaces = _dot_spaces(scene, trees, cards_by_depth, undercut_tracks)
    layers = []
    main = 0.0
    for depth, cards in enumerate(cards_by_depth):
        cards.sort(key=centers.__getitem__)
        if depth:
            main += _channel_width(scene, cards, centers, direction) + dot_spaces[depth]
        block_sizes = [blocks[index].size.main for index in cards if index in blocks]
        card_sizes = [card_extent(card_layouts[index], direction).main for index in cards]
        start, main = main, main + max(block_sizes + card_sizes)
        layers.append(Layer(tuple(cards), start, main, dot_spaces[depth], undercut_tracks[depth]))
    return tuple(layers)


def _undercut_tracks(scene: Scene, trees: Sequence[range], depth_count: int) -> list[int]:
    """Return, by depth, the largest number of undercutters in the tree of one inference."""
    tracks = [0] * depth_count
    undercutters: Counter[str] = Counter()
    for tree in trees:
        for index in tree:
            card = scene.cards[index]
            if card.undercuts is not None:
                undercutters[card.undercuts] += 1
                tracks[card.depth] = max(tracks[card.depth], undercutters[card.undercuts])
    return tracks


def _dot_spaces(
    scene: Scene,
    trees: Sequence[range],
    cards_by_depth: Sequence[Sequence[int]],
    undercut_tracks: Sequence[int],
) -> list[float]:
    """Return, by depth, the space for dots and for the tracks of the lines that end on them."""
    link_tracks = Counter(
        scene.cards[link.target.card].depth
        for link in _links(scene, trees)
        if link.kind.is_undercut
    )
    spaces = []
    for depth, cards in enumerate(cards_by_depth):
        tracks = min(max(undercut_tracks[depth] + link_tracks[depth], 1), MAX_DOT_TRACKS)
        has_dots = any(scene.cards[index].has_dot for index in cards)
        spaces.append(DOT_SPACE + (tracks - 1) * DOT_TRACK_SPACING if has_dots else 0.0)
    return spaces


def _links(scene: Scene, trees: Sequence[range]) -> Iterator[Link]:
    """Yield the links of one component, which both begin and end in it."""
    for tree in trees:
        for index in tree:
            yield from scene.links_from.get(index, ())


def _channel_width(
    scene: Scene, cards: Sequence[int], centers: dict[int, float], direction: str
) -> float:
    """Return the width of the channel before a layer: the longer its edges, the wider it is."""
    longest = 0.0
    for index in cards:
        parent = scene.cards[index].parent
        if parent is not None:
            longest = max(longest, abs(centers[index] - centers[parent.card]))
    extra_width = min(_EXTRA_WIDTH_PER_POINT * longest, _MAX_EXTRA_WIDTH)
    return _MIN_CHANNEL_WIDTH[direction] + extra_width


def _fill_slots(
    layers: Sequence[Layer],
    card_layouts: Sequence[CardLayout],
    centers: dict[int, float],
    blocks: dict[int, LeafBlock],
    direction: str,
    slots: dict[int, CardSlot],
) -> float:
    """Add the slots of one component, which start at 0; return the offset from ``centers``."""
    cards = [index for layer in layers for index in layer.cards]
    offsets_in_block = {
        card: slot.main_start
        for index in cards
        if index in blocks
        for card, slot in zip(blocks[index].cards, blocks[index].slots, strict=True)
    }
    sizes = {index: card_extent(card_layouts[index], direction) for index in cards}
    origin = min(centers[index] - size.cross / 2 for index, size in sizes.items())
    for layer in layers:
        for index in layer.cards:
            size = sizes[index]
            cross_start = centers[index] - size.cross / 2 - origin
            main_start = layer.main_start + offsets_in_block.get(index, 0.0)
            slots[index] = CardSlot(
                main_start, main_start + size.main, cross_start, cross_start + size.cross
            )
    return origin


def _make_leaf_grid(block: LeafBlock, centers: dict[int, float], origin: float) -> LeafGrid:
    start = centers[block.cards[0]] - block.slots[0].cross_center - origin
    return LeafGrid(block.columns, start, start + block.size.cross, start + block.bus)
