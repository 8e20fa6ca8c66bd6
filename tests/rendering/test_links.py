"""How links meet what they end on: with a head where their kind has one, at its side of a card."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.geometry import heads_of
from tests.rendering.tangles import tangle

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.layout.graphviz import choose_engine
from argmap.rendering.layout.layout import lay_out
from argmap.rendering.routing.paths import ARROW_LENGTH, ArrowShape, reach
from argmap.rendering.routing.ports import PortGeometry
from argmap.rendering.routing.router import route_edges
from argmap.rendering.routing.tree_edges import DOT_RADIUS
from argmap.rendering.scene import LinkKind, build_scene

DIRECTIONS = ["down", "right"]
ENDINGS = {
    LinkKind.SUPPORT: [ArrowShape.ARROW],
    LinkKind.ATTACK: [ArrowShape.TEE],
    LinkKind.REBUTTAL: [ArrowShape.TEE],
    LinkKind.UNDERCUT: [ArrowShape.TEE],
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
"""A link of each kind within a rank."""

tangled = given(st.integers(0, 10_000), st.integers(8, 30), st.sampled_from(DIRECTIONS))


class Drawing:
    """A map's cards, and its links with the line of each."""

    def __init__(self, text, direction):
        self.scene = build_scene(read_map(text))
        layout = lay_out(self.scene, choose_engine("auto", 60), direction)
        self.layout, routes = route_edges(self.scene, layout)
        self.ports = PortGeometry(self.scene, self.layout)
        drawn = [route for route in routes if route.is_link]
        self.links = list(zip(self.scene.links, drawn, strict=True))
        self.tree = [route for route in routes if not route.is_link]

    def depth(self, card_ref):
        return self.scene.cards[card_ref.card].depth

    def is_outward(self, link):
        """Whether a link runs away from the root; one within a rank does not."""
        return self.depth(link.source) < self.depth(link.target)

    def of_kind(self, *kinds):
        return [(link, route) for link, route in self.links if link.kind in kinds]


def area(points):
    """Return twice the area of a polygon; of two points, how far they are apart."""
    if len(points) == 2:
        return math.dist(*points)
    ring = [*points, points[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)))


def assert_heads(drawn):
    """Each link has the heads of its kind; the first is where the line leads, just before it."""
    for link, route in drawn.links:
        assert [head.ending for head in route.heads] == ENDINGS[link.kind], link
        points = route.path.points
        for head, line in zip(route.heads, (points[::-1], points), strict=False):
            gap = 0 if head is not route.heads[0] else reach(head.ending)
            way = (head.tip.u - line[0].u, head.tip.v - line[0].v)
            assert way == pytest.approx((head.du * gap, head.dv * gap)), link
            if link.kind is LinkKind.UNDERCUT:
                continue  # it turns just before the dot
            before = next(point for point in line if math.dist(point, head.tip) > ARROW_LENGTH)
            away = (head.tip.u - before.u) * head.du + (head.tip.v - before.v) * head.dv
            assert away > 0, link


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_links_within_a_rank_have_their_heads(direction):
    """A support between siblings has an arrow, an attack a bar, and a contradiction two bars."""
    drawn = Drawing(SIBLINGS, direction)
    ranks = {(drawn.depth(link.source), drawn.depth(link.target)) for link, _ in drawn.links}
    assert ranks == {(1, 1)}
    assert {link.kind for link, _ in drawn.links} >= {LinkKind.SUPPORT, LinkKind.CONTRADICTION}
    assert_heads(drawn)


@settings(max_examples=25)
@tangled
@example(1, 30, "down")
@example(2, 30, "right")
def test_links_meet_what_they_end_on(seed, statements, direction):
    """On tangled maps: the heads, the cards, the dots, and straight through every rank."""
    drawn = Drawing(tangle(seed, statements, statements // 3), direction)
    assert_heads(drawn)
    assert_links_touch_the_cards_they_join(drawn)
    assert_undercuts_end_on_dots(drawn)
    assert_links_run_straight_through_ranks(drawn)


@settings(max_examples=5)
@tangled
def test_heads_can_be_seen(seed, statements, direction):
    """Each head of a link is drawn, and has an area (a bar: a length)."""
    argument_map = read_map(tangle(seed, statements, statements // 3))
    picture = Picture(to_svg(argument_map, RenderOptions(direction=direction, legend=False)))
    heads = list(heads_of(picture))
    assert min((area(points) for _, points in heads), default=9) > 5
    count = sum(len(ENDINGS[link.kind]) for link in build_scene(argument_map).links)
    links = {line.get("id") for line in picture.all("line") if "link" in line.get("class").split()}
    assert sum(name in links for name, _ in heads) == count


def assert_links_touch_the_cards_they_join(drawn):
    """They begin at an edge of the source, and end at one of the target, at that statement.

    A link that runs outward ends at the near edge of its target, any other at the far one.
    """
    for link, route in drawn.links:
        start, slot = route.path.commands[0][1][0], drawn.ports.slot(link.source)
        is_first = drawn.depth(link.source) == drawn.depth(link.target)
        leaves_far = drawn.is_outward(link) or (is_first and link.kind is not LinkKind.UNDERCUT)
        assert start.u == pytest.approx(slot.end if leaves_far else slot.u), link
        low, high = drawn.ports.span(link.source)
        assert low <= start.v <= high
        if link.kind is LinkKind.UNDERCUT:
            continue
        tip = route.heads[0].tip if route.heads else route.path.at
        slot = drawn.ports.slot(link.target)
        assert tip.u == pytest.approx(slot.u if drawn.is_outward(link) else slot.end), link
        low, high = drawn.ports.span(link.target)
        assert low <= tip.v <= high


def assert_undercuts_end_on_dots(drawn):
    """They come in across the direction of growth, and touch the dot's edge."""
    for link, route in drawn.of_kind(LinkKind.UNDERCUT):
        (head,) = route.heads
        first, last = drawn.ports.dots[link.target.card]
        assert head.du == 0
        assert abs(head.tip.v - first.v) == pytest.approx(DOT_RADIUS)
        assert last.u - 0.01 <= head.tip.u <= first.u + 0.01


def assert_links_run_straight_through_ranks(drawn):
    """A line turns in corridors only: where cards of a rank or their dots are, it runs straight.

    What ends on a dot turns there once more, and at no other place.
    """
    for link, route in drawn.links:
        group = drawn.layout.groups[drawn.layout.group_of[link.source.card]]
        inferences = (
            route.path.commands[:-2] if link.kind is LinkKind.UNDERCUT else route.path.commands
        )
        points = [(letter, inference[0], inference[-1]) for letter, inference in inferences]
        for (_, _, start), (letter, _, end) in pairwise(points):
            if abs(start.v - end.v) < 0.01:
                continue
            assert letter in "LC"
            low, high = sorted((start.u, end.u))
            for near, far in zip(group.near, group.far, strict=True):
                assert high <= near + 0.01 or low >= far - 0.01, link


BOTH = """
claim t "T" {
  claim a "A" { claim a1 "A1"  claim a2 "A2" }
  counterpoint b "B" { claim b1 "B1"  claim b2 "B2" }
  claim c "C" { claim c1 "C1" { KEY: t } claim c2 "C2" }
  counterpoint d "D" { claim d1 "D1"  claim d2 "D2" { KEY: t } }
}
"""


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize(("key", "share"), [("supports", 0.34), ("opposes", 0.66)])
def test_support_and_attack_come_in_at_places_of_their_own(direction, key, share):
    """Where both come in at a statement, support comes in at one third and attack at two."""
    drawn = Drawing(BOTH.replace("KEY", key), direction)
    links = [(link, route) for link, route in drawn.links if link.kind.targets_statement]
    assert len(links) == 2
    for link, route in links:
        other = drawn.ports.at(link.target, 1 - share)
        selection = drawn.ports.at(link.target, share)
        tip = route.heads[0].tip.v
        assert abs(tip - selection) < abs(tip - other), (tip, selection, other)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_attack_comes_in_first_where_all_of_it_stands_first(direction):
    """Then the lines would cross for nothing: attack takes the first place, support the second."""
    drawn = Drawing(
        'claim t "T" { counterpoint b "B" { claim b1 "B1" } claim c "C" { claim c1 "C1" '
        "{ supports: t } } }",
        direction,
    )
    ((link, route),) = [each for each in drawn.links if each[0].kind.targets_statement]
    places = [drawn.ports.at(link.target, share) for share in (0.34, 0.66)]
    assert abs(route.heads[0].tip.v - places[1]) < abs(route.heads[0].tip.v - places[0])
