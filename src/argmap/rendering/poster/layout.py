"""The layout of an overview: cards in columns on one page, at the largest text size that fits.

For a height of the page, each column takes the smallest width at which it is not higher. The layout
takes the smallest height at which the widths fit, and shares the rest of the page's width among the
columns. If the text does not fit at 9 points, the cards say less; then the page is larger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from attrs import define, evolve, field, frozen

from argmap.rendering.cards.text_layout import TextColumn, TextStyle
from argmap.rendering.escaping import clean
from argmap.rendering.paper import A4, MARGIN, PageSize
from argmap.rendering.poster.parts import MapPart, PosterBlock
from argmap.rendering.poster.screens import SCREENS, Screen
from argmap.rendering.poster.summary import CardPoint, PointKind, count_words

_PAGE_FACTORS = (1.0, 2**0.5, 2.0, 2**1.5, 4.0, 2**2.5, 8.0, 16.0, 32.0)
"""The sides of A4, A3, A2, A1, A0 and larger pages, in sides of A4."""
_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0)
_SLIDE_SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
_LINE_HEIGHT = 1.25  # ems
_TALLY_SIZE, _TITLE_FACTOR = 8.0, 1.25
_PADDING, _HEAD_PADDING = 5.0, 8.0
_BULLET_INDENT, _PART_INDENT = 10.0, 11.0
_CARD_GAP, _BLOCK_GAP = 7.0, 18.0
_MIN_WIDTH_EMS, _WIDTH_STEP = 13.0, 3.0
_GUTTER, _CORRIDOR = 14.0, 17.0
_CARD_LETTERS = 80
"""The number of letters that need as much space as title, tally and frame of a card."""

_CAPTION_SIZE, _CAPTION_GAP = 8.0, 8.0
_MAX_NOTE_LINES = 3

Caption = Callable[[frozenset[PointKind]], str]


class PlacedBullet(NamedTuple):
    """The symbol before a point: its kind, left edge and baseline."""

    kind: PointKind
    x: float
    y: float
    size: float


@frozen
class PlacedCard:
    """A card with its text; positions are on the page."""

    part: MapPart
    x: float
    y: float
    width: float
    height: float
    depth: int
    column: int
    text: TextColumn
    bullets: tuple[PlacedBullet, ...]


@frozen
class PlacedBlock:
    """A thesis or question with the cards of its parts.

    Attributes:
        head: The bar across the page.
        cards: The cards, in reading order.
    """

    head: PlacedCard
    cards: tuple[PlacedCard, ...]


@frozen
class PosterLayout:
    """The overview: its size in points, its blocks, and its caption."""

    width: float
    height: float
    blocks: tuple[PlacedBlock, ...]
    caption: TextColumn


def lay_out_poster(
    blocks: Sequence[PosterBlock], caption: Caption, surface: PageSize | Screen | None = None
) -> PosterLayout:
    """Return the layout of an overview: on A4 if it fits at 9 points, else on a larger page.

    Args:
        blocks: The blocks, from top to bottom.
        caption: Returns the caption below them for the kinds of points that the cards show.
        surface: The page to use instead of A4, or a screen. On a page, the layout has its
            proportions and is as large, or larger if it does not fit. On a screen, it may have any
            height. A phone has one column.
    """
    if isinstance(surface, Screen):
        return _lay_out_on_screen(blocks, caption, surface)
    sides = surface or A4
    is_exact = surface is not None
    sizes = _SIZES if sides.min_text < _SLIDE_SIZES[-1] else _SLIDE_SIZES
    across = sides if sides.width > sides.height or not sides.can_turn else sides.turned
    ways = (across, across.turned) if sides.can_turn else (across,)
    for factor in _PAGE_FACTORS:
        for level in range(len(_LEVELS)):
            for way in ways:
                for size in sizes:
                    width, height = way.width * factor, way.height * factor
                    layout = _Page(width, height, size, level).lay_out(blocks, caption)
                    if layout:
                        return evolve(layout, height=height) if is_exact else layout
    endless = _Page(across.width * factor, float("inf"), sizes[-1], len(_LEVELS) - 1)
    layout = endless.lay_out(blocks, caption)
    assert layout is not None  # a page without an end has space for everything
    if is_exact:
        width = max(layout.width, layout.height * across.width / across.height)
        return evolve(layout, width=width, height=width * across.height / across.width)
    return layout


def _lay_out_on_screen(
    blocks: Sequence[PosterBlock], caption: Caption, screen: Screen
) -> PosterLayout:
    shape = SCREENS[screen]
    page = _Page(
        shape.width,
        float("inf"),
        shape.text_size,
        shape.level,
        shape.margin,
        shape.min_width_ems,
        shape.max_columns,
    )
    layout = page.lay_out(blocks, caption)
    assert layout is not None  # a page without an end has space for everything
    return layout


# ---- What a card says at each level of detail ---------------------------------------------------


class _Level(NamedTuple):
    """What the cards say: the kinds of points, and the numbers of conclusions and lines of each."""

    max_conclusions: int = 3
    kinds: frozenset[PointKind] = frozenset(PointKind)
    max_lines: int = 40


_LEVELS = (
    _Level(3),
    _Level(2),
    _Level(1),
    _Level(1, frozenset(PointKind) - {PointKind.ANSWER}),
    _Level(1, frozenset({PointKind.CONCLUSION})),
    _Level(1, frozenset({PointKind.CONCLUSION}), 2),
)


def _conclusions(part: MapPart, level: _Level) -> list[CardPoint]:
    """Return the conclusions that a card shows; the last one says how many it leaves out."""
    conclusions = [point for point in part.points if point.kind is PointKind.CONCLUSION]
    shown = conclusions[: level.max_conclusions]
    if omitted := len(conclusions) - len(shown):
        last = shown[-1]
        shown[-1] = last._replace(
            text=f"{last.text} … and {count_words(omitted, 'more conclusion')}"
        )
    return shown


_COLORS = {
    PointKind.CONCLUSION: "text",
    PointKind.SUPPORT: "support.line",
    PointKind.OBJECTION: "attack.line",
    PointKind.CONCESSION: "muted",
    PointKind.ANSWER: "rebuttal.line",
    PointKind.NOTE: "muted",
}


class _SetText(NamedTuple):
    """The text of a card, set at the origin."""

    height: float
    column: TextColumn
    bullets: tuple[PlacedBullet, ...]


@define
class _Typesetter:
    """Sets the text of cards; results are kept, since widths are tried repeatedly."""

    size: float
    level: _Level
    _texts: dict[tuple[int, float], _SetText] = field(factory=dict)

    def set_part(self, part: MapPart, width: float) -> _SetText:
        key = (id(part), width)
        if key not in self._texts:
            self._texts[key] = self._set(part, width)
        return self._texts[key]

    def _set(self, part: MapPart, width: float) -> _SetText:
        body = TextStyle(self.size, self.size * _LINE_HEIGHT)
        column = TextColumn(_PADDING, width - 2 * _PADDING, _PADDING)
        bullets: list[PlacedBullet] = []
        line = "attack.line" if part.is_against else "support.line"
        if part.title:
            column.add_text(clean(part.title), body._replace(bold=True), line, limit=3)
        conclusions = _conclusions(part, self.level)
        for point in conclusions:
            self._add_point(column, point, bullets, body, is_hanging=len(conclusions) > 1)
        self._add_tally(column, part)
        self._add_other_points(column, part, bullets, body)
        note = TextStyle(_TALLY_SIZE, _TALLY_SIZE * 1.45)
        for other in part.others:
            column.add_text(f"→ {clean(other)}", note, "muted", limit=_MAX_NOTE_LINES)
        return _SetText(column.y + _PADDING, column, tuple(bullets))

    def _add_other_points(
        self, column: TextColumn, part: MapPart, bullets: list[PlacedBullet], style: TextStyle
    ) -> None:
        """Add the points that are not conclusions, if there is space for their kind."""
        for point in part.points:
            if point.kind in self.level.kinds and point.kind is not PointKind.CONCLUSION:
                self._add_point(column, point, bullets, style, is_hanging=True)

    def _add_point(
        self,
        column: TextColumn,
        point: CardPoint,
        bullets: list[PlacedBullet],
        style: TextStyle,
        *,
        is_hanging: bool,
    ) -> None:
        note_style = TextStyle(_TALLY_SIZE, _TALLY_SIZE * 1.45)
        if point.kind is PointKind.NOTE and column.add_to_last_line(point.text, note_style):
            return
        indent = _BULLET_INDENT if is_hanging else 0.0
        column.x, column.width = column.x + indent, column.width - indent
        first = len(column.lines)
        limit = self.level.max_lines if point.kind is PointKind.CONCLUSION else 6
        column.add_text(clean(point.text), style, _COLORS[point.kind], limit=limit)
        column.x, column.width = column.x - indent, column.width + indent
        if is_hanging and len(column.lines) > first and point.kind is not PointKind.NOTE:
            baseline = column.lines[first].y
            bullets.append(PlacedBullet(point.kind, column.x, baseline, style.size))

    def _add_tally(self, column: TextColumn, part: MapPart) -> None:
        style = TextStyle(_TALLY_SIZE, _TALLY_SIZE * 1.45)
        column.add_text(" · ".join(part.summary), style, "muted")

    def set_head(self, part: MapPart, width: float) -> _SetText:
        column = TextColumn(_HEAD_PADDING, width - 2 * _HEAD_PADDING, _HEAD_PADDING - 2)
        small = TextStyle(self.size, self.size * _LINE_HEIGHT)
        large_size = self.size * _TITLE_FACTOR
        large = TextStyle(large_size, large_size * _LINE_HEIGHT, bold=True)
        if part.title:
            column.add_text(clean(part.title), small, "muted", limit=2)
        bullets: list[PlacedBullet] = []
        for point in part.points:
            if point.kind is PointKind.CONCLUSION:
                column.add_text(clean(point.text), large, "text", limit=self.level.max_lines)
        self._add_tally(column, part)
        self._add_other_points(column, part, bullets, small)
        return _SetText(column.y + _HEAD_PADDING - 2, column, tuple(bullets))


# ---- Pages ---------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A part in a column."""

    part: MapPart
    depth: int


_Column = list[_Row]


def _distribute(trees: Sequence[_Column], count: int) -> list[_Column]:
    """Return trees in ``count`` columns, in their order, so that the longest is as short as it can.

    The length of a column is that of its texts. The limit is found by halving.
    """
    lengths = [sum(map(_length, tree)) for tree in trees]
    low, high = max(lengths), sum(lengths)
    while low < high:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if _count_columns(lengths, middle) <= count else (middle + 1, high)
        )
    columns: list[_Column] = []
    used = 0
    for number, (tree, length) in enumerate(zip(trees, lengths, strict=True)):
        must_begin = len(trees) - number <= count - len(columns)
        if not columns or must_begin or used + length > low:
            columns.append([])
            used = 0
        columns[-1] += tree
        used += length
    return columns


def _count_columns(lengths: Sequence[int], limit: int) -> int:
    count, used = 1, 0
    for length in lengths:
        if used + length > limit:
            count, used = count + 1, 0
        used += length
    return count


def _length(row: _Row) -> int:
    return _CARD_LETTERS + sum(len(point.text) for point in row.part.points)


@define
class _Page:
    """A page of a size, on which cards are tried with one text size and level of detail."""

    width: float
    height: float
    size: float
    level_index: int
    margin: float = MARGIN
    min_width_ems: float = _MIN_WIDTH_EMS
    max_columns: int | None = None
    _typesetter: _Typesetter = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._typesetter = _Typesetter(self.size, _LEVELS[self.level_index])

    @property
    def inner_width(self) -> float:
        return self.width - 2 * self.margin

    def lay_out(self, blocks: Sequence[PosterBlock], caption: Caption) -> PosterLayout | None:
        """Return the layout; None if it does not fit."""
        style = TextStyle(_CAPTION_SIZE, _CAPTION_SIZE * 1.4)
        text = caption(_LEVELS[self.level_index].kinds)
        footer = TextColumn(self.margin, self.inner_width, 0.0)
        footer.add_text(text, style, "muted")
        available = self.height - 2 * self.margin - footer.y - _CAPTION_GAP
        y, placed = self.margin, []
        for index, block in enumerate(blocks):
            y += _BLOCK_GAP if index else 0.0
            block_layout = self._lay_out_block(block, y, self.margin + available - y)
            if block_layout is None:
                return None
            placed.append(block_layout)
            y = max(card.y + card.height for card in (block_layout.head, *block_layout.cards))
        footer = TextColumn(self.margin, self.inner_width, y + _CAPTION_GAP)
        footer.add_text(text, style, "muted")
        return PosterLayout(self.width, footer.y + self.margin, tuple(placed), footer)

    def _lay_out_block(
        self, block: PosterBlock, top: float, available: float
    ) -> PlacedBlock | None:
        head = self._typesetter.set_head(block.head, self.inner_width)
        height = available - head.height - _CORRIDOR
        fitting = next(self._fitting_columns(block.head.children, height), None)
        if fitting is None:
            return None
        columns, widths = fitting
        head_card = PlacedCard(
            block.head,
            self.margin,
            top,
            self.inner_width,
            head.height,
            0,
            -1,
            head.column,
            head.bullets,
        )
        cards: list[PlacedCard] = []
        x = self.margin
        for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
            y = top + head.height + _CORRIDOR
            cards += self._place_column(column, index, x, y, width)
            x += width + _GUTTER
        return PlacedBlock(head_card, tuple(cards))

    def _fitting_columns(
        self, children: Sequence[MapPart], height: float
    ) -> Iterator[tuple[list[_Column], list[float]]]:
        """Yield the columns that are not higher than ``height``, and their widths; most first.

        With fewer columns, several children of the head are below each other, and no column is
        much lower than others.
        """
        if height < 0:
            return
        if not children:
            yield [], []
            return
        trees = [[_Row(part, depth) for part, depth in child.walk()] for child in children]
        most = max(int((self.inner_width + _GUTTER) / (self._min_width + _GUTTER)), 1)
        for count in range(min(most, len(trees), self.max_columns or most), 0, -1):
            columns = _distribute(trees, count)
            widths = self._widths(columns, self.inner_width - _GUTTER * (count - 1), height)
            if widths is not None:
                yield columns, widths

    @property
    def _min_width(self) -> float:
        return self.size * self.min_width_ems

    def _widths(
        self, columns: Sequence[_Column], width: float, height: float
    ) -> list[float] | None:
        """Return the widths of the columns at the least height; None if they are too high."""
        if height < 0 or (widths := self._least_widths(columns, width, height)) is None:
            return None
        low, high = 0.0, min(height, max(map(self._height, columns, widths)))
        for _ in range(7):
            middle = (low + high) / 2
            tried = self._least_widths(columns, width, middle)
            if tried is None:
                low = middle
            else:
                widths, high = tried, middle
        rest = (width - sum(widths)) / len(widths)
        return [column_width + rest for column_width in widths]

    def _least_widths(
        self, columns: Sequence[_Column], width: float, height: float
    ) -> list[float] | None:
        """Return the least width at which each column is not higher than ``height``."""
        widths: list[float] = []
        for column in columns:
            available = width - sum(widths) - self._min_width * (len(columns) - len(widths) - 1)
            low, high = 0, int((available - self._min_width) / _WIDTH_STEP)
            if high < 0 or self._height(column, self._min_width + high * _WIDTH_STEP) > height:
                return None
            while low < high:
                middle = (low + high) // 2
                if self._height(column, self._min_width + middle * _WIDTH_STEP) > height:
                    low = middle + 1
                else:
                    high = middle
            widths.append(self._min_width + low * _WIDTH_STEP)
        return widths

    def _height(self, column: _Column, width: float) -> float:
        cards = [
            self._typesetter.set_part(part, self._card_width(width, depth)).height
            for part, depth in column
        ]
        return sum(cards) + _CARD_GAP * (len(cards) - 1)

    def _card_width(self, width: float, depth: int) -> float:
        indent = min(depth * _PART_INDENT, width / 3)
        return width - indent

    def _place_column(
        self, column: _Column, index: int, x: float, y: float, width: float
    ) -> Iterator[PlacedCard]:
        for part, depth in column:
            card_width = self._card_width(width, depth)
            text = self._typesetter.set_part(part, card_width)
            yield PlacedCard(
                part,
                x + width - card_width,
                y,
                card_width,
                text.height,
                depth,
                index,
                text.column,
                text.bullets,
            )
            y += text.height + _CARD_GAP
