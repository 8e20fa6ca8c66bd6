"""The overview as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from attrs import define

from argmap.model import ArgumentMap, Status
from argmap.rendering.annotations import make_annotations, with_evaluation
from argmap.rendering.cards.text_layout import TextLine, TextRun
from argmap.rendering.digest import picture_digest
from argmap.rendering.escaping import clean, xml_id
from argmap.rendering.options import RenderOptions
from argmap.rendering.paper import MARGIN, PageSize
from argmap.rendering.poster.layout import (
    PlacedBlock,
    PlacedBullet,
    PlacedCard,
    PosterLayout,
    lay_out_poster,
)
from argmap.rendering.poster.parts import PosterBlock, find_blocks
from argmap.rendering.poster.screens import Screen
from argmap.rendering.poster.summary import PointKind
from argmap.rendering.svg.document import id_prefix, picture_head
from argmap.rendering.svg.elements import element, format_number, text_element
from argmap.rendering.theme import LINE_STYLES, Theme, faint_color

_CORNER_RADIUS = 6.0
_BORDER, _THESIS_BORDER, _LINE, _TEE = 1.2, 2.4, 1.6, 2.2
_ARROW_LENGTH, _HALF_ARROW, _HALF_TEE = 7.0, 3.8, 5.0
_BUS_OFFSET, _OUTER_OFFSET, _STUB_Y = 6.0, 9.0, 14.0
_REJECTED_DASHES = "5 3"
_LABEL_SIZE, _LABEL_GAP = 9.0, 7.0
"""The size of the page number, and its distance from what is below it."""

_BULLET_SHAPES = {
    PointKind.ANSWER: "M1 -6V-2.2H6.5M4.3 -4.4L6.5 -2.2L4.3 0",
}


class PageNumbers(NamedTuple):
    """The pages of a document that begins with an overview.

    Attributes:
        label: The number of the page of the overview, and how many pages there are.
        pages: The number of the page that shows a part, by the id of a section or option.
    """

    label: str
    pages: Mapping[str, int]


def write_overview(
    argument_map: ArgumentMap,
    theme: Theme,
    options: RenderOptions,
    numbers: PageNumbers | None = None,
    screen: Screen | None = None,
) -> str:
    """Return the overview of a map as SVG; `argmap.rendering.poster.has_overview` is true of it.

    Args:
        argument_map: The map.
        theme: The theme.
        options: The options. With a page size, the overview has that size.
        numbers: The pages after the overview, whose numbers are on the cards; None if there are
            none.
        screen: The screen to lay it out for; None for a printed page.
    """
    evaluated = with_evaluation(argument_map, options, needs_statuses=True)
    blocks = find_blocks(argument_map, evaluated.statuses or {}, options.links)
    if numbers is not None:
        _add_page_numbers(blocks, numbers.pages)
    layout = lay_out_poster(blocks, partial(_caption, blocks), screen or options.page)
    digest = picture_digest(argument_map, make_annotations(argument_map, evaluated), theme, options)
    label = numbers.label if numbers is not None else ""
    painter = _Painter(layout, theme, id_prefix(argument_map, options), options.page, label)
    return "\n".join([*painter.paint(argument_map, digest), "</svg>\n"])


def _add_page_numbers(blocks: list[PosterBlock], pages: Mapping[str, int]) -> None:
    for block in blocks:
        for child in block.head.children:
            for part, _ in child.walk():
                if part.id in pages:
                    part.tally = (*part.tally, f"page\N{NO-BREAK SPACE}{pages[part.id]:,}")


def _caption(blocks: list[PosterBlock], shown: frozenset[PointKind]) -> str:
    """Return the legend in words: what occurs on the cards, and nothing else."""
    parts = [part for block in blocks for part, _ in block.head.walk()]
    kinds = {point.kind for part in parts for point in part.points} & shown
    if any(block.head.id for block in blocks):
        sentences = ["Each card is an option"]
        if PointKind.SUPPORT in kinds:
            sentences.append("+ its weightiest reason")
    else:
        sentences = ["Each card is a part of the map with what it concludes"]
    if PointKind.OBJECTION in kinds:
        sentences.append("− the weightiest objection to it")
    if PointKind.ANSWER in kinds:
        sentences.append("hooked arrow: what answers it")
    if PointKind.CONCESSION in kinds:
        sentences.append("gray − what it concedes")
    if any(part.is_against for part in parts):
        sentences.append("dashed line: counts against")
    return "; ".join(sentences) + "."


@define
class _Painter:
    layout: PosterLayout
    theme: Theme
    prefix: str
    page: PageSize | None = None
    label: str = ""

    def paint(self, argument_map: ArgumentMap, digest: str) -> Iterator[str]:
        layout = self.layout
        description = " ".join(self._descriptions())
        size = (layout.width, layout.height)
        page = self.page
        if page is not None and page.can_turn and (page.width < page.height) != (size[0] < size[1]):
            page = page.turned
        page_size = (page.width, page.height) if page is not None else None
        yield picture_head(
            argument_map, self.theme, self.prefix, size, description, digest, page_size
        )
        yield element(
            "rect", class_="page", width=layout.width, height=layout.height, fill=self.theme["page"]
        )
        for block in layout.blocks:
            lines = "\n".join(self._tree_lines(block))
            yield element("g", (f"\n{lines}\n",), class_="lines", aria_hidden="true")
            yield self._card(block.head, is_head=True)
            for card in block.cards:
                yield self._card(card)
        caption = [text_element(line, self.theme) for line in layout.caption.lines]
        yield element("g", caption, class_="legend", aria_hidden="true")
        if self.label:
            right = layout.width - MARGIN
            run = (TextRun(self.label, "muted"),)
            line = TextLine(right, MARGIN - _LABEL_GAP, _LABEL_SIZE, run, is_right_aligned=True)
            yield text_element(line, self.theme)

    def _descriptions(self) -> Iterator[str]:
        yield "Overview."
        for block in self.layout.blocks:
            for point in block.head.part.points:
                yield f"{point.text.rstrip('.')}."
            yield f"{', '.join(block.head.part.summary)}."

    # ---- Cards -----------------------------------------------------------------------------------

    def _card(self, card: PlacedCard, *, is_head: bool = False) -> str:
        part = card.part
        role = "root" if is_head else "attack" if part.is_against else "support"
        is_rejected = part.status is Status.REJECTED
        line, fill = ("faint", "pale") if is_rejected else ("line", "fill")
        fill_color = self.theme[f"{role}.{fill}"] if card.depth == 0 else self.theme["paper"]
        frame = element(
            "rect",
            class_="frame",
            width=card.width,
            height=card.height,
            rx=_CORNER_RADIUS,
            fill=fill_color,
            stroke=self.theme[f"{role}.{line}"],
            stroke_width=_THESIS_BORDER if is_head else _BORDER,
            stroke_dasharray=_REJECTED_DASHES if is_rejected else None,
        )
        content = [frame, *(self._bullet(bullet, role) for bullet in card.bullets)]
        content += [text_element(text_line, self.theme) for text_line in card.text.lines]
        body = element("g", content, aria_hidden="true")
        label = clean(_label(card))
        if part.url:
            body = element("a", (body,), href=part.url, aria_label=label)
        return element(
            "g",
            (body,),
            id=f"{self.prefix}part-{xml_id(part.id)}",
            class_=" ".join(filter(None, ["part", role, part.status and part.status.value])),
            role="graphics-object" if part.url else "graphics-symbol",
            aria_label=label,
            transform=f"translate({format_number(card.x)} {format_number(card.y)})",
        )

    def _bullet(self, bullet: PlacedBullet, role: str) -> str:
        colors = {
            PointKind.SUPPORT: "support.line",
            PointKind.OBJECTION: "attack.line",
            PointKind.CONCESSION: "muted",
            PointKind.ANSWER: "rebuttal.line",
            PointKind.CONCLUSION: f"{role}.line",
        }
        color = self.theme[colors[bullet.kind]]
        x, y = format_number(bullet.x), format_number(bullet.y)
        if bullet.kind is PointKind.ANSWER:
            return element(
                "path",
                d=_BULLET_SHAPES[PointKind.ANSWER],
                transform=f"translate({x} {y})",
                stroke=color,
                stroke_width=1.1,
            )
        if bullet.kind is PointKind.CONCLUSION:
            return element(
                "circle", cx=bullet.x + 3, cy=bullet.y - bullet.size * 0.33, r=1.6, fill=color
            )
        half = bullet.size * 0.28
        middle = format_number(bullet.y - bullet.size * 0.34)
        path = f"M{x} {middle}h{format_number(2 * half)}"
        if bullet.kind is PointKind.SUPPORT:
            path += f"m{format_number(-half)} {format_number(-half)}v{format_number(2 * half)}"
        return element("path", d=path, stroke=color, stroke_width=1.5)

    # ---- Lines -----------------------------------------------------------------------------------

    def _tree_lines(self, block: PlacedBlock) -> Iterator[str]:
        """Yield the lines from each part to the part that it bears on."""
        head = block.head
        parents: dict[int, PlacedCard] = {}
        seen_columns: set[int] = set()
        for card in block.cards:
            parents[card.depth] = card
            if not card.part.is_connected:
                seen_columns.add(card.column)
                continue
            if card.depth == 0:
                bottom = head.y + head.height
                if card.column not in seen_columns:
                    seen_columns.add(card.column)
                    x = card.x + card.width / 2
                    yield self._line(card, [(x, card.y), (x, bottom)])
                elif card.x - _BUS_OFFSET > head.x:
                    yield self._side_line(card, card.x - _BUS_OFFSET, bottom)
                else:
                    yield self._outer_line(card, head)
                continue
            parent = parents[card.depth - 1]
            yield self._side_line(card, parent.x + _BUS_OFFSET, parent.y + parent.height)

    def _side_line(self, card: PlacedCard, x: float, top: float) -> str:
        """Return a line from the left side of a card, up to ``top`` at ``x``."""
        y = card.y + min(_STUB_Y, card.height / 2)
        return self._line(card, [(card.x, y), (x, y), (x, top)])

    def _outer_line(self, card: PlacedCard, head: PlacedCard) -> str:
        """Return a line around the card above, from one left side to the left side of the head."""
        x = card.x - _OUTER_OFFSET
        y = card.y + min(_STUB_Y, card.height / 2)
        head_y = head.y + head.height / 2
        return self._line(card, [(card.x, y), (x, y), (x, head_y), (head.x, head_y)])

    def _line(self, card: PlacedCard, points: list[tuple[float, float]]) -> str:
        if card.part.is_option:  # an option is no reason for its question
            line = element("path", d=_path(points), stroke_width=_LINE)
            return element("g", (line,), class_="line option", stroke=self.theme["muted"])
        kind = "attack" if card.part.is_against else "support"
        return self._arrow(kind, points, is_faint=card.part.status is Status.REJECTED)

    def _arrow(self, kind: str, points: list[tuple[float, float]], *, is_faint: bool) -> str:
        style = LINE_STYLES[kind]
        color = self.theme[faint_color(style.color) if is_faint else style.color]
        (x1, y1), (x2, y2) = points[-2:]
        length = max(abs(x2 - x1) + abs(y2 - y1), 1e-9)
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        back = _ARROW_LENGTH if kind == "support" else 1.5
        shaft = [*points[:-1], (x2 - dx * back, y2 - dy * back)]
        content = [
            element("path", d=_path(shaft), stroke_width=_LINE, stroke_dasharray=style.dashes),
        ]
        if kind == "support":
            half = _HALF_ARROW
            base_x, base_y = x2 - dx * back, y2 - dy * back
            corners = [
                (x2, y2),
                (base_x - dy * half, base_y + dx * half),
                (base_x + dy * half, base_y - dx * half),
            ]
            content.append(element("path", d=_path(corners) + "z", fill=color, stroke="none"))
        else:
            half = _HALF_TEE
            ends = [
                (x2 - dx * back - dy * half, y2 - dy * back + dx * half),
                (x2 - dx * back + dy * half, y2 - dy * back - dx * half),
            ]
            content.append(element("path", d=_path(ends), stroke_width=_TEE))
        return element("g", content, class_=f"line {kind}", stroke=color)


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{format_number(x)} {format_number(y)}" for x, y in points)


_SPOKEN = {
    PointKind.SUPPORT: "For it: ",
    PointKind.OBJECTION: "Objection: ",
    PointKind.CONCESSION: "Granted: ",
    PointKind.ANSWER: "Answer: ",
    PointKind.NOTE: "It ",
}


def _label(card: PlacedCard) -> str:
    """Return what a card says, for screen readers."""
    part = card.part
    texts = [f"{part.title.rstrip('.')}." if part.title else ""]
    texts += [f"{_SPOKEN.get(kind, '')}{text.rstrip('.')}." for kind, text in part.points]
    status = [part.status.value] if part.status else []
    texts.append(", ".join([*status, *part.tally]) + ".")
    texts += [f"{other[:1].upper()}{other[1:]}." for other in part.others]
    return " ".join(filter(None, texts))
