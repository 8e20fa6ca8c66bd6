"""Where lines run: apart from each other, and clear of cards."""

from itertools import combinations

import pytest
from tests.rendering.conftest import SVG
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


def dot_of(inference):
    """Return left, top, right and bottom of the dot on a step's line."""
    dot = inference.find(f"{SVG}circle")
    if dot is not None:
        x, y, r = (float(dot.get(name)) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    dot = inference.find(f"{SVG}rect[@class='dot']")
    x, y, width, height = (float(dot.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@pytest.mark.parametrize("direction", ["down", "right"])
def test_each_undercut_ends_on_the_dot_of_its_own_inference(draw, direction):
    """However many undercut a step, each line ends at that step's dot, and at no other's."""
    picture = draw(UNDERCUT, direction=direction)
    dots = {name: dot_of(picture.one(f"line-{name}")) for name in ("r", "s", "a-_x3E_t")}
    ends = {
        "r": ["u1_x2F_r", "u2_x2F_r", "u3_x2F_r", "x_x2F_r"],
        "s": ["v_x2F_s", "y_x2F_s", "x_x2F_s"],
        "a-_x3E_t": ["x_x2F_a-_x3E_t"],
    }
    for inference, undercuts in ends.items():
        for undercut in undercuts:
            x, y = end_of(picture, picture.one(f"line-{undercut}"))
            for name, (left, top, right, bottom) in dots.items():
                touches = left - 4 <= x <= right + 4 and top - 4 <= y <= bottom + 4
                assert touches == (name == inference), (undercut, name)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_undercuts_never_share_a_line(draw, direction):
    """Lines of undercuts may cross, but no two run along each other."""
    picture = draw(UNDERCUT, direction=direction)
    paths = [
        rounded(picture.strokes(line)[0]) for line in picture.all("undercut") if line.get("id")
    ]
    paths = [path for path in paths if len(path) > 10]
    assert len(paths) == 8
    for one, other in combinations(paths, 2):
        assert len(one & other) <= 1


@pytest.mark.parametrize("direction", ["down", "right"])
def test_the_word_on_a_contradiction_lies_on_no_card(draw, direction):
    """`contradicts` stands where all of it can be seen, written upwards if need be, or not."""
    picture = draw(CONTRADICTING, direction=direction)
    words = [
        (line, text) for line in picture.all("contradiction") for text in line.findall(f"{SVG}text")
    ]
    assert words
    for _, text in words:
        x, y = float(text.get("x")), float(text.get("y")) - 3
        is_upright = "rotate" in (text.get("transform") or "")
        half_width, half_height = (6, 27) if is_upright else (27, 6)
        for left, top, right, bottom in picture.boxes().values():
            assert (
                x + half_width <= left
                or x - half_width >= right
                or y + half_height <= top
                or y - half_height >= bottom
            )


@pytest.mark.parametrize("direction", ["down", "right"])
def test_no_link_lies_on_a_line_of_the_tree(draw, direction):
    """Where a child answers its own parent, or another's, the link runs beside the branches."""
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
    tree = [
        rounded(picture.strokes(line)[0])
        for line in picture.all("line")
        if "link" not in line.get("class").split()
    ]
    assert len(links) == 2
    for link in links:
        for branch in tree:
            assert len(link & branch) <= 1


def test_lines_to_a_statement_drawn_elsewhere_are_explained(draw):
    """The grey line to a premise that is drawn elsewhere has a line of its own in the legend."""
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
def test_a_wide_star_is_a_sheet(draw, direction):
    """Very many leaves under one statement stand in columns, in order, with lines to all."""
    picture = draw(STAR, direction=direction)
    width, height = float(picture.root.get("width")), float(picture.root.get("height"))
    assert 0.5 < width / height < 3
    assert_cards_are_apart(picture)
    assert_lines_are_clear(picture)
    assert_texts_are_inside(picture)
    axis = 0 if direction == "right" else 1
    boxes = picture.boxes()
    places = [boxes[f"card-c{number}"] for number in range(97)]
    order = [(box[axis], box[1 - axis]) for box in places]
    assert order == sorted(order)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_the_lines_of_a_star_lead_to_its_middle(draw, direction):
    """There is one trunk for each kind of line, with its head; every leaf has a twig to it."""
    picture = draw(STAR, direction=direction, legend=False, verdicts=False)
    lines = {line.get("id").removeprefix(picture.prefix): line for line in picture.all("line")}
    trunks = {name: line for name, line in lines.items() if name.endswith("_x2F_fan")}
    assert len(trunks) == 2
    assert len(lines) == 97 + 2
    left, top, right, bottom = picture.boxes()["card-t"]
    along = 0 if direction == "right" else 1
    for trunk in trunks.values():
        points = picture.strokes(trunk)[0]
        assert any(left - 9 <= x <= right + 9 and top - 9 <= y <= bottom + 9 for x, y in points)
        twigs = [
            line
            for name, line in lines.items()
            if name not in trunks and line.get("class") == trunk.get("class")
        ]
        assert twigs
        for twig in twigs:
            end = end_of(picture, twig)
            aisle = [p[1 - along] for p in points if abs(p[along] - end[along]) < 0.11]
            assert min(aisle) - 0.11 <= end[1 - along] <= max(aisle) + 0.11


def test_short_siblings_stand_close(draw):
    """Leaves under one statement stand together, whatever hangs under their neighbours."""
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
    for one, other in (("b", "c"), ("c", "d"), ("a1", "a2"), ("a2", "a3")):
        gap = boxes[f"card-{other}"][1] - boxes[f"card-{one}"][3]
        assert 10 <= gap <= 14
