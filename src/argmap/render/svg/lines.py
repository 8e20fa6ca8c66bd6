"""Lines as SVG: strokes with their arrows, tees and dots."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from argmap.render.escaping import identifier
from argmap.render.looks import LOOKS, faint
from argmap.render.routes.labels import WORD_HEIGHT, WORD_LENGTH
from argmap.render.routes.paths import ARROW_LENGTH, TEE_GAP, Ending, Head, Path, Point, Route
from argmap.render.routes.tree import DOT_RADIUS
from argmap.render.svg.writing import element, number
from argmap.render.theme import Theme

_WIDTH, _THIN, _FAINT_DOTS, _TEE_WIDTH = 1.6, 1.0, 1.4, 2.2
_HALF_ARROW, _HALF_TEE = 3.6, 5.2
_SMALLER = 0.85


@frozen
class LinePainter:
    """Writes routes; ``is_right`` says that the argument grows to the right."""

    theme: Theme
    prefix: str
    is_right: bool
    left: float
    top: float

    def paint(self, route: Route) -> str:
        """Write a route with what stands at its ends and on it."""
        look = LOOKS[route.kind]
        ink = self.theme[faint(look.inks) if route.is_faint else look.inks]
        scale = _SMALLER if _is_thin(route) else 1.0
        content = [
            element(
                "path",
                d=self._path(route.path),
                stroke_width=_width(route),
                stroke_dasharray=look.dashes,
                stroke_linecap=look.cap,
            ),
            *(self._head(head, ink, scale) for head in route.heads),
            *self._dot(route.dot),
            *self._label(route, ink),
        ]
        return element(
            "g",
            content,
            id=f"{self.prefix}line-{identifier(route.key)}" if route.key else None,
            class_=" ".join(_classes(route)),
            stroke=ink,
        )

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point of the layout is in the picture."""
        x, y = point if self.is_right else (point.v, point.u)
        return x + self.left, y + self.top

    def _path(self, path: Path) -> str:
        parts = []
        for letter, points in path.steps:
            places = (self.place(point) for point in points)
            parts.append(letter + " ".join(f"{number(x)} {number(y)}" for x, y in places))
        return "".join(parts)

    def _head(self, head: Head, ink: str, scale: float) -> str:
        if head.ending is Ending.TEE:
            back, half = TEE_GAP, _HALF_TEE * scale
            ends = [self._beside(head, back, half), self._beside(head, back, -half)]
            d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in ends)
            return element("path", d=d, stroke_width=_TEE_WIDTH * scale)
        back, half = ARROW_LENGTH * scale, _HALF_ARROW * scale
        corners = [(0.0, 0.0), (back, half), (back, -half)]
        d = "M" + "L".join(
            f"{number(x)} {number(y)}" for x, y in (self._beside(head, *c) for c in corners)
        )
        return element("path", d=d + "z", fill=ink, stroke="none")

    def _beside(self, head: Head, back: float, side: float) -> tuple[float, float]:
        """Return a point so far back from the tip of a head, and so far to its side."""
        u = head.tip.u - head.du * back + head.dv * side
        v = head.tip.v - head.dv * back + head.du * side
        return self.place(Point(u, v))

    def _dot(self, dot: tuple[Point, Point] | None) -> Iterator[str]:
        """Write the dot of a step, drawn out where several lines end on it."""
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

    def _label(self, route: Route, ink: str) -> Iterator[str]:
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
            fill=ink,
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
