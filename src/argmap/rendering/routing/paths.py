"""Lines as data: strokes of a pen in the two axes of a layout, and what stands at their ends."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from attrs import define, field, frozen


class Point(NamedTuple):
    """A place: ``u`` in the direction of growth, ``v`` across it."""

    u: float
    v: float


class ArrowShape(Enum):
    """What stands at the end of a line."""

    ARROW = "arrow"
    TEE = "tee"


class ArrowHead(NamedTuple):
    """An ending at ``tip``; (``du``, ``dv``) is how the line runs there, a unit along an axis."""

    ending: ArrowShape
    tip: Point
    du: int
    dv: int


@define
class Path:
    """A pen: ``steps`` are a letter of SVG's path language (M, L, C) and its points."""

    commands: list[tuple[str, tuple[Point, ...]]] = field(factory=list)

    def move(self, u: float, v: float) -> None:
        self.commands.append(("M", (Point(u, v),)))

    def line(self, u: float, v: float) -> None:
        if self.at != (u, v):
            self.commands.append(("L", (Point(u, v),)))

    def bend(self, lane: float, v: float, turn: float) -> None:
        """Lead the pen to a lane, along it to ``v``, and out of it, with rounded corners.

        It came in the direction of growth or against it, and goes on in that or back again.
        """
        start = self.at
        way = 1 if v > start.v else -1
        turn = min(turn, abs(v - start.v) / 2)
        before = -1 if lane > start.u else 1
        self.line(lane + before * min(turn, abs(lane - start.u)), start.v)
        self.curve(Point(lane, start.v), Point(lane, start.v), Point(lane, start.v + way * turn))
        self.line(lane, v - way * turn)

    def leave(self, u: float, v: float, turn: float) -> None:
        """End a bend: turn out of the lane at ``v``, and go on to ``u``."""
        lane = self.at.u
        turn = min(turn, abs(v - self.at.v), abs(u - lane))
        out = 1 if u > lane else -1
        self.curve(Point(lane, v), Point(lane, v), Point(lane + out * turn, v))
        self.line(u, v)

    def curve(self, first: Point, second: Point, end: Point) -> None:
        self.commands.append(("C", (first, second, end)))

    def sweep(self, u: float, v: float) -> None:
        """Draw an S that leaves and arrives in the direction of growth; straight if it can be."""
        start = self.at
        if abs(start.v - v) < _FLAT:
            self.line(u, v)
            return
        middle = (start.u + u) / 2
        self.curve(Point(middle, start.v), Point(middle, v), Point(u, v))

    @property
    def at(self) -> Point:
        """Where the pen is."""
        return self.commands[-1][1][-1]

    @property
    def points(self) -> list[Point]:
        """All points, those that only bend the line too: the line stays within them."""
        return [point for _, points in self.commands for point in points]


class EdgeLabel(NamedTuple):
    """Where a word stands: its middle, and whether it is written upwards."""

    at: Point
    is_upright: bool = False


@frozen
class Route:
    """A finished line. ``kind`` names its look; ``is_link`` says that it crosses the tree."""

    key: str
    kind: str
    path: Path
    heads: tuple[ArrowHead, ...]
    is_link: bool = False
    dot: tuple[Point, Point] | None = None
    """From where to where on it the dot of the step goes, if there is one."""
    label: EdgeLabel | None = None
    """Where the word for it stands, if there is room."""
    is_faint: bool = False
    """Whether it is drawn set back: what it stands for does not hold."""


_FLAT = 0.3
"""Points: less of a bend than this is none."""

ARROW_LENGTH = 8.0
TEE_GAP = 3.0


def reach(ending: ArrowShape | None) -> float:
    """Return how far before the tip a line must stop."""
    return {ArrowShape.ARROW: ARROW_LENGTH - 1, ArrowShape.TEE: TEE_GAP, None: 0.0}[ending]
