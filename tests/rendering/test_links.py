"""How links end: with the arrowheads of their kind, and at the correct side of a card."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.geometry import arrowheads
from tests.rendering.tangles import random_map

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.layout.graphviz import choose_engine
from argmap.rendering.layout.layout import lay_out
from argmap.rendering.routing.paths import ARROW_LENGTH, ArrowShape, head_length
from argmap.rendering.routing.ports import PortGeometry
from argmap.rendering.routing.router import route_edges
from argmap.rendering.routing.tree_edges import DOT_RADIUS
from argmap.rendering.scene import LinkKind, build_scene

DIRECTIONS = ["down", "right"]
HEADS = {
    LinkKind.SUPPORT: [ArrowShape.ARROW],
    LinkKind.ATTACK: [ArrowShape.TEE],
    LinkKind.REBUTTAL: [ArrowShape.TEE],
    LinkKind.CONCESSION: [ArrowShape.RING],
    LinkKind.UNDERCUT: [ArrowShape.TEE],
    LinkKind.REBUTTING_UNDERCUT: [ArrowShape.TEE],
    LinkKind.CONCEDED_UNDERCUT: [ArrowShape.RING],
    LinkKind.OPTION: [],
    LinkKind.CONTRADICTION: [ArrowShape.TEE, ArrowShape.TEE],
    LinkKind.REFERENCE: [],
}
SIBLINGS = """
claim t "T" {
  claim a "A" { supports: b  claim a1 "A1" }
  claim b "B" { opposes: c }
  counterpoint c "C" { contradicts: d }
  claim d "D"
}
"""
"""A link of each kind within a layer."""

random_maps = given(st.integers(0, 10_000), st.integers(8, 30), st.sampled_from(DIRECTIONS))


class Drawing:
    """The layout of a map, and its links with their routes."""

    def __init__(self, text, direction):
        self.scene = build_scene(read_map(text))
        layout = lay_out(self.scene, choose_engine("auto", 60), direction)
        self.layout, routes = route_edges(self.scene, layout)
        self.ports = PortGeometry(self.scene, self.layout)
        link_routes = [route for route in routes if route.is_link]
        self.links = list(zip(self.scene.links, link_routes, strict=True))

    def depth(self, card_ref):
        return self.scene.cards[card_ref.card].depth

    def is_outward(self, link):
        """Whether a link runs away from the root; a link within a layer does not."""
        return self.depth(link.source) < self.depth(link.target)


def double_area(points):
    """Return twice the area of a polygon; for two points, the distance between them."""
    if len(points) == 2:
        return math.dist(*points)
    ring = [*points, points[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)))


def assert_heads(drawing):
    """Check that links have the heads of their kind, and that the line ends just before each."""
    for link, route in drawing.links:
        assert [head.shape for head in route.heads] == HEADS[link.kind], link
        points = route.path.points
        for head, line in zip(route.heads, (points[::-1], points), strict=False):
            gap = 0 if head is not route.heads[0] else head_length(head.shape)
            to_tip = (head.tip.main - line[0].main, head.tip.cross - line[0].cross)
            expected = (head.main_direction * gap, head.cross_direction * gap)
            assert to_tip == pytest.approx(expected), link
            if link.kind.is_undercut:
                continue  # it turns just before the dot
            before = next(point for point in line if math.dist(point, head.tip) > ARROW_LENGTH)
            main_distance = (head.tip.main - before.main) * head.main_direction
            cross_distance = (head.tip.cross - before.cross) * head.cross_direction
            assert main_distance + cross_distance > 0, link


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_links_within_a_layer_have_their_heads(direction):
    """A support between siblings has an arrow, an attack a tee, and a contradiction two tees."""
    drawing = Drawing(SIBLINGS, direction)
    depths = {(drawing.depth(link.source), drawing.depth(link.target)) for link, _ in drawing.links}
    assert depths == {(1, 1)}
    assert {link.kind for link, _ in drawing.links} >= {LinkKind.SUPPORT, LinkKind.CONTRADICTION}
    assert_heads(drawing)


@settings(max_examples=25)
@random_maps
@example(1, 30, "down")
@example(2, 30, "right")
def test_links_of_random_maps_end_correctly(seed, statements, direction):
    """Links meet their cards and dots, and run straight through the layers."""
    drawing = Drawing(random_map(seed, statements, statements // 3), direction)
    assert_heads(drawing)
    assert_links_touch_their_cards(drawing)
    assert_undercuts_end_on_dots(drawing)
    assert_links_run_straight_through_layers(drawing)


@settings(max_examples=5)
@random_maps
def test_heads_are_visible(seed, statements, direction):
    """Each head of a link is drawn, and has an area (a tee: a length)."""
    argument_map = read_map(random_map(seed, statements, statements // 3))
    picture = Picture(to_svg(argument_map, RenderOptions(direction=direction, legend=False)))
    heads = list(arrowheads(picture))
    assert min((double_area(points) for _, points in heads), default=9) > 5
    count = sum(len(HEADS[link.kind]) for link in build_scene(argument_map).links)
    links = {line.get("id") for line in picture.all("line") if "link" in line.get("class").split()}
    assert sum(name in links for name, _ in heads) == count


def assert_links_touch_their_cards(drawing):
    """Check that links begin at an edge of the source and end at one of the target.

    A link that runs outward ends at the main start of its target, any other at the main end.
    """
    for link, route in drawing.links:
        start, slot = route.path.commands[0][1][0], drawing.ports.slot(link.source)
        is_same_layer = drawing.depth(link.source) == drawing.depth(link.target)
        leaves_at_end = drawing.is_outward(link) or (is_same_layer and not link.kind.is_undercut)
        assert start.main == pytest.approx(slot.main_end if leaves_at_end else slot.main_start), (
            link
        )
        low, high = drawing.ports.cross_range(link.source)
        assert low <= start.cross <= high
        if link.kind.is_undercut:
            continue
        tip = route.heads[0].tip if route.heads else route.path.end
        slot = drawing.ports.slot(link.target)
        edge = slot.main_start if drawing.is_outward(link) else slot.main_end
        assert tip.main == pytest.approx(edge), link
        low, high = drawing.ports.cross_range(link.target)
        assert low <= tip.cross <= high


def assert_undercuts_end_on_dots(drawing):
    """Check that undercuts arrive along the cross axis, and touch the edge of the dot."""
    for link, route in drawing.links:
        if not link.kind.is_undercut:
            continue
        (head,) = route.heads
        first, last = drawing.ports.dots[link.target.card]
        assert head.main_direction == 0
        assert abs(head.tip.cross - first.cross) == pytest.approx(DOT_RADIUS)
        assert last.main - 0.01 <= head.tip.main <= first.main + 0.01


def assert_links_run_straight_through_layers(drawing):
    """Check that links only turn in channels, and not between the cards of a layer.

    A line that ends on a dot turns there once more.
    """
    for link, route in drawing.links:
        component = drawing.layout.components[drawing.layout.component_of[link.source.card]]
        is_undercut = link.kind.is_undercut
        commands = route.path.commands[:-2] if is_undercut else route.path.commands
        strokes = [(letter, points[0], points[-1]) for letter, points in commands]
        for (_, _, start), (letter, _, end) in pairwise(strokes):
            if abs(start.cross - end.cross) < 0.01:
                continue
            assert letter in "LC"
            low, high = sorted((start.main, end.main))
            for layer in component.layers:
                assert high <= layer.main_start + 0.01 or low >= layer.main_end - 0.01, link


BOTH = """
claim t "T" {
  claim a "A" { claim a1 "A1"  claim a2 "A2" }
  counterpoint b "B" { claim b1 "B1"  claim b2 "B2" }
  claim c "C" { claim c1 "C1" { KEY: t } claim c2 "C2" }
  counterpoint d "D" { claim d1 "D1"  claim d2 "D2" { KEY: t } }
}
"""


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(("key", "fraction"), [("supports", 0.34), ("opposes", 0.66)])
def test_support_and_attack_enter_at_different_points(direction, key, fraction):
    """If a statement has both, support enters at one third and attack at two thirds."""
    drawing = Drawing(BOTH.replace("KEY", key), direction)
    links = [(link, route) for link, route in drawing.links if link.kind.targets_statement]
    assert len(links) == 2
    for link, route in links:
        other = drawing.ports.cross_at(link.target, 1 - fraction)
        expected = drawing.ports.cross_at(link.target, fraction)
        tip = route.heads[0].tip.cross
        assert abs(tip - expected) < abs(tip - other), (tip, expected, other)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_attack_enters_first_if_all_attacks_come_first(direction):
    """Otherwise lines would cross for nothing: attack enters at one third, support at two."""
    drawing = Drawing(
        'claim t "T" { counterpoint b "B" { claim b1 "B1" } claim c "C" { claim c1 "C1" '
        "{ supports: t } } }",
        direction,
    )
    ((link, route),) = [pair for pair in drawing.links if pair[0].kind.targets_statement]
    first, second = (drawing.ports.cross_at(link.target, fraction) for fraction in (0.34, 0.66))
    tip = route.heads[0].tip.cross
    assert abs(tip - second) < abs(tip - first)
