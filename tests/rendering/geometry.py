"""How lines run on a picture: beside each other, over cards, through words."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

from tests.rendering.conftest import SVG, Picture, numbers, trace

INFERENCE = 2.0
"""Points between two places on a line that are looked at."""

_ALONG = math.cos(math.radians(20))


def sampled(points):
    """Return places on a polyline, `STEP` apart, each with the direction of the line there."""
    places = []
    left = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        if not length:
            continue
        dx, dy = (x1 - x0) / length, (y1 - y0) / length
        at = left
        while at < length:
            places.append((x0 + dx * at, y0 + dy * at, dx, dy))
            at += INFERENCE
        left = at - length
    return places


def shared(picture: Picture, near: float = 3.0) -> dict[tuple[str, str], float]:
    """Return for how many points two lines run along each other, closer than ``near``.

    One of the two is a link or an undercut: the branches of a tree may share their way to one
    statement.
    """
    lines = {}
    for line in picture.all("line"):
        strokes = picture.strokes(line)
        places = [place for part in parts(line) for place in sampled(part)]
        if strokes and line.get("id"):
            lines[line.get("id").removeprefix(picture.prefix)] = (line, places)
    cells = defaultdict(list)
    for name, (_, places) in lines.items():
        for place in places:
            cells[int(place[0] // near), int(place[1] // near)].append((name, place))
    found: dict[tuple[str, str], float] = defaultdict(float)
    for name, (line, places) in lines.items():
        words = set(line.get("class").split())
        if not words & {"link", "undercut"}:
            continue
        for x, y, dx, dy in places:
            column, row = int(x // near), int(y // near)
            beside = {
                other
                for i in (-1, 0, 1)
                for j in (-1, 0, 1)
                for other, (ox, oy, odx, ody) in cells.get((column + i, row + j), ())
                if other != name
                and math.hypot(ox - x, oy - y) < near
                and abs(dx * odx + dy * ody) > _ALONG
            }
            for other in beside:
                found[name, other] += INFERENCE
    return dict(found)


def parts(line):
    """Return the strokes of a line's path, split where the pen is lifted."""
    d = line.find(f"{SVG}path").get("d")
    return [trace(f"M{piece}") for piece in d.split("M") if piece]


def words_on(picture: Picture):
    """Yield the box of every word on a line: left, top, right, bottom."""
    for line in picture.all("contradiction"):
        for text in line.findall(f"{SVG}text"):
            x, y = float(text.get("x")), float(text.get("y")) - 3
            is_upright = "rotate" in (text.get("transform") or "")
            half_width, half_height = (6, 27) if is_upright else (27, 6)
            yield x - half_width, y - half_height, x + half_width, y + half_height


def heads_of(picture: Picture):
    """Yield the points of every head, with the name of its line."""
    for line in picture.all("line"):
        for path in line.findall(f"{SVG}path")[1:]:
            values = numbers(path.get("d"))
            yield line.get("id"), list(zip(values[::2], values[1::2], strict=True))


def lines_through(picture: Picture, box) -> int:
    """Return how many lines pass through a box."""
    left, top, right, bottom = box
    return sum(
        any(
            left < x < right and top < y < bottom
            for part in parts(line)
            for x, y, *_ in sampled(part)
        )
        for line in picture.all("line")
    )
