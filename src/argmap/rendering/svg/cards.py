"""Cards as SVG: a frame, the sentences on it, and the rows docked below each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import frozen

from argmap.model import Assumption, Context, Sentence, Status
from argmap.rendering.cards.font_metrics import SAFETY_FACTOR
from argmap.rendering.cards.layout import (
    EVIDENCE_PADDING,
    GUTTER,
    PADDING,
    TAB_HEIGHT,
    TAB_PADDING,
    TAB_TOP,
    CardLayout,
    Panel,
)
from argmap.rendering.cards.text_layout import FOOTER_STYLE, TextLine, TextRun, runs_width
from argmap.rendering.cards.texts import is_own_reading
from argmap.rendering.descriptions import Descriptions
from argmap.rendering.escaping import clean, escape_xml, xml_id
from argmap.rendering.scene.roles import Role
from argmap.rendering.scene.scene import Card, Entry
from argmap.rendering.svg.elements import (
    element,
    format_number,
    paint_icon,
    sentence_name,
    text_element,
)
from argmap.rendering.theme import Theme

_CORNER_RADIUS, _EVIDENCE_CORNER_RADIUS = 6, 3.5
_QUESTION_CORNER_RADIUS = 13
_BORDER_WIDTH, _THESIS_BORDER_WIDTH, _HAIRLINE_WIDTH = 1.3, 2.4, 0.7
_SECOND_FRAME_INSET = 2.6
"""The distance between the two frames of a concession."""

_READING_DASHES, _READING_WIDTH = "0.1 3.6", 1.9
_READING_INSET = 4.2
"""The distance from the left edge of the dots that mark what is not in the source's words."""

_READING_MARGIN = 6
"""The distance of these dots from the lower edge, or a little less from the first docked row."""
_ASSUMPTION_DASHES = "0.1 3.6"
_STATUS_DASHES: dict[Status | None, str] = {
    Status.REJECTED: "5 3",
    Status.UNDECIDED: "9 3 1.6 3",
}
_RING_DISTANCE, _RING_WIDTH = 3.0, 1.6
"""The ring around a statement whose status differs from another version of the map."""
_PAGE_ICON = "M0 0h4.6l2.4 2.4v6.6h-7zM4.6 0v2.4h2.4"
"""A sheet of paper with a folded corner, 7 by 9 points."""

_CONTEXT_ICON = "M0 1.5h7M0 4.5h7M0 7.5h4"
"""Lines of text, 7 by 9 points."""


@frozen
class CardPainter:
    """Writes the cards of a scene; every id begins with ``prefix``."""

    descriptions: Descriptions
    theme: Theme
    prefix: str

    def paint(self, card: Card, card_layout: CardLayout, x: float, y: float) -> str:
        """Return the SVG of a card whose upper left corner is at (``x``, ``y``)."""
        head = [part for icon in card_layout.icons for part in paint_icon(icon, self.theme)]
        head += [text_element(line, self.theme) for line in card_layout.lines]
        for panel in card_layout.panels[1:]:
            if not panel.is_row:
                head += self._separator(card, panel, card_layout)
        content = [*self._frame(card, card_layout), _hidden_group(head)]
        for panel, entry in zip(card_layout.panels, card.entries, strict=True):
            if panel.is_row:
                content.append(self._row(panel, self.descriptions.context(card, panel.sentence)))
                continue
            content.append(self._statement(card, panel, entry))
            content += [
                self._row(row, self.descriptions.row(row.sentence, entry))
                for row in panel.docked_rows
            ]
            content += self._marks(panel.mark_lines)
        content += self._marks(card_layout.mark_lines)
        if card_layout.tab:
            content.append(self._tab(card_layout.tab))
        is_object = card.is_linked or card.role is Role.HEADING
        kind = "section" if card.role is Role.HEADING else "step" if card.is_linked else "card"
        return element(
            "g",
            content,
            id=f"{self.prefix}{kind}-{xml_id(card.key)}",
            class_=" ".join(self._classes(card)),
            role="graphics-object" if is_object else None,
            aria_label=self._object_label(card) if is_object else None,
            transform=f"translate({format_number(x)} {format_number(y)})",
        )

    def _marks(self, lines: Iterable[TextLine]) -> Iterator[str]:
        """Yield notes about other pages; those without a link are hidden from screen readers."""
        for href, group in groupby(lines, key=lambda line: line.href):
            texts = [text_element(line, self.theme) for line in group]
            yield element("a", texts, href=href) if href else _hidden_group(texts)

    def _tab(self, lines: tuple[TextLine, ...]) -> str:
        """Return the tab of a repeated card."""
        first, last = lines[0], lines[-1]
        end = last.x + runs_width(last.runs, last.size) * SAFETY_FACTOR + TAB_PADDING
        pill = element(
            "rect",
            class_="tab",
            x=first.x - TAB_PADDING,
            y=TAB_TOP,
            width=end - first.x + TAB_PADDING,
            height=TAB_HEIGHT,
            rx=TAB_HEIGHT / 2,
            fill=self.theme["text"],
        )
        texts = [text_element(line, self.theme) for line in lines]
        content = [pill, *texts]
        return element("a", content, href=first.href) if first.href else _hidden_group(content)

    def _classes(self, card: Card) -> Iterator[str]:
        yield from ("card", card.role.value)
        if card.is_linked:
            yield "linked"
        status = self.descriptions.scene.status_of(card)
        if status is not None:
            yield status.value

    def _object_label(self, card: Card) -> str:
        if card.role is Role.HEADING:
            return clean(f"Section: {card.title}")
        return self.descriptions.card(card)

    def _frame(self, card: Card, card_layout: CardLayout) -> Iterator[str]:
        """Yield the frame of a card, or the line below a section heading."""
        if card.role is Role.HEADING:
            yield element(
                "path",
                d=f"M0 {format_number(card_layout.height)}h{format_number(card_layout.width)}",
                stroke=self.theme["root.line"],
                stroke_width=_BORDER_WIDTH,
            )
            return
        scene, role = self.descriptions.scene, card.theme_role
        fill, line = ("pale", "faint") if scene.is_pale(card) else ("fill", "line")
        dashes = _STATUS_DASHES.get(scene.status_of(card))
        if card.is_granted:
            dashes = None
        elif dashes is None and isinstance(card.single, Assumption):
            dashes = _ASSUMPTION_DASHES
        yield element(
            "rect",
            class_="frame",
            width=card_layout.width,
            height=card_layout.height,
            rx=_QUESTION_CORNER_RADIUS if card.role is Role.QUESTION else _CORNER_RADIUS,
            fill=self.theme[f"{role}.{fill}"],
            stroke=self.theme[f"{role}.{line}"],
            stroke_width=self._border_width(card),
            stroke_dasharray=dashes,
            stroke_linecap="round" if dashes == _ASSUMPTION_DASHES else None,
        )
        if card.single is not None and self._is_flipped(card.single):
            yield self._ring(0, 0, card_layout.width, card_layout.height, _CORNER_RADIUS)
        if card.is_granted:
            yield element(
                "rect",
                x=_SECOND_FRAME_INSET,
                y=_SECOND_FRAME_INSET,
                width=card_layout.width - 2 * _SECOND_FRAME_INSET,
                height=card_layout.height - 2 * _SECOND_FRAME_INSET,
                rx=_CORNER_RADIUS - _SECOND_FRAME_INSET,
                stroke=self.theme[f"{role}.line"],
                stroke_width=_HAIRLINE_WIDTH,
            )
        if is_own_reading(card.inference) and card.is_linked:
            end = card_layout.panels[0].area.y if card_layout.panels else card_layout.height
            yield self._reading_edge(0, 0, end, f"{role}.line")

    def _is_flipped(self, sentence: Sentence) -> bool:
        """Return whether a sentence has another status than in another version of the map."""
        mark = self.descriptions.scene.annotations.version_marks.get(sentence.id)
        return mark is not None and mark.old_status is not None

    def _ring(self, x: float, y: float, width: float, height: float, radius: float) -> str:
        """Return the ring around a statement whose status differs from another version."""
        return element(
            "rect",
            class_="flipped",
            x=x - _RING_DISTANCE,
            y=y - _RING_DISTANCE,
            width=width + 2 * _RING_DISTANCE,
            height=height + 2 * _RING_DISTANCE,
            rx=radius + _RING_DISTANCE,
            stroke=self.theme["text"],
            stroke_width=_RING_WIDTH,
        )

    def _border_width(self, card: Card) -> float:
        if card.role is Role.CONTEXT:
            return _HAIRLINE_WIDTH
        is_main = card.is_thesis or card.role is Role.QUESTION
        is_main = is_main or self.descriptions.scene.is_accepted_option(card)
        return _THESIS_BORDER_WIDTH if is_main else _BORDER_WIDTH

    def _reading_edge(self, x: float, y: float, height: float, color: str) -> str:
        """Return the dotted edge of what is not in the source's words."""
        start, end = format_number(y + 7), format_number(y + height - _READING_MARGIN)
        return element(
            "path",
            class_="reading",
            d=f"M{format_number(x + _READING_INSET)} {start}V{end}",
            stroke=self.theme[color],
            stroke_width=_READING_WIDTH,
            stroke_dasharray=_READING_DASHES,
            stroke_linecap="round",
        )

    def _separator(self, card: Card, panel: Panel, card_layout: CardLayout) -> Iterator[str]:
        """Yield the line before a linked premise, and the word "and" on it."""
        x, y, width, _ = panel.area
        color = f"{card.theme_role}.line"
        if card_layout.is_wide:
            height = card_layout.height - y  # all separators of a card are as high as the card
            x, middle = x - GUTTER / 2, y + height / 2
            upper_end, lower_end = format_number(middle - 7), format_number(y + height - 8)
            line = f"M{format_number(x)} {format_number(y)}V{upper_end}m0 14V{lower_end}"
            word_position = (x - 7, middle + 3)
        else:
            start, end = format_number(x + PADDING), format_number(x + width - PADDING)
            line = f"M{start} {format_number(y)}h8m22 0H{end}"
            word_position = (x + PADDING + 11, y + 2.6)
        yield element("path", d=line, stroke=self.theme[color], stroke_width=_HAIRLINE_WIDTH)
        word = TextLine(*word_position, FOOTER_STYLE.size, (TextRun("and", color),))
        yield text_element(word, self.theme)

    def _statement(self, card: Card, panel: Panel, entry: Entry) -> str:
        sentence = panel.sentence
        name = sentence_name(sentence)
        if panel.is_reference and card.inference is not None:
            name = f"in-{xml_id(f'{card.inference.id}>{sentence.id}')}"
        shapes = []
        if panel.is_own_reading:
            x, y, _, height = panel.area
            if panel.docked_rows:
                height = panel.docked_rows[0].area.y - y + _READING_MARGIN / 2
            shapes.append(self._reading_edge(x, y, height, f"{card.theme_role}.line"))
        return element(
            "g",
            self._panel_content(panel, *shapes),
            id=f"{self.prefix}{name}",
            class_=sentence.kind,
            role=_aria_role(panel),
            aria_label=clean(self.descriptions.entry(card, entry)),
            data_area=" ".join(map(format_number, panel.area)) if card.is_linked else None,
        )

    def _panel_content(self, panel: Panel, *shapes: str) -> Iterator[str]:
        """Yield the drawn lines of a statement, and then its links.

        The drawn lines are hidden from screen readers, because the statement's label contains them
        as one sentence. So is the tooltip, which would be read after the label.
        """
        icons = [part for icon in panel.icons for part in paint_icon(icon, self.theme)]
        lines = [text_element(line, self.theme) for line in panel.lines if not line.href]
        tooltip = _title(self.descriptions.title(panel.sentence))
        yield _hidden_group([tooltip, *shapes, *icons, *lines])
        linked = (line for line in panel.lines if line.href)
        for href, group in groupby(linked, key=lambda line: line.href):
            link_lines = list(group)
            content = [_title(self.descriptions.link(panel.sentence, href))]
            if len(link_lines) > 1:
                content.append(_pointer_area(panel, link_lines))
            content += [text_element(line, self.theme) for line in link_lines]
            yield element("a", content, href=href)

    def _row(self, row: Panel, label: str) -> str:
        x, y, width, height = row.area
        is_context = isinstance(row.sentence, Context)
        status = self.descriptions.scene.annotations.statuses.get(row.sentence.id)
        frame = element(
            "rect",
            class_="slip",
            x=x,
            y=y,
            width=width,
            height=height,
            rx=_EVIDENCE_CORNER_RADIUS,
            fill=self.theme["context.fill" if is_context else "paper"],
            stroke=self.theme["hairline"],
            stroke_width=_HAIRLINE_WIDTH,
            stroke_dasharray=_STATUS_DASHES.get(status),
        )
        icon = element(
            "path",
            d=_CONTEXT_ICON if is_context else _PAGE_ICON,
            transform=f"translate({format_number(x + EVIDENCE_PADDING)} {format_number(y + 6)})",
            stroke=self.theme["muted"],
            stroke_width=0.9,
            stroke_linejoin="round",
        )
        shapes = [frame, icon]
        if self._is_flipped(row.sentence):
            shapes.append(self._ring(x, y, width, height, _EVIDENCE_CORNER_RADIUS))
        if row.is_own_reading:
            shapes.append(self._reading_edge(x - 1, y, height, "muted"))
        return element(
            "g",
            self._panel_content(row, *shapes),
            id=f"{self.prefix}{sentence_name(row.sentence)}",
            class_=f"{row.sentence.kind} docked",
            role=_aria_role(row),
            aria_label=clean(label),
        )


def _aria_role(panel: Panel) -> str:
    """Return the ARIA role of a statement: a symbol must not contain links, an object may."""
    has_link = any(line.href for line in panel.lines)
    return "graphics-object" if has_link else "graphics-symbol"


def _pointer_area(panel: Panel, lines: list[TextLine]) -> str:
    """Return an invisible rectangle that makes the space between the lines of a link clickable."""
    top, bottom = lines[0].y - lines[0].size, lines[-1].y + lines[-1].size / 3
    return element(
        "rect",
        x=lines[0].x,
        y=top,
        width=panel.area[0] + panel.area[2] - PADDING - lines[0].x,
        height=bottom - top,
        fill="none",
        pointer_events="all",
    )


def _hidden_group(content: Iterable[str]) -> str:
    """Return a group that is hidden from screen readers; nothing if it has no content."""
    inner = "".join(content)
    return element("g", (inner,), aria_hidden="true") if inner else ""


def _title(text: str) -> str:
    return f"<title>{escape_xml(text)}</title>"
