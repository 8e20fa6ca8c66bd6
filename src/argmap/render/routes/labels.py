"""Where the word for a contradiction can stand on its line: on no card, on no other line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from attrs import evolve

from argmap.render.routes.crossings import Box, Crossings, on_curve
from argmap.render.routes.paths import Label, Path, Point, Route
from argmap.render.routes.traffic import Passages

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
    spots = {
        number: [
            spot
            for spot in _spots(routes[number].path, passages)
            if not _is_on_card(spot.box, passages)
        ]
        for number, passages in ways.items()
    }
    crossed = _crossed(routes, spots)
    words: list[Box] = []
    labelled = list(routes)
    for number, places in spots.items():
        free = [spot for spot in places if not any(_overlap(spot.box, word) for word in words)]
        if free:
            best = min(free, key=lambda spot: crossed.get(spot.box, 0))
            words.append(best.box)
            labelled[number] = evolve(routes[number], label=best.label)
    return labelled


def _crossed(routes: Sequence[Route], spots: Mapping[int, Sequence[Spot]]) -> dict[Box, int]:
    """Return how many other lines pass through each place."""
    if not 0 < len(spots) <= _MOST:
        return {}
    pairs = [(spot.box, number) for number, places in spots.items() for spot in places]
    crossings = Crossings([box for box, _ in pairs], [number for _, number in pairs])
    for number, route in enumerate(routes):
        crossings.add(number, route.path)
    return {box: count for (box, _), count in zip(pairs, crossings.counts, strict=True)}


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
    """Yield places on the strokes that are long enough, the longest first."""
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
            yield Spot(Label(at, runs_along_u != is_right), box)


def _point(start: Point, points: tuple[Point, ...], share: float) -> Point:
    """Return the point at a share of a line's length, or of a curve's parameter."""
    first, second, end = points if len(points) > 1 else (start, points[0], points[0])
    return on_curve((start, first, second, end), share)
