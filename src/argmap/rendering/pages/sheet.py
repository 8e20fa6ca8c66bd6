"""One page as SVG: a header, the cards, and on the first page also a caption and a legend."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import frozen

from argmap.rendering.cards.icon_lines import add_badge
from argmap.rendering.cards.text_layout import (
    EVIDENCE_STYLE,
    TextColumn,
    TextLine,
    TextRun,
    TextStyle,
    fit,
    runs_width,
)
from argmap.rendering.descriptions import (
    EMPTY_MAP_TEXT,
    Descriptions,
    describe,
    describe_sources,
)
from argmap.rendering.digest import picture_digest
from argmap.rendering.drawing import Drawing
from argmap.rendering.escaping import clean
from argmap.rendering.legend import LegendItem, PageNote, legend_items, page_note_items
from argmap.rendering.options import RenderOptions
from argmap.rendering.pages.filling import FilledPage, Filler, Format
from argmap.rendering.pages.numbering import Numbering
from argmap.rendering.paper import MARGIN, PageSize
from argmap.rendering.scene.scene import Scene
from argmap.rendering.svg.cards import CardPainter
from argmap.rendering.svg.document import id_prefix, picture_head
from argmap.rendering.svg.edges import EdgePainter
from argmap.rendering.svg.elements import element, format_number, paint_icon, text_element
from argmap.rendering.svg.legend import LEGEND_ROW_HEIGHT, paint_legend
from argmap.rendering.svg.legend import legend_rows as wrap_legend
from argmap.rendering.theme import Theme

_HEADER_HEIGHT, _HEADER_BASELINE, _RULE_Y = 28.0, 10.0, 15.0
_SECTION_GAP = 10.0
"""Units between caption, cards and legend."""

_TITLE_SIZE, _NUMBER_SIZE, _HEADER_GAP = 11.0, 9.5, 10.0
_DOT = "\xa0·\xa0"
_CHAPTER_SHARE = 0.62
"""The share of the header that the title of a chapter may take."""

_RULE_WIDTH = 0.7
_CAPTION_STYLE = TextStyle(9.5, 13)
_EMPTY_STYLE = TextStyle(11, 16)
_MIN_SHARE = 1 / 3
"""The share of the first page that is left to cards at least."""


@frozen(slots=False)
class SheetWriter:
    """Writes pages with cards of a scene."""

    scene: Scene
    theme: Theme
    options: RenderOptions

    @cached_property
    def digest(self) -> str:
        """The digest of everything that determines the pages."""
        annotations = self.scene.annotations
        return picture_digest(self.scene.argument_map, annotations, self.theme, self.options)

    def format(self, size: PageSize, card_width: float) -> Format:
        """Return the space for cards on pages of a size, in units of the layout."""
        unit = _unit(size)
        width, height = size.inner_width / unit, size.inner_height / unit - _HEADER_HEIGHT
        folded = len(self.scene.card_refs) if self.options.max_pages is not None else 0
        caption = self.caption(0.0, width, 0.0, folded)
        rows = self.legend_rows(self.scene, width, set(PageNote))
        legend = len(rows) * LEGEND_ROW_HEIGHT
        used = sum(part + _SECTION_GAP for part in (caption.y, legend) if part)
        first_height = max(height - used, height * _MIN_SHARE)
        return Format(width, height, first_height, min(card_width, width))

    def write(
        self, filler: Filler, numbering: Numbering, page: FilledPage, number: int, size: PageSize
    ) -> str:
        """Return a page as SVG.

        If something is larger than a page, the page is scaled down.
        """
        page_scene = filler.builder.build(page.parts, numbering.notes(page, number))
        drawing = filler.draw(page, page_scene)
        left, top, right, bottom = drawing.bounds
        limits = page.limits
        factor = max((right - left) / limits.width, (bottom - top) / limits.height, 1.0)
        chapter = " · ".join(numbering.chapter_titles(page))
        sheet = _Sheet(self, size, factor, number, numbering.last, clean(chapter))
        scene = page_scene.scene
        if number != numbering.first:
            return sheet.write(scene, drawing, folded=0, legend=None)
        legend = self.legend_rows(
            numbering.shown_scene(), sheet.inner_width, numbering.kinds_of_notes
        )
        return sheet.write(scene, drawing, folded=numbering.folded_count, legend=legend)

    def write_empty(self, size: PageSize) -> str:
        """Return the only page of a map without cards."""
        return _Sheet(self, size, 1.0, 1, 1).write(self.scene, None, folded=0, legend=[])

    def caption(self, x: float, width: float, y: float, folded: int) -> TextColumn:
        """Return the authors, the date, the sources and what is not shown."""
        column = TextColumn(x, width, y)
        argument_map, annotations = self.scene.argument_map, self.scene.annotations
        if self.options.caption:
            byline = " · ".join([*argument_map.author, *filter(None, [argument_map.date])])
            for text in (byline, describe_sources(self.scene), self._describe_rest(folded)):
                column.add_text(clean(text), _CAPTION_STYLE, "muted")
            add_badge(column, annotations.diagnostics.get(""))
        return column

    def _describe_rest(self, folded: int) -> str:
        annotations = self.scene.annotations
        parts = [f"Part of the map: {annotations.view}"] if annotations.view else []
        omitted = sum(annotations.folded.values()) + folded
        if omitted:
            sentences = "sentence is" if omitted == 1 else "sentences are"
            parts.append(f"{omitted:,} {sentences} not shown")
        return "; ".join(parts)

    def legend_rows(
        self, scene: Scene, width: float, notes: set[PageNote]
    ) -> list[list[LegendItem]]:
        """Return the legend of what the pages show."""
        if not self.options.legend:
            return []
        return wrap_legend([*legend_items(scene), *page_note_items(notes)], width)


def _unit(size: PageSize) -> float:
    """Return the length of a unit in points: evidence, the smallest sentences, is large enough."""
    return size.min_text / EVIDENCE_STYLE.size


def _width(text: str) -> float:
    return runs_width((TextRun(text, "text"),), _NUMBER_SIZE)


@frozen(slots=False)
class _Sheet:
    """A page of a size, with units that are smaller by a factor."""

    writer: SheetWriter
    size: PageSize
    factor: float
    number: int
    last: int
    chapter: str = ""

    @cached_property
    def unit(self) -> float:
        """The length of a unit in points."""
        return _unit(self.size) / self.factor

    @cached_property
    def margin(self) -> float:
        return MARGIN / self.unit

    @property
    def inner_width(self) -> float:
        return self.size.inner_width / self.unit

    def write(
        self,
        scene: Scene,
        drawing: Drawing | None,
        *,
        folded: int,
        legend: list[list[LegendItem]] | None,
    ) -> str:
        """Return the page as SVG; a scene without a drawing is an empty map.

        Only the first page has a ``legend``.
        """
        writer, is_first = self.writer, legend is not None
        content = [self._head(is_first=is_first), *self._header()]
        y = self.margin + _HEADER_HEIGHT
        if is_first:
            caption = writer.caption(self.margin, self.inner_width, y, folded)
            content.append(self._column(caption, "caption"))
            y = caption.y + (_SECTION_GAP if caption.lines else 0.0)
        if drawing is None:
            empty = TextColumn(self.margin, self.inner_width, y)
            empty.add_text(EMPTY_MAP_TEXT, _EMPTY_STYLE, "muted")
            content.append(self._column(empty, "caption"))
        else:
            left, top, _, _ = drawing.bounds
            content += self._map(scene, drawing, self.margin - left, y - top)
            if legend:
                content.append(self._legend(legend))
        return "\n".join(filter(None, content)) + "\n</svg>\n"

    @cached_property
    def prefix(self) -> str:
        writer = self.writer
        return f"{id_prefix(writer.scene.argument_map, writer.options)}p{self.number}-"

    def _head(self, *, is_first: bool) -> str:
        writer = self.writer
        width, height = self.size.width / self.unit, self.size.height / self.unit
        description = f"Page {self.number:,} of {self.last:,}."
        if is_first:
            description += f" {describe(writer.scene)}"
        head = picture_head(
            writer.scene.argument_map,
            writer.theme,
            self.prefix,
            (width, height),
            description,
            writer.digest,
            (self.size.width, self.size.height),
        )
        page = element("rect", class_="page", width=width, height=height, fill=self._color("page"))
        return f"{head}\n{page}"

    def _header(self) -> Iterator[str]:
        """Yield the title, the chapter and the number of the page, and a rule below them."""
        writer = self.writer
        left, right = self.margin, self.margin + self.inner_width
        y = self.margin + _HEADER_BASELINE
        number = f"page {self.number:,} of {self.last:,}"
        space = self.inner_width - _width(number) - 2 * _HEADER_GAP
        chapter = fit(self.chapter, space * _CHAPTER_SHARE, _NUMBER_SIZE)
        space -= _width(chapter)
        title = writer.scene.argument_map.title
        if writer.options.caption and title:
            text = fit(clean(title), space, _TITLE_SIZE, bold=True)
            run = TextRun(text, "text", bold=True)
            yield text_element(TextLine(left, y, _TITLE_SIZE, (run,)), writer.theme)
        runs = [TextRun(number, "muted")]
        if chapter:
            runs = [TextRun(f"{chapter}{_DOT}", "text"), TextRun(number, "muted")]
        yield text_element(
            TextLine(right, y, _NUMBER_SIZE, tuple(runs), is_right_aligned=True), writer.theme
        )
        rule = f"M{format_number(left)} {format_number(self.margin + _RULE_Y)}"
        yield element(
            "path",
            d=f"{rule}H{format_number(right)}",
            stroke=self._color("hairline"),
            stroke_width=_RULE_WIDTH,
        )

    def _map(self, scene: Scene, drawing: Drawing, x: float, y: float) -> Iterator[str]:
        """Yield the lines and the cards."""
        theme = self.writer.theme
        edges = EdgePainter(theme, self.prefix, True, x, y)
        routes = sorted(drawing.routes, key=lambda route: not route.is_faint)
        lines = "\n".join(edges.paint(route) for route in routes)
        yield element("g", (f"\n{lines}\n",), class_="lines", aria_hidden="true")
        cards = CardPainter(Descriptions(scene), theme, self.prefix)
        for card, layout, slot in zip(
            scene.cards, drawing.card_layouts, drawing.slots, strict=True
        ):
            yield cards.paint(card, layout, x + slot.main_start, y + slot.cross_start)

    def _legend(self, rows: list[list[LegendItem]]) -> str:
        """Return the legend at the bottom of the page."""
        bottom = (self.size.height - MARGIN) / self.unit
        top = bottom - len(rows) * LEGEND_ROW_HEIGHT
        content = paint_legend(rows, self.margin, top, self.writer.theme)
        return element("g", content, class_="legend", aria_hidden="true")

    def _column(self, column: TextColumn, class_: str) -> str:
        theme = self.writer.theme
        content = [part for icon in column.icons for part in paint_icon(icon, theme)]
        content += [text_element(line, theme) for line in column.lines]
        return element("g", content, class_=class_) if content else ""

    def _color(self, name: str) -> str:
        return self.writer.theme[name]
