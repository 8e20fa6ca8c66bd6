"""Finding the place of every card: Graphviz gives the ``v``, depth the ``u``."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from argmap.errors import RenderError
from argmap.render.engines import Draw
from argmap.render.face.parts import Face
from argmap.render.face.setting import make_face
from argmap.render.layout.joining import Joiner
from argmap.render.layout.parts import Fan, Group, Layout, Slot
from argmap.render.layout.pieces import cut
from argmap.render.layout.ranks import make_ranks
from argmap.render.layout.runs import BETWEEN, Block, find_blocks, size_of
from argmap.render.layout.skeleton import read_positions, skeleton
from argmap.render.layout.standing import stand
from argmap.render.scene.parts import Scene

CARDS = 10_000
"""More cards than this are not drawn: no sheet holds them."""

LEAVES = 12
"""A map with more cards at its ends is never laid out down: it would be too wide."""

_WIDEST = 3.0
_MARGINS, _FURNITURE = 40.0, 70.0
"""Points about a map, and those that caption and legend take above and below it: whether they are
shown makes no difference to the direction."""


def lay_out(scene: Scene, draw: Draw, direction: str) -> Layout:
    """Find a place for every card; direction ``auto`` is down unless the picture gets too wide.

    Raises:
        RenderError: when the map is too large for a picture, or Graphviz fails.
    """
    if len(scene.cards) > CARDS:
        raise RenderError(
            f"the map makes {len(scene.cards):,} cards; a picture holds at most {CARDS:,}"
        )
    if direction != "auto":
        return _lay_out(scene, draw, direction)
    if count_leaves(scene) <= LEAVES:
        layout = _lay_out(scene, draw, "down")
        width, height = layout.size
        if (width + _MARGINS) / (height + _MARGINS + _FURNITURE) <= _WIDEST:
            return layout
    return _lay_out(scene, draw, "right")


def count_leaves(scene: Scene) -> int:
    """Return how many cards have nothing under them."""
    return sum(not below for below in scene.children)


def _lay_out(scene: Scene, draw: Draw, direction: str) -> Layout:
    faces = [
        make_face(scene, card, wide=direction == "down" and _bears(scene, index))
        for index, card in enumerate(scene.cards)
    ]
    blocks = find_blocks(scene, faces, direction)
    middles = _middles(scene, faces, blocks, draw, direction)
    slots: dict[int, Slot] = {}
    groups: list[Group] = []
    for trees in scene.groups:
        group = make_ranks(scene, faces, trees, middles, blocks, direction)
        zero = _fill_slots(group, faces, middles, blocks, direction, slots)
        inside = (index for rank in group.ranks for index in rank)
        fans = (blocks[index] for index in inside if index in blocks)
        laid = tuple(_as_fan(block, middles, zero) for block in fans if block.columns)
        groups.append(evolve(group, fans=laid))
    ordered = tuple(slots[index] for index in range(len(scene.cards)))
    return stand(Layout(direction, tuple(faces), ordered, tuple(groups)))


def _bears(scene: Scene, index: int) -> bool:
    """Whether something hangs under a card."""
    return bool(scene.children[index])


def _middles(
    scene: Scene,
    faces: Sequence[Face],
    blocks: dict[int, Block],
    draw: Draw,
    direction: str,
) -> dict[int, float]:
    """Return the ``v`` of the middle of every card; each group has its own zero."""
    axis = 1 if direction == "right" else 0
    middles = dict.fromkeys(range(len(scene.cards)), 0.0)
    sizes = [size_of(face, direction).v for face in faces]
    cuts = [cut(scene, trees, blocks) for trees in scene.groups if sum(map(len, trees)) > 1]
    pieces = [piece for one in cuts for piece in one.pieces]
    graphs = [skeleton(scene, faces, piece, blocks, direction) for piece in pieces]
    pictures = iter(draw(graphs) if graphs else ())
    for one in cuts:
        placed = [_places(next(pictures), blocks, axis) for _ in one.pieces]
        if any(len(p) != sum(map(len, piece)) for p, piece in zip(placed, one.pieces, strict=True)):
            raise RenderError("Graphviz did not place every card")
        joined = Joiner(scene, sizes, BETWEEN[direction]).join(one, placed)
        if len(one.roots) == 1:
            _centre_root(scene, one.roots[0], joined)
        middles.update(joined)
    return middles


def _places(picture: str, blocks: dict[int, Block], axis: int) -> dict[int, float]:
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
    faces: Sequence[Face],
    middles: dict[int, float],
    blocks: dict[int, Block],
    direction: str,
    slots: dict[int, Slot],
) -> float:
    """Give every card of a group its slot, the least ``v`` being 0; return what that was."""
    into = {
        card: span.u
        for rank in group.ranks
        for index in rank
        if index in blocks
        for card, span in zip(blocks[index].cards, blocks[index].spans, strict=True)
    }
    sizes = {index: size_of(faces[index], direction) for rank in group.ranks for index in rank}
    zero = min(middles[index] - size.v / 2 for index, size in sizes.items())
    for u, rank in zip(group.near, group.ranks, strict=True):
        for index in rank:
            low = middles[index] - sizes[index].v / 2 - zero
            near = u + into.get(index, 0.0)
            slots[index] = Slot(near, near + sizes[index].u, low, low + sizes[index].v)
    return zero


def _as_fan(block: Block, middles: dict[int, float], zero: float) -> Fan:
    first, span = block.cards[0], block.spans[0]
    edge = middles[first] - (span.low + span.high) / 2 - zero
    return Fan(block.columns, edge, edge + block.size.v, edge + block.alley)
