"""Where every card stands.

All is reckoned in two axes: ``u`` in the direction in which the argument grows, ``v`` across it.
Growing right, ``u`` is ``x``; growing down, it is ``y``. Graphviz finds the ``v`` of every card;
``u`` follows from its depth, so that cards of one depth stand in line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attrs import frozen

from argmap.errors import RenderError
from argmap.render.engines import Draw
from argmap.render.face import Face, make_face
from argmap.render.packing import Extent, pack
from argmap.render.scene import Scene
from argmap.render.skeleton import read_positions, skeleton

CARDS = 10_000
"""More cards than this are not drawn: no sheet holds them, and Graphviz takes time that grows with
the square of a card's children (5,000 under one card: 5 s of CPU; 20,000: 110 s)."""

DOT_ROOM = 24
"""Points before a card in which the dot of its step stands."""

LEAVES = 12
"""A map with more cards at its ends is never laid out down: it would be too wide."""

_WIDEST = 3.0
_CORRIDOR = {"right": 50.0, "down": 38.0}
_SWEEP, _MOST_SWEEP = 0.03, 50.0


class Slot(NamedTuple):
    """A card's place: from ``u`` to ``end`` in the direction of growth, ``low`` to ``high`` across."""

    u: float
    end: float
    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@frozen
class Group:
    """Cards that are laid out as one: by depth, where they begin and end, and which they are.

    The cards of one depth stand in order of ``v``. ``has_dots`` says before which depths dots stand.
    """

    near: tuple[float, ...]
    far: tuple[float, ...]
    ranks: tuple[tuple[int, ...], ...]
    has_dots: tuple[bool, ...]


@frozen
class Layout:
    """The places of all cards; ``groups`` and ``group_of`` are by group and by card."""

    direction: str
    faces: tuple[Face, ...]
    slots: tuple[Slot, ...]
    groups: tuple[Group, ...]
    group_of: tuple[int, ...]

    @property
    def aspect(self) -> float:
        """Width to height of all cards together."""
        along = max(slot.end for slot in self.slots)
        across = max(slot.high for slot in self.slots)
        return along / across if self.direction == "right" else across / along


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
        if layout.aspect <= _WIDEST:
            return layout
    return _lay_out(scene, draw, "right")


def count_leaves(scene: Scene) -> int:
    """Return how many cards have nothing under them."""
    return sum(not below for below in scene.children)


def _lay_out(scene: Scene, draw: Draw, direction: str) -> Layout:
    faces = [
        make_face(scene.argument, card, wide=direction == "down" and _bears(scene, index))
        for index, card in enumerate(scene.cards)
    ]
    middles = _middles(scene, faces, draw, direction)
    slots: dict[int, Slot] = {}
    groups: list[Group] = []
    for trees in scene.groups:
        group = _ranks(scene, faces, trees, middles, direction)
        groups.append(group)
        _fill_slots(group, faces, middles, direction, slots)
    return _packed(scene, direction, faces, slots, groups)


def _bears(scene: Scene, index: int) -> bool:
    """Whether something hangs under a card."""
    return bool(scene.children[index])


def _middles(
    scene: Scene, faces: Sequence[Face], draw: Draw, direction: str
) -> dict[int, float]:
    """Return the ``v`` of the middle of every card; each group has its own zero."""
    axis = 1 if direction == "right" else 0
    groups = [trees for trees in scene.groups if sum(map(len, trees)) > 1]
    middles = dict.fromkeys(range(len(scene.cards)), 0.0)
    graphs = [skeleton(scene, faces, trees, direction) for trees in groups]
    for picture in draw(graphs) if graphs else ():
        for card, place in read_positions(picture).items():
            middles[card] = place[axis]
    return middles


def _ranks(
    scene: Scene,
    faces: Sequence[Face],
    trees: Sequence[range],
    middles: dict[int, float],
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
    near, far, has_dots = [], [], []
    u = 0.0
    for depth, rank in enumerate(ranks):
        rank.sort(key=middles.__getitem__)
        has_dots.append(any(scene.cards[index].has_dot for index in rank))
        if depth:
            u += _corridor(scene, rank, middles, direction) + DOT_ROOM * has_dots[-1]
        near.append(u)
        u += max(_size(faces[index], direction).u for index in rank)
        far.append(u)
    return Group(tuple(near), tuple(far), tuple(map(tuple, ranks)), tuple(has_dots))


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


def _fill_slots(
    group: Group,
    faces: Sequence[Face],
    middles: dict[int, float],
    direction: str,
    slots: dict[int, Slot],
) -> None:
    sizes = {index: _size(faces[index], direction) for rank in group.ranks for index in rank}
    zero = min(middles[index] - size.v / 2 for index, size in sizes.items())
    for u, rank in zip(group.near, group.ranks, strict=True):
        for index in rank:
            low = middles[index] - sizes[index].v / 2 - zero
            slots[index] = Slot(u, u + sizes[index].u, low, low + sizes[index].v)


def _packed(
    scene: Scene,
    direction: str,
    faces: Sequence[Face],
    slots: dict[int, Slot],
    groups: Sequence[Group],
) -> Layout:
    """Stand the groups beside each other."""
    sizes = [
        Extent(group.far[-1], max(slots[index].high for rank in group.ranks for index in rank))
        for group in groups
    ]
    moved: list[Group] = []
    group_of = [0] * len(scene.cards)
    for number, (group, (u, v)) in enumerate(zip(groups, pack(sizes, direction), strict=True)):
        near, far = tuple(n + u for n in group.near), tuple(f + u for f in group.far)
        moved.append(Group(near, far, group.ranks, group.has_dots))
        for rank in group.ranks:
            for index in rank:
                group_of[index] = number
                slot = slots[index]
                slots[index] = Slot(slot.u + u, slot.end + u, slot.low + v, slot.high + v)
    ordered = tuple(slots[index] for index in range(len(scene.cards)))
    return Layout(direction, tuple(faces), ordered, tuple(moved), tuple(group_of))


def _size(face: Face, direction: str) -> Extent:
    if direction == "right":
        return Extent(face.width, face.height)
    return Extent(face.height, face.width)
