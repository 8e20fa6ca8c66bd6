"""Cards as SVG: a frame, the statements on it, and the slips of evidence docked on those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from attrs import frozen

from argmap.model import Assumption, Status
from argmap.rendering.cards import layout as card_layouts
from argmap.rendering.cards.layout import CardLayout, Panel
from argmap.rendering.cards.text_layout import FOOTER_STYLE, TextLine, TextRun
from argmap.rendering.descriptions import Descriptions
from argmap.rendering.escaping import clean, escape_xml, xml_id
from argmap.rendering.scene.scene import Card, Entry, Role
from argmap.rendering.svg.elements import element, number, paint_icon, text_line
from argmap.rendering.theme import Theme

_ROUND, _SLIP_ROUND = 6, 3.5
_BORDER, _THESIS_BORDER, _HAIR = 1.3, 2.4, 0.7
_DOTTED = "0.1 3.6"
_DASHES: dict[Status | None, str] = {Status.REJECTED: "5 3", Status.UNDECIDED: "9 3 1.6 3"}
_PAGE = "M0 0h4.6l2.4 2.4v6.6h-7zM4.6 0v2.4h2.4"
"""A sheet of paper with a folded corner, 7 points by 9."""


@frozen
class CardPainter:
    """Writes the cards of one scene; ``prefix`` begins every id."""

    descriptions: Descriptions
    theme: Theme
    prefix: str

    def paint(self, card: Card, card_layout: CardLayout, x: float, y: float) -> str:
        """Write a card whose upper left corner is at (``x``, ``y``)."""
        head = [part for sign in card_layout.icons for part in paint_icon(sign, self.theme)]
        head += self._head(card, card_layout)
        content = [*self._frame(card, card_layout), _drawn(head)]
        for panel, entry in zip(card_layout.panels, card.entries, strict=True):
            content.append(self._statement(card, panel, entry))
            content += [self._slip(slip, entry) for slip in panel.evidence_rows]
        is_object = card.is_linked or card.role is Role.HEADING
        label = self._object_label(card) if is_object else None
        kind = "section" if card.role is Role.HEADING else "step" if card.is_linked else "card"
        return element(
            "g",
            content,
            id=f"{self.prefix}{kind}-{xml_id(card.key)}",
            class_=" ".join(self._classes(card)),
            role="graphics-object" if is_object else None,
            aria_label=label,
            transform=f"translate({number(x)} {number(y)})",
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

    def _frame(self, card: Card, card_layout: CardLayout) -> Iterator[str]:
        if card.role is Role.HEADING:
            line = self.theme["root.line"]
            yield element(
                "path",
                d=f"M0 {number(card_layout.height)}h{number(card_layout.width)}",
                stroke=line,
                stroke_width=_BORDER,
            )
            return
        status = self.descriptions.scene.status_of(card)
        fill, line = ("pale", "faint") if status is Status.REJECTED else ("fill", "line")
        dashes = _DASHES.get(status, _DOTTED if _is_assumed(card) else None)
        yield element(
            "rect",
            class_="frame",
            width=card_layout.width,
            height=card_layout.height,
            rx=_ROUND,
            fill=self.theme[f"{card.role.theme_role}.{fill}"],
            stroke=self.theme[f"{card.role.theme_role}.{line}"],
            stroke_width=_THESIS_BORDER if card.is_thesis else _BORDER,
            stroke_dasharray=dashes,
            stroke_linecap="round" if dashes == _DOTTED else None,
        )

    def _head(self, card: Card, card_layout: CardLayout) -> Iterator[str]:
        """Write what belongs to no single statement: the head of linked premises, their ties."""
        for line in card_layout.lines:
            yield text_line(line, self.theme)
        for panel in card_layout.panels[1:]:
            yield from self._tie(card, panel, card_layout)

    def _tie(self, card: Card, panel: Panel, card_layout: CardLayout) -> Iterator[str]:
        """Write the rule between two linked premises, with the word that makes them one."""
        x, y, width, _ = panel.area
        color = f"{card.role.theme_role}.line"
        if card_layout.is_wide:
            height = card_layout.height - y  # all rules of a box are as high as it
            x, middle = x - card_layouts.GUTTER / 2, y + height / 2
            rule = f"M{number(x)} {number(y)}V{number(middle - 7)}m0 14V{number(y + height - 8)}"
            at = (x - 7, middle + 3)
        else:
            start, end = number(x + card_layouts.PADDING), number(x + width - card_layouts.PADDING)
            rule = f"M{start} {number(y)}h8m22 0H{end}"
            at = (x + card_layouts.PADDING + 11, y + 2.6)
        yield element("path", d=rule, stroke=self.theme[color], stroke_width=_HAIR)
        yield text_line(TextLine(*at, FOOTER_STYLE.size, (TextRun("and", color),)), self.theme)

    def _statement(self, card: Card, panel: Panel, entry: Entry) -> str:
        statement = panel.statement
        name = f"s-{xml_id(statement.id)}"
        if panel.is_reference and card.inference is not None:
            name = f"in-{xml_id(f'{card.inference.id}>{statement.id}')}"
        return element(
            "g",
            self._said(panel),
            id=f"{self.prefix}{name}",
            class_=statement.kind,
            role=_role(panel),
            aria_label=clean(self.descriptions.entry(card, entry)),
            data_area=" ".join(map(number, panel.area)) if card.is_linked else None,
        )

    def _said(self, panel: Panel, *shapes: str) -> Iterator[str]:
        """Write what is drawn of a statement, then what of it is a link.

        The drawn lines are hidden from readers of the screen: the statement's label says them, as
        one sentence. So is the tooltip, which would be read after the label.
        """
        signs = [part for sign in panel.icons for part in paint_icon(sign, self.theme)]
        lines = [text_line(line, self.theme) for line in panel.lines if not line.href]
        yield _drawn([_title(self.descriptions.title(panel.statement)), *shapes, *signs, *lines])
        linked = (line for line in panel.lines if line.href)
        for href, group in groupby(linked, key=lambda line: line.href):
            said = list(group)
            content = [_title(self.descriptions.link(panel.statement, href)), *_reach(panel, said)]
            content += [text_line(line, self.theme) for line in said]
            yield element("a", content, href=href)

    def _slip(self, slip: Panel, entry: Entry) -> str:
        x, y, width, height = slip.area
        line = self.theme["hairline"]
        status = self.descriptions.scene.annotations.statuses.get(slip.statement.id)
        frame = element(
            "rect",
            class_="slip",
            x=x,
            y=y,
            width=width,
            height=height,
            rx=_SLIP_ROUND,
            fill=self.theme["paper"],
            stroke=line,
            stroke_width=_HAIR,
            stroke_dasharray=_DASHES.get(status),
        )
        page = element(
            "path",
            d=_PAGE,
            transform=f"translate({number(x + card_layouts.EVIDENCE_PADDING)} {number(y + 6)})",
            stroke=self.theme["muted"],
            stroke_width=0.9,
            stroke_linejoin="round",
        )
        return element(
            "g",
            self._said(slip, frame, page),
            id=f"{self.prefix}s-{xml_id(slip.statement.id)}",
            class_="evidence docked",
            role=_role(slip),
            aria_label=clean(self.descriptions.evidence(slip.statement, entry)),
        )


def _role(panel: Panel) -> str:
    """Return the role of a statement: a symbol is one whole and has no parts, such as a link."""
    has_link = any(line.href for line in panel.lines)
    return "graphics-object" if has_link else "graphics-symbol"


def _reach(panel: Panel, lines: list[TextLine]) -> Iterator[str]:
    """Write what takes a pointer between the lines of a link, where there are several."""
    if len(lines) > 1:
        top, bottom = lines[0].y - lines[0].size, lines[-1].y + lines[-1].size / 3
        yield element(
            "rect",
            x=lines[0].x,
            y=top,
            width=panel.area[0] + panel.area[2] - card_layouts.PADDING - lines[0].x,
            height=bottom - top,
            fill="none",
            pointer_events="all",
        )


def _drawn(content: Iterable[str]) -> str:
    """Write what is there for the eye alone."""
    inner = "".join(content)
    return element("g", (inner,), aria_hidden="true") if inner else ""


def _is_assumed(card: Card) -> bool:
    only = card.entries[0] if len(card.entries) == 1 else None
    return only is not None and isinstance(only.statement, Assumption)


def _title(text: str) -> str:
    return f"<title>{escape_xml(text)}</title>"
