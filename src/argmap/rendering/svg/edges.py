"""Edges and the legend as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.tags import TAG_HEIGHT
from argmap.rendering.cards.text_layout import BAR_WIDTH, ICON_SIZE, Icon, TextLine, TextRun
from argmap.rendering.descriptions import LegendItem
from argmap.rendering.escaping import xml_id
from argmap.rendering.routing.labels import LABEL_HEIGHT, LABEL_LENGTH
from argmap.rendering.routing.paths import (
    ARROW_LENGTH,
    RING_RADIUS,
    TEE_GAP,
    ArrowHead,
    ArrowShape,
    Path,
    Point,
    Route,
)
from argmap.rendering.routing.tree_edges import DOT_RADIUS
from argmap.rendering.svg.elements import (
    element,
    format_attributes,
    format_number,
    paint_icon,
    paint_tag,
    text_element,
)
from argmap.rendering.theme import LINE_STYLES, Theme, faint_color

_LINE_WIDTH, _THIN_LINE_WIDTH, _FAINT_UNDERCUT_WIDTH, _TEE_WIDTH = 1.6, 1.0, 1.4, 2.2
_HALF_ARROW_WIDTH, _HALF_TEE_LENGTH = 3.6, 5.2
_THIN_HEAD_SCALE = 0.85
_LABEL_TEXT, _LABEL_FONT_SIZE = "contradicts", 8.5

LEGEND_ROW_HEIGHT = 16
_LEGEND_FONT_SIZE = 9
_SAMPLE_WIDTH, _SAMPLE_GAP, _ITEM_GAP = 32, 6, 18
_TAG_SAMPLE_WIDTH = 22


@frozen
class EdgePainter:
    """Writes routes; every id begins with ``prefix``.

    ``is_right`` tells whether the main axis runs to the right, and not down. The origin of the
    layout is at (``left``, ``top``) in the picture.
    """

    theme: Theme
    prefix: str
    is_right: bool
    left: float
    top: float

    def paint(self, route: Route) -> str:
        """Return the SVG of a route with its arrowheads, dot and label."""
        style = LINE_STYLES[route.kind]
        color = self.theme[faint_color(style.color) if route.is_faint else style.color]
        scale = _THIN_HEAD_SCALE if _is_thin(route) else 1.0
        content = [
            f'<path d="{self._path_data(route.path)}"'
            + format_attributes(
                stroke_width=_line_width(route),
                stroke_dasharray=style.dashes,
                stroke_linecap=style.cap,
            )
            + "/>",
            *(self._head(head, color, scale) for head in route.heads),
            *self._dot(route.dot),
            *self._label(route, color),
        ]
        return element(
            "g",
            content,
            id=f"{self.prefix}line-{xml_id(route.key)}" if route.key else None,
            class_=" ".join(_classes(route)),
            stroke=color,
        )

    def _to_picture(self, point: Point) -> tuple[float, float]:
        """Return the position in the picture of a point of the layout."""
        x, y = point if self.is_right else (point.cross, point.main)
        return x + self.left, y + self.top

    def _path_data(self, path: Path) -> str:
        """Return the data of a path; it is written at once, since a large map has many points."""
        left, top = self.left, self.top
        if not self.is_right:
            left, top = top, left
        commands = []
        for letter, points in path.commands:
            if self.is_right:
                written = [f"{x + left:.1f} {y + top:.1f}" for x, y in points]
            else:
                written = [f"{y + top:.1f} {x + left:.1f}" for x, y in points]
            commands.append(letter + " ".join(written))
        return "".join(commands).replace(".0", "")  # numbers have one decimal

    def _head(self, head: ArrowHead, color: str, scale: float) -> str:
        if head.shape is ArrowShape.TEE:
            half = _HALF_TEE_LENGTH * scale
            line = self._polygon(head, (TEE_GAP, half), (TEE_GAP, -half))
            return element("path", d=line, stroke_width=_TEE_WIDTH * scale)
        if head.shape is ArrowShape.RING:
            main = head.tip.main - head.main_direction * RING_RADIUS
            cross = head.tip.cross - head.cross_direction * RING_RADIUS
            x, y = self._to_picture(Point(main, cross))
            page = self.theme["page"]
            return element("circle", cx=x, cy=y, r=RING_RADIUS, fill=page, stroke_width=_LINE_WIDTH)
        length, half = ARROW_LENGTH * scale, _HALF_ARROW_WIDTH * scale
        triangle = self._polygon(head, (0.0, 0.0), (length, half), (length, -half))
        return element("path", d=triangle + "z", fill=color, stroke="none")

    def _polygon(self, head: ArrowHead, *offsets: tuple[float, float]) -> str:
        """Return path data through points near the tip of an arrowhead.

        Each point is given as its distance from the tip against the arrow's direction, and its
        distance to the side.
        """
        points = []
        for back, side in offsets:
            main = head.tip.main - head.main_direction * back + head.cross_direction * side
            cross = head.tip.cross - head.cross_direction * back + head.main_direction * side
            points.append(_format_point(*self._to_picture(Point(main, cross))))
        return "M" + "L".join(points)

    def _dot(self, dot: tuple[Point, Point] | None) -> Iterator[str]:
        """Yield the dot of an inference, which is elongated if several lines end on it."""
        if dot is None:
            return
        page = self.theme["page"]
        (x, y), (end_x, end_y) = map(self._to_picture, dot)
        if dot[0] == dot[1]:
            yield element("circle", cx=x, cy=y, r=DOT_RADIUS, fill=page, stroke_width=_LINE_WIDTH)
            return
        yield element(
            "rect",
            class_="dot",
            x=min(x, end_x) - DOT_RADIUS,
            y=min(y, end_y) - DOT_RADIUS,
            width=abs(x - end_x) + 2 * DOT_RADIUS,
            height=abs(y - end_y) + 2 * DOT_RADIUS,
            rx=DOT_RADIUS,
            fill=page,
            stroke_width=_LINE_WIDTH,
        )

    def _label(self, route: Route, color: str) -> Iterator[str]:
        """Yield the label of a contradiction, on a rectangle in the color of the page."""
        if route.label is None:
            return
        x, y = self._to_picture(route.label.center)
        rotation = f"rotate(-90 {_format_point(x, y)})" if route.label.is_vertical else None
        yield element(
            "rect",
            x=x - LABEL_LENGTH / 2,
            y=y - LABEL_HEIGHT / 2,
            width=LABEL_LENGTH,
            height=LABEL_HEIGHT,
            rx=LABEL_HEIGHT / 2,
            transform=rotation,
            fill=self.theme["page"],
            stroke="none",
        )
        yield element(
            "text",
            (_LABEL_TEXT,),
            x=x,
            y=y + 3,
            transform=rotation,
            font_size=_LABEL_FONT_SIZE,
            fill=color,
            stroke="none",
            text_anchor="middle",
        )


def _format_point(x: float, y: float) -> str:
    return f"{format_number(x)} {format_number(y)}"


def _line_width(route: Route) -> float:
    if route.kind.endswith("undercut") and route.is_faint and not route.is_link:
        return _FAINT_UNDERCUT_WIDTH  # if it were thin, its dots could not be seen
    return _THIN_LINE_WIDTH if _is_thin(route) else _LINE_WIDTH


def _is_thin(route: Route) -> bool:
    return route.is_link or route.is_faint or route.kind == "heading"


def _classes(route: Route) -> Iterator[str]:
    yield from ("line", route.kind)
    if route.is_link:
        yield "link"
    if route.is_faint:
        yield "faint"


def legend_rows(items: list[LegendItem], width: float) -> list[list[LegendItem]]:
    """Return the items of a legend in rows of at most ``width`` points."""
    rows: list[list[LegendItem]] = []
    used = width + 1
    for item in items:
        if used + _item_width(item) > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += _item_width(item) + _ITEM_GAP
    return rows


def _item_width(item: LegendItem) -> float:
    return _SAMPLE_WIDTH + _SAMPLE_GAP + measure(item.meaning, _LEGEND_FONT_SIZE) * SAFETY_FACTOR


def paint_legend(rows: list[list[LegendItem]], x: float, y: float, theme: Theme) -> Iterator[str]:
    """Yield the elements of a legend whose upper left corner is at (``x``, ``y``)."""
    for row_number, row in enumerate(rows):
        left, middle = x, y + LEGEND_ROW_HEIGHT * (row_number + 0.5)
        for item in row:
            paint_sample = _sample_painter(item.kind)
            yield from paint_sample(left, middle, theme)
            yield text_element(
                TextLine(
                    left + _SAMPLE_WIDTH + _SAMPLE_GAP,
                    middle + 3.2,
                    _LEGEND_FONT_SIZE,
                    (TextRun(item.meaning, "muted"),),
                ),
                theme,
            )
            left += _item_width(item) + _ITEM_GAP


def _sample_painter(kind: str) -> _SamplePainter:
    if kind.startswith("tags."):
        return _tag_sample(kind)
    return _SAMPLES.get(kind) or _edge_sample(kind)


_SamplePainter = Callable[[float, float, Theme], Iterator[str]]
"""Yields the elements of a sample, given its left edge, its vertical middle, and the theme."""


def _edge_sample(kind: str) -> _SamplePainter:
    """Return the painter of a sample edge."""
    is_link = kind.startswith("link") or kind == "contradiction"
    style = {"link": "support", "contradiction": "attack"}.get(kind, kind.removeprefix("link-"))
    tip, end = float(_SAMPLE_WIDTH - 1), float(_SAMPLE_WIDTH - 8)
    dot = None
    if style.endswith("undercut"):
        tip, end = _SAMPLE_WIDTH - 9, _SAMPLE_WIDTH - 12
        dot = (Point(_SAMPLE_WIDTH - 5, 0),) * 2
    shape = ArrowShape.ARROW if style == "support" else ArrowShape.TEE
    if style in ("concession", "conceded-undercut"):
        shape, end = ArrowShape.RING, tip - 2 * RING_RADIUS
    heads = [ArrowHead(shape, Point(tip, 0), 1, 0)]
    if style in ("reference", "option"):
        heads, end = [], tip
    if kind == "contradiction":
        heads.append(ArrowHead(shape, Point(-3, 0), -1, 0))
    route = Route("", style, _straight_path(end), tuple(heads), is_link, dot)
    return _route_sample(route)


def _faint_sample(kind: str) -> _SamplePainter:
    """Return the painter of a sample edge of a rejected inference."""
    shape = ArrowShape.ARROW if kind == "support" else ArrowShape.TEE
    heads = (ArrowHead(shape, Point(_SAMPLE_WIDTH - 1, 0), 1, 0),)
    return _route_sample(Route("", kind, _straight_path(_SAMPLE_WIDTH - 8), heads, is_faint=True))


def _straight_path(end: float) -> Path:
    path = Path()
    path.move_to(0, 0)
    path.line_to(end, 0)
    return path


def _route_sample(route: Route) -> _SamplePainter:
    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        yield EdgePainter(theme, "", is_right=True, left=x, top=y).paint(route)

    return paint_sample


def _icon_sample(kind: str) -> _SamplePainter:
    """Return the painter of an icon at the end of its sample."""

    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        width = BAR_WIDTH if kind == "bar" else ICON_SIZE
        left = x + max(_SAMPLE_WIDTH - width, 0) - 1
        return paint_icon(Icon(kind, left, y - ICON_SIZE / 2, 0.6), theme)

    return paint_sample


def _tag_sample(color: str) -> _SamplePainter:
    """Return the painter of a label in the color of a tag."""

    def paint_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
        left, width = x + _SAMPLE_WIDTH - _TAG_SAMPLE_WIDTH - 1, float(_TAG_SAMPLE_WIDTH)
        yield paint_tag(left, y - TAG_HEIGHT / 2, (width, TAG_HEIGHT), theme[color], theme)
        line = f"M{_format_point(left + 4, y)}h{format_number(width - 8)}"
        yield element("path", d=line, stroke=theme[color], stroke_width=2.4)

    return paint_sample


def _linked_premises_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="support.fill", line="support.line")
    separator = f"M{_format_point(x + 5, y)}h3m14 0h3"
    yield element("path", d=separator, stroke=theme["support.line"], stroke_width=0.8)
    yield text_element(TextLine(x + 9, y + 2.2, 7, (TextRun("and", "support.line"),)), theme)


def _evidence_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="paper", line="hairline")
    yield element(
        "path",
        d="M0 0h4l2 2v5.6h-6zM4 0v2h2",
        transform=f"translate({_format_point(x + 6, y - 4)})",
        stroke=theme["muted"],
        stroke_width=0.8,
    )


def _assumption_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="support.fill", line="support.line", dashes="0.1 3.2")


def _context_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="context.fill", line="hairline")
    yield element(
        "path",
        d="M0 0h7M0 2.6h7M0 5.2h4",
        transform=f"translate({_format_point(x + 6, y - 2.6)})",
        stroke=theme["muted"],
        stroke_width=0.8,
    )


def _reading_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _card_sample(x, y, theme, fill="paper", line="hairline")
    yield element(
        "path",
        d=f"M{_format_point(x + 6, y - 3.5)}v7",
        stroke=theme["text"],
        stroke_width=1.9,
        stroke_dasharray="0.1 3.4",
        stroke_linecap="round",
    )


def _card_sample(
    x: float, y: float, theme: Theme, *, fill: str, line: str, dashes: str | None = None
) -> str:
    return element(
        "rect",
        x=x + 2,
        y=y - 6,
        width=_SAMPLE_WIDTH - 4,
        height=12,
        rx=3,
        fill=theme[fill],
        stroke=theme[line],
        stroke_width=1.2,
        stroke_dasharray=dashes,
        stroke_linecap="round" if dashes else None,
    )


def _page_link_sample(x: float, y: float, theme: Theme) -> Iterator[str]:
    run = TextRun("↔", "text", bold=True)
    yield text_element(TextLine(x + _SAMPLE_WIDTH / 2 - 4, y + 3.2, 8.5, (run,)), theme)


_ICONS = ("accepted", "rejected", "undecided", "bar", "error", "warning", "info")
_SAMPLES: dict[str, _SamplePainter] = {
    "linked": _linked_premises_sample,
    "docked": _evidence_sample,
    "assumption": _assumption_sample,
    "context": _context_sample,
    "reading": _reading_sample,
    "page-link": _page_link_sample,
    "faint": _faint_sample("support"),
    "faint-attack": _faint_sample("attack"),
    **{kind: _icon_sample(kind) for kind in _ICONS},
}
"""The samples of the legend that are not edges, by the kind of the item."""
