"""Large trees, cut into pieces that Graphviz lays out one by one.

Graphviz finds places across by network simplex (Gansner, Koutsofios, North and Vo, "A Technique for
Drawing Directed Graphs", IEEE Transactions on Software Engineering 19(3), 1993), whose time grows
much faster than a tree does, and with the square of one card's children. So it gets branches of
a bounded `cost`; what is above these is joined to them by their outlines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from argmap.render.layout.runs import Block
from argmap.render.scene.parts import Scene

COST = 1500.0
"""What Graphviz lays out in one go, in boxes: about a tenth of a second."""

_SQUARE = 1 / 40
"""What the square of a card's children costs, in boxes."""


def _of_children(count: int) -> float:
    return count * count * _SQUARE


@frozen
class Cut:
    """What some trees come apart into.

    ``pieces`` are branches, several where they stand beside each other under one card; ``above``
    are the cards that hold them together, each before what hangs under it; ``roots`` hang under
    nothing.
    """

    roots: tuple[int, ...]
    pieces: tuple[tuple[range, ...], ...]
    above: tuple[int, ...] = ()


def cut(scene: Scene, trees: Sequence[range], blocks: Mapping[int, Block]) -> Cut:
    """Cut trees where they cost too much to be laid out in one go; in one piece if they do not."""
    inside = {card for block in blocks.values() for card in block.cards[1:]}
    boxes = [index for tree in trees for index in tree if index not in inside]
    below = {index: [b for b in scene.children[index] if b not in inside] for index in boxes}
    costs: dict[int, float] = {}
    ends: dict[int, int] = {}
    for index in reversed(boxes):
        children = below[index]
        costs[index] = 1 + sum(costs[b] for b in children) + _of_children(len(children))
        last = blocks[index].cards[-1] if index in blocks else index
        ends[index] = ends[children[-1]] if children else last + 1
    roots = tuple(tree.start for tree in trees)
    above = [index for index in boxes if costs[index] > COST]
    siblings = [roots, *(below[index] for index in above)]
    bunches = (bunch for row in siblings for bunch in _bunches(row, costs))
    pieces = (tuple(range(root, ends[root]) for root in bunch) for bunch in bunches)
    return Cut(roots, tuple(pieces), tuple(above))


def _bunches(siblings: Sequence[int], costs: Mapping[int, float]) -> Iterator[list[int]]:
    """Yield siblings that are laid out whole, as many neighbours together as can be afforded."""
    bunch: list[int] = []
    total = 0.0
    for index in siblings:
        cost = costs[index]
        is_whole = cost <= COST
        if bunch and (not is_whole or total + cost + _of_children(len(bunch) + 1) > COST):
            yield bunch
            bunch, total = [], 0.0
        if is_whole:
            bunch.append(index)
            total += cost
    if bunch:
        yield bunch
