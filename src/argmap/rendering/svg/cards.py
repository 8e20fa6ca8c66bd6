"""Cards as SVG: a frame, the statements on it, and the rows of evidence below each statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import frozen

from argmap.model import Assumption, Status
from argmap.rendering.cards.layout import EVIDENCE_PADDING, GUTTER, PADDING, CardLayout, Panel
from argmap.rendering.cards.text_layout import FOOTER_STYLE, TextLine, TextRun
from argmap.rendering.descriptions import Descriptions
from argmap.rendering.escaping import clean, escape_xml, xml_id
from argmap.rendering.scene.scene import Card, Entry, Role
from argmap.rendering.svg.elements import element, format_number, paint_icon, text_element
from argmap.rendering.theme import Theme

_CORNER_RADIUS, _EVIDENCE_CORNER_RADIUS = 6, 3.5
_BORDER_WIDTH, _THESIS_BORDER_WIDTH, _HAIRLINE_WIDTH = 1.3, 2.4, 0.7
_ASSUMPTION_DASHES = "0.1 3.6"
_STATUS_DASHES: dict[Status | None, str] = {
    Status.REJECTED: "5 3",
    Status.UNDECIDED: "9 3 1.6 3",
}
_PAGE_ICON = "M0 0h4.6l2.4 2.4v6.6h-7zM4.6 0v2.4h2.4"
"""A sheet of paper with a folded corner, 7 by 9 points."""


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
            head += self._separator(card, panel, card_layout)
        content = [self._frame(card, card_layout), _hidden_group(head)]
        for panel, entry in zip(card_layout.panels, card.entries, strict=True):
            content.append(self._statement(card, panel, entry))
            content += [self._evidence_row(row, entry) for row in panel.evidence_rows]
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

    def _frame(self, card: Card, card_layout: CardLayout) -> str:
        """Return the frame of a card, or the line below a section heading."""
        if card.role is Role.HEADING:
            return element(
                "path",
                d=f"M0 {format_number(card_layout.height)}h{format_number(card_layout.width)}",
                stroke=self.theme["root.line"],
                stroke_width=_BORDER_WIDTH,
            )
        status = self.descriptions.scene.status_of(card)
        fill, line = ("pale", "faint") if status is Status.REJECTED else ("fill", "line")
        dashes = _STATUS_DASHES.get(status, _ASSUMPTION_DASHES if _is_assumption(card) else None)
        return element(
            "rect",
            class_="frame",
            width=card_layout.width,
            height=card_layout.height,
            rx=_CORNER_RADIUS,
            fill=self.theme[f"{card.role.theme_role}.{fill}"],
            stroke=self.theme[f"{card.role.theme_role}.{line}"],
            stroke_width=_THESIS_BORDER_WIDTH if card.is_thesis else _BORDER_WIDTH,
            stroke_dasharray=dashes,
            stroke_linecap="round" if dashes == _ASSUMPTION_DASHES else None,
        )

    def _separator(self, card: Card, panel: Panel, card_layout: CardLayout) -> Iterator[str]:
        """Yield the line before a linked premise, and the word "and" on it."""
        x, y, width, _ = panel.area
        color = f"{card.role.theme_role}.line"
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
        statement = panel.statement
        name = f"s-{xml_id(statement.id)}"
        if panel.is_reference and card.inference is not None:
            name = f"in-{xml_id(f'{card.inference.id}>{statement.id}')}"
        return element(
            "g",
            self._panel_content(panel),
            id=f"{self.prefix}{name}",
            class_=statement.kind,
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
        tooltip = _title(self.descriptions.title(panel.statement))
        yield _hidden_group([tooltip, *shapes, *icons, *lines])
        linked = (line for line in panel.lines if line.href)
        for href, group in groupby(linked, key=lambda line: line.href):
            link_lines = list(group)
            content = [_title(self.descriptions.link(panel.statement, href))]
            if len(link_lines) > 1:
                content.append(_pointer_area(panel, link_lines))
            content += [text_element(line, self.theme) for line in link_lines]
            yield element("a", content, href=href)

    def _evidence_row(self, row: Panel, entry: Entry) -> str:
        x, y, width, height = row.area
        status = self.descriptions.scene.annotations.statuses.get(row.statement.id)
        frame = element(
            "rect",
            class_="slip",
            x=x,
            y=y,
            width=width,
            height=height,
            rx=_EVIDENCE_CORNER_RADIUS,
            fill=self.theme["paper"],
            stroke=self.theme["hairline"],
            stroke_width=_HAIRLINE_WIDTH,
            stroke_dasharray=_STATUS_DASHES.get(status),
        )
        page_icon = element(
            "path",
            d=_PAGE_ICON,
            transform=f"translate({format_number(x + EVIDENCE_PADDING)} {format_number(y + 6)})",
            stroke=self.theme["muted"],
            stroke_width=0.9,
            stroke_linejoin="round",
        )
        return element(
            "g",
            self._panel_content(row, frame, page_icon),
            id=f"{self.prefix}s-{xml_id(row.statement.id)}",
            class_="evidence docked",
            role=_aria_role(row),
            aria_label=clean(self.descriptions.evidence(row.statement, entry)),
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


def _is_assumption(card: Card) -> bool:
    return len(card.entries) == 1 and isinstance(card.entries[0].statement, Assumption)


def _title(text: str) -> str:
    return f"<title>{escape_xml(text)}</title>"
