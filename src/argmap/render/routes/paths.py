"""Lines as data: strokes of a pen in the two axes of a layout, and what stands at their ends."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from attrs import define, field, frozen


class Point(NamedTuple):
    """A place: ``u`` in the direction of growth, ``v`` across it."""

    u: float
    v: float


class Ending(Enum):
    """What stands at the end of a line."""

    ARROW = "arrow"
    TEE = "tee"


class Head(NamedTuple):
    """An ending at ``tip``; (``du``, ``dv``) is how the line runs there, a unit along an axis."""

    ending: Ending
    tip: Point
    du: int
    dv: int


@define
class Path:
    """A pen: ``steps`` are a letter of SVG's path language (M, L, C) and its points."""

    steps: list[tuple[str, tuple[Point, ...]]] = field(factory=list)

    def move(self, u: float, v: float) -> None:
        self.steps.append(("M", (Point(u, v),)))

    def line(self, u: float, v: float) -> None:
        if self.at != (u, v):
            self.steps.append(("L", (Point(u, v),)))

    def curve(self, first: Point, second: Point, end: Point) -> None:
        self.steps.append(("C", (first, second, end)))

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
        return self.steps[-1][1][-1]

    @property
    def points(self) -> list[Point]:
        """All points, those that only bend the line too: the line stays within them."""
        return [point for _, points in self.steps for point in points]


@frozen
class Route:
    """A finished line. ``kind`` names its look; ``is_link`` says that it crosses the tree."""

    key: str
    kind: str
    path: Path
    heads: tuple[Head, ...]
    is_link: bool = False
    dot: Point | None = None
    """Where the dot of the step stands on it, if there is one."""
    label: Point | None = None
    """Where the word for it may stand."""


_FLAT = 0.3
"""Points: less of a bend than this is none."""

ARROW_LENGTH = 8.0
TEE_GAP = 3.0


def reach(ending: Ending | None) -> float:
    """Return how far before the tip a line must stop."""
    return {Ending.ARROW: ARROW_LENGTH - 1, Ending.TEE: TEE_GAP, None: 0.0}[ending]
