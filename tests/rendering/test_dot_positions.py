"""DOT with positions: the real `neato -n2` draws the picture of the SVG."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from tests.real import miss
from tests.rendering.conftest import SMALL, SVG, Picture, read_map, trace
from tests.rendering.tangles import random_map
from tests.rendering.test_compact import HOSTILE as EVERY_LINE
from tests.rendering.test_picture import HOSTILE as UNTRUSTED

from argmap.rendering import RenderOptions, to_dot, to_svg
from argmap.rendering.dot import digest_in_dot
from argmap.rendering.layout import graphviz
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MAPS = sorted((Path(__file__).parents[2] / "maps").rglob("*.argmap"))
TOLERANCE = 0.3
"""Points between a position in the SVG and in Graphviz's picture, which has integer bounds."""

_KNOWN_WARNING = 'Warning: Arrow type "10000" unknown - ignoring\n'
"""A fault of Graphviz 2 with two arrowheads on an edge that runs against the ranks."""

LEAVES = "".join(
    f'{"claim" if number % 3 else "counterpoint"} c{number} "Leaf {number}"' for number in range(50)
)
"""More leaves than fit one row, so that they share a bus in layers."""

TEXTS = {
    "small": SMALL,
    "every line": EVERY_LINE,
    "untrusted": UNTRUSTED,
    "random": random_map(3, 60, 20),
    "star": f'claim t "T" {{ {LEAVES} }}',
    "sections": 'section a "A" { claim b "B" claim c "C" }  section d "D" { claim e "E" }',
    "question": 'question q "Q?" { claim a "A" { context c "C" } claim b "B" { supports: a } }',
}


def run_graphviz(program, dot, *options):
    """Return the SVG that a program of Graphviz draws, which must not warn."""
    path = shutil.which(program)
    if path is None:
        miss(f"the program `{program}` was not found on PATH: https://graphviz.org/download/")
    result = subprocess.run(
        [path, *options, "-Tsvg"], input=dot.encode(), capture_output=True, check=False, timeout=60
    )
    warnings = result.stderr.decode().replace(_KNOWN_WARNING, "")
    assert (result.returncode, warnings) == (0, "")
    return ET.fromstring(result.stdout)


class GraphvizPicture:
    """A picture of Graphviz: its cards and its lines, in the coordinates of the SVG."""

    def __init__(self, root, picture):
        self.nodes, self.dots, self.lines = {}, [], []
        for group in root.iter(f"{SVG}g"):
            paths = [path.get("d") for path in group.iter(f"{SVG}path")]
            if not paths:  # a heading has no frame
                continue
            if "node" in group.get("class", "").split():
                box = bounds([point for path in paths[:1] for point in trace_spline(path)])
                if "inference" in group.get("class"):
                    self.dots.append(box)
                else:
                    self.nodes[group.get("id")] = box
            elif "edge" in group.get("class", "").split():
                self.lines += map(trace_spline, paths)
        left, top = (picture.boxes()[min(self.nodes)][axis] for axis in (0, 1))
        self.offset = left - self.nodes[min(self.nodes)][0], top - self.nodes[min(self.nodes)][1]

    def move(self, *values):
        """Return positions in the SVG: x and y by turns."""
        return tuple(value + self.offset[place % 2] for place, value in enumerate(values))


def trace_spline(data):
    """Return points along a path of Graphviz: one C command has several curves."""
    curves = re.sub(r"((?:[-\d.]+,[-\d.]+ ){2}[-\d.]+,[-\d.]+) ", r"\1C", data)
    return trace(curves.replace("z", ""))


def bounds(points):
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def is_near(one, other):
    return all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True))


def lines_of(picture):
    """Return the groups of the lines of a picture, without the samples of its legend."""
    return [group for group in picture.all("line") if group.get("id")]


def lines_and_dots(picture):
    """Return the strokes of all lines of a picture, and the boxes of its dots."""
    lines, dots = [], []
    for group in lines_of(picture):
        path = group.find(f"{SVG}path").get("d")
        lines += [trace(f"M{stroke}") for stroke in path.split("M") if stroke]
        for circle in group.findall(f"{SVG}circle"):
            x, y, radius = (float(circle.get(name)) for name in ("cx", "cy", "r"))
            if radius == 4:
                dots.append((x - radius, y - radius, x + radius, y + radius))
        for rect in group.findall(f"{SVG}rect[@class='dot']"):
            x, y, width, height = (float(rect.get(n)) for n in ("x", "y", "width", "height"))
            dots.append((x, y, x + width, y + height))
    return lines, dots


def length(points):
    return sum(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 for (x0, y0), (x1, y1) in pairwise(points))


def assert_same_picture(argument_map, layout):
    """Compare the cards, the dots, the ends and the length of lines with those of the SVG."""
    options = RenderOptions(layout=layout)
    picture = Picture(to_svg(argument_map, options))
    drawn = GraphvizPicture(run_graphviz("neato", to_dot(argument_map, options), "-n2"), picture)
    boxes = picture.boxes()
    assert drawn.nodes.keys() == boxes.keys()
    for name, box in boxes.items():
        assert is_near(drawn.move(*drawn.nodes[name]), box), name
    lines, dots = lines_and_dots(picture)
    assert len(dots) == len(drawn.dots)
    for dot in dots:
        assert any(is_near(drawn.move(*other), dot) for other in drawn.dots), dot
    ends = [end for line in lines for end in (line[0], line[-1])]
    drawn_ends = [drawn.move(*end) for line in drawn.lines for end in (line[0], line[-1])]
    for end in ends:
        assert any(is_near(end, other) for other in drawn_ends), end
    middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in dots]
    for end in drawn_ends:
        assert any(is_near(end, other) for other in [*ends, *middles]), end
    assert sum(map(length, drawn.lines)) == pytest.approx(sum(map(length, lines)), rel=0.01)


@pytest.mark.parametrize("layout", ["layers", "compact"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_neato_draws_the_same_picture(text, layout):
    """Cards, dots and the ends of lines have the same positions as in the SVG."""
    assert_same_picture(read_map(text), layout)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_neato_draws_real_maps(path):
    """So does `neato` with every map of maps/."""
    argument_map = load_resolution(path, FileCache()).map
    if not argument_map.statements:
        pytest.skip("the file contains sources, and no statement")
    assert_same_picture(argument_map, "auto")


@pytest.mark.parametrize("layout", ["layers", "compact"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_dot_arranges_the_graph(text, layout):
    """`dot` ignores the positions, and draws every card without a warning."""
    argument_map = read_map(text)
    dot = to_dot(argument_map, RenderOptions(layout=layout))
    root = run_graphviz("dot", dot)
    cards = [group for group in root.iter(f"{SVG}g") if "card" in group.get("class", "").split()]
    assert len(cards) == len(re.findall(r'class="card ', dot)) > 0


def test_every_arrowhead_is_drawn():
    """Each line that has an arrowhead in the SVG has one in Graphviz's picture, at its tip."""
    argument_map = read_map(EVERY_LINE)
    options = RenderOptions(layout="compact", legend=False)
    picture = Picture(to_svg(argument_map, options))
    root = run_graphviz("neato", to_dot(argument_map, options), "-n2")
    heads = sum(
        len(group.findall(f"{SVG}path")) - 1 + (len(group.findall(f"{SVG}circle[@r='3']")))
        for group in picture.all("line")
    )
    edges = [group for group in root.iter(f"{SVG}g") if "edge" in group.get("class", "").split()]
    # A tee is a polygon and a line; an arrow is a polygon, a ring is an ellipse.
    drawn = sum(
        len(group.findall(f".//{SVG}polygon")) + len(group.findall(f".//{SVG}ellipse"))
        for group in edges
    )
    assert heads == drawn > 0


def test_the_digest_is_in_the_graph():
    """A DOT file is compared by its digest, which needs no Graphviz."""
    argument_map = read_map(SMALL)
    digests = {
        digest_in_dot(to_dot(argument_map, RenderOptions(theme=theme)).encode())
        for theme in ("default", "mono")
    }
    assert len(digests) == 2
    assert None not in digests
    assert digest_in_dot(b"digraph {}") is None


def test_without_graphviz_there_are_no_positions(monkeypatch):
    """Layers need Graphviz; without it the graph is left to be arranged by `dot`."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: False)
    monkeypatch.setattr(graphviz, "has_dot", lambda: False)
    argument_map = read_map(SMALL)
    assert "pos=" not in to_dot(argument_map, RenderOptions(layout="layers"))
    assert "pos=" in to_dot(argument_map, RenderOptions(layout="compact"))
