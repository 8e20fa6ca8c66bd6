"""The search for an arrangement: which children of a card are at its right, and which below it.

The cards are arranged as a tip-over tree (Eades, Lin and Lin, "Two tree drawing conventions",
International Journal of Computational Geometry and Applications 3(2), 1993). Each card has a short
list of shapes, made from those of its children; so the best arrangement for a page is found in time
linear in the number of cards (Stockmeyer, "Optimal orientations of cells in slicing floorplan
designs", Information and Control 57, 1983).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.compact.spacing import (
    PART_GAP,
    SIBLING_GAP,
    TREE_GAP,
    corridor_height,
    gutter_width,
    line_key,
    margin_width,
)
from argmap.rendering.drawing import picture_area, text_scale
from argmap.rendering.scene.scene import Scene

MAX_SHAPES = 24
"""Number of shapes that are kept for a card of a small map."""

_EFFORTS = ((250, MAX_SHAPES, 32), (500, 12, 16))
"""Numbers of shapes and of widths that are tried, by the largest number of cards."""

_EFFORT_FOR_PAGE = 8, 12
"""The same for a picture with limits: filling a page needs many of them."""

_LEAST_EFFORT = 6, 6
"""The same for a larger map."""

LENGTH_WEIGHT = 0.1
"""How many points of height a point of lines is worth."""

_MARGIN_LANE_COST = 60.0
"""Points of lines that each further bus beside a box of premises is worth."""

_FEW_COLUMNS = (1, 2, 3, 4, 5, 6)
_MANY_COLUMNS = (8, 12, 16, 24, 32)
_COLUMNS_BESIDE_RIGHT = (1, 2, 3)
_WIDE_FAN = 40
"""Number of children from which on more than six columns are tried."""

_MAX_SPLITS = 12
"""Number of children of a card in a small map after which those at its right may end."""

_MAX_BESIDE = 1.6
"""Width of the columns below a card, in cards, up to which its first children are beside them.

Beside wider ones they would be read last.
"""

_TOLERANCE = 0.92
"""Among the shapes with this share of the largest text, the smallest one is chosen."""

_LINE_EXPONENT = 0.15
"""How much the length of the lines counts in that choice: lines of twice the length are worth an
area that is a tenth smaller."""


class Column(NamedTuple):
    """A column of children below a card.

    Attributes:
        end: The number of children up to the end of the column.
        width: The width that no child exceeds.
        offset: The distance from the left edge of the card at which the column begins at least.
    """

    end: int
    width: float
    offset: float = 0.0


class Arrangement(NamedTuple):
    """How a card and its children are arranged.

    Attributes:
        is_wide: Whether the premises on the card are side by side.
        right_count: The number of children at the right; the others are below.
        right_width: The width that no child at the right exceeds.
        columns: The columns below the card.
        is_beside: Whether the children at the right are also at the right of the columns, so that
            the columns begin below the card and not below all that is at its right.
    """

    is_wide: bool = False
    right_count: int = 0
    right_width: float = 0.0
    columns: tuple[Column, ...] = ()
    is_beside: bool = False


class Shape(NamedTuple):
    """The size of a card with everything below it, and the length of the lines in it."""

    width: float
    height: float
    length: float
    arrangement: Arrangement

    @property
    def cost(self) -> float:
        return self.height + LENGTH_WEIGHT * self.length


class Faces(NamedTuple):
    """The layouts of a card: with its premises below each other, and side by side if it has one."""

    narrow: CardLayout
    wide: CardLayout | None = None


class Limits(NamedTuple):
    """The width and the height that a picture must not exceed."""

    width: float
    height: float

    def excess(self, shape: Shape) -> float:
        """Return how much larger a shape is, as a factor; at most 1 if it fits."""
        return max(shape.width / self.width, shape.height / self.height)


def find_arrangements(
    scene: Scene, faces: Sequence[Faces], limits: Limits | None = None
) -> list[Arrangement]:
    """Return the arrangement of each card, and at the end that of the trees.

    With ``limits``, it is the one with the shortest lines among those that fit.
    """
    shapes, whole = find_shapes(scene, faces, limits)
    children = scene.children
    roots = [tree.start for tree in scene.trees]
    arrangements = [Arrangement()] * (len(scene.cards) + 1)
    arrangements[-1] = _choose(whole, limits).arrangement
    for siblings, parent in (
        (roots, len(scene.cards)),
        *zip(children, range(len(children)), strict=True),
    ):
        for card, width in _widths_in(arrangements[parent], siblings):
            arrangements[card] = pick(shapes[card], width).arrangement
    return arrangements


def find_shapes(
    scene: Scene,
    faces: Sequence[Faces],
    limits: Limits | None,
    known: Mapping[int, list[Shape]] | None = None,
) -> tuple[list[list[Shape]], list[Shape]]:
    """Return the shapes of each card with everything below it, and those of all trees together.

    The lanes of links are not part of them.

    Args:
        scene: The cards.
        faces: The layouts of each card.
        limits: The limits that the shapes should not exceed.
        known: The shapes of some cards, by their number, that need not be searched.
    """
    shapes: list[list[Shape]] = [[] for _ in scene.cards]
    children = scene.children
    shape_count, width_count = _effort(len(scene.cards), limits)
    for index in range(len(scene.cards) - 1, -1, -1):
        face = faces[index]
        if known and index in known:
            shapes[index] = known[index]
            continue
        if children[index]:
            family = _Family(scene, children[index], shapes, width_count)
            candidates = family.shapes(face)
        else:
            candidates = _leaf_shapes(face)
        shapes[index] = prune(_within(candidates, limits), shape_count)
    roots = [tree.start for tree in scene.trees]
    gap = SIBLING_GAP if limits is None else PART_GAP
    return shapes, list(_Family(scene, roots, shapes, width_count, gap).forest_shapes())


def _within(shapes: Iterator[Shape], limits: Limits | None) -> Iterator[Shape] | list[Shape]:
    """Return the shapes that fit; the one that exceeds the limits least if none does."""
    if limits is None:
        return shapes
    listed = list(shapes)
    fitting = [shape for shape in listed if limits.excess(shape) <= 1]
    return fitting or [min(listed, key=limits.excess)]


def _widths_in(arrangement: Arrangement, children: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield each child with the width that it must not exceed."""
    start = arrangement.right_count
    for card in children[:start]:
        yield card, arrangement.right_width
    for column in arrangement.columns:
        for card in children[start : column.end]:
            yield card, column.width
        start = column.end


def pick(shapes: Sequence[Shape], width: float) -> Shape:
    """Return the lowest shape that is not wider than ``width``, or else the narrowest."""
    return shapes[max(bisect_right(shapes, width, key=lambda shape: shape.width) - 1, 0)]


def prune(shapes: Iterator[Shape] | list[Shape], limit: int = MAX_SHAPES) -> list[Shape]:
    """Return the shapes that no narrower one is better than, at most ``limit`` of them."""
    kept: list[Shape] = []
    best = float("inf")
    for shape in sorted(shapes, key=lambda shape: (shape.width, shape.cost)):
        cost = shape.cost
        if cost < best:
            if kept and kept[-1].width == shape.width:
                kept.pop()
            kept.append(shape)
            best = cost
    while len(kept) > limit:
        losses = [
            (after.width - shape.width) * (before.cost - shape.cost)
            for before, shape, after in zip(kept, kept[1:], kept[2:], strict=False)
        ]
        del kept[losses.index(min(losses)) + 1]
    return kept


def _effort(cards: int, limits: Limits | None) -> tuple[int, int]:
    """Return how many shapes of a card are kept, and how many widths are tried."""
    if limits is not None and cards <= _EFFORTS[-1][0]:
        return _EFFORT_FOR_PAGE
    efforts = ((shapes, widths) for limit, shapes, widths in _EFFORTS if cards <= limit)
    return next(efforts, _LEAST_EFFORT)


def _choose(shapes: Sequence[Shape], limits: Limits | None = None) -> Shape:
    """Return the shape with the largest text; among nearly equal ones a small one."""
    if limits is not None:
        fitting = [shape for shape in shapes if limits.excess(shape) <= 1]
        return min(fitting, key=lambda s: s.length) if fitting else min(shapes, key=limits.excess)
    scales = [text_scale(shape.width, shape.height) for shape in shapes]
    limit = max(scales) * _TOLERANCE
    good = [shape for shape, scale in zip(shapes, scales, strict=True) if scale >= limit]
    return min(good, key=_size)


def _size(shape: Shape) -> float:
    """Return the area of the picture of a shape, times a power of the length of its lines."""
    return picture_area(shape.width, shape.height) * float((shape.length + 1) ** _LINE_EXPONENT)


def _leaf_shapes(face: Faces) -> Iterator[Shape]:
    yield Shape(face.narrow.width, face.narrow.height, 0.0, Arrangement())
    if face.wide is not None:
        yield Shape(face.wide.width, face.wide.height, 0.0, Arrangement(is_wide=True))


class _Stack(NamedTuple):
    """The size of some children below each other, and the width that chooses their shapes."""

    width: float
    height: float
    length: float
    limit: float


@define
class _Sums:
    """Sums over the children with the shapes that a width chooses.

    So that the size of any run of children is known at once.
    """

    limit: float
    widths: list[float]
    gap: float
    ends: list[float] = field(init=False)
    """The height of the children up to each, with the gaps after them."""
    lengths: list[float] = field(init=False)
    offsets: list[float] = field(init=False)
    """The sum of the distances from the top to the children up to each."""

    @classmethod
    def of(cls, limit: float, shapes: Sequence[Shape], gap: float) -> _Sums:
        sums = cls(limit, [shape.width for shape in shapes], gap)
        sums.ends = list(accumulate((s.height + gap for s in shapes), initial=0.0))
        sums.lengths = list(accumulate((shape.length for shape in shapes), initial=0.0))
        sums.offsets = list(accumulate(sums.ends, initial=0.0))
        return sums

    def height(self, start: int, end: int) -> float:
        return self.ends[end] - self.ends[start] - self.gap

    def stack(self, start: int, end: int) -> _Stack:
        """Return the stack of a run of children."""
        top = self.ends[start]
        offsets = self.offsets[end] - self.offsets[start] - (end - start) * top
        length = self.lengths[end] - self.lengths[start] + offsets
        return _Stack(max(self.widths[start:end]), self.height(start, end), length, self.limit)


@define
class _Family:
    """The children of a card, and the ways to arrange them."""

    scene: Scene
    children: Sequence[int]
    child_shapes: Sequence[Sequence[Shape]]
    width_count: int
    """Number of widths that are tried."""
    gap: float = SIBLING_GAP
    """The distance between children below each other."""
    keys: list[tuple[int, int] | None] = field(init=False)
    """The bus of each child; that of an undercutter is the one of the inference."""
    changes: list[int] = field(init=False)
    """The number of children up to each that have another bus than the one before."""
    dots: list[int] = field(init=False)
    """The number of children up to each that have a dot."""
    cuts: list[int] = field(init=False)
    """Where a new column may begin: not between an inference and what undercuts it."""
    sums: list[_Sums] = field(init=False)

    def __attrs_post_init__(self) -> None:
        cards = [self.scene.cards[index] for index in self.children]
        keys: list[tuple[int, int] | None] = []
        for card in cards:
            keys.append(line_key(card) or (keys[-1] if keys else None))
        self.keys = keys
        is_new = [bool(i) and keys[i] != keys[i - 1] for i in range(len(keys))]
        self.changes = list(accumulate(map(int, is_new), initial=0))
        self.dots = list(accumulate((int(card.has_dot) for card in cards), initial=0))
        self.cuts = [i for i, card in enumerate(cards) if i and card.undercuts is None]
        lists = [self.child_shapes[index] for index in self.children]
        widths = sorted({shape.width for shapes in lists for shape in shapes})
        if len(widths) > self.width_count:
            step = (len(widths) - 1) / (self.width_count - 1)
            widths = [widths[round(number * step)] for number in range(self.width_count)]
        self.sums = [
            _Sums.of(
                limit,
                [pick(shapes, limit) if len(shapes) > 1 else shapes[0] for shapes in lists],
                self.gap,
            )
            for limit in widths
        ]

    def shapes(self, face: Faces) -> Iterator[Shape]:
        """Yield the shapes of a card with these children."""
        yield from self._right(face.narrow)
        yield from self._below(face.narrow, 0, self._column_counts())
        for split in self._splits():
            yield from self._right_and_below(face.narrow, split)
        if face.wide is not None:
            yield from self._below(face.wide, 0, self._column_counts(), is_wide=True)
            yield from self._aligned(face.wide)

    def forest_shapes(self) -> Iterator[Shape]:
        """Yield the shapes of several trees."""
        for columns in self._column_lists(0, self._column_counts()):
            width = sum(column.width for column, _ in columns) + TREE_GAP * (len(columns) - 1)
            length = sum(column.length for column, _ in columns)
            height = max(column.height for column, _ in columns)
            yield Shape(width, height, length, Arrangement(columns=_as_columns(columns)))

    def _column_counts(self) -> tuple[int, ...]:
        return _FEW_COLUMNS + (_MANY_COLUMNS if len(self.children) >= _WIDE_FAN else ())

    def _buses(self, start: int, end: int) -> int:
        return self.changes[end] - self.changes[start + 1] + 1

    def _dot_lanes(self, start: int, end: int) -> int:
        return int(self.dots[end] > self.dots[start])

    def _right_gutter(self, end: int) -> float:
        buses, dots = self._buses(0, end), self._dot_lanes(0, end)
        return gutter_width(buses, 0, dots, is_first=False, is_right=True)

    def _right(self, face: CardLayout) -> Iterator[Shape]:
        count = len(self.children)
        gutter = self._right_gutter(count)
        for sums in self.sums:
            stack = sums.stack(0, count)
            yield Shape(
                face.width + gutter + stack.width,
                max(face.height, stack.height),
                stack.length + gutter * count,
                Arrangement(right_count=count, right_width=stack.limit),
            )

    def _below(
        self, face: CardLayout, start: int, counts: Sequence[int], *, is_wide: bool = False
    ) -> Iterator[Shape]:
        margin, cost = (0.0, 0.0) if is_wide else self._margin(face, start)
        for columns in self._column_lists(start, counts):
            width, height, length = self._measure(columns, start, margin)
            yield Shape(
                max(margin + face.width, width),
                face.height + height,
                length + cost,
                Arrangement(is_wide, columns=_as_columns(columns)),
            )

    def _margin(self, face: CardLayout, start: int) -> tuple[float, float]:
        """Return the width of the margin beside a box of premises, and what its lanes cost."""
        last = max((key[0] for key in self.keys if key is not None), default=0)
        last = max(last, sum(not panel.is_row for panel in face.panels) - 1)
        lanes = len({key for key in self.keys[start:] if key is not None and key[0] < last})
        return margin_width(lanes), _MARGIN_LANE_COST * max(lanes - 1, 0)

    def _measure(
        self, columns: Sequence[tuple[_Stack, int]], start: int, margin: float
    ) -> tuple[float, float, float]:
        """Return the width and the height of columns with their corridor, and the lines' length."""
        width, length = margin, 0.0
        height = 0.0
        begin = start
        buses = self._buses(start, len(self.children))
        for number, (stack, end) in enumerate(columns):
            gutter = gutter_width(
                self._buses(begin, end) if margin == 0 else 1,
                0,
                self._dot_lanes(begin, end),
                is_first=number == 0,
            )
            width += gutter
            length += stack.length + (end - begin) * (width - margin if number else gutter)
            width += stack.width
            height = max(height, stack.height)
            begin = end
        corridor = corridor_height(0, 0 if len(columns) == 1 else buses, 0)
        length += corridor * (len(self.children) - start)
        return width, height + corridor, length

    def _column_lists(
        self, start: int, counts: Sequence[int]
    ) -> Iterator[list[tuple[_Stack, int]]]:
        """Yield lists of columns, each with the number of children up to its end."""
        for sums in self.sums:
            for count in counts:
                ends = self._split(sums, start, count)
                if ends is None:
                    break
                height = max(
                    sums.height(begin, end)
                    for begin, end in zip([start, *ends], ends, strict=False)
                )
                yield [
                    (self._narrowest(begin, end, height, sums), end)
                    for begin, end in zip([start, *ends], ends, strict=False)
                ]

    def _narrowest(self, start: int, end: int, height: float, widest: _Sums) -> _Stack:
        """Return the narrowest stack of a run of children that is not higher than ``height``."""
        for sums in self.sums:
            if sums is widest or sums.height(start, end) <= height:
                return sums.stack(start, end)
        return widest.stack(start, end)

    def _split(self, sums: _Sums, start: int, count: int) -> list[int] | None:
        """Return the ends of ``count`` columns of about equal height; None if there are too few."""
        total = len(self.children)
        if count == 1:
            return [total]
        if total - start < count:
            return None
        top, bottom = sums.ends[start], sums.ends[total]
        ends: list[int] = []
        cuts = self.cuts
        previous = bisect_right(cuts, start)
        for number in range(1, count):
            ideal = top + (bottom - top) * number / count
            place = bisect_left(cuts, ideal, lo=previous, key=sums.ends.__getitem__)
            if place > previous and place < len(cuts):
                before, after = sums.ends[cuts[place - 1]], sums.ends[cuts[place]]
                if ideal - before < after - ideal:
                    place -= 1
            elif place >= len(cuts) > previous:
                place = len(cuts) - 1
            if place >= len(cuts):
                return None
            ends.append(cuts[place])
            previous = place + 1
        return [*ends, total]

    def _splits(self) -> list[int]:
        """Return where the children at the right may end.

        That is after each of the first children; in a larger map after the first one, where against
        follows for, and at a quarter, half and all but the last of them; in a large map only at the
        first of these places.
        """
        if self.width_count >= _EFFORTS[0][2] or not self.cuts:
            return self.cuts[:_MAX_SPLITS]
        turns = [
            cut
            for cut in self.cuts
            if (self.keys[cut] or (0, 0))[1] > (self.keys[cut - 1] or (0, 0))[1]
        ]
        middle = len(self.cuts) // 2
        places = [*turns[:2], self.cuts[middle], self.cuts[middle // 2], self.cuts[-1]]
        if self.width_count == _LEAST_EFFORT[1]:
            return places[:1]
        return sorted({*places, self.cuts[0]})

    def _right_and_below(self, face: CardLayout, split: int) -> Iterator[Shape]:
        gutter = self._right_gutter(split)
        right: dict[tuple[float, float], _Stack] = {}
        for sums in self.sums:
            stack = sums.stack(0, split)
            right.setdefault((stack.width, stack.height), stack)
        stacks = list(right.values())[:: max(len(right) // (self.width_count // 3), 1)]
        lower_shapes = self._below(face, split, _COLUMNS_BESIDE_RIGHT)
        for lower in prune(lower_shapes, self.width_count * 2 // 3):
            columns = lower.arrangement.columns
            for stack in stacks:
                length = lower.length + stack.length + gutter * split
                arrangement = Arrangement(False, split, stack.limit, columns)
                yield Shape(
                    max(lower.width, face.width + gutter + stack.width),
                    max(lower.height, lower.height - face.height + stack.height),
                    length,
                    arrangement,
                )
                if lower.width > _MAX_BESIDE * face.width:
                    continue
                yield Shape(
                    lower.width + gutter + stack.width,
                    max(lower.height, stack.height),
                    length + (lower.width - face.width) * split,
                    arrangement._replace(is_beside=True),
                )

    def _aligned(self, face: CardLayout) -> Iterator[Shape]:
        """Yield shapes with a column below each premise that has children."""
        entries = [key[0] if key is not None else 0 for key in self.keys]
        ends = [i for i in range(1, len(entries)) if entries[i] != entries[i - 1]]
        if not ends or any(entries[i] < entries[i - 1] for i in ends):
            return
        ends.append(len(entries))
        starts = [0, *ends[:-1]]
        for sums in self.sums:
            columns, x, height, length = [], 0.0, 0.0, 0.0
            for number, (begin, end) in enumerate(zip(starts, ends, strict=True)):
                stack = sums.stack(begin, end)
                offset = face.panels[entries[begin]].area.x
                buses, dots = self._buses(begin, end), self._dot_lanes(begin, end)
                gutter = gutter_width(buses, 0, dots, is_first=number == 0)
                x = max(x, offset)
                columns.append(Column(end, stack.limit, offset))
                length += stack.length + gutter + abs(x - offset)
                x += gutter + stack.width
                height = max(height, stack.height)
            corridor = corridor_height(0, 0, 0)
            length += corridor * len(entries)
            yield Shape(
                max(face.width, x),
                face.height + corridor + height,
                length,
                Arrangement(True, columns=tuple(columns)),
            )


def _as_columns(columns: Sequence[tuple[_Stack, int]]) -> tuple[Column, ...]:
    return tuple(Column(end, stack.limit) for stack, end in columns)
