"""Positions of the cards of a tree on the cross axis.

Graphviz finds them by network simplex (Gansner, Koutsofios, North and Vo, "A Technique for Drawing
Directed Graphs", IEEE Transactions on Software Engineering 19(3), 1993), whose time grows much
faster than the tree, and with the square of a card's children. A large tree is therefore
partitioned into pieces of bounded cost, which are laid out separately, and merged by their contours
(Reingold and Tilford, "Tidier Drawings of Trees", IEEE Transactions on Software Engineering 7(2),
1981).

Graphviz gets boxes of fixed size and the tree edges, and no text: a layout does not depend on the
fonts of the machine, and nothing that an author wrote reaches Graphviz. It does not get the links
across the tree, so they cannot change the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field, frozen

from argmap.rendering.cards.layout import GUTTER, CardLayout
from argmap.rendering.layout.geometry import SIBLING_GAP
from argmap.rendering.layout.leaf_blocks import LeafBlock
from argmap.rendering.scene.scene import Scene

MAX_PIECE_COST = 1500.0
"""Cost, in boxes, of what Graphviz lays out in one go: about a tenth of a second."""

_COST_PER_SQUARED_CHILDREN = 1 / 40

_MAX_EDGE_DEPTH = 4
"""Depth up to which an edge's weight grows.

The heavier an edge, the closer together are its ends. So a card is placed near its children, and
not halfway between them and its parent.
"""

_MAX_BLOCK_WEIGHT = 25
"""Number of a block's cards up to which they add to the weight of its edge."""

_POINTS_PER_INCH = 72
_BOX = re.compile(r'<title>n(\d+)</title>\s*<polygon [^>]*points="([^"]+)"')


@frozen
class Partition:
    """A partition of a forest into pieces that are laid out independently.

    A piece is one branch, or several neighboring branches under one card. ``upper_cards`` are the
    cards above the pieces, each before its descendants.
    """

    roots: tuple[int, ...]
    pieces: tuple[tuple[range, ...], ...]
    upper_cards: tuple[int, ...] = ()


def partition(scene: Scene, trees: Sequence[range], blocks: Mapping[int, LeafBlock]) -> Partition:
    """Partition trees into pieces that cost at most `MAX_PIECE_COST`; one piece if it suffices."""
    hidden = _cards_inside(blocks)
    boxes = [index for tree in trees for index in tree if index not in hidden]
    children = {
        index: [child for child in scene.children[index] if child not in hidden] for index in boxes
    }
    costs: dict[int, float] = {}
    ends: dict[int, int] = {}
    for index in reversed(boxes):
        below = children[index]
        costs[index] = 1 + sum(costs[child] for child in below) + _children_cost(len(below))
        last = blocks[index].cards[-1] if index in blocks else index
        ends[index] = ends[below[-1]] if below else last + 1
    roots = tuple(tree.start for tree in trees)
    upper_cards = [index for index in boxes if costs[index] > MAX_PIECE_COST]
    sibling_rows = [roots, *(children[index] for index in upper_cards)]
    bunches = (bunch for siblings in sibling_rows for bunch in _bunches(siblings, costs))
    pieces = (tuple(range(root, ends[root]) for root in bunch) for bunch in bunches)
    return Partition(roots, tuple(pieces), tuple(upper_cards))


def _cards_inside(blocks: Mapping[int, LeafBlock]) -> set[int]:
    """Return the cards that have no box, because the first card of their block stands for them."""
    return {card for block in blocks.values() for card in block.cards[1:]}


def _children_cost(count: int) -> float:
    """Return what the children of a card add to its cost, in boxes."""
    return count * count * _COST_PER_SQUARED_CHILDREN


def _bunches(siblings: Sequence[int], costs: Mapping[int, float]) -> Iterator[list[int]]:
    """Yield the siblings that are not divided further, as many neighbors together as possible."""
    bunch: list[int] = []
    total = 0.0
    for index in siblings:
        cost = costs[index]
        fits = cost <= MAX_PIECE_COST
        if bunch and (not fits or total + cost + _children_cost(len(bunch) + 1) > MAX_PIECE_COST):
            yield bunch
            bunch, total = [], 0.0
        if fits:
            bunch.append(index)
            total += cost
    if bunch:
        yield bunch


@define
class TreeMerger:
    """Merges subtrees that were laid out separately, as Reingold and Tilford do.

    A fragment is a piece, or an upper card. It has its own origin on the cross axis, and is
    identified by its first card. All of a map is merged in time linear in its cards, since the
    contours of two fragments are only compared in the layers that both have, and the longer one is
    reused.
    """

    scene: Scene
    sizes: Sequence[float]
    """The size of each card on the cross axis."""
    gap: float
    """Points between neighboring fragments."""
    _centers: dict[int, float] = field(factory=dict)
    """The center of each card, relative to the origin of its fragment."""
    _contours: dict[int, Contour] = field(factory=dict)
    """The contour of each fragment with everything below it."""
    _fragment_of: dict[int, int] = field(factory=dict)
    _offsets: dict[int, float] = field(factory=dict)
    """The origin of each fragment, relative to that of the upper card above it."""

    def merge(self, parts: Partition, placed: Iterable[Mapping[int, float]]) -> dict[int, float]:
        """Return the center of each card, given the centers within each piece."""
        for piece, centers in zip(parts.pieces, placed, strict=True):
            self._add(piece[0].start, centers, make_contour(self._layer_spans(centers)))
        rows = {}
        for index in reversed(parts.upper_cards):
            children = self.scene.children[index]
            rows[index], contour = self._place_row(children)
            center = (self._center_in_row(children[0]) + self._center_in_row(children[-1])) / 2
            contour.add_layer_above(*self._span(index, center))
            self._add(index, {index: center}, contour)
        origins = dict.fromkeys(self._place_row(parts.roots)[0], 0.0)
        for fragment in origins:
            origins[fragment] = self._offsets[fragment]
        for index in parts.upper_cards:
            for fragment in rows[index]:
                origins[fragment] = origins[index] + self._offsets[fragment]
        return {
            card: origins[self._fragment_of[card]] + center
            for card, center in self._centers.items()
        }

    def _add(self, fragment: int, centers: Mapping[int, float], contour: Contour) -> None:
        self._centers.update(centers)
        self._fragment_of.update(dict.fromkeys(centers, fragment))
        self._contours[fragment] = contour

    def _place_row(self, siblings: Sequence[int]) -> tuple[list[int], Contour]:
        """Place the fragments of siblings next to each other; return them, and their contour."""
        fragments = list(dict.fromkeys(self._fragment_of[card] for card in siblings))
        row = self._contours.pop(fragments[0])
        self._offsets[fragments[0]] = 0.0
        for fragment in fragments[1:]:
            contour = self._contours.pop(fragment)
            self._offsets[fragment] = row.offset_of_next(contour, self.gap)
            contour.offset += self._offsets[fragment]
            row = row.merge(contour)
        return fragments, row

    def _center_in_row(self, card: int) -> float:
        """Return the center of a card, relative to the origin of the row of its fragment."""
        return self._centers[card] + self._offsets[self._fragment_of[card]]

    def _span(self, card: int, center: float) -> tuple[float, float]:
        return center - self.sizes[card] / 2, center + self.sizes[card] / 2

    def _layer_spans(self, centers: Mapping[int, float]) -> dict[int, tuple[float, float]]:
        """Return the range that the cards of a piece take in each layer, by depth."""
        spans: dict[int, tuple[float, float]] = {}
        for card, center in centers.items():
            depth, (start, end) = self.scene.cards[card].depth, self._span(card, center)
            layer_start, layer_end = spans.get(depth, (start, end))
            spans[depth] = min(layer_start, start), max(layer_end, end)
        return spans


@define
class Contour:
    """The start and the end of a subtree on the cross axis, in each layer.

    Here the layers of a map are common to all its subtrees, and boxes may have any size. Both lists
    begin with the deepest layer, so that a layer is added above the others in constant time.
    """

    starts: list[float] = field(factory=list)
    ends: list[float] = field(factory=list)
    offset: float = 0.0
    """What must be added to ``starts`` and ``ends``."""

    def add_layer_above(self, start: float, end: float) -> None:
        """Add a layer above all others."""
        self.starts.append(start - self.offset)
        self.ends.append(end - self.offset)

    def offset_of_next(self, other: Contour, gap: float) -> float:
        """Return how far another subtree must be moved to follow this one, ``gap`` points away."""
        pairs = zip(reversed(self.ends), reversed(other.starts), strict=False)
        return max(end - start for end, start in pairs) + self.offset - other.offset + gap

    def merge(self, other: Contour) -> Contour:
        """Return the contour of this subtree and the one after it; both operands are consumed."""
        common = range(-min(len(self.starts), len(other.starts)), 0)
        distance = other.offset - self.offset
        if len(self.starts) >= len(other.starts):
            for layer in common:
                self.ends[layer] = other.ends[layer] + distance
            return self
        for layer in common:
            other.starts[layer] = self.starts[layer] - distance
        return other


def make_contour(spans: dict[int, tuple[float, float]]) -> Contour:
    """Return the contour of boxes, given the range that they take in each layer, by depth."""
    contour = Contour()
    for depth in sorted(spans, reverse=True):
        contour.add_layer_above(*spans[depth])
    return contour


def to_dot_skeleton(
    scene: Scene,
    card_layouts: Sequence[CardLayout],
    trees: Sequence[range],
    blocks: Mapping[int, LeafBlock],
    direction: str,
) -> str:
    """Return the DOT of trees or branches, which Graphviz places next to each other in order.

    A block is one box, under the number of its first card.
    """
    hidden = _cards_inside(blocks)
    rankdir = {"right": "LR", "down": "TB"}[direction]
    gap = SIBLING_GAP[direction] / _POINTS_PER_INCH
    lines = [
        "digraph{",
        f"graph[rankdir={rankdir},nodesep={gap:.4f},ranksep=0.5]",
        "graph[ordering=out,splines=none]",
        'node[shape=box,fixedsize=true,margin=0,label=""]edge[dir=none]',
    ]
    if len(trees) > 1:  # an invisible root keeps the trees in order
        lines.append("r[shape=point,style=invis]")
        lines += [f"r->n{tree.start}" for tree in trees]
    for tree in trees:
        for index in tree:
            if index in hidden:
                continue
            block = blocks.get(index)
            lines.append(_node(index, card_layouts[index], block, direction))
            parent = scene.cards[index].parent
            if parent is not None and index != tree.start:
                has_ports = _has_ports(card_layouts[parent.card], direction)
                port = f":p{parent.entry}" if has_ports else ""
                weight = min(scene.cards[index].depth, _MAX_EDGE_DEPTH)
                weight *= min(len(block.cards), _MAX_BLOCK_WEIGHT) if block else 1
                lines.append(f"n{parent.card}{port}->n{index}[weight={weight}]")
    lines.append("}\n")
    return "\n".join(lines)


def _node(index: int, card_layout: CardLayout, block: LeafBlock | None, direction: str) -> str:
    if block is not None:
        width, height = block.size if direction == "right" else reversed(block.size)
        return f"n{index}[{_box_size(width, height)}]"
    size = _box_size(card_layout.width, card_layout.height)
    label = f",label=<{_port_table(card_layout)}>" if _has_ports(card_layout, direction) else ""
    return f"n{index}[{size}{label}]"


def _box_size(width: float, height: float) -> str:
    return f"width={width / _POINTS_PER_INCH:.6f},height={height / _POINTS_PER_INCH:.6f}"


def _has_ports(card_layout: CardLayout, direction: str) -> bool:
    """Whether a card's panels follow each other along the cross axis, so that each is a port."""
    return len(card_layout.panels) > 1 and card_layout.is_wide == (direction == "down")


def _port_table(card_layout: CardLayout) -> str:
    """Return a table with an empty cell for each panel."""
    cells = [
        f'<TD PORT="p{number}" FIXEDSIZE="TRUE" WIDTH="{panel.area.width:.0f}"'
        f' HEIGHT="{panel.area.height:.0f}"></TD>'
        for number, panel in enumerate(card_layout.panels)
    ]
    separator = f'<TD WIDTH="{GUTTER}"></TD>' if card_layout.is_wide else "</TR><TR>"
    top = (
        ""
        if card_layout.is_wide
        else f'<TD HEIGHT="{card_layout.panels[0].area.y:.0f}"></TD></TR><TR>'
    )
    table = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
    return f"{table}<TR>{top}{separator.join(cells)}</TR></TABLE>"


def read_positions(svg: str) -> dict[int, tuple[float, float]]:
    """Return the center of each box in Graphviz's SVG, in points; ``y`` grows downwards."""
    centers: dict[int, tuple[float, float]] = {}
    for number, points in _BOX.findall(svg):
        corners = [point.split(",") for point in points.split()]
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        centers[int(number)] = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return centers
