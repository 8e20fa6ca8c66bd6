"""Measures how well pictures use the page: every map of maps/, in each layout.

    python tests/benchmarks/bench_pictures.py [--write]

For each map it prints the area in percent of the figures in ``pictures.json``, the share of the
picture that is no card, the length of the lines of the tree and their ink (strokes that several
lines share count once) in percent, the crossings, and the size of a statement's text on A4. The
figures in ``pictures.json`` are those of the layers, before there was another layout; ``--write``
replaces them.

Then it prints the user CPU of `to_svg` in each layout, for cross-linked maps of several sizes. All
layouts run in turn, each in a separate process. Nothing here passes or fails.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from bench import ARGMAP
from bench_large import make_cross_linked

ROOT = Path(__file__).parents[2]
FIGURES = Path(__file__).parent / "pictures.json"
LAYOUTS = ("layers", "compact")
SIZES = (60, 1_000, 5_000, 10_000)
SVG = "{http://www.w3.org/2000/svg}"
PAGE = (538.6, 785.2)
"""Width and height of A4 in points, without margins of 10 mm."""

TEXT_SIZE = 11
GRID = 0.5
"""Points to which strokes are rounded: those of one bus have the same position."""

CURVE_STEPS = 8


def measure(text):
    """Return the figures of a picture."""
    root = ET.fromstring(text)
    width, height = float(root.get("width")), float(root.get("height"))
    cards = 0.0
    for frame in root.iter(f"{SVG}rect"):
        if frame.get("class") == "frame":
            cards += float(frame.get("width")) * float(frame.get("height"))
    tree, every = [], []
    for number, group in enumerate(root.iter(f"{SVG}g")):
        classes = group.get("class", "").split()
        path = group.find(f"{SVG}path")
        if "line" in classes and group.get("id") and path is not None:
            strokes = list(strokes_of(path.get("d")))
            every += [(*stroke, number) for stroke in strokes]
            if "link" not in classes:
                tree += strokes
    scale = max(min(PAGE[0] / width, PAGE[1] / height), min(PAGE[1] / width, PAGE[0] / height))
    return {
        "width": width,
        "height": height,
        "white": round(100 * (1 - cards / (width * height)), 1),
        "lines": round(sum(abs(x1 - x0) + abs(y1 - y0) for x0, y0, x1, y1 in tree)),
        "ink": round(ink(tree)),
        "crossings": crossings(every),
        "text": round(TEXT_SIZE * scale, 2),
    }


def strokes_of(data):
    """Yield the straight parts of a path; curves are divided into short ones."""
    position = (0.0, 0.0)
    for letter, rest in re.findall(r"([MLC])([^MLC]*)", data):
        values = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", rest)]
        points = list(zip(values[::2], values[1::2], strict=True))
        if letter == "L":
            yield (*position, *points[-1])
        elif letter == "C":
            start = position
            for step in range(1, CURVE_STEPS + 1):
                t = step / CURVE_STEPS
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                controls = (position, *points)
                end = tuple(
                    sum(w * point[axis] for w, point in zip(weights, controls, strict=True))
                    for axis in (0, 1)
                )
                yield (*start, *end)
                start = end
        position = points[-1]


def ink(strokes):
    """Return the length of strokes, where those on each other count once."""
    spans, rest = defaultdict(list), 0.0
    for x0, y0, x1, y1 in strokes:
        if abs(x0 - x1) < GRID:
            spans["x", round(x0 / GRID)].append(sorted((y0, y1)))
        elif abs(y0 - y1) < GRID:
            spans["y", round(y0 / GRID)].append(sorted((x0, x1)))
        else:
            rest += ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    total = rest
    for listed in spans.values():
        reached = float("-inf")
        for low, high in sorted(listed):
            total += max(high - max(low, reached), 0.0)
            reached = max(reached, high)
    return total


def crossings(strokes):
    """Return the number of points at which a line crosses another one."""
    points = set()
    strokes = sorted(strokes, key=lambda stroke: min(stroke[0], stroke[2]))
    for number, first in enumerate(strokes):
        right = max(first[0], first[2])
        for second in strokes[number + 1 :]:
            if min(second[0], second[2]) > right:
                break
            if first[4] != second[4] and (point := crossing(first, second)):
                points.add((round(point[0] / 3), round(point[1] / 3)))
    return len(points)


def crossing(first, second):
    """Return the point at which two strokes cross, well within both; None if they do not."""
    (ax, ay, bx, by, _), (cx, cy, dx, dy, _) = first, second
    if max(cy, dy) < min(ay, by) or min(cy, dy) > max(ay, by):
        return None
    area = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(area) < 1e-9:
        return None
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / area
    u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / area
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    other_length = ((dx - cx) ** 2 + (dy - cy) ** 2) ** 0.5
    if 1 < t * length < length - 1 and 1 < u * other_length < other_length - 1:
        return ax + t * (bx - ax), ay + t * (by - ay)
    return None


def measure_maps(layout, folder):
    """Return the figures of every map in a layout, by the name of the picture."""
    target = folder / layout
    command = [*ARGMAP, "render", "maps", "-o", str(target), "--layout", layout]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return {
        path.relative_to(target).with_suffix("").as_posix(): measure(path.read_text("utf-8"))
        for path in sorted(target.rglob("*.svg"))
    }


def print_maps(layout, figures, before):
    """Print a row for each map, and one for all that are in ``before``."""
    print(f"\n{layout:<28}{'area':>7}{'white':>7}{'lines':>7}{'ink':>7}{'crossings':>14}{'pt':>12}")
    known = {name: figures[name] for name in figures if name in before}
    for name, now in known.items():
        old = before[name]
        print(
            f"{name:<28}"
            f"{ratio(area(now), area(old)):>7}{now['white']:>6.0f}%"
            f"{ratio(now['lines'], old['lines']):>7}{ratio(now['ink'], old['ink']):>7}"
            f"{old['crossings']:>8} →{now['crossings']:>4}{old['text']:>6} →{now['text']:>5}"
        )
    paper = [name for name in known if name.startswith("turkiye-russia")]
    for title, names in (("the paper", paper), ("all", list(known))):
        now, old = ([source[name] for name in names] for source in (known, before))
        white = sum(item["white"] * area(item) for item in now) / sum(map(area, now))
        print(
            f"{title:<28}{ratio(*(sum(map(area, items)) for items in (now, old))):>7}{white:>6.0f}%"
            + "".join(
                f"{ratio(*(sum(item[key] for item in items) for items in (now, old))):>7}"
                for key in ("lines", "ink")
            )
            + f"{sum(item['crossings'] for item in old):>8} →"
            f"{sum(item['crossings'] for item in now):>4}"
            f"{median(item['text'] for item in old):>6} →{median(item['text'] for item in now):>5}"
        )


def area(item):
    return item["width"] * item["height"]


def ratio(now, before):
    return f"{100 * now / before:.0f}%" if before else "–"


def print_times():
    """Print the user CPU of a picture in each layout, by the number of cards."""
    print(f"\n{'user CPU of to_svg, s':<28}" + "".join(f"{layout:>10}" for layout in LAYOUTS))
    with tempfile.TemporaryDirectory() as name:
        for size in SIZES:
            path = Path(name) / f"map{size}.argmap"
            path.write_text(make_cross_linked(size), encoding="utf-8")
            times = {layout: [] for layout in LAYOUTS}
            for _ in range(3):
                for layout in LAYOUTS:
                    command = [sys.executable, __file__, "--render", str(path), layout]
                    result = subprocess.run(command, check=True, capture_output=True, text=True)
                    times[layout].append(float(result.stdout))
            row = "".join(f"{median(times[layout]):>10.2f}" for layout in LAYOUTS)
            print(f"{size:<28,}{row}")


def render(path, layout):
    """Print the user CPU of one picture, with the child processes."""
    from argmap.rendering import RenderOptions, to_svg
    from argmap.workspace.files import FileCache
    from argmap.workspace.load import load_resolution

    argument_map = load_resolution(Path(path), FileCache()).map
    before = used_cpu()
    to_svg(argument_map, RenderOptions(layout=layout))
    print(used_cpu() - before)


def used_cpu():
    return sum(
        resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def main():
    """Measure everything and print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--write" in sys.argv:
            figures = measure_maps("layers", folder)
            lines = ",\n".join(
                f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in figures.items()
            )
            FIGURES.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
            return
        before = json.loads(FIGURES.read_text("utf-8"))
        for layout in LAYOUTS:
            print_maps(layout, measure_maps(layout, folder), before)
    if "--maps" not in sys.argv:
        print_times()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--render"]:
        render(*sys.argv[2:])
    else:
        main()
