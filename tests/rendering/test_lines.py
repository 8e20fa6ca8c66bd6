"""Where lines run: they are apart from each other, and avoid cards."""

from itertools import combinations

import pytest
from tests.rendering.conftest import SVG
from tests.rendering.geometry import label_boxes, overlap
from tests.rendering.test_picture import (
    assert_cards_are_apart,
    assert_lines_are_clear,
    assert_texts_are_inside,
)

UNDERCUT = """
claim t "T" {
  claim a "A" { claim a1 "A1" }
  reason r {
    claim p "P"  claim q "Q"  counterpoint u1 "U1"  counterpoint u2 "U2"  counterpoint u3 "U3"
  }
  reason s { claim m "M"  claim n "N"  counterpoint v "V" { claim w "W" } }
}
counterpoint x "X" { undercuts: r, a -> t, s }
counterpoint y "Y" { undercuts: s }
"""

CONTRADICTING = """
claim t "T" {
  claim a "A" { contradicts: b  claim a2 "A2" }
  counterpoint b "B" { counterpoint c "C" { contradicts: e } }
  claim d "D" { evidence d2 "D2" }
  counterpoint e "E" { contradicts: d }
}
"""


def rounded(points):
    return {(round(x, 1), round(y, 1)) for x, y in points}


def end_of(picture, line):
    return picture.strokes(line)[0][-1]


def dot_box(line):
    """Return left, top, right and bottom of the dot on an inference's line."""
    dot = line.find(f"{SVG}circle")
    if dot is not None:
        x, y, r = (float(dot.get(name)) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    dot = line.find(f"{SVG}rect[@class='dot']")
    x, y, width, height = (float(dot.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@pytest.mark.parametrize("direction", ["down", "right"])
def test_each_undercut_ends_on_the_dot_of_its_inference(draw, direction):
    """Each undercut of an inference ends on the inference's dot, and on no other dot."""
    picture = draw(UNDERCUT, direction=direction)
    dots = {name: dot_box(picture.one(f"line-{name}")) for name in ("r", "s", "a-_x3E_t")}
    undercuts_by_inference = {
        "r": ["u1_x2F_r", "u2_x2F_r", "u3_x2F_r", "x_x2F_r"],
        "s": ["v_x2F_s", "y_x2F_s", "x_x2F_s"],
        "a-_x3E_t": ["x_x2F_a-_x3E_t"],
    }
    for inference, undercuts in undercuts_by_inference.items():
        for undercut in undercuts:
            x, y = end_of(picture, picture.one(f"line-{undercut}"))
            for name, (left, top, right, bottom) in dots.items():
                touches = left - 4 <= x <= right + 4 and top - 4 <= y <= bottom + 4
                assert touches == (name == inference), (undercut, name)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_undercuts_do_not_share_a_line(draw, direction):
    """Lines of undercuts may cross, but no two run along each other."""
    picture = draw(UNDERCUT, direction=direction)
    paths = [
        rounded(picture.strokes(line)[0]) for line in picture.all("undercut") if line.get("id")
    ]
    paths = [path for path in paths if len(path) > 10]
    assert len(paths) == 8
    for path, other in combinations(paths, 2):
        assert len(path & other) <= 1


@pytest.mark.parametrize("direction", ["down", "right"])
def test_the_label_of_a_contradiction_covers_no_card(draw, direction):
    """The label `contradicts` avoids cards; it is vertical or left out if necessary."""
    picture = draw(CONTRADICTING, direction=direction)
    labels = list(label_boxes(picture))
    assert labels
    assert not any(overlap(label, card) for label in labels for card in picture.boxes().values())


@pytest.mark.parametrize("direction", ["down", "right"])
def test_no_link_runs_along_a_tree_edge(draw, direction):
    """A link from a child to its own parent, or to another's, runs next to the tree edges."""
    picture = draw(
        """
        claim t "T" {
          claim a "A" { evidence e "E"  counterpoint c "C" { opposed-by: e } }
          counterpoint d "D" { counterpoint r "R" }
          claim b "B" { opposes: d }
        }
        """,
        direction=direction,
        legend=False,
    )
    links = [rounded(picture.strokes(line)[0]) for line in picture.all("link")]
    tree_edges = [
        rounded(picture.strokes(line)[0])
        for line in picture.all("line")
        if "link" not in line.get("class").split()
    ]
    assert len(links) == 2
    for link in links:
        for tree_edge in tree_edges:
            assert len(link & tree_edge) <= 1


def test_the_legend_explains_references(draw):
    """The gray line to a premise that is drawn elsewhere has its own item in the legend."""
    text = """
      claim t "T" { reason r { premises: a  claim b "B" }  claim c "C" { claim a "A" } }
    """
    (legend,) = draw(text).all("legend")
    meanings = [text.text for text in legend.findall(f"{SVG}text")]
    assert "the same statement, drawn elsewhere" in meanings
    assert "link across the map" not in meanings


STAR = (
    'map "A star" { thesis: t }\nclaim t "T" {'
    + "".join(
        f'{"counterpoint" if number % 5 == 4 else "claim"} c{number} "Number {number}"\n'
        for number in range(97)
    )
    + "}"
)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_star_is_drawn_in_columns(draw, direction):
    """Very many leaves under one statement are in columns, in order, each with a line."""
    picture = draw(STAR, direction=direction)
    width, height = float(picture.root.get("width")), float(picture.root.get("height"))
    assert 0.5 < width / height < 3
    assert_cards_are_apart(picture)
    assert_lines_are_clear(picture)
    assert_texts_are_inside(picture)
    main_axis = 0 if direction == "right" else 1
    boxes = picture.boxes()
    leaves = [boxes[f"card-c{number}"] for number in range(97)]
    order = [(box[main_axis], box[1 - main_axis]) for box in leaves]
    assert order == sorted(order)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_the_leaves_of_a_star_are_connected_by_a_bus(draw, direction):
    """There is one bus for each kind of line, with its arrowhead, and a connector to each leaf."""
    picture = draw(STAR, direction=direction, legend=False, verdicts=False)
    lines = {line.get("id").removeprefix(picture.prefix): line for line in picture.all("line")}
    buses = {name: line for name, line in lines.items() if name.endswith("_x2F_fan")}
    assert len(buses) == 2
    assert len(lines) == 97 + 2
    left, top, right, bottom = picture.boxes()["card-t"]
    main_axis = 0 if direction == "right" else 1
    for bus in buses.values():
        points = picture.strokes(bus)[0]
        assert any(left - 9 <= x <= right + 9 and top - 9 <= y <= bottom + 9 for x, y in points)
        connectors = [
            line
            for name, line in lines.items()
            if name not in buses and line.get("class") == bus.get("class")
        ]
        assert connectors
        for connector in connectors:
            end = end_of(picture, connector)
            crosses = [
                point[1 - main_axis]
                for point in points
                if abs(point[main_axis] - end[main_axis]) < 0.11
            ]
            assert min(crosses) - 0.11 <= end[1 - main_axis] <= max(crosses) + 0.11


def test_sibling_leaves_are_close_together(draw):
    """Leaves under one statement are close together, even if their siblings have children."""
    picture = draw(
        """
        claim t "T" {
          claim a "A" { claim a1 "1"  claim a2 "2"  claim a3 "3" }
          claim b "B"  claim c "C"  claim d "D"
          claim e "E" { claim e1 "1"  claim e2 "2"  claim e3 "3" }
        }
        """,
        direction="right",
    )
    boxes = picture.boxes()
    for first, second in (("b", "c"), ("c", "d"), ("a1", "a2"), ("a2", "a3")):
        gap = boxes[f"card-{second}"][1] - boxes[f"card-{first}"][3]
        assert 10 <= gap <= 14
