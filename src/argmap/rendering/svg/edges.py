"""Lines as SVG: strokes with their arrows, tees and dots.

The legend as SVG: samples, each with what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from argmap.rendering.cards.font_metrics import SAFETY_FACTOR, measure
from argmap.rendering.cards.text_layout import BAR_WIDTH, ICON_SIZE, Icon, TextLine, TextRun
from argmap.rendering.descriptions import LegendItem
from argmap.rendering.escaping import xml_id
from argmap.rendering.routing.labels import WORD_HEIGHT, WORD_LENGTH
from argmap.rendering.routing.paths import (
    ARROW_LENGTH,
    TEE_GAP,
    ArrowHead,
    ArrowShape,
    Path,
    Point,
    Route,
)
from argmap.rendering.routing.tree_edges import DOT_RADIUS
from argmap.rendering.svg.elements import element, number, paint_icon, text_line
from argmap.rendering.theme import LINE_STYLES, Theme, faint_color

_WIDTH, _THIN, _FAINT_DOTS, _TEE_WIDTH = 1.6, 1.0, 1.4, 2.2
_HALF_ARROW, _HALF_TEE = 3.6, 5.2
_SMALLER = 0.85


@frozen
class EdgePainter:
    """Writes routes; ``is_right`` says that the argument grows to the right."""

    theme: Theme
    prefix: str
    is_right: bool
    left: float
    top: float

    def paint(self, route: Route) -> str:
        """Write a route with what stands at its ends and on it."""
        look = LINE_STYLES[route.kind]
        color = self.theme[faint_color(look.color) if route.is_faint else look.color]
        scale = _SMALLER if _is_thin(route) else 1.0
        content = [
            element(
                "path",
                d=self._path(route.path),
                stroke_width=_width(route),
                stroke_dasharray=look.dashes,
                stroke_linecap=look.cap,
            ),
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

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point of the layout is in the picture."""
        x, y = point if self.is_right else (point.v, point.u)
        return x + self.left, y + self.top

    def _path(self, path: Path) -> str:
        parts = []
        for letter, points in path.commands:
            places = (self.place(point) for point in points)
            parts.append(letter + " ".join(f"{number(x)} {number(y)}" for x, y in places))
        return "".join(parts)

    def _head(self, head: ArrowHead, color: str, scale: float) -> str:
        if head.ending is ArrowShape.TEE:
            back, half = TEE_GAP, _HALF_TEE * scale
            ends = [self._beside(head, back, half), self._beside(head, back, -half)]
            d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ends)
            return element("path", d=d, stroke_width=_TEE_WIDTH * scale)
        back, half = ARROW_LENGTH * scale, _HALF_ARROW * scale
        corners = [(0.0, 0.0), (back, half), (back, -half)]
        d = "M" + "L".join(
            f"{number(x)} {number(y)}" for x, y in (self._beside(head, *c) for c in corners)
        )
        return element("path", d=d + "z", fill=color, stroke="none")

    def _beside(self, head: ArrowHead, back: float, side: float) -> tuple[float, float]:
        """Return a point so far back from the tip of a head, and so far to its side."""
        u = head.tip.u - head.du * back + head.dv * side
        v = head.tip.v - head.dv * back + head.du * side
        return self.place(Point(u, v))

    def _dot(self, dot: tuple[Point, Point] | None) -> Iterator[str]:
        """Write the dot of an inference, drawn out where several lines end on it."""
        if dot is None:
            return
        page = self.theme["page"]
        (x, y), (other_x, other_y) = map(self.place, dot)
        if dot[0] == dot[1]:
            yield element("circle", cx=x, cy=y, r=DOT_RADIUS, fill=page, stroke_width=_WIDTH)
            return
        yield element(
            "rect",
            class_="dot",
            x=min(x, other_x) - DOT_RADIUS,
            y=min(y, other_y) - DOT_RADIUS,
            width=abs(x - other_x) + 2 * DOT_RADIUS,
            height=abs(y - other_y) + 2 * DOT_RADIUS,
            rx=DOT_RADIUS,
            fill=page,
            stroke_width=_WIDTH,
        )

    def _label(self, route: Route, color: str) -> Iterator[str]:
        """Write the word for a contradiction, on a patch of the page's colour."""
        if route.label is None:
            return
        x, y = self.place(route.label.at)
        turn = f"rotate(-90 {number(x)} {number(y)})" if route.label.is_upright else None
        yield element(
            "rect",
            x=x - WORD_LENGTH / 2,
            y=y - WORD_HEIGHT / 2,
            width=WORD_LENGTH,
            height=WORD_HEIGHT,
            rx=WORD_HEIGHT / 2,
            transform=turn,
            fill=self.theme["page"],
            stroke="none",
        )
        yield element(
            "text",
            ("contradicts",),
            x=x,
            y=y + 3,
            transform=turn,
            font_size=8.5,
            fill=color,
            stroke="none",
            text_anchor="middle",
        )


def _width(route: Route) -> float:
    """Return how thick a line is: thin across the tree, and where what it says does not hold."""
    if route.kind == "undercut" and route.is_faint and not route.is_link:
        return _FAINT_DOTS  # thinner, dots are not seen
    return _THIN if _is_thin(route) else _WIDTH


def _is_thin(route: Route) -> bool:
    return route.is_link or route.is_faint or route.kind == "heading"


def _classes(route: Route) -> Iterator[str]:
    yield from ("line", route.kind)
    if route.is_link:
        yield "link"
    if route.is_faint:
        yield "faint"


ROW = 16
_SIZE, _SAMPLE, _BETWEEN = 9, 32, 18


def legend_rows(items: list[LegendItem], width: float) -> list[list[LegendItem]]:
    """Break the legend into rows of a width."""
    result: list[list[LegendItem]] = []
    used = width + 1
    for item in items:
        if used + _item_width(item) > width:
            result.append([])
            used = 0.0
        result[-1].append(item)
        used += _item_width(item) + _BETWEEN
    return result


def _item_width(item: LegendItem) -> float:
    return _SAMPLE + 6 + measure(item.meaning, _SIZE) * SAFETY_FACTOR


def paint_legend(table: list[list[LegendItem]], x: float, y: float, theme: Theme) -> Iterator[str]:
    """Write the legend; ``y`` is its upper edge."""
    for number_of_row, row in enumerate(table):
        left, middle = x, y + ROW * (number_of_row + 0.5)
        for item in row:
            yield from _sample(item.kind, left, middle, theme)
            text = TextLine(
                left + _SAMPLE + 6, middle + 3.2, _SIZE, (TextRun(item.meaning, "muted"),)
            )
            yield text_line(text, theme)
            left += _item_width(item) + _BETWEEN


def _sample(kind: str, x: float, y: float, theme: Theme) -> Iterator[str]:
    if kind in _CARDS:
        yield from _CARDS[kind](x, y, theme)
        return
    is_link = kind == "link"
    path = Path()
    path.move(0, 0)
    path.line(_SAMPLE - (12 if kind == "undercut" else 8), 0)
    ending = ArrowShape.ARROW if kind in ("support", "link") else ArrowShape.TEE
    heads = [ArrowHead(ending, Point(_SAMPLE - 1, 0), 1, 0)]
    if kind == "reference":
        heads = []
    if kind == "undercut":
        heads = [ArrowHead(ending, Point(_SAMPLE - 9, 0), 1, 0)]
    if kind == "contradiction":
        heads.append(ArrowHead(ending, Point(-3, 0), -1, 0))
    dot = (Point(_SAMPLE - 5, 0),) * 2 if kind == "undercut" else None
    look = "support" if is_link else "attack" if kind == "contradiction" else kind
    route = Route("", look, path, tuple(heads), is_link or kind == "contradiction", dot)
    yield EdgePainter(theme, "", is_right=True, left=x, top=y).paint(route)


def _box(x: float, y: float, theme: Theme, *, fill: str, line: str, dashes: str | None) -> str:
    return element(
        "rect",
        x=x + 2,
        y=y - 6,
        width=_SAMPLE - 4,
        height=12,
        rx=3,
        fill=theme[fill],
        stroke=theme[line],
        stroke_width=1.2,
        stroke_dasharray=dashes,
        stroke_linecap="round" if dashes else None,
    )


def _linked(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _box(x, y, theme, fill="support.fill", line="support.line", dashes=None)
    rule = f"M{number(x + 5)} {number(y)}h3m14 0h3"
    yield element("path", d=rule, stroke=theme["support.line"], stroke_width=0.8)
    text = TextLine(x + 9, y + 2.2, 7, (TextRun("and", "support.line"),))
    yield text_line(text, theme)


def _docked(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _box(x, y, theme, fill="paper", line="hairline", dashes=None)
    page = "M0 0h4l2 2v5.6h-6zM4 0v2h2"
    yield element(
        "path",
        d=page,
        transform=f"translate({number(x + 6)} {number(y - 4)})",
        stroke=theme["muted"],
        stroke_width=0.8,
    )


def _assumption(x: float, y: float, theme: Theme) -> Iterator[str]:
    yield _box(x, y, theme, fill="support.fill", line="support.line", dashes="0.1 3.2")


def _set_back(look: str) -> Callable[[float, float, Theme], Iterator[str]]:
    """Return what draws the line of an inference that does not hold."""

    def paint_it(x: float, y: float, theme: Theme) -> Iterator[str]:
        path = Path()
        path.move(0, 0)
        path.line(_SAMPLE - 8, 0)
        ending = ArrowShape.ARROW if look == "support" else ArrowShape.TEE
        heads = (ArrowHead(ending, Point(_SAMPLE - 1, 0), 1, 0),)
        route = Route("", look, path, heads, is_faint=True)
        yield EdgePainter(theme, "", is_right=True, left=x, top=y).paint(route)

    return paint_it


def _mark(kind: str) -> Callable[[float, float, Theme], Iterator[str]]:
    """Return what draws a sign in the middle of its sample."""

    def paint_it(x: float, y: float, theme: Theme) -> Iterator[str]:
        width = BAR_WIDTH if kind == "bar" else ICON_SIZE
        left = x + max(_SAMPLE - width, 0) - 1
        return paint_icon(Icon(kind, left, y - ICON_SIZE / 2, 0.6), theme)

    return paint_it


_SIGNS = ("accepted", "rejected", "undecided", "bar", "error", "warning", "info")
_CARDS: dict[str, Callable[[float, float, Theme], Iterator[str]]] = {
    "linked": _linked,
    "docked": _docked,
    "assumption": _assumption,
    "faint": _set_back("support"),
    "faint-attack": _set_back("attack"),
    **{kind: _mark(kind) for kind in _SIGNS},
}
