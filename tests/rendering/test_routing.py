"""How links run across a map: told apart from each other and from the tree, and clear of cards."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.geometry import heads_of, lines_through, shared, words_on
from tests.rendering.tangles import tangle
from tests.rendering.test_picture import assert_cards_are_apart, assert_lines_are_clear

from argmap.rendering import RenderOptions, to_svg
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MAPS = sorted((Path(__file__).parents[2] / "maps").rglob("*.argmap"))
DIRECTIONS = ["down", "right"]

ALONG = 24.0
"""Points that two lines may run along each other: what a flat crossing takes."""

UNDERCUTS = """
claim t "T" {
  reason r1 { claim p "P"  claim q "Q"  counterpoint u1 "U1"  counterpoint u2 "U2" }
  reason r2 { claim m "M"  claim n "N"  counterpoint v1 "V1"  counterpoint v2 "V2" { claim w "W" } }
  reason r3 { claim j "J"  claim k "K"  counterpoint w1 "W1"  counterpoint w2 "W2" }
  claim a "A" { contradicts: k  claim a1 "A1" }
}
counterpoint x "X" { undercuts: r1, r3, a -> t }
counterpoint y "Y" { undercuts: r2, r3 }
"""


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def drawn(argument_map, direction):
    return Picture(to_svg(argument_map, RenderOptions(direction=direction, legend=False)))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_lines_of_real_maps_can_be_told_apart(path, direction):
    """On every map of maps/ no link runs along another line, and no line passes behind a card."""
    argument_map = load_resolution(path, FileCache()).map
    if not argument_map.statements:
        pytest.skip("holds sources, and no statement")
    picture = drawn(argument_map, direction)
    assert max(shared(picture).values(), default=0.0) <= ALONG
    assert_lines_are_clear(picture)
    assert_cards_are_apart(picture)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(8, 36), st.sampled_from(DIRECTIONS))
def test_links_of_tangled_maps_can_be_told_apart(seed, statements, direction):
    """With a link at every third statement, each still goes its own way between the cards."""
    picture = drawn(read_map(tangle(seed, statements, statements // 3)), direction)
    assert max(shared(picture).values(), default=0.0) <= 2 * ALONG
    assert_lines_are_clear(picture)
    boxes, words = picture.boxes().values(), list(words_on(picture))
    assert not any(overlap(word, box) for word in words for box in boxes)
    assert not any(overlap(one, other) for one, other in combinations(words, 2))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_one_sees_which_undercut_denies_which_inference(direction):
    """Several steps to one statement, each undercut several times: every line is one's own."""
    picture = drawn(read_map(UNDERCUTS), direction)
    undercuts = [line for line in picture.all("line") if "undercut" in line.get("class").split()]
    assert len(undercuts) == 11
    assert not [pair for pair, length in shared(picture).items() if length > ALONG]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_word_breaks_no_other_line(direction):
    """`contradicts` stands where no line but its own passes, as long as there is such a place."""
    text = """
      claim t "T" {
        claim a "A" { contradicts: c  claim a2 "A2" { supports: b } }
        claim b "B" { evidence e1 "E1"  evidence e2 "E2"  claim b2 "B2" { supports: c } }
        claim c "C" { claim c2 "C2" { contradicts: a2 } }
      }
    """
    picture = drawn(read_map(text), direction)
    words = list(words_on(picture))
    assert words
    assert all(lines_through(picture, word) == 1 for word in words)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_heads_do_not_touch(direction):
    """Bars and arrows at one card stand apart, unless they are those of siblings of one kind."""
    text = """
      claim t "T" {
        counterpoint a "A" { counterpoint r "R" }
        claim b "B" { opposes: a }  claim c "C" { supports: b }  claim d "D" { opposes: a }
      }
    """
    picture = drawn(read_map(text), direction)
    places = {}
    for name, points in heads_of(picture):
        xs, ys = zip(*points, strict=True)
        box = (min(xs), min(ys), max(xs), max(ys))
        places.setdefault(tuple(round(value) for value in box), (name, box))
    for (_, one), (_, other) in combinations(places.values(), 2):
        assert not overlap(one, other)
