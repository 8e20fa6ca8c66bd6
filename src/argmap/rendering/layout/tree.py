"""Large trees, cut into pieces that Graphviz lays out one by one.

Graphviz finds places across by network simplex (Gansner, Koutsofios, North and Vo, "A Technique for
Drawing Directed Graphs", IEEE Transactions on Software Engineering 19(3), 1993), whose time grows
much faster than a tree does, and with the square of one card's children. So it gets branches of
a bounded `cost`; what is above these is joined to them by their outlines.

Putting the pieces of a large tree together again: the cards above stand over what is below.

How far what is laid out reaches across, rank by rank, and standing such things side by side.

An outline is what Reingold and Tilford call the contours of a tree ("Tidier Drawings of Trees",
IEEE Transactions on Software Engineering 7(2), 1981). Here it is of boxes of any length across,
which stand in common ranks. Of two outlines only the ranks that both have are looked at, and the
deeper of the two is taken over as it is: so all of a map is joined in time linear in its boxes.

The graph that Graphviz lays out: boxes of fixed size and the tree's edges, and no text at all.

No font is looked at, so that a layout is the same on every machine; and nothing that an author
wrote reaches Graphviz. Links across the tree are left out, so that they never bend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field, frozen

from argmap.rendering.cards.layout import GUTTER, CardLayout
from argmap.rendering.layout.leaf_blocks import BETWEEN, LeafBlock
from argmap.rendering.scene.scene import Scene

COST = 1500.0
"""What Graphviz lays out in one go, in boxes: about a tenth of a second."""

_SQUARE = 1 / 40
"""What the square of a card's children costs, in boxes."""


def _of_children(count: int) -> float:
    return count * count * _SQUARE


@frozen
class Partition:
    """What some trees come apart into.

    ``pieces`` are branches, several where they stand beside each other under one card; ``above``
    are the cards that hold them together, each before what hangs under it; ``roots`` hang under
    nothing.
    """

    roots: tuple[int, ...]
    pieces: tuple[tuple[range, ...], ...]
    above: tuple[int, ...] = ()


def partition(scene: Scene, trees: Sequence[range], blocks: Mapping[int, LeafBlock]) -> Partition:
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
    return Partition(roots, tuple(pieces), tuple(above))


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


@define
class Contour:
    """Where some boxes begin and end across, ``at`` further on than ``lows`` and ``highs`` say.

    Both lists have the deepest rank first, so that the next one above is put at their ends.
    """

    lows: list[float] = field(factory=list)
    highs: list[float] = field(factory=list)
    at: float = 0.0

    def put_above(self, low: float, high: float) -> None:
        """Add a rank above all others."""
        self.lows.append(low - self.at)
        self.highs.append(high - self.at)

    def beside(self, other: Contour, gap: float) -> float:
        """Return how far another outline has to go to stand behind this one, clear by ``gap``."""
        pairs = zip(reversed(self.highs), reversed(other.lows), strict=False)
        return max(high - low for high, low in pairs) + self.at - other.at + gap

    def joined(self, other: Contour) -> Contour:
        """Return the outline of both, the other one behind; neither is to be used after it."""
        common = range(-min(len(self.lows), len(other.lows)), 0)
        move = other.at - self.at
        if len(self.lows) >= len(other.lows):
            for rank in common:
                self.highs[rank] = other.highs[rank] + move
            return self
        for rank in common:
            other.lows[rank] = self.lows[rank] - move
        return other


def contour_of(spans: dict[int, tuple[float, float]]) -> Contour:
    """Return the outline of boxes, given by rank from where to where they go, without a gap."""
    contour = Contour()
    for rank in sorted(spans, reverse=True):
        contour.put_above(*spans[rank])
    return contour


@define
class TreeMerger:
    """Joins what was laid out apart; ``sizes`` are the cards' lengths across, ``gap`` is between.

    A part is a piece, or a card with all that hangs under it; each has its own zero, and goes by
    its first card.
    """

    scene: Scene
    sizes: Sequence[float]
    gap: float
    middles: dict[int, float] = field(factory=dict)
    _outlines: dict[int, Contour] = field(factory=dict)
    _part_of: dict[int, int] = field(factory=dict)
    _shifts: dict[int, float] = field(factory=dict)
    """How far the zero of a part is moved within the part that it belongs to."""

    def join(self, cut: Partition, placed: Iterable[Mapping[int, float]]) -> dict[int, float]:
        """Return the middle of every card, given those of each piece."""
        for piece, middles in zip(cut.pieces, placed, strict=True):
            self._add(piece[0].start, middles, contour_of(self._spans(middles)))
        rows = {}
        for index in reversed(cut.above):
            below = self.scene.children[index]
            rows[index], contour = self._row(below)
            middle = (self._within(below[0]) + self._within(below[-1])) / 2
            contour.put_above(*self._span(index, middle))
            self._add(index, {index: middle}, contour)
        zeros = dict.fromkeys(self._row(cut.roots)[0], 0.0)
        for part in zeros:
            zeros[part] = self._shifts[part]
        for index in cut.above:
            for part in rows[index]:
                zeros[part] = zeros[index] + self._shifts[part]
        return {card: zeros[self._part_of[card]] + middle for card, middle in self.middles.items()}

    def _add(self, part: int, middles: Mapping[int, float], contour: Contour) -> None:
        self.middles.update(middles)
        self._part_of.update(dict.fromkeys(middles, part))
        self._outlines[part] = contour

    def _row(self, cards: Sequence[int]) -> tuple[list[int], Contour]:
        """Stand the parts of some siblings beside each other; return them, and their outline."""
        parts = list(dict.fromkeys(self._part_of[card] for card in cards))
        row = self._outlines.pop(parts[0])
        self._shifts[parts[0]] = 0.0
        for part in parts[1:]:
            contour = self._outlines.pop(part)
            self._shifts[part] = row.beside(contour, self.gap)
            contour.at += self._shifts[part]
            row = row.joined(contour)
        return parts, row

    def _within(self, card: int) -> float:
        """Return the middle of a card, reckoned from the zero of the row that it stands in."""
        return self.middles[card] + self._shifts[self._part_of[card]]

    def _span(self, card: int, middle: float) -> tuple[float, float]:
        return middle - self.sizes[card] / 2, middle + self.sizes[card] / 2

    def _spans(self, middles: Mapping[int, float]) -> dict[int, tuple[float, float]]:
        """Return from where to where, in each rank, the cards of a piece reach."""
        spans: dict[int, tuple[float, float]] = {}
        for card, middle in middles.items():
            depth, (low, high) = self.scene.cards[card].depth, self._span(card, middle)
            least, most = spans.get(depth, (low, high))
            spans[depth] = min(least, low), max(most, high)
        return spans


_DEEPEST, _MOST = 4, 25
"""The deeper an edge, down to this depth, the harder it pulls its ends together, so that a card
stands by what hangs under it, and not half way to its parent. A block pulls like so many cards at
the most.
"""

_INCH = 72
_BOX = re.compile(r'<title>n(\d+)</title>\s*<polygon [^>]*points="([^"]+)"')


def to_dot_skeleton(
    scene: Scene,
    card_layouts: Sequence[CardLayout],
    trees: Sequence[range],
    blocks: Mapping[int, LeafBlock],
    direction: str,
) -> str:
    """Return the DOT of some trees or branches, which stand side by side in the order given.

    A block (by its first card) is one box; the others of its cards are left out.
    """
    inside = {card for block in blocks.values() for card in block.cards[1:]}
    rankdir = {"right": "LR", "down": "TB"}[direction]
    parts = [
        "digraph{",
        f"graph[rankdir={rankdir},nodesep={BETWEEN[direction] / _INCH:.4f},ranksep=0.5]",
        "graph[ordering=out,splines=none]",
        'node[shape=box,fixedsize=true,margin=0,label=""]edge[dir=none]',
    ]
    if len(trees) > 1:  # an unseen root keeps the trees in order
        parts.append("r[shape=point,style=invis]")
        parts += [f"r->n{tree.start}" for tree in trees]
    for tree in trees:
        for index in tree:
            if index in inside:
                continue
            block = blocks.get(index)
            parts.append(_node(index, card_layouts[index], block, direction))
            parent = scene.cards[index].parent
            if parent is not None and index != tree.start:
                port = (
                    f":p{parent.entry}" if _has_ports(card_layouts[parent.card], direction) else ""
                )
                pull = min(scene.cards[index].depth, _DEEPEST)
                pull *= min(len(block.cards), _MOST) if block else 1
                parts.append(f"n{parent.card}{port}->n{index}[weight={pull}]")
    parts.append("}\n")
    return "\n".join(parts)


def read_positions(picture: str) -> dict[int, tuple[float, float]]:
    """Return the middle of every box in a laid-out skeleton, in points, ``y`` downwards."""
    middles: dict[int, tuple[float, float]] = {}
    for number, points in _BOX.findall(picture):
        corners = [point.split(",") for point in points.split()]
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        middles[int(number)] = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return middles


def _has_ports(card_layout: CardLayout, direction: str) -> bool:
    """Whether children hang from panels, which lie across the direction of growth."""
    return len(card_layout.panels) > 1 and card_layout.is_wide == (direction == "down")


def _node(index: int, card_layout: CardLayout, block: LeafBlock | None, direction: str) -> str:
    if block is not None:
        width, height = block.size if direction == "right" else reversed(block.size)
        return f"n{index}[width={width / _INCH:.6f},height={height / _INCH:.6f}]"
    size = f"width={card_layout.width / _INCH:.6f},height={card_layout.height / _INCH:.6f}"
    label = f",label=<{_ports(card_layout)}>" if _has_ports(card_layout, direction) else ""
    return f"n{index}[{size}{label}]"


def _ports(card_layout: CardLayout) -> str:
    """Return a table with an empty cell where each panel is."""
    cells = [
        f'<TD PORT="p{number}" FIXEDSIZE="TRUE" WIDTH="{panel.area.width:.0f}"'
        f' HEIGHT="{panel.area.height:.0f}"></TD>'
        for number, panel in enumerate(card_layout.panels)
    ]
    between = f'<TD WIDTH="{GUTTER}"></TD>' if card_layout.is_wide else "</TR><TR>"
    top = (
        ""
        if card_layout.is_wide
        else f'<TD HEIGHT="{card_layout.panels[0].area.y:.0f}"></TD></TR><TR>'
    )
    table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
    return f"{table}<TR>{top}{between.join(cells)}</TR></TABLE>"
