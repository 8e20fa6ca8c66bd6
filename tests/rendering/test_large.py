"""Large maps are partitioned for Graphviz, and merged again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.tangles import random_map
from tests.rendering.test_picture import assert_cards_are_apart, assert_lines_are_clear

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.layout import tree
from argmap.rendering.layout.tree import MAX_PIECE_COST, partition
from argmap.rendering.scene import build_scene


@pytest.fixture(scope="module", autouse=True)
def small_pieces():
    """Limit pieces to seven boxes, so that small maps are partitioned like large ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "MAX_PIECE_COST", 7.0)
        yield


def card_centers(picture, axis):
    """Return the center of each card on an axis, by the card's id."""
    return {name: (box[axis] + box[axis + 2]) / 2 for name, box in picture.boxes().items()}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 70), st.sampled_from(["down", "right"]))
def test_pieces_do_not_overlap(seed, statements, direction):
    """Whatever the partition of a tree, no two cards overlap, and no line runs behind one."""
    text = random_map(seed, statements, star=(seed % 4) / 5)
    picture = Picture(to_svg(read_map(text), RenderOptions(direction=direction, verdicts=False)))
    assert_cards_are_apart(picture)
    assert_lines_are_clear(picture)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 70))
def test_siblings_keep_the_order_of_the_author(seed, statements):
    """The children of a statement are in source order, even if they are in different pieces."""
    argument_map = read_map(random_map(seed, statements))
    picture = Picture(to_svg(argument_map, RenderOptions(direction="right")))
    scene, centers = build_scene(argument_map), card_centers(picture, 1)
    for children in scene.children:
        child_centers = [centers[f"card-{scene.cards[index].key}"] for index in children]
        assert child_centers == sorted(child_centers)


def test_a_card_above_several_pieces_is_centered():
    """A card above several pieces is halfway between its first and its last child."""
    argument_map = read_map(random_map(3, 60))
    picture = Picture(to_svg(argument_map, RenderOptions(direction="right")))
    scene, centers = build_scene(argument_map), card_centers(picture, 1)
    (trees,) = scene.components
    upper_cards = partition(scene, trees, {}).upper_cards
    assert len(upper_cards) > 3
    for index in upper_cards:
        first, last = scene.children[index][0], scene.children[index][-1]
        ends = [centers[f"card-{scene.cards[end].key}"] for end in (first, last)]
        center = centers[f"card-{scene.cards[index].key}"]
        assert center == pytest.approx(sum(ends) / 2, abs=0.2)


def test_connected_trees_are_laid_out_together(draw):
    """Trees that links connect form one component, which is partitioned if it is too large."""
    text = "\n".join(f'claim a{n} "A" {{ supports: a{n + 1}  claim b{n} "B" }}' for n in range(20))
    picture = draw(text + '\nclaim a20 "A"', direction="right")
    assert len(picture.boxes()) == 41
    assert_cards_are_apart(picture)


def test_every_card_is_in_one_piece_or_above_the_pieces():
    """A partition contains each card once, and no piece costs more than the limit."""
    scene = build_scene(read_map(random_map(5, 400, star=0.3)))
    (trees,) = scene.components
    parts = partition(scene, trees, {})
    in_pieces = [index for piece in parts.pieces for branch in piece for index in branch]
    assert sorted([*in_pieces, *parts.upper_cards]) == list(range(400))
    assert all(sum(map(len, piece)) <= 7 for piece in parts.pieces)


def test_a_map_of_usual_size_is_not_partitioned(monkeypatch):
    """Graphviz lays out a map of usual size in one go."""
    monkeypatch.setattr(tree, "MAX_PIECE_COST", MAX_PIECE_COST)
    scene = build_scene(read_map(random_map(5, 400)))
    (trees,) = scene.components
    assert partition(scene, trees, {}).pieces == (tuple(trees),)


def test_the_cost_of_a_star_is_linear_in_its_size(monkeypatch):
    """The square of the number of children is limited too: three times the star, and the pieces."""
    monkeypatch.setattr(tree, "MAX_PIECE_COST", MAX_PIECE_COST)

    def count_pieces(branches):
        leaves = "".join(f'claim c{n} "C" {{ claim d{n} "D" }}' for n in range(branches))
        scene = build_scene(read_map(f'claim t "T" {{ {leaves} }}'))
        return len(partition(scene, scene.components[0], {}).pieces)

    assert 2.5 <= count_pieces(3_000) / count_pieces(1_000) <= 3.5
