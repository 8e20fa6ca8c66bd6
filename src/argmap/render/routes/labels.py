"""Where the word for a contradiction can stand on its line: on no card, on no other line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from attrs import define, evolve, field

from argmap.render.routes.crossings import Box, Crossings, on_curve
from argmap.render.routes.passages import Passages
from argmap.render.routes.paths import Label, Path, Point, Route

WORD_LENGTH, WORD_HEIGHT = 54.0, 12.0
"""Points that the word takes, with a little room about it."""

WORD_STROKE = WORD_LENGTH + 16.0
"""Points of a stroke that bears it: some must stay to be seen beside the word."""

_SHARES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.27, 0.73, 0.2, 0.8, 0.13, 0.87, 0.06, 0.94)

_MOST = 200
"""With more words than this nobody looks whether one lies on a line."""


class Spot(NamedTuple):
    """A place for a word, and the box that it takes there."""

    label: Label
    box: Box


def with_labels(routes: Sequence[Route], ways: Mapping[int, Passages]) -> list[Route]:
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
    routes: Sequence[Route], spots: Mapping[int, Sequence[Spot]]
) -> dict[int, Iterator[Spot]]:
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


def _is_on_card(box: Box, passages: Passages) -> bool:
    low_u, low_v, high_u, high_v = box
    group = passages.group
    for rank, (near, far) in enumerate(zip(group.near, group.far, strict=True)):
        if near < high_u and low_u < far:
            walls = passages.walls(rank)
            first = bisect_left(walls, low_v, key=lambda wall: wall[1])
            if first < len(walls) and walls[first][0] < high_v:
                return True
    return False


def _spots(path: Path, passages: Passages) -> Iterator[Spot]:
    """Yield places on the strokes that are long enough, the longest first; none is on a card."""
    is_right = passages.ports.layout.direction == "right"
    ends = [points[-1] for _, points in path.steps]
    strokes = []
    for (start, end), (_, points) in zip(pairwise(ends), path.steps[1:], strict=True):
        du, dv = abs(end.u - start.u), abs(end.v - start.v)
        if max(du, dv) >= WORD_STROKE:
            strokes.append((-max(du, dv), start, points, du > dv))
    for _, start, points, runs_along_u in sorted(strokes, key=lambda stroke: stroke[0]):
        along, across = (WORD_LENGTH, WORD_HEIGHT) if runs_along_u else (WORD_HEIGHT, WORD_LENGTH)
        for share in _SHARES:
            at = _point(start, points, share)
            box = (at.u - along / 2, at.v - across / 2, at.u + along / 2, at.v + across / 2)
            if not _is_on_card(box, passages):
                yield Spot(Label(at, runs_along_u != is_right), box)


def _point(start: Point, points: tuple[Point, ...], share: float) -> Point:
    """Return the point at a share of a line's length, or of a curve's parameter."""
    first, second, end = points if len(points) > 1 else (start, points[0], points[0])
    return on_curve((start, first, second, end), share)
