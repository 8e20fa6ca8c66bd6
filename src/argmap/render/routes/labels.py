"""Where the word for a contradiction can stand on its line without touching a card."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from attrs import define, field

from argmap.render.routes.paths import Label, Path, Point
from argmap.render.routes.traffic import Passages

WORD_LENGTH, WORD_HEIGHT = 54.0, 12.0
"""Points that the word takes, with a little room about it."""

_LEAST = 24.0
"""Points of a stroke that must stay to be seen beside the word."""

_SHARES = (0.5, 0.35, 0.65, 0.2, 0.8)

Box = tuple[float, float, float, float]
"""Least ``u`` and ``v``, greatest ``u`` and ``v``."""


@define
class Labels:
    """Finds the places of the words in a group of cards; none lies on another."""

    passages: Passages
    words: list[Box] = field(factory=list)

    def find(self, path: Path) -> Label | None:
        """Return the best place on a path that is free, or None: the line's ends say it too."""
        is_right = self.passages.ports.layout.direction == "right"
        for at, runs_along_u in _places(path):
            is_upright = runs_along_u != is_right
            along, across = (
                (WORD_HEIGHT, WORD_LENGTH) if is_right == is_upright else (WORD_LENGTH, WORD_HEIGHT)
            )
            box = (at.u - along / 2, at.v - across / 2, at.u + along / 2, at.v + across / 2)
            if not self._is_taken(box):
                self.words.append(box)
                return Label(at, is_upright)
        return None

    def _is_taken(self, box: Box) -> bool:
        low_u, low_v, high_u, high_v = box
        for word in self.words:
            if low_u < word[2] and word[0] < high_u and low_v < word[3] and word[1] < high_v:
                return True
        group = self.passages.group
        for rank, (near, far) in enumerate(zip(group.near, group.far, strict=True)):
            if near < high_u and low_u < far:
                walls = self.passages.walls(rank)
                first = bisect_left(walls, low_v, key=lambda wall: wall[1])
                if first < len(walls) and walls[first][0] < high_v:
                    return True
        return False


def _places(path: Path) -> Iterator[tuple[Point, bool]]:
    """Yield points on the strokes that are long enough, the longest first.

    With each goes whether the stroke runs in the direction of growth rather than across it.
    """
    ends = [points[-1] for _, points in path.steps]
    strokes = []
    for (start, end), (_, points) in zip(pairwise(ends), path.steps[1:], strict=True):
        du, dv = abs(end.u - start.u), abs(end.v - start.v)
        if max(du, dv) >= WORD_LENGTH + _LEAST:
            strokes.append((-max(du, dv), start, points, du > dv))
    for _, start, points, runs_along_u in sorted(strokes, key=lambda stroke: stroke[0]):
        for share in _SHARES:
            yield _point(start, points, share), runs_along_u


def _point(start: Point, points: tuple[Point, ...], share: float) -> Point:
    """Return the point at a share of a line's length, or of a curve's parameter."""
    first, second, end = points if len(points) > 1 else (start, points[0], points[0])
    weights = (
        (1 - share) ** 3,
        3 * share * (1 - share) ** 2,
        3 * share**2 * (1 - share),
        share**3,
    )
    corners = (start, first, second, end)
    u = sum(weight * corner.u for weight, corner in zip(weights, corners, strict=True))
    v = sum(weight * corner.v for weight, corner in zip(weights, corners, strict=True))
    return Point(u, v)
