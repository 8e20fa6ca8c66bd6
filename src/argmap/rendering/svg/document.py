"""The complete SVG of a scene: style sheet, caption, edges, cards and legend.

Light colors are plain attributes, which every program draws. The style sheet replaces them with
dark colors, or with the system's colors, by selecting their values. So a program that ignores style
sheets still draws a correct picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from attrs import define, field

from argmap.model import ArgumentMap
from argmap.rendering.cards.icon_lines import add_badge
from argmap.rendering.cards.text_layout import TextColumn, TextStyle
from argmap.rendering.descriptions import (
    EMPTY_MAP_TEXT,
    Descriptions,
    describe,
    describe_folded,
    describe_sources,
)
from argmap.rendering.digest import metadata_element, picture_digest
from argmap.rendering.drawing import Drawing
from argmap.rendering.escaping import clean, escape_xml
from argmap.rendering.legend import LegendItem, legend_items
from argmap.rendering.options import RenderOptions
from argmap.rendering.scene.scene import Scene
from argmap.rendering.svg.cards import CardPainter
from argmap.rendering.svg.edges import EdgePainter
from argmap.rendering.svg.elements import (
    element,
    format_attributes,
    format_number,
    paint_icon,
    text_element,
)
from argmap.rendering.svg.legend import LEGEND_ROW_HEIGHT, legend_rows, paint_legend
from argmap.rendering.theme import FONT_FAMILIES, Theme

_MARGIN = 20.0
_MIN_WIDTH = 320.0
_SECTION_GAP = 16.0
"""Points between caption, map and legend."""

_TITLE_STYLE = TextStyle(16, 21, bold=True)
_SUBTITLE_STYLE = TextStyle(9.5, 13)
_EMPTY_MAP_STYLE = TextStyle(11, 16)


def write_svg(scene: Scene, drawing: Drawing | None, theme: Theme, options: RenderOptions) -> str:
    """Return the SVG of a scene; a scene without a drawing is an empty map."""
    digest = picture_digest(scene.argument_map, scene.annotations, theme, options)
    picture = _Picture(scene, theme, id_prefix(scene.argument_map, options), digest)
    picture.measure(drawing, options)
    content = [picture.head(), picture.background(), picture.caption]
    if drawing is not None:
        content += [picture.edges(drawing), *picture.cards(drawing)]
    content += [picture.legend()]
    return "\n".join(filter(None, content)) + "\n</svg>\n"


def id_prefix(argument_map: ArgumentMap, options: RenderOptions) -> str:
    """Return the prefix of all ids in a map's picture, so that one page can hold several."""
    if options.prefix:
        return options.prefix
    name = f"{argument_map.title}\0{','.join(argument_map.named_theses)}"
    if options.view or options.is_overview:
        name += f"\0{options.view or 'overview'}"
    return f"m{crc32(name.encode('utf-8', 'replace')):08x}-"


def stylesheet(theme: Theme, prefix: str) -> str:
    """Return the CSS of a theme, which only applies to the picture with the id prefix."""
    root = f"#{prefix}map"
    dark_by_light: dict[str, str] = {}
    for light, dark in theme.colors.values():
        dark_by_light.setdefault(light, dark)
    dark_rules = [
        f'{root} [{attribute}="{light}"]{{{attribute}:{dark}}}'
        for light, dark in dark_by_light.items()
        for attribute in ("fill", "stroke")
    ]
    return "\n".join(
        [
            f"{root} a:hover{{text-decoration:underline}}",
            "@media screen and (prefers-color-scheme:dark){",
            *dark_rules,
            "}",
            f"@media print{{{root} .page{{fill:none}}}}",
            "@media (forced-colors:active){",
            # As specific as the dark rules, which may apply at the same time.
            f"{root} text[fill],{root} tspan[fill],{root} path[fill]{{fill:CanvasText}}",
            f"{root} rect[fill],{root} circle[fill]{{fill:Canvas}}",
            f"{root} a text[fill],{root} a tspan[fill]{{fill:LinkText}}",
            f"{root} .strength[fill]{{fill:CanvasText}}",
            f'{root} [stroke]:not([stroke="none"]){{stroke:CanvasText}}',
            f"{root} path.error[stroke]{{stroke:Canvas}}",
            "}",
        ]
    )


def picture_head(
    argument_map: ArgumentMap,
    theme: Theme,
    prefix: str,
    size: tuple[float, float],
    description: str,
    digest: str,
    page: tuple[float, float] | None = None,
) -> str:
    """Return the opening tag of a picture, its title, description and digest, and its style sheet.

    Args:
        argument_map: The map.
        theme: The theme.
        prefix: The prefix of all ids.
        size: Its width and height in its own units.
        description: The description for screen readers.
        digest: The digest of the map.
        page: The width and the height of its page in points; None if a unit is a point.
    """
    width, height = size
    opening = format_attributes(
        xmlns="http://www.w3.org/2000/svg",
        id=f"{prefix}map",
        role="graphics-document document",
        aria_roledescription="argument map",
        aria_labelledby=f"{prefix}title",
        aria_describedby=f"{prefix}desc",
        lang=argument_map.lang,
        width=f"{page[0]:g}pt" if page is not None else width,
        height=f"{page[1]:g}pt" if page is not None else height,
        viewBox=f"0 0 {format_number(width)} {format_number(height)}",
        font_family=FONT_FAMILIES,
        direction="ltr",
        fill="none",
    )
    return "\n".join(
        [
            f"<svg{opening}>",
            f'<title id="{prefix}title">{escape_xml(argument_map.title or "Argument map")}</title>',
            f'<desc id="{prefix}desc">{escape_xml(description)}</desc>',
            metadata_element(digest),
            f"<style>\n{stylesheet(theme, prefix)}\n</style>",
        ]
    )


@define
class _Picture:
    """A picture: its size, the position of the map in it, and its parts as SVG."""

    scene: Scene
    theme: Theme
    prefix: str
    digest: str
    width: float = 0.0
    height: float = 0.0
    left: float = _MARGIN
    top: float = _MARGIN
    caption: str = ""
    legend_rows: list[list[LegendItem]] = field(factory=list)
    legend_top: float = 0.0

    def measure(self, drawing: Drawing | None, options: RenderOptions) -> None:
        """Compute the size and the positions, and write the caption to fit them."""
        min_x, min_y, max_x, max_y = drawing.bounds if drawing is not None else (0.0,) * 4
        inner_width = max(max_x - min_x, _MIN_WIDTH)
        bottom = self._write_caption(inner_width, show=options.caption, is_empty=drawing is None)
        self.left, self.top = _MARGIN - min_x, bottom - min_y
        bottom += max_y - min_y
        if options.legend and drawing is not None:
            self.legend_rows = legend_rows(legend_items(self.scene), inner_width)
        if self.legend_rows:
            self.legend_top = bottom + _SECTION_GAP
            bottom = self.legend_top + len(self.legend_rows) * LEGEND_ROW_HEIGHT
        self.width, self.height = inner_width + 2 * _MARGIN, bottom + _MARGIN

    def _write_caption(self, width: float, *, show: bool, is_empty: bool) -> float:
        """Write title, authors, date and notes; return the position below them."""
        argument_map = self.scene.argument_map
        badge = self.scene.annotations.diagnostics.get("")
        column = TextColumn(_MARGIN, width, _MARGIN)
        if show and argument_map.title:
            column.add_text(clean(argument_map.title), _TITLE_STYLE, "text")
        subtitle = " · ".join([*argument_map.author, *filter(None, [argument_map.date])])
        if show and subtitle:
            column.add_text(clean(subtitle), _SUBTITLE_STYLE, "muted")
        if is_empty:
            column.add_text(EMPTY_MAP_TEXT, _EMPTY_MAP_STYLE, "muted")
        if show:
            column.add_text(describe_sources(self.scene), _SUBTITLE_STYLE, "muted")
            column.add_text(describe_folded(self.scene), _SUBTITLE_STYLE, "muted")
            add_badge(column, badge)
        if column.lines:
            column.skip(0 if is_empty else _SECTION_GAP)
            content = [part for icon in column.icons for part in paint_icon(icon, self.theme)]
            content += [text_element(line, self.theme) for line in column.lines]
            messages = escape_xml("\n".join(badge.messages)) if badge and column.icons else ""
            tooltip = [f"<title>{messages}</title>"] if messages else []
            self.caption = element("g", tooltip + content, class_="caption")
        return column.y

    def head(self) -> str:
        """Return the opening tag, the description for screen readers, and the style sheet."""
        size = (self.width, self.height)
        description = describe(self.scene)
        return picture_head(
            self.scene.argument_map, self.theme, self.prefix, size, description, self.digest
        )

    def background(self) -> str:
        """Return the rectangle behind everything."""
        return element(
            "rect", class_="page", width=self.width, height=self.height, fill=self.theme["page"]
        )

    def edges(self, drawing: Drawing) -> str:
        """Return all edges, hidden from screen readers, because the cards' labels describe them."""
        is_right = drawing.direction == "right"
        painter = EdgePainter(self.theme, self.prefix, is_right, self.left, self.top)
        ordered = sorted(
            drawing.routes, key=lambda route: not route.is_faint
        )  # faint edges at the bottom
        content = "\n".join(painter.paint(route) for route in ordered)
        return element("g", (f"\n{content}\n",), class_="lines", aria_hidden="true")

    def cards(self, drawing: Drawing) -> Iterator[str]:
        """Yield the cards in the order of the argument."""
        painter = CardPainter(Descriptions(self.scene), self.theme, self.prefix)
        for card, card_layout, slot in zip(
            self.scene.cards, drawing.card_layouts, drawing.slots, strict=True
        ):
            x, y = slot.main_start, slot.cross_start
            if drawing.direction == "down":
                x, y = y, x
            yield painter.paint(card, card_layout, x + self.left, y + self.top)

    def legend(self) -> str:
        """Return the legend, hidden from screen readers; nothing if it is not shown."""
        if not self.legend_rows:
            return ""
        content = paint_legend(self.legend_rows, _MARGIN, self.legend_top, self.theme)
        return element("g", content, class_="legend", aria_hidden="true")
