"""Placement of the labels of contradictions: on no card, and on no other line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple, Protocol

from attrs import define, evolve, field

from argmap.rendering.routing.paths import EdgeLabel, Path, Point, Route

LABEL_LENGTH, LABEL_HEIGHT = 54.0, 12.0
"""Size of the label in points, with a small margin."""

MIN_LABELED_LENGTH = LABEL_LENGTH + 16.0
"""Length in points of a line that a label fits on: some of the line must stay visible."""

_FRACTIONS = (0.5, 0.42, 0.58, 0.35, 0.65, 0.27, 0.73, 0.2, 0.8, 0.13, 0.87, 0.06, 0.94)
"""The positions on a line that are tried, as fractions of its length."""

_MAX_STROKES = 6
"""Number of strokes of a line, the longest, on which positions are tried."""

_MAX_LABELS = 200
"""Number of labels up to which all positions of each are tried."""

_FEW_POSITIONS = 4
"""Number of positions of a label that are tried if there are more labels."""

_CELL_SIZE = 16.0
_CORNER_SIZE = 14.1
"""Size of a curve, the sum of both axes, up to which one segment approximates it."""

_CURVE_SEGMENTS = 12
"""Number of straight segments that approximate a curve."""

Box = tuple[float, float, float, float]
"""Start on the main and the cross axis, end on the main and the cross axis."""


class LabelSpace(Protocol):
    """The cards of a layout, as obstacles for labels."""

    @property
    def is_right(self) -> bool:
        """Whether the main axis runs to the right, and not down."""

    def is_covered(self, box: Box) -> bool:
        """Return whether a card is in a box."""


class LabelPosition(NamedTuple):
    """A position for a label, and the area that the label covers there."""

    label: EdgeLabel
    box: Box


def add_labels(routes: Sequence[Route], labeled: Mapping[int, LabelSpace]) -> list[Route]:
    """Return the routes, some of them with a label.

    A label covers no other line. If cards, lines or other labels are at all positions, it is left
    out: the arrowheads at both ends say the same.

    Args:
        routes: All routes of a scene.
        labeled: The number of each route that may have a label, with the space
            that it runs in.
    """
    limit = None if len(labeled) <= _MAX_LABELS else _FEW_POSITIONS
    positions = {
        number: list(islice(_possible_positions(routes[number].path, space), limit))
        for number, space in labeled.items()
    }
    placed = _PlacedLabels()
    result = list(routes)
    for number, candidates in _without_other_lines(routes, positions).items():
        for position in candidates:
            if placed.add(position.box):
                result[number] = evolve(routes[number], label=position.label)
                break
    return result


def _possible_positions(path: Path, space: LabelSpace) -> Iterator[LabelPosition]:
    """Yield the positions on a path that cover no card, those on the longest strokes first."""
    ends = [points[-1] for _, points in path.commands]
    strokes = []
    for (start, end), (_, points) in zip(pairwise(ends), path.commands[1:], strict=True):
        main_length, cross_length = abs(end.main - start.main), abs(end.cross - start.cross)
        length = max(main_length, cross_length)
        if length >= MIN_LABELED_LENGTH:
            strokes.append((length, start, points, main_length > cross_length))
    strokes.sort(key=lambda stroke: -stroke[0])
    for _, start, points, runs_along_main in strokes[:_MAX_STROKES]:
        size = (LABEL_LENGTH, LABEL_HEIGHT) if runs_along_main else (LABEL_HEIGHT, LABEL_LENGTH)
        for fraction in _FRACTIONS:
            center = _point_on_stroke(start, points, fraction)
            box = _box_around(center, *size)
            if not space.is_covered(box):
                yield LabelPosition(EdgeLabel(center, runs_along_main != space.is_right), box)


def _box_around(center: Point, main_size: float, cross_size: float) -> Box:
    return (
        center.main - main_size / 2,
        center.cross - cross_size / 2,
        center.main + main_size / 2,
        center.cross + cross_size / 2,
    )


def _point_on_stroke(start: Point, points: tuple[Point, ...], fraction: float) -> Point:
    """Return the point at a fraction of a line's length, or of a curve's parameter."""
    first, second, end = points if len(points) > 1 else (start, points[0], points[0])
    return _point_on_curve((start, first, second, end), fraction)


def _point_on_curve(control_points: Sequence[Point], parameter: float) -> Point:
    """Return a point on a cubic Bézier curve, given its four control points."""
    weights = (
        (1 - parameter) ** 3,
        3 * parameter * (1 - parameter) ** 2,
        3 * parameter**2 * (1 - parameter),
        parameter**3,
    )
    weighted = list(zip(weights, control_points, strict=True))
    return Point(
        sum(weight * point.main for weight, point in weighted),
        sum(weight * point.cross for weight, point in weighted),
    )


def _without_other_lines(
    routes: Sequence[Route], positions: Mapping[int, Sequence[LabelPosition]]
) -> dict[int, list[LabelPosition]]:
    """Return the positions of each label that cover no other line."""
    pairs = [(position, number) for number, listed in positions.items() for position in listed]
    counter = CrossingCounter(
        [position.box for position, _ in pairs], [number for _, number in pairs]
    )
    for number, route in enumerate(routes):
        counter.add(number, route.path)
    counts = {
        id(position): count for (position, _), count in zip(pairs, counter.counts, strict=True)
    }
    return {
        number: [position for position in listed if not counts[id(position)]]
        for number, listed in positions.items()
    }


@define
class CrossingCounter:
    """Counts the lines through each of many small boxes, except the line that owns the box.

    The boxes are indexed by cells along both axes, so that a straight stroke is only compared with
    the boxes near it.
    """

    boxes: Sequence[Box]
    owners: Sequence[int]
    """The number of the line that owns each box."""
    counts: list[int] = field(init=False)
    """The number of lines through each box."""
    _last_line: list[int] = field(init=False)
    """The last line counted at each box."""
    _cells: tuple[dict[int, list[tuple[float, int]]], ...] = field(init=False)
    """By axis and cell: the center on the other axis of each box in the cell, and its number."""
    _half_size: float = field(init=False)
    """Half the size of the largest box."""

    def __attrs_post_init__(self) -> None:
        self.counts, self._last_line = [0] * len(self.boxes), [-1] * len(self.boxes)
        self._half_size = max(
            (max(box[2] - box[0], box[3] - box[1]) / 2 for box in self.boxes), default=0.0
        )
        self._cells = ({}, {})
        for number, box in enumerate(self.boxes):
            for axis, cells in enumerate(self._cells):
                center = (box[1 - axis] + box[3 - axis]) / 2
                first, last = int(box[axis] // _CELL_SIZE), int(box[axis + 2] // _CELL_SIZE)
                for cell in range(first, last + 1):
                    cells.setdefault(cell, []).append((center, number))
        for cells in self._cells:
            for entries in cells.values():
                entries.sort()

    def add(self, line: int, path: Path) -> None:
        """Count a line at every box that its path passes through."""
        for start, end in _straight_segments(path):
            axis = 0 if abs(start.main - end.main) <= abs(start.cross - end.cross) else 1
            for box in self._boxes_on(start, end, axis):
                if self._last_line[box] != line and self.owners[box] != line:
                    self._last_line[box] = line
                    self.counts[box] += 1

    def _boxes_on(self, start: Point, end: Point, axis: int) -> Iterator[int]:
        """Yield the boxes on a segment that is about constant on an axis (0: main, 1: cross)."""
        position = (start[axis] + end[axis]) / 2
        low, high = sorted((start[1 - axis], end[1 - axis]))
        entries = self._cells[axis].get(int(position // _CELL_SIZE), ())
        first = bisect_left(entries, (low - self._half_size, -1))
        for center, number in entries[first:]:
            if center > high + self._half_size:
                break
            box = self.boxes[number]
            is_level = box[axis] <= position <= box[axis + 2]
            if is_level and low <= box[3 - axis] and box[1 - axis] <= high:
                yield number


def _straight_segments(path: Path) -> Iterator[tuple[Point, Point]]:
    """Yield the lines of a path, and short segments along its curves; a corner is one segment."""
    current = path.commands[0][1][0]
    for letter, points in path.commands:
        end = points[-1]
        is_corner = abs(end.main - current.main) + abs(end.cross - current.cross) <= _CORNER_SIZE
        if letter == "L" or (letter == "C" and is_corner):
            yield current, end
        elif letter == "C":
            start = current
            for number in range(1, _CURVE_SEGMENTS + 1):
                end = _point_on_curve((current, *points), number / _CURVE_SEGMENTS)
                yield start, end
                start = end
        current = points[-1]


@define
class _PlacedLabels:
    """The areas of the labels that are placed, by the cells that they are in."""

    _cells: dict[tuple[int, int], list[Box]] = field(factory=dict)

    def add(self, box: Box) -> bool:
        """Place a label and return True, unless it would overlap another one."""
        cells = [
            (main, cross)
            for main in range(int(box[0] // LABEL_LENGTH), int(box[2] // LABEL_LENGTH) + 1)
            for cross in range(int(box[1] // LABEL_LENGTH), int(box[3] // LABEL_LENGTH) + 1)
        ]
        if any(_overlap(box, other) for cell in cells for other in self._cells.get(cell, ())):
            return False
        for cell in cells:
            self._cells.setdefault(cell, []).append(box)
        return True


def _overlap(first: Box, second: Box) -> bool:
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )
