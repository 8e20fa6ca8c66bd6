"""Ranks: the cards of one depth stand in line, with corridors between for the lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from argmap.render.face.parts import Face
from argmap.render.layout.parts import DOT_LANE, DOT_LANES, DOT_ROOM, Group
from argmap.render.layout.runs import Block, size_of
from argmap.render.scene.parts import Link, LinkKind, Scene

_CORRIDOR = {"right": 50.0, "down": 42.0}
_SWEEP, _MOST_SWEEP = 0.03, 50.0


def make_ranks(
    scene: Scene,
    faces: Sequence[Face],
    trees: Sequence[range],
    middles: dict[int, float],
    blocks: Mapping[int, Block],
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
        u += max(wide + [size_of(faces[index], direction).u for index in rank])
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
    """Return, by depth, how many cards at the most undercut one step beside which they hang."""
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
