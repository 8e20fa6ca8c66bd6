"""The finished picture as SVG.

The style sheet of a picture: dark, print, forced colours.

The light colours stand as plain attributes, which every program draws; the dark ones replace them
by the colour they stand for. So nothing depends on style sheets being read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from attrs import define, field

from argmap.model import ArgumentMap
from argmap.rendering.cards.layout import add_badge
from argmap.rendering.cards.text_layout import TextColumn, TextStyle
from argmap.rendering.descriptions import (
    EMPTY_MAP_TEXT,
    Descriptions,
    LegendItem,
    describe,
    describe_folded,
    legend_items,
)
from argmap.rendering.digest import metadata_element, picture_digest
from argmap.rendering.escaping import clean, escape_xml
from argmap.rendering.layout.geometry import Layout
from argmap.rendering.options import RenderOptions
from argmap.rendering.routing.paths import Route
from argmap.rendering.routing.router import route_edges
from argmap.rendering.scene.scene import Scene
from argmap.rendering.svg import edges
from argmap.rendering.svg.cards import CardPainter
from argmap.rendering.svg.edges import EdgePainter
from argmap.rendering.svg.elements import attributes, element, number, paint_icon, text_line
from argmap.rendering.theme import FONT_FAMILIES, Theme


def stylesheet(theme: Theme, prefix: str) -> str:
    """Return the rules of a theme, for the picture whose ids begin with ``prefix`` alone."""
    root = f"#{prefix}map"
    dark: dict[str, str] = {}
    for light, by_night in theme.colors.values():
        dark.setdefault(light, by_night)
    rules = [
        f'{root} [{attribute}="{light}"]{{{attribute}:{by_night}}}'
        for light, by_night in dark.items()
        for attribute in ("fill", "stroke")
    ]
    return "\n".join(
        [
            f"{root} a:hover{{text-decoration:underline}}",
            "@media screen and (prefers-color-scheme:dark){",
            *rules,
            "}",
            f"@media print{{{root} .page{{fill:none}}}}",
            "@media (forced-colors:active){",
            # As specific as the rules of the night, which may hold at the same time.
            f"{root} text[fill],{root} tspan[fill],{root} path[fill]{{fill:CanvasText}}",
            f"{root} rect[fill],{root} circle[fill]{{fill:Canvas}}",
            f"{root} a text[fill],{root} a tspan[fill]{{fill:LinkText}}",
            f"{root} .strength[fill]{{fill:CanvasText}}",
            f'{root} [stroke]:not([stroke="none"]){{stroke:CanvasText}}',
            f"{root} path.error[stroke]{{stroke:Canvas}}",
            "}",
        ]
    )


MARGIN = 20.0
_LEAST_WIDTH = 320.0
_CAPTION = TextStyle(16, 21, bold=True)
_SUBTITLE = TextStyle(9.5, 13)
_NOTE = TextStyle(11, 16)
_GAP = 16.0


def id_prefix(argument_map: ArgumentMap, options: RenderOptions) -> str:
    """Return what the ids of a map's picture begin with, so that two can stand on one page."""
    if options.prefix:
        return options.prefix
    name = f"{argument_map.title}\0{argument_map.named_thesis or ''}"
    return f"m{crc32(name.encode('utf-8', 'replace')):08x}-"


def write_svg(scene: Scene, layout: Layout | None, theme: Theme, options: RenderOptions) -> str:
    """Write a laid-out scene; without a layout, that there is nothing to show."""
    routes: list[Route] = []
    if layout is not None:
        layout, routes = route_edges(scene, layout)
    digest = picture_digest(scene.argument_map, scene.annotations, theme, options)
    page = _Page(scene, theme, id_prefix(scene.argument_map, options), digest)
    page.measure(layout, routes, options)
    content = [page.head(), page.paper(), page.caption]
    if layout is not None:
        content += [page.lines(layout, routes), *page.cards(layout)]
    content += [page.legend()]
    return "\n".join(filter(None, content)) + "\n</svg>\n"


@define
class _Page:
    """The sheet: how large it is, and where on it the map begins."""

    scene: Scene
    theme: Theme
    prefix: str
    digest: str
    width: float = 0.0
    height: float = 0.0
    left: float = MARGIN
    top: float = MARGIN
    caption: str = ""
    legend_rows: list[list[LegendItem]] = field(factory=list)
    legend_top: float = 0.0

    def measure(
        self, layout: Layout | None, routes: Sequence[Route], options: RenderOptions
    ) -> None:
        """Find the size of the sheet, and set the caption to it."""
        low_x, low_y, high_x, high_y = _bounds(layout, routes)
        inner = max(high_x - low_x, _LEAST_WIDTH)
        bottom = self._set_caption(inner, show=options.caption, is_empty=layout is None)
        self.left, self.top = MARGIN - low_x, bottom - low_y
        bottom += high_y - low_y
        if options.legend and layout is not None:
            self.legend_rows = edges.legend_rows(legend_items(self.scene), inner)
        if self.legend_rows:
            self.legend_top = bottom + _GAP
            bottom = self.legend_top + len(self.legend_rows) * edges.ROW
        self.width, self.height = inner + 2 * MARGIN, bottom + MARGIN

    def _set_caption(self, width: float, *, show: bool, is_empty: bool) -> float:
        """Set title, author and date; return where the map begins below them."""
        argument_map = self.scene.argument_map
        column = TextColumn(MARGIN, width, MARGIN)
        if show and argument_map.title:
            column.add_text(clean(argument_map.title), _CAPTION, "text")
        about = " · ".join([*argument_map.author, *filter(None, [argument_map.date])])
        if show and about:
            column.add_text(clean(about), _SUBTITLE, "muted")
        if is_empty:
            column.add_text(EMPTY_MAP_TEXT, _NOTE, "muted")
        if show:
            self._set_notes(column)
        if column.lines:
            column.skip(0 if is_empty else _GAP)
            content = [part for sign in column.icons for part in paint_icon(sign, self.theme)]
            content += [text_line(line, self.theme) for line in column.lines]
            badge = self.scene.annotations.diagnostics.get("")
            title = escape_xml("\n".join(badge.messages)) if badge and column.icons else ""
            told = [f"<title>{title}</title>"] if title else []
            self.caption = element("g", told + content, class_="caption")
        return column.y

    def _set_notes(self, column: TextColumn) -> None:
        """Set what is to be said of the map as a whole: what it leaves out, what was found."""
        column.add_text(describe_folded(self.scene), _SUBTITLE, "muted")
        add_badge(column, self.scene.annotations.diagnostics.get(""))

    def head(self) -> str:
        """Write the opening tag, and what says in words what is drawn."""
        argument_map = self.scene.argument_map
        title = argument_map.title or "Argument map"
        opening = attributes(
            xmlns="http://www.w3.org/2000/svg",
            id=f"{self.prefix}map",
            role="graphics-document document",
            aria_roledescription="argument map",
            aria_labelledby=f"{self.prefix}title",
            aria_describedby=f"{self.prefix}desc",
            lang=argument_map.lang,
            width=self.width,
            height=self.height,
            viewBox=f"0 0 {number(self.width)} {number(self.height)}",
            font_family=FONT_FAMILIES,
            direction="ltr",
            fill="none",
        )
        return "\n".join(
            [
                f"<svg{opening}>",
                f'<title id="{self.prefix}title">{escape_xml(title)}</title>',
                f'<desc id="{self.prefix}desc">{escape_xml(describe(self.scene))}</desc>',
                metadata_element(self.digest),
                f"<style>\n{stylesheet(self.theme, self.prefix)}\n</style>",
            ]
        )

    def paper(self) -> str:
        return element(
            "rect", class_="page", width=self.width, height=self.height, fill=self.theme["page"]
        )

    def lines(self, layout: Layout, routes: Sequence[Route]) -> str:
        """Write all lines; the cards say the same in words, so readers of the screen skip them."""
        is_right = layout.direction == "right"
        painter = EdgePainter(self.theme, self.prefix, is_right, self.left, self.top)
        ordered = sorted(routes, key=lambda route: not route.is_faint)  # what holds lies above
        content = "\n".join(painter.paint(route) for route in ordered)
        return element("g", (f"\n{content}\n",), class_="lines", aria_hidden="true")

    def cards(self, layout: Layout) -> Iterator[str]:
        """Write the cards in the order of the argument."""
        painter = CardPainter(Descriptions(self.scene), self.theme, self.prefix)
        for card, card_layout, slot in zip(
            self.scene.cards, layout.card_layouts, layout.slots, strict=True
        ):
            x, y = (slot.u, slot.low) if layout.direction == "right" else (slot.low, slot.u)
            yield painter.paint(card, card_layout, x + self.left, y + self.top)

    def legend(self) -> str:
        if not self.legend_rows:
            return ""
        content = edges.paint_legend(self.legend_rows, MARGIN, self.legend_top, self.theme)
        return element("g", content, class_="legend", aria_hidden="true")


def _bounds(layout: Layout | None, routes: Sequence[Route]) -> tuple[float, float, float, float]:
    """Return the least and the greatest ``x`` and ``y`` of all that is drawn."""
    if layout is None:
        return 0.0, 0.0, 0.0, 0.0
    us = [u for slot in layout.slots for u in (slot.u, slot.end)]
    vs = [v for slot in layout.slots for v in (slot.low, slot.high)]
    for route in routes:
        if route.is_link:
            us += [point.u for point in route.path.points]
            vs += [point.v for point in route.path.points]
    u, end, low, high = min(us), max(us), min(vs), max(vs)
    return (u, low, end, high) if layout.direction == "right" else (low, u, high, end)
