"""The data of a routed edge: its path on the axes of the layout, its arrowheads and its label."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from attrs import define, field, frozen

ARROW_LENGTH = 8.0
"""Points from the tip of an arrow to its base."""

TEE_GAP = 3.0
"""Points between a tee and the card that it points at."""

RING_RADIUS = 3.0
"""The ring at the end of what is granted, which touches the card."""

_STRAIGHT_TOLERANCE = 0.3
"""Points along the cross axis up to which a curve is drawn as a straight line."""


class Point(NamedTuple):
    """A point on the axes of the layout."""

    main: float
    cross: float


class ArrowShape(Enum):
    """The shape of an arrowhead."""

    ARROW = "arrow"
    TEE = "tee"
    RING = "ring"


def head_length(shape: ArrowShape | None) -> float:
    """Return how many points before the tip of an arrowhead the line must end."""
    return _HEAD_LENGTHS[shape]


_HEAD_LENGTHS = {
    ArrowShape.ARROW: ARROW_LENGTH - 1,
    ArrowShape.TEE: TEE_GAP,
    ArrowShape.RING: 2 * RING_RADIUS,
    None: 0.0,
}


class ArrowHead(NamedTuple):
    """An arrowhead. The unit vector along one axis is the direction in which it points."""

    shape: ArrowShape
    tip: Point
    main_direction: int
    cross_direction: int


@define
class Path:
    """A path that is drawn like one of SVG, in absolute coordinates.

    A command is a letter (M: move, L: line, C: cubic Bézier curve) and its points.
    """

    commands: list[tuple[str, tuple[Point, ...]]] = field(factory=list)

    @property
    def end(self) -> Point:
        """The current end of the path."""
        return self.commands[-1][1][-1]

    @property
    def points(self) -> list[Point]:
        """All points, including control points: the path stays within their bounds."""
        return [point for _, points in self.commands for point in points]

    def move_to(self, main: float, cross: float) -> None:
        """Start a new stroke."""
        self.commands.append(("M", (Point(main, cross),)))

    def line_to(self, main: float, cross: float) -> None:
        """Add a straight line, unless the path ends at the point already."""
        if self.end != (main, cross):
            self.commands.append(("L", (Point(main, cross),)))

    def curve_to(self, first_control: Point, second_control: Point, end: Point) -> None:
        """Add a cubic Bézier curve."""
        self.commands.append(("C", (first_control, second_control, end)))

    def s_curve_to(self, main: float, cross: float) -> None:
        """Add an S-curve that starts and ends along the main axis, or a line if it is straight."""
        start = self.end
        if abs(start.cross - cross) < _STRAIGHT_TOLERANCE:
            self.line_to(main, cross)
            return
        middle = (start.main + main) / 2
        self.curve_to(Point(middle, start.cross), Point(middle, cross), Point(main, cross))

    def enter_track(self, track: float, cross: float, radius: float) -> None:
        """Add a line along the main axis to a track, a rounded corner, and a line along the track.

        `leave_track` adds the corner at the other end.

        Args:
            track: The position of the track on the main axis.
            cross: The position on the cross axis at which the path will leave the track.
            radius: The largest radius of the corners.
        """
        start = self.end
        sign = 1 if cross > start.cross else -1
        radius = min(radius, abs(cross - start.cross) / 2)
        backward = -1 if track > start.main else 1
        self.line_to(track + backward * min(radius, abs(track - start.main)), start.cross)
        corner = Point(track, start.cross)
        self.curve_to(corner, corner, Point(track, start.cross + sign * radius))
        self.line_to(track, cross - sign * radius)

    def leave_track(self, main: float, cross: float, radius: float) -> None:
        """Add a rounded corner out of a track, and a line along the main axis to a point."""
        track = self.end.main
        radius = min(radius, abs(cross - self.end.cross), abs(main - track))
        forward = 1 if main > track else -1
        corner = Point(track, cross)
        self.curve_to(corner, corner, Point(track + forward * radius, cross))
        self.line_to(main, cross)


class EdgeLabel(NamedTuple):
    """The position of an edge's label."""

    center: Point
    is_vertical: bool = False
    """Whether the text runs from bottom to top."""


@frozen
class Route:
    """A routed edge."""

    key: str
    kind: str
    """The key of its `LineStyle`."""
    path: Path
    heads: tuple[ArrowHead, ...]
    is_link: bool = False
    """Whether it is a link across the tree, and not a tree edge."""
    dot: tuple[Point, Point] | None = None
    """The start and the end of the inference's dot on the edge, if it has one."""
    label: EdgeLabel | None = None
    """The label of a contradiction, if there is space for it."""
    is_faint: bool = False
    """Whether it is drawn faint: the inference, or what undercuts it, is rejected."""
