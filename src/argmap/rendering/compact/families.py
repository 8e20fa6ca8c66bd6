"""The ways to arrange the children of a card, on their sizes only."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.cards.layout import CardLayout
from argmap.rendering.compact.shapes import Arrangement, Column, Faces, Shape, pick, prune
from argmap.rendering.compact.spacing import (
    SIBLING_GAP,
    TREE_GAP,
    corridor_height,
    gutter_width,
    line_key,
    margin_width,
)
from argmap.rendering.scene.scene import Scene

_MARGIN_LANE_COST = 60.0
"""Points of lines that each further bus beside a box of premises is worth."""

_FEW_COLUMNS = (1, 2, 3, 4, 5, 6)
_MANY_COLUMNS = (8, 12, 16, 24, 32)
_COLUMNS_BESIDE_RIGHT = (1, 2, 3)
_WIDE_FAN = 40
"""Number of children from which on more than six columns are tried."""

_THOROUGH = 10
"""Number of splits from which on they are tried in turn."""

_MAX_BESIDE = 1.6
"""Width of the columns below a card, in cards, up to which its first children are beside them.

Beside wider ones they would be read last.
"""


class Effort(NamedTuple):
    """How much is tried.

    Attributes:
        shapes: The number of shapes that are kept for a card.
        widths: The number of widths that are tried for the children of a card.
        splits: The number of places that are tried at which the children at the right end.
    """

    shapes: int
    widths: int
    splits: int

    @property
    def is_thorough(self) -> bool:
        """Whether the first places are tried in turn, and not only the most promising ones."""
        return self.splits >= _THOROUGH


class ChildStack(NamedTuple):
    """The size of some children below each other, and the width that chooses their shapes."""

    width: float
    height: float
    length: float
    limit: float


@define
class StackSums:
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
    def of(cls, limit: float, shapes: Sequence[Shape], gap: float) -> StackSums:
        sums = cls(limit, [shape.width for shape in shapes], gap)
        sums.ends = list(accumulate((s.height + gap for s in shapes), initial=0.0))
        sums.lengths = list(accumulate((shape.length for shape in shapes), initial=0.0))
        sums.offsets = list(accumulate(sums.ends, initial=0.0))
        return sums

    def height(self, start: int, end: int) -> float:
        return self.ends[end] - self.ends[start] - self.gap

    def stack(self, start: int, end: int) -> ChildStack:
        """Return the stack of a run of children."""
        top = self.ends[start]
        offsets = self.offsets[end] - self.offsets[start] - (end - start) * top
        length = self.lengths[end] - self.lengths[start] + offsets
        return ChildStack(max(self.widths[start:end]), self.height(start, end), length, self.limit)


@define
class Family:
    """The children of a card, and the ways to arrange them."""

    scene: Scene
    children: Sequence[int]
    child_shapes: Sequence[Sequence[Shape]]
    effort: Effort
    """What is tried."""
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
    sums: list[StackSums] = field(init=False)

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
        if len(widths) > self.effort.widths:
            step = (len(widths) - 1) / (self.effort.widths - 1)
            widths = [widths[round(number * step)] for number in range(self.effort.widths)]
        self.sums = [
            StackSums.of(
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
        self, columns: Sequence[tuple[ChildStack, int]], start: int, margin: float
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
    ) -> Iterator[list[tuple[ChildStack, int]]]:
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

    def _narrowest(self, start: int, end: int, height: float, widest: StackSums) -> ChildStack:
        """Return the narrowest stack of a run of children that is not higher than ``height``."""
        for sums in self.sums:
            if sums is widest or sums.height(start, end) <= height:
                return sums.stack(start, end)
        return widest.stack(start, end)

    def _split(self, sums: StackSums, start: int, count: int) -> list[int] | None:
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
        """Return where the children at the right may end, in the author's order.

        In a small map that is after each of the first children; else after the first one, where
        against follows for, and at a quarter, half and all but the last of them. In a large map it
        is only at the first of the latter places.
        """
        cuts, limit = self.cuts, self.effort.splits
        if len(cuts) <= limit or self.effort.is_thorough:
            return cuts[:limit]
        turns = [
            cut for cut in cuts if (self.keys[cut] or (0, 0))[1] > (self.keys[cut - 1] or (0, 0))[1]
        ]
        middle = len(cuts) // 2
        places = [*turns[:2], cuts[middle], cuts[middle // 2], cuts[-1]]
        return places[:1] if limit == 1 else sorted({*places, cuts[0]})

    def _right_and_below(self, face: CardLayout, split: int) -> Iterator[Shape]:
        gutter = self._right_gutter(split)
        right: dict[tuple[float, float], ChildStack] = {}
        for sums in self.sums:
            stack = sums.stack(0, split)
            right.setdefault((stack.width, stack.height), stack)
        stacks = list(right.values())[:: max(len(right) // (self.effort.widths // 3), 1)]
        lower_shapes = self._below(face, split, _COLUMNS_BESIDE_RIGHT)
        for lower in prune(lower_shapes, self.effort.widths * 2 // 3):
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


def _as_columns(columns: Sequence[tuple[ChildStack, int]]) -> tuple[Column, ...]:
    return tuple(Column(end, stack.limit) for stack, end in columns)
