"""Measurements of lines in a picture: along each other, over cards, and under labels."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

from tests.rendering.conftest import SVG, Picture, numbers, trace

SAMPLE_SPACING = 2.0
"""Points between two samples on a line."""

MAX_DISTANCE = 3.0
"""Points between two lines up to which they count as running along each other."""

_MIN_COSINE = math.cos(math.radians(20))
"""Cosine of the largest angle between two lines that run along each other."""


def sample(points):
    """Return samples on a polyline, each with its position and the direction of the line there."""
    samples = []
    left = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        if not length:
            continue
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        distance = left
        while distance < length:
            samples.append((x0 + dx * distance, y0 + dy * distance, dx, dy))
            distance += SAMPLE_SPACING
        left = distance - length
    return samples


def parallel_lengths(picture: Picture) -> dict[tuple[str, str], float]:
    """Return for how many points two lines run along each other, by their ids.

    The first line is a link or an undercut, because tree edges to the same statement may overlap.
    """
    lines = {}
    for line in picture.all("line"):
        if picture.strokes(line) and line.get("id"):
            samples = [point for stroke in strokes(line) for point in sample(stroke)]
            lines[line.get("id").removeprefix(picture.prefix)] = (line, samples)
    cells = defaultdict(list)
    for name, (_, samples) in lines.items():
        for point in samples:
            cells[int(point[0] // MAX_DISTANCE), int(point[1] // MAX_DISTANCE)].append(
                (name, point)
            )
    lengths: dict[tuple[str, str], float] = defaultdict(float)
    for name, (line, samples) in lines.items():
        if not {"link", "undercut"} & set(line.get("class").split()):
            continue
        for x, y, dx, dy in samples:
            column, row = int(x // MAX_DISTANCE), int(y // MAX_DISTANCE)
            parallel = {
                other
                for i in (-1, 0, 1)
                for j in (-1, 0, 1)
                for other, (other_x, other_y, other_dx, other_dy) in cells.get(
                    (column + i, row + j), ()
                )
                if other != name
                and math.hypot(other_x - x, other_y - y) < MAX_DISTANCE
                and abs(dx * other_dx + dy * other_dy) > _MIN_COSINE
            }
            for other in parallel:
                lengths[name, other] += SAMPLE_SPACING
    return dict(lengths)


def strokes(line):
    """Return the points along each stroke of a line's path."""
    path_data = line.find(f"{SVG}path").get("d")
    return [trace(f"M{stroke}") for stroke in path_data.split("M") if stroke]


def label_boxes(picture: Picture):
    """Yield the area of every label on a line: left, top, right, bottom."""
    for line in picture.all("contradiction"):
        for text in line.findall(f"{SVG}text"):
            x, y = float(text.get("x")), float(text.get("y")) - 3
            is_vertical = "rotate" in (text.get("transform") or "")
            half_width, half_height = (6, 27) if is_vertical else (27, 6)
            yield x - half_width, y - half_height, x + half_width, y + half_height


def overlap(first, second):
    """Whether two boxes overlap, given as left, top, right and bottom."""
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def arrowheads(picture: Picture):
    """Yield the points of every arrowhead, with the id of its line."""
    for line in picture.all("line"):
        for path in line.findall(f"{SVG}path")[1:]:
            values = numbers(path.get("d"))
            yield line.get("id"), list(zip(values[::2], values[1::2], strict=True))


def count_lines_through(picture: Picture, box) -> int:
    """Return the number of lines that pass through a box, and not only along its edge."""
    left, top, right, bottom = box
    margin = 0.01
    return sum(
        any(
            left + margin < x < right - margin and top + margin < y < bottom - margin
            for stroke in strokes(line)
            for x, y, *_ in sample(stroke)
        )
        for line in picture.all("line")
    )
