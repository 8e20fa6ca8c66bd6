"""Where the word for a contradiction can stand on its line: on no card, on no other line.

Which lines cross which boxes: found without looking at every pair of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from attrs import define, evolve, field

from argmap.rendering.routing.channels import LayerGaps
from argmap.rendering.routing.paths import EdgeLabel, Path, Point, Route

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
    at = path.commands[0][1][0]
    for letter, points in path.commands:
        end = points[-1]
        if letter == "L":
            yield at, end
        elif letter == "C":
            before = at
            for sample in range(1, _SAMPLES + 1):
                place = on_curve((at, *points), sample / _SAMPLES)
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


WORD_LENGTH, WORD_HEIGHT = 54.0, 12.0
"""Points that the word takes, with a little room about it."""

WORD_STROKE = WORD_LENGTH + 16.0
"""Points of a stroke that bears it: some must stay to be seen beside the word."""

_SHARES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.27, 0.73, 0.2, 0.8, 0.13, 0.87, 0.06, 0.94)

_MOST = 200
"""With more words than this nobody looks whether one lies on a line."""


class LabelPosition(NamedTuple):
    """A place for a word, and the box that it takes there."""

    label: EdgeLabel
    box: Box


def with_labels(routes: Sequence[Route], ways: Mapping[int, LayerGaps]) -> list[Route]:
    """Return the routes with words on those, by their number, that are to have one.

    ``ways`` are the passages of the group in which each of these runs. The word stands where the
    fewest lines pass, or nowhere, if cards or other words take all places: the ends say it too.
    """
    spots = {number: _spots(routes[number].path, passages) for number, passages in ways.items()}
    if len(spots) <= _MOST:
        spots = _by_lines_through(routes, {number: [*found] for number, found in spots.items()})
    words = _Words()
    labelled = list(routes)
    for number, places in spots.items():
        for spot in places:
            if not words.take(spot.box):
                continue
            labelled[number] = evolve(routes[number], label=spot.label)
            break
    return labelled


def _by_lines_through(
    routes: Sequence[Route], spots: Mapping[int, Sequence[LabelPosition]]
) -> dict[int, Iterator[LabelPosition]]:
    """Return the places, those first through which the fewest other lines pass."""
    pairs = [(spot, number) for number, places in spots.items() for spot in places]
    crossings = Crossings([spot.box for spot, _ in pairs], [number for _, number in pairs])
    for number, route in enumerate(routes):
        crossings.add(number, route.path)
    counts = {id(spot): count for (spot, _), count in zip(pairs, crossings.counts, strict=True)}
    return {
        number: iter(sorted(places, key=lambda spot: counts[id(spot)]))
        for number, places in spots.items()
    }


@define
class _Words:
    """The words that stand already, by cells in which to look for them."""

    cells: dict[tuple[int, int], list[Box]] = field(factory=dict)

    def take(self, box: Box) -> bool:
        """Take a place, if no word stands there."""
        cells = [
            (u, v)
            for u in range(int(box[0] // WORD_LENGTH), int(box[2] // WORD_LENGTH) + 1)
            for v in range(int(box[1] // WORD_LENGTH), int(box[3] // WORD_LENGTH) + 1)
        ]
        if any(_overlap(box, word) for cell in cells for word in self.cells.get(cell, ())):
            return False
        for cell in cells:
            self.cells.setdefault(cell, []).append(box)
        return True


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_on_card(box: Box, passages: LayerGaps) -> bool:
    low_u, low_v, high_u, high_v = box
    group = passages.group
    for rank, (near, far) in enumerate(zip(group.near, group.far, strict=True)):
        if near < high_u and low_u < far:
            walls = passages.walls(rank)
            first = bisect_left(walls, low_v, key=lambda wall: wall[1])
            if first < len(walls) and walls[first][0] < high_v:
                return True
    return False


def _spots(path: Path, passages: LayerGaps) -> Iterator[LabelPosition]:
    """Yield places on the strokes that are long enough, the longest first; none is on a card."""
    is_right = passages.ports.layout.direction == "right"
    ends = [points[-1] for _, points in path.commands]
    strokes = []
    for (start, end), (_, points) in zip(pairwise(ends), path.commands[1:], strict=True):
        du, dv = abs(end.u - start.u), abs(end.v - start.v)
        if max(du, dv) >= WORD_STROKE:
            strokes.append((-max(du, dv), start, points, du > dv))
    for _, start, points, runs_along_u in sorted(strokes, key=lambda stroke: stroke[0]):
        along, across = (WORD_LENGTH, WORD_HEIGHT) if runs_along_u else (WORD_HEIGHT, WORD_LENGTH)
        for share in _SHARES:
            at = _point(start, points, share)
            box = (at.u - along / 2, at.v - across / 2, at.u + along / 2, at.v + across / 2)
            if not _is_on_card(box, passages):
                yield LabelPosition(EdgeLabel(at, runs_along_u != is_right), box)


def _point(start: Point, points: tuple[Point, ...], share: float) -> Point:
    """Return the point at a share of a line's length, or of a curve's parameter."""
    first, second, end = points if len(points) > 1 else (start, points[0], points[0])
    return on_curve((start, first, second, end), share)
