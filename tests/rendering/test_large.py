"""Large maps: cut into pieces for Graphviz, and joined again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.tangles import tangle
from tests.rendering.test_picture import assert_cards_are_apart, assert_lines_are_clear

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.layout import tree
from argmap.rendering.layout.tree import COST, partition
from argmap.rendering.scene import build_scene


@pytest.fixture(scope="module", autouse=True)
def small_pieces():
    """Graphviz gets seven boxes in one go here, so that small maps are cut like large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "COST", 7.0)
        yield


def centres(picture, axis):
    """Return where each card's middle is along an axis, by its id."""
    return {name: (box[axis] + box[axis + 2]) / 2 for name, box in picture.boxes().items()}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 70), st.sampled_from(["down", "right"]))
def test_pieces_never_meet(seed, statements, direction):
    """However a tree is cut, its cards stand apart, and no line passes behind one."""
    text = tangle(seed, statements, star=(seed % 4) / 5)
    picture = Picture(to_svg(read_map(text), RenderOptions(direction=direction, verdicts=False)))
    assert_cards_are_apart(picture)
    assert_lines_are_clear(picture)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 70))
def test_siblings_keep_the_order_of_the_author(seed, statements):
    """What hangs under one statement stands in source order, from whichever pieces it comes."""
    argument_map = read_map(tangle(seed, statements))
    picture = Picture(to_svg(argument_map, RenderOptions(direction="right")))
    scene, places = build_scene(argument_map), centres(picture, 1)
    for below in scene.children:
        found = [places[f"card-{scene.cards[index].key}"] for index in below]
        assert found == sorted(found)


def test_what_holds_pieces_together_stands_in_their_middle():
    """A card above several pieces stands half way between the first and the last card below it."""
    argument_map = read_map(tangle(3, 60))
    picture = Picture(to_svg(argument_map, RenderOptions(direction="right")))
    scene, places = build_scene(argument_map), centres(picture, 1)
    (whole,) = scene.components
    above = partition(scene, whole, {}).above
    assert len(above) > 3
    for index in above:
        first, *_, last = [*scene.children[index], scene.children[index][-1]]
        ends = [places[f"card-{scene.cards[end].key}"] for end in (first, last)]
        own = places[f"card-{scene.cards[index].key}"]
        assert own == pytest.approx(sum(ends) / 2, abs=0.2)


def test_a_map_of_many_trees_is_joined(draw):
    """Trees that links tie together are laid out as one group, and cut where they are too many."""
    text = "\n".join(f'claim a{n} "A" {{ supports: a{n + 1}  claim b{n} "B" }}' for n in range(20))
    picture = draw(text + '\nclaim a20 "A"', direction="right")
    assert len(picture.boxes()) == 41
    assert_cards_are_apart(picture)


def test_every_card_is_in_one_piece_or_above_all():
    """A cut loses no card and names none twice; no piece costs more than Graphviz is given."""
    scene = build_scene(read_map(tangle(5, 400, star=0.3)))
    (whole,) = scene.components
    parts = partition(scene, whole, {})
    inside = [index for piece in parts.pieces for branch in piece for index in branch]
    assert sorted([*inside, *parts.above]) == list(range(400))
    assert all(sum(map(len, piece)) <= 7 for piece in parts.pieces)


def test_what_graphviz_can_bear_is_not_cut(monkeypatch):
    """A map of usual size is laid out by Graphviz in one go."""
    monkeypatch.setattr(tree, "COST", COST)
    scene = build_scene(read_map(tangle(5, 400)))
    (whole,) = scene.components
    assert partition(scene, whole, {}).pieces == (tuple(whole),)


def test_a_star_costs_graphviz_no_more_than_its_size(monkeypatch):
    """Pieces are bounded by the square of the children, too: thrice the star, thrice the pieces."""
    monkeypatch.setattr(tree, "COST", COST)

    def count(branches):
        leaves = "".join(f'claim c{n} "C" {{ claim d{n} "D" }}' for n in range(branches))
        scene = build_scene(read_map(f'claim t "T" {{ {leaves} }}'))
        return len(partition(scene, scene.components[0], {}).pieces)

    assert 2.5 <= count(3_000) / count(1_000) <= 3.5
