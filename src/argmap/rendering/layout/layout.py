"""Finding the place of every card: Graphviz gives the ``v``, depth the ``u``.

In which direction a map is written where nothing is laid out.

Ranks: the cards of one depth stand in line, with corridors between for the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from argmap.errors import RenderError
from argmap.rendering.cards.layout import CardLayout, lay_out_card
from argmap.rendering.layout.components import pack_components
from argmap.rendering.layout.geometry import (
    DOT_LANE,
    DOT_LANES,
    DOT_ROOM,
    CardSlot,
    Group,
    Layout,
    LeafGrid,
)
from argmap.rendering.layout.graphviz import Engine, choose_engine
from argmap.rendering.layout.leaf_blocks import BETWEEN, LeafBlock, find_blocks, size_of
from argmap.rendering.layout.tree import TreeMerger, partition, read_positions, to_dot_skeleton
from argmap.rendering.options import RenderOptions
from argmap.rendering.scene.scene import Link, LinkKind, Scene

_CORRIDOR = {"right": 50.0, "down": 42.0}
_SWEEP, _MOST_SWEEP = 0.03, 50.0


def make_layers(
    scene: Scene,
    card_layouts: Sequence[CardLayout],
    trees: Sequence[range],
    middles: dict[int, float],
    blocks: Mapping[int, LeafBlock],
    direction: str,
) -> Group:
    """Put the cards of one group into ranks by their depth, with corridors between."""
    ranks: list[list[int]] = []
    for tree in trees:
        for index in tree:
            depth = scene.cards[index].depth
            while len(ranks) <= depth:
                ranks.append([])
            ranks[depth].append(index)
    near, far = [], []
    hooks = _hooks(scene, trees, len(ranks))
    rooms = _dot_rooms(scene, trees, ranks, hooks)
    u = 0.0
    for depth, rank in enumerate(ranks):
        rank.sort(key=middles.__getitem__)
        if depth:
            u += _corridor(scene, rank, middles, direction) + rooms[depth]
        near.append(u)
        wide = [blocks[index].size.u for index in rank if index in blocks]
        u += max(wide + [size_of(card_layouts[index], direction).u for index in rank])
        far.append(u)
    lanes = (0.0,) * len(ranks)
    return Group(
        tuple(near), tuple(far), tuple(map(tuple, ranks)), tuple(rooms), tuple(hooks), lanes
    )


def _links(scene: Scene, trees: Sequence[range]) -> Iterator[Link]:
    """Yield the links of one group: they begin in it, and end there."""
    for tree in trees:
        for index in tree:
            yield from scene.links_from.get(index, ())


def _hooks(scene: Scene, trees: Sequence[range], depths: int) -> list[int]:
    """Return, by depth, the largest number of undercutters drawn beside one inference."""
    hooks = [0] * depths
    counts: Counter[str] = Counter()
    for tree in trees:
        for index in tree:
            card = scene.cards[index]
            if card.undercuts is not None:
                counts[card.undercuts] += 1
                hooks[card.depth] = max(hooks[card.depth], counts[card.undercuts])
    return hooks


def _dot_rooms(
    scene: Scene, trees: Sequence[range], ranks: Sequence[Sequence[int]], hooks: Sequence[int]
) -> list[float]:
    """Return, by depth, the room for dots, and for the lines that end on these side by side."""
    linked = Counter(
        scene.cards[link.target.card].depth
        for link in _links(scene, trees)
        if link.kind is LinkKind.UNDERCUT
    )
    rooms = []
    for depth, rank in enumerate(ranks):
        lanes = min(max(hooks[depth] + linked[depth], 1), DOT_LANES)
        has_dots = any(scene.cards[index].has_dot for index in rank)
        rooms.append(DOT_ROOM + (lanes - 1) * DOT_LANE if has_dots else 0.0)
    return rooms


def _corridor(
    scene: Scene, rank: Sequence[int], middles: dict[int, float], direction: str
) -> float:
    """Return the room before a rank: the wider, the farther its lines have to sweep."""
    sweep = 0.0
    for index in rank:
        parent = scene.cards[index].parent
        if parent is not None:
            sweep = max(sweep, abs(middles[index] - middles[parent.card]))
    return _CORRIDOR[direction] + min(_SWEEP * sweep, _MOST_SWEEP)


MAX_CARDS = 10_000
"""More cards than this are not drawn: no sheet holds them."""

MAX_LEAVES_DOWN = 12
"""A map with more cards at its ends is never laid out down: it would be too wide."""

_WIDEST = 3.0
_MARGINS, _FURNITURE = 40.0, 70.0
"""Points about a map, and those that caption and legend take above and below it: whether they are
shown makes no difference to the direction."""


def lay_out(scene: Scene, draw: Engine, direction: str) -> Layout:
    """Find a place for every card; direction ``auto`` is down unless the picture gets too wide.

    Raises:
        RenderError: when the map is too large for a picture, or Graphviz fails.
    """
    if len(scene.cards) > MAX_CARDS:
        raise RenderError(
            f"the map makes {len(scene.cards):,} cards; a picture holds at most {MAX_CARDS:,}"
        )
    if direction != "auto":
        return _lay_out(scene, draw, direction)
    if count_leaves(scene) <= MAX_LEAVES_DOWN:
        layout = _lay_out(scene, draw, "down")
        width, height = layout.size
        if (width + _MARGINS) / (height + _MARGINS + _FURNITURE) <= _WIDEST:
            return layout
    return _lay_out(scene, draw, "right")


def count_leaves(scene: Scene) -> int:
    """Return how many cards have nothing under them."""
    return sum(not below for below in scene.children)


def _lay_out(scene: Scene, draw: Engine, direction: str) -> Layout:
    card_layouts = [
        lay_out_card(scene, card, wide=direction == "down" and _bears(scene, index))
        for index, card in enumerate(scene.cards)
    ]
    blocks = find_blocks(scene, card_layouts, direction)
    middles = _middles(scene, card_layouts, blocks, draw, direction)
    slots: dict[int, CardSlot] = {}
    groups: list[Group] = []
    for trees in scene.components:
        group = make_layers(scene, card_layouts, trees, middles, blocks, direction)
        zero = _fill_slots(group, card_layouts, middles, blocks, direction, slots)
        inside = (index for rank in group.ranks for index in rank)
        grids = (blocks[index] for index in inside if index in blocks)
        laid = tuple(_as_fan(block, middles, zero) for block in grids if block.columns)
        groups.append(evolve(group, grids=laid))
    ordered = tuple(slots[index] for index in range(len(scene.cards)))
    return pack_components(Layout(direction, tuple(card_layouts), ordered, tuple(groups)))


def _bears(scene: Scene, index: int) -> bool:
    """Whether something hangs under a card."""
    return bool(scene.children[index])


def _middles(
    scene: Scene,
    card_layouts: Sequence[CardLayout],
    blocks: dict[int, LeafBlock],
    draw: Engine,
    direction: str,
) -> dict[int, float]:
    """Return the ``v`` of the middle of every card; each group has its own zero."""
    axis = 1 if direction == "right" else 0
    middles = dict.fromkeys(range(len(scene.cards)), 0.0)
    sizes = [size_of(card_layout, direction).v for card_layout in card_layouts]
    cuts = [
        partition(scene, trees, blocks) for trees in scene.components if sum(map(len, trees)) > 1
    ]
    pieces = [piece for one in cuts for piece in one.pieces]
    graphs = [to_dot_skeleton(scene, card_layouts, piece, blocks, direction) for piece in pieces]
    pictures = iter(draw(graphs) if graphs else ())
    for one in cuts:
        placed = [_places(next(pictures), blocks, axis) for _ in one.pieces]
        if any(len(p) != sum(map(len, piece)) for p, piece in zip(placed, one.pieces, strict=True)):
            raise RenderError("Graphviz did not place every card")
        joined = TreeMerger(scene, sizes, BETWEEN[direction]).join(one, placed)
        if len(one.roots) == 1:
            _centre_root(scene, one.roots[0], joined)
        middles.update(joined)
    return middles


def _places(picture: str, blocks: dict[int, LeafBlock], axis: int) -> dict[int, float]:
    """Return the ``v`` of the middle of every card of a piece that Graphviz has laid out."""
    placed: dict[int, float] = {}
    for box, place in read_positions(picture).items():
        block = blocks.get(box)
        placed.update(block.middles(place[axis]) if block else {box: place[axis]})
    return placed


def _centre_root(scene: Scene, root: int, middles: dict[int, float]) -> None:
    """Put a root, which has its rank for itself, in the middle of what hangs under it."""
    below = [middles[index] for index in scene.children[root]]
    middles[root] = (min(below) + max(below)) / 2


def _fill_slots(
    group: Group,
    card_layouts: Sequence[CardLayout],
    middles: dict[int, float],
    blocks: dict[int, LeafBlock],
    direction: str,
    slots: dict[int, CardSlot],
) -> float:
    """Give every card of a group its slot, the least ``v`` being 0; return what that was."""
    into = {
        card: span.u
        for rank in group.ranks
        for index in rank
        if index in blocks
        for card, span in zip(blocks[index].cards, blocks[index].spans, strict=True)
    }
    sizes = {
        index: size_of(card_layouts[index], direction) for rank in group.ranks for index in rank
    }
    zero = min(middles[index] - size.v / 2 for index, size in sizes.items())
    for u, rank in zip(group.near, group.ranks, strict=True):
        for index in rank:
            low = middles[index] - sizes[index].v / 2 - zero
            near = u + into.get(index, 0.0)
            slots[index] = CardSlot(near, near + sizes[index].u, low, low + sizes[index].v)
    return zero


def _as_fan(block: LeafBlock, middles: dict[int, float], zero: float) -> LeafGrid:
    first, span = block.cards[0], block.spans[0]
    edge = middles[first] - (span.low + span.high) / 2 - zero
    return LeafGrid(block.columns, edge, edge + block.size.v, edge + block.alley)


_FEW = 6
"""As many leaves stand beside each other while the whole is about three times as wide as high."""


def choose_direction(scene: Scene, options: RenderOptions) -> str:
    """Return the direction that `lay_out` finds for a map; guess if no engine can tell."""
    if options.direction != "auto" or not scene.cards:
        return "down" if options.direction == "auto" else options.direction
    leaves = count_leaves(scene)
    if leaves > MAX_LEAVES_DOWN or len(scene.cards) > MAX_CARDS:
        return "right"
    try:
        return lay_out(scene, choose_engine(options.engine, options.timeout), "auto").direction
    except RenderError:
        return "down" if leaves <= _FEW else "right"
