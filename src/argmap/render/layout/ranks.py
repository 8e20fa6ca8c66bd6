"""Ranks: the cards of one depth stand in line, with corridors between for the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from argmap.render.face.parts import Face
from argmap.render.layout.packing import Extent
from argmap.render.layout.parts import DOT_ROOM, Group
from argmap.render.scene.parts import Scene

_CORRIDOR = {"right": 50.0, "down": 42.0}
_SWEEP, _MOST_SWEEP = 0.03, 50.0
_LANE, _MOST_LANES = 5.0, 200.0


def make_ranks(
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
    along = _links_along(scene, trees)
    u = 0.0
    for depth, rank in enumerate(ranks):
        rank.sort(key=middles.__getitem__)
        has_dots.append(any(scene.cards[index].has_dot for index in rank))
        if depth:
            u += _corridor(scene, rank, middles, direction) + DOT_ROOM * has_dots[-1]
            u += min(_LANE * along[depth - 1], _MOST_LANES)
        near.append(u)
        u += max(size_of(faces[index], direction).u for index in rank)
        far.append(u)
    return Group(tuple(near), tuple(far), tuple(map(tuple, ranks)), tuple(has_dots))


def _links_along(scene: Scene, trees: Sequence[range]) -> Counter[int]:
    """Count the links between cards of the same depth, which run along their rank."""
    inside = {index for tree in trees for index in tree}
    depths = [
        (scene.cards[link.source.card].depth, scene.cards[link.target.card].depth)
        for link in scene.links
        if link.source.card in inside
    ]
    return Counter(source for source, target in depths if source == target)


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


def size_of(face: Face, direction: str) -> Extent:
    if direction == "right":
        return Extent(face.width, face.height)
    return Extent(face.height, face.width)
