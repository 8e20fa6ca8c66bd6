"""Edges as SVG."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

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
from argmap.rendering.svg.elements import element, format_attributes, format_number
from argmap.rendering.theme import LINE_STYLES, Theme, faint_color

_LINE_WIDTH, _THIN_LINE_WIDTH, _FAINT_UNDERCUT_WIDTH, _TEE_WIDTH = 1.6, 1.0, 1.4, 2.2
_HALF_ARROW_WIDTH, _HALF_TEE_LENGTH = 3.6, 5.2
_THIN_HEAD_SCALE = 0.85
_LABEL_TEXT, _LABEL_FONT_SIZE = "contradicts", 8.5


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
            points.append(format_point(*self._to_picture(Point(main, cross))))
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
        rotation = f"rotate(-90 {format_point(x, y)})" if route.label.is_vertical else None
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


def format_point(x: float, y: float) -> str:
    """Return a position for the data of a path."""
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
