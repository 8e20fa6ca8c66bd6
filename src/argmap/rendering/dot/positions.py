"""The positions of a drawing as attributes of Graphviz, so that it draws the same picture.

The origin of Graphviz is at the lower left, and ``y`` grows upwards. A route is a B-spline: a
point, and three more for each cubic curve. The tip of an arrowhead comes before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import field, frozen

from argmap.rendering.drawing import Drawing
from argmap.rendering.layout.geometry import CardSlot
from argmap.rendering.routing.paths import ArrowHead, EdgeLabel, Path, Point, Route
from argmap.rendering.routing.tree_edges import DOT_RADIUS

POINTS_PER_INCH = 72

_MARGIN = 4.0
"""Points between the bounds of all cards and lines, and those of the graph."""

Curve = tuple[Point, Point, Point, Point]
"""A cubic Bézier curve: start, control points, and end."""

Box = tuple[float, float, float, float]
"""The least and the largest position on the main axis, and on the cross axis."""


@frozen
class Stroke:
    """Connected curves, with the arrowheads at their start and their end."""

    curves: tuple[Curve, ...]
    start_head: ArrowHead | None = None
    end_head: ArrowHead | None = None

    def reversed(self) -> Stroke:
        """Return the stroke from its end to its start."""
        curves = tuple(curve[::-1] for curve in reversed(self.curves))
        return Stroke(curves, self.end_head, self.start_head)

    @property
    def ends(self) -> tuple[Point, Point]:
        """Its first and its last point."""
        return self.curves[0][0], self.curves[-1][-1]


@frozen
class Positions:
    """Writes the positions of a drawing as values of attributes."""

    drawing: Drawing
    _bounds: Box = field(init=False)

    def __attrs_post_init__(self) -> None:
        points = [point for route in self.drawing.routes for point in route.path.points]
        for slot in self.drawing.slots:
            points += (
                Point(slot.main_start, slot.cross_start),
                Point(slot.main_end, slot.cross_end),
            )
        mains, crosses = [point.main for point in points], [point.cross for point in points]
        bounds = min(mains), max(mains), min(crosses), max(crosses)
        object.__setattr__(self, "_bounds", bounds)

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of the drawing."""
        main_start, main_end, cross_start, cross_end = self._bounds
        main, cross = main_end - main_start + 2 * _MARGIN, cross_end - cross_start + 2 * _MARGIN
        return (main, cross) if self.drawing.direction == "right" else (cross, main)

    def bounding_box(self) -> str:
        """Return the value of the graph's ``bb``."""
        return ",".join(map(_number, (0, 0, *self.size)))

    def card(self, index: int) -> str:
        """Return the attributes of the node of a card."""
        slot = self.drawing.slots[index]
        return self._node(box_of(slot))

    def dot(self, route: Route) -> str:
        """Return the attributes of the dot of an inference, which may be elongated."""
        return self._node(dot_box(route))

    def _node(self, box: Box) -> str:
        main_start, main_end, cross_start, cross_end = box
        first, last = Point(main_start, cross_start), Point(main_end, cross_end)
        (x0, y0), (x1, y1) = self._place(first), self._place(last)
        width, height = abs(x1 - x0) / POINTS_PER_INCH, abs(y1 - y0) / POINTS_PER_INCH
        center = f"{_number((x0 + x1) / 2)},{_number((y0 + y1) / 2)}"
        return f'pos="{center}!", width={width:.4f}, height={height:.4f}'

    def edge(self, strokes: Sequence[Stroke]) -> str:
        """Return the ``pos`` of an edge."""
        return f'pos="{";".join(map(self._spline, strokes))}"'

    def label(self, label: EdgeLabel) -> str:
        """Return the position of the label of an edge."""
        return f'xlp="{self._point(label.center)}"'

    def _spline(self, stroke: Stroke) -> str:
        parts = []
        if stroke.start_head is not None:
            parts.append(f"s,{self._point(stroke.start_head.tip)}")
        if stroke.end_head is not None:
            parts.append(f"e,{self._point(stroke.end_head.tip)}")
        parts.append(self._point(stroke.curves[0][0]))
        parts += [self._point(point) for curve in stroke.curves for point in curve[1:]]
        return " ".join(parts)

    def _point(self, point: Point) -> str:
        return ",".join(map(_number, self._place(point)))

    def _place(self, point: Point) -> tuple[float, float]:
        main_start, main_end, cross_start, cross_end = self._bounds
        main, cross = point.main - main_start + _MARGIN, point.cross - cross_start + _MARGIN
        if self.drawing.direction == "right":
            return main, cross_end - cross_start + 2 * _MARGIN - cross
        return cross, main_end - main_start + 2 * _MARGIN - main


def box_of(slot: CardSlot) -> Box:
    """Return the area of a card."""
    return slot.main_start, slot.main_end, slot.cross_start, slot.cross_end


def dot_box(route: Route) -> Box:
    """Return the area of the dot on a route."""
    assert route.dot is not None
    mains, crosses = ([end[axis] for end in route.dot] for axis in (0, 1))
    return (
        min(mains) - DOT_RADIUS,
        max(mains) + DOT_RADIUS,
        min(crosses) - DOT_RADIUS,
        max(crosses) + DOT_RADIUS,
    )


# ---- Strokes of routes -------------------------------------------------------------------------


def strokes_from(route: Route, tail: Box) -> list[Stroke]:
    """Return the strokes of a route, which begins at the area of a card or a dot.

    Args:
        route: The route, in either direction.
        tail: The area at which the edge begins.
    """
    strokes = [Stroke(tuple(curves)) for curves in _curves(route.path)]
    first, last = strokes[0].ends
    if _distance(last, tail) < _distance(first, tail):
        strokes = [stroke.reversed() for stroke in strokes]
    ends = [end for stroke in strokes for end in stroke.ends]
    for head in route.heads:
        nearest = min(range(len(ends)), key=lambda place: _length(ends[place], head.tip))
        number, is_end = divmod(nearest, 2)
        stroke = strokes[number]
        strokes[number] = Stroke(
            stroke.curves,
            stroke.start_head if is_end else head,
            head if is_end else stroke.end_head,
        )
    return strokes


def split_at_dot(stroke: Stroke, route: Route) -> tuple[Stroke, Stroke]:
    """Return the parts of a stroke before and after the middle of the dot on its route."""
    assert route.dot is not None
    middle = Point(*(sum(pair) / 2 for pair in zip(*route.dot, strict=True)))
    curves = stroke.curves
    place = min(range(len(curves)), key=lambda number: _gap(curves[number], middle))
    start, end = curves[place][0], curves[place][-1]
    before = Stroke((*curves[:place], _line(start, middle)), stroke.start_head)
    after = Stroke((_line(middle, end), *curves[place + 1 :]), None, stroke.end_head)
    return before, after


def _curves(path: Path) -> Iterator[list[Curve]]:
    """Yield the curves of each stroke of a path; straight lines are curves, too."""
    listed: list[Curve] = []
    position: Point | None = None
    for letter, points in path.commands:
        if letter == "M":
            if listed:
                yield listed
            listed = []
        elif position is not None:
            if letter == "L":
                listed.append(_line(position, points[0]))
            else:
                first, second, end = points
                listed.append((position, first, second, end))
        position = points[-1]
    if listed:
        yield listed


def _line(start: Point, end: Point) -> Curve:
    main, cross = (end.main - start.main) / 3, (end.cross - start.cross) / 3
    first = Point(start.main + main, start.cross + cross)
    return start, first, Point(end.main - main, end.cross - cross), end


def _gap(curve: Curve, point: Point) -> float:
    """Return how far a point is from the corners of a curve's control polygon, as a detour."""
    return min(
        _length(start, point) + _length(point, end) - _length(start, end)
        for start, end in pairwise(curve)
    )


def _distance(point: Point, box: Box) -> float:
    main = max(box[0] - point.main, 0.0, point.main - box[1])
    cross = max(box[2] - point.cross, 0.0, point.cross - box[3])
    return main + cross


def _length(start: Point, end: Point) -> float:
    return abs(start.main - end.main) + abs(start.cross - end.cross)


def _number(value: float) -> str:
    return f"{value:.2f}".removesuffix("0").removesuffix("0").removesuffix(".")
