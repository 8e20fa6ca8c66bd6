"""Links across a map can be told apart from each other and from tree edges, and avoid cards."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.geometry import (
    arrowheads,
    count_lines_through,
    label_boxes,
    overlap,
    parallel_lengths,
)
from tests.rendering.tangles import random_map
from tests.rendering.test_picture import assert_cards_are_apart, assert_lines_are_clear

from argmap.rendering import RenderOptions, to_svg
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MAPS = sorted((Path(__file__).parents[2] / "maps").rglob("*.argmap"))
DIRECTIONS = ["down", "right"]

MAX_PARALLEL_LENGTH = 24.0
"""Points that two lines may run along each other: a flat crossing takes as much."""

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


def draw_picture(argument_map, direction):
    return Picture(to_svg(argument_map, RenderOptions(direction=direction, legend=False)))


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_lines_of_real_maps_can_be_told_apart(path, direction):
    """In every map of maps/ no link runs along another line, and no line runs behind a card."""
    argument_map = load_resolution(path, FileCache()).map
    if not argument_map.statements:
        pytest.skip("the file contains sources, and no statement")
    picture = draw_picture(argument_map, direction)
    assert max(parallel_lengths(picture).values(), default=0.0) <= MAX_PARALLEL_LENGTH
    assert_lines_are_clear(picture)
    assert_cards_are_apart(picture)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(8, 36), st.sampled_from(DIRECTIONS))
def test_links_of_random_maps_can_be_told_apart(seed, statements, direction):
    """Links can be told apart and avoid cards even if every third statement has one."""
    argument_map = read_map(random_map(seed, statements, statements // 3))
    picture = draw_picture(argument_map, direction)
    assert max(parallel_lengths(picture).values(), default=0.0) <= 2 * MAX_PARALLEL_LENGTH
    assert_lines_are_clear(picture)
    cards, labels = picture.boxes().values(), list(label_boxes(picture))
    assert not any(overlap(label, card) for label in labels for card in cards)
    assert not any(overlap(label, other) for label, other in combinations(labels, 2))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_undercuts_of_several_inferences_can_be_told_apart(direction):
    """No two lines overlap if several inferences to one statement have several undercuts each."""
    picture = draw_picture(read_map(UNDERCUTS), direction)
    undercuts = [line for line in picture.all("line") if "undercut" in line.get("class").split()]
    assert len(undercuts) == 11
    lengths = parallel_lengths(picture)
    assert not [pair for pair, length in lengths.items() if length > MAX_PARALLEL_LENGTH]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_label_covers_no_other_line(direction):
    """The label `contradicts` is placed where no other line passes, if there is such a place."""
    text = """
      claim t "T" {
        claim a "A" { contradicts: c  claim a2 "A2" { supports: b } }
        claim b "B" { evidence e1 "E1"  evidence e2 "E2"  claim b2 "B2" { supports: c } }
        claim c "C" { claim c2 "C2" { contradicts: a2 } }
      }
    """
    picture = draw_picture(read_map(text), direction)
    labels = list(label_boxes(picture))
    assert labels
    assert all(count_lines_through(picture, label) == 1 for label in labels)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_arrowheads_do_not_overlap(direction):
    """Arrowheads at one card do not overlap, unless they are at the same point."""
    text = """
      claim t "T" {
        counterpoint a "A" { counterpoint r "R" }
        claim b "B" { opposes: a }  claim c "C" { supports: b }  claim d "D" { opposes: a }
      }
    """
    picture = draw_picture(read_map(text), direction)
    boxes = {}
    for _, points in arrowheads(picture):
        xs, ys = zip(*points, strict=True)
        box = (min(xs), min(ys), max(xs), max(ys))
        boxes.setdefault(tuple(round(value) for value in box), box)
    for box, other in combinations(boxes.values(), 2):
        assert not overlap(box, other)
