"""Which lines cross which boxes: found without looking at every pair of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from attrs import define, field

from argmap.render.routes.paths import Path, Point

Box = tuple[float, float, float, float]
"""Least ``u`` and ``v``, greatest ``u`` and ``v``."""

_CELL = 16.0
_SAMPLES = 12
"""So many places on a curve are looked at."""


@define
class Crossings:
    """Counts the lines through each of some boxes, a box's owner not among them.

    The boxes are small: those at one ``u`` are kept in order of ``v``, and the other way round, so
    that a straight stroke finds those on its way.
    """

    boxes: Sequence[Box]
    owners: Sequence[int]
    counts: list[int] = field(init=False)
    _last: list[int] = field(init=False)
    _columns: tuple[dict[int, list[tuple[float, int]]], ...] = field(init=False)
    _half: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.counts, self._last = [0] * len(self.boxes), [-1] * len(self.boxes)
        self._half = max((max(b[2] - b[0], b[3] - b[1]) / 2 for b in self.boxes), default=0.0)
        self._columns = ({}, {})
        for number, box in enumerate(self.boxes):
            for axis, columns in enumerate(self._columns):
                middle = (box[1 - axis] + box[3 - axis]) / 2
                for cell in range(int(box[axis] // _CELL), int(box[axis + 2] // _CELL) + 1):
                    columns.setdefault(cell, []).append((middle, number))
        for columns in self._columns:
            for column in columns.values():
                column.sort()

    def add(self, line: int, path: Path) -> None:
        """Count a line, by its number, at every box that it passes through."""
        for start, end in _strokes(path):
            axis = 0 if abs(start.u - end.u) <= abs(start.v - end.v) else 1
            for box in self._hit(start, end, axis):
                if self._last[box] != line and self.owners[box] != line:
                    self._last[box] = line
                    self.counts[box] += 1

    def _hit(self, start: Point, end: Point, axis: int) -> Iterator[int]:
        """Yield the boxes on a stroke that runs across (axis 0) or in the direction of growth."""
        at = (start[axis] + end[axis]) / 2
        low, high = sorted((start[1 - axis], end[1 - axis]))
        column = self._columns[axis].get(int(at // _CELL), ())
        first = bisect_left(column, (low - self._half, -1))
        for middle, number in column[first:]:
            if middle > high + self._half:
                break
            box = self.boxes[number]
            is_level = box[axis] <= at <= box[axis + 2]
            if is_level and low <= box[3 - axis] and box[1 - axis] <= high:
                yield number


def _strokes(path: Path) -> Iterator[tuple[Point, Point]]:
    """Yield the straight strokes of a path, and short ones along its curves."""
    at = path.steps[0][1][0]
    for letter, points in path.steps:
        end = points[-1]
        if letter == "L":
            yield at, end
        elif letter == "C":
            before = at
            for step in range(1, _SAMPLES + 1):
                place = on_curve((at, *points), step / _SAMPLES)
                yield before, place
                before = place
        at = end


def on_curve(corners: Sequence[Point], share: float) -> Point:
    """Return the point at a share of the parameter of a cubic curve, by its four corners."""
    weights = (
        (1 - share) ** 3,
        3 * share * (1 - share) ** 2,
        3 * share**2 * (1 - share),
        share**3,
    )
    u = sum(weight * corner.u for weight, corner in zip(weights, corners, strict=True))
    v = sum(weight * corner.v for weight, corner in zip(weights, corners, strict=True))
    return Point(u, v)
