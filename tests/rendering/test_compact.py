"""The compact layout: what holds for the geometry of every map."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import Picture, read_map
from tests.rendering.geometry import count_lines_through, label_boxes, overlap, parallel_lengths
from tests.rendering.tangles import random_map
from tests.rendering.test_links import HEADS
from tests.rendering.test_picture import (
    assert_cards_are_apart,
    assert_lines_are_clear,
    assert_texts_are_inside,
)
from tests.strategies import map_texts

from argmap.errors import EngineMissing, RenderError
from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.compact import search
from argmap.rendering.compact.layout import draw_compact
from argmap.rendering.layout import graphviz
from argmap.rendering.layout import layout as layers
from argmap.rendering.routing.paths import head_length
from argmap.rendering.scene import build_scene
from argmap.rendering.scene.roles import LinkKind
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MAPS = sorted((Path(__file__).parents[2] / "maps").rglob("*.argmap"))
SIBLING_GAP = 12
MAX_PARALLEL_LENGTH = 8.0
"""Points that two lines may run along each other: at a corner of one."""

HOSTILE = """
claim t "T" {
  contradicts: u
  reason r1 {
    claim p "P" { claim p1 "P1"  counterpoint p2 "P2" { claim p3 "P3" { supports: q } } }
    claim q "Q" { claim q1 "Q1"  counterpoint q2 "Q2" }
    claim s "S" { claim s1 "S1"  counterpoint s2 "S2" { contradicts: p } }
    counterpoint u1 "U1" { claim u2 "U2" }
    concession u3 "U3"
  }
  counterpoint x "X" { evidence e "E" { supports: p3 }  counterpoint y "Y" { undercuts: r1 } }
  claim z "Z" { claim z1 "Z1" { supports: t }  claim z2 "Z2" { supports: z } }
}
claim u "U" { claim u4 "U4" { undercuts: z1 -> z, r1, z2 -> z } }
"""
"""Premises with children each, undercuts of every kind, and links between ancestors."""


def draw_map(argument_map):
    scene = build_scene(argument_map)
    return scene, draw_compact(scene)


def tree_and_links(scene, drawing):
    """Return the routes of tree edges and of links, each with its card or its link."""
    cards = [index for index, card in enumerate(scene.cards) if card.parent is not None]
    lines = [route for route in drawing.routes if not route.is_link]
    links = [route for route in drawing.routes if route.is_link]
    return zip(cards, lines, strict=True), zip(scene.links, links, strict=True)


def strokes(route):
    """Return the straight parts of a route: the ends of each, on both axes."""
    ends = [points[-1] for _, points in route.path.commands]
    return [
        (start, end)
        for (start, end), (letter, _) in zip(pairwise(ends), route.path.commands[1:], strict=True)
        if letter == "L"
    ]


def assert_cards_do_not_overlap(drawing):
    """No two cards overlap, and cards below each other keep their distance."""
    slots = sorted(drawing.slots)
    for number, slot in enumerate(slots):
        for other in slots[number + 1 :]:
            if other.main_start >= slot.main_end:
                break
            is_above = slot.cross_end + SIBLING_GAP <= other.cross_start
            assert is_above or other.cross_end + SIBLING_GAP <= slot.cross_start


def assert_no_stroke_is_inside_a_card(drawing):
    """No line passes through a card, also not its own."""
    for route in drawing.routes:
        points = [points[-1] for _, points in route.path.commands]
        for start, end in pairwise(points):
            left, right = sorted((start.main, end.main))
            top, bottom = sorted((start.cross, end.cross))
            for slot in drawing.slots:
                assert not (
                    left < slot.main_end - 0.01
                    and slot.main_start + 0.01 < right
                    and top < slot.cross_end - 0.01
                    and slot.cross_start + 0.01 < bottom
                ), route.key


def assert_lines_are_orthogonal(drawing):
    for route in drawing.routes:
        for start, end in strokes(route):
            assert abs(start.main - end.main) < 0.01 or abs(start.cross - end.cross) < 0.01


def assert_children_are_right_or_below(scene, drawing):
    """A child is at the right of its parent, or below it; siblings are in the author's order."""
    for card, slot in zip(scene.cards, drawing.slots, strict=True):
        if card.parent is not None:
            parent = drawing.slots[card.parent.card]
            assert slot.main_start > parent.main_end or slot.cross_start > parent.cross_end
            assert slot.main_start > parent.main_start - 60
    for children in scene.children:
        for first, second in pairwise(children):
            before, after = drawing.slots[first], drawing.slots[second]
            is_next_column = after.main_start > before.main_start
            is_below_right = after.main_start < before.main_start
            is_lower = after.cross_start >= before.cross_end
            assert is_next_column or is_lower or is_below_right


def range_of(drawing, card_ref, *, along_main=False):
    """Return the range of a statement on an axis."""
    slot, face = drawing.slots[card_ref.card], drawing.card_layouts[card_ref.card]
    start, end = slot[:2] if along_main else slot[2:]
    if not face.panels or face.is_wide != along_main:
        return start, end
    panel = face.panels[card_ref.entry]
    if card_ref.row >= 0:
        panel = panel.docked_rows[card_ref.row]
    area = panel.area
    low, size = (area.x, area.width) if along_main else (area.y, area.height)
    return start + low, start + low + size


def is_at(drawing, card_ref, point):
    """Whether a point is on the edge of a card, at one of its statements."""
    slot, face = drawing.slots[card_ref.card], drawing.card_layouts[card_ref.card]
    low, high = range_of(drawing, card_ref)
    premises = sum(not panel.is_row for panel in face.panels)
    sides = {
        "left": slot.main_start if not face.is_wide or card_ref.entry == 0 else None,
        "right": slot.main_end if not face.is_wide or card_ref.entry == premises - 1 else None,
    }
    at_side = low - 0.01 <= point.cross <= high + 0.01 and any(
        side is not None and abs(point.main - side) < 0.01 for side in sides.values()
    )
    left, right = range_of(drawing, card_ref, along_main=True)
    at_bottom = left <= point.main <= right and abs(point.cross - slot.cross_end) < 0.01
    is_last = face.is_wide or card_ref.entry >= premises - 1
    return at_side or (at_bottom and is_last)


def tip_of(route, point):
    """Return where a line meets a card: the tip of its arrowhead, or the end of the path."""
    return next((head.tip for head in route.heads), point)


def assert_lines_end_at_their_statements(scene, drawing):
    """Each line begins at the left edge of its card, and ends at its statement or its dot."""
    tree_lines, links = tree_and_links(scene, drawing)
    dots = {}
    for index, route in tree_lines:
        card, slot = scene.cards[index], drawing.slots[index]
        if route.dot is not None:
            dots[index] = route.dot
        begin = route.path.commands[-1][1][-1]
        assert begin.main == pytest.approx(slot.main_start)
        assert slot.cross_start < begin.cross < slot.cross_end
        tip = tip_of(route, route.path.commands[0][1][0])
        if card.undercuts is None:
            assert is_at(drawing, card.parent, tip), route.key
        else:
            assert_is_on_dot(dots[scene.card_by_inference[card.undercuts]], tip)
    for link, route in links:
        begin, end = route.path.commands[0][1][0], route.path.commands[-1][1][-1]
        assert is_at(drawing, link.source, begin), route.key
        tip = tip_of(route, end)
        if link.kind.is_undercut:
            assert_is_on_dot(dots[link.target.card], tip)
        else:
            assert is_at(drawing, link.target, tip), route.key


def assert_is_on_dot(dot, point):
    first, last = dot
    assert last.main - 0.01 <= point.main <= first.main + 0.01
    assert abs(point.cross - first.cross) == pytest.approx(4)


def assert_heads_are_right(scene, drawing):
    """Links have the arrowheads of their kind, and the line ends where the first one begins."""
    for link, route in tree_and_links(scene, drawing)[1]:
        assert [head.shape for head in route.heads] == HEADS[link.kind]
        if route.heads:
            head, end = route.heads[0], route.path.commands[-1][1][-1]
            gap = head_length(head.shape)
            assert head.tip.main - end.main == pytest.approx(head.main_direction * gap)
            assert head.tip.cross - end.cross == pytest.approx(head.cross_direction * gap)


def assert_strokes_do_not_coincide(drawing):
    """No link or undercut runs on another line, and no two lines to different statements do."""
    by_axis = ({}, {})
    for number, route in enumerate(drawing.routes):
        for start, end in strokes(route):
            axis = 0 if abs(start.main - end.main) < 0.01 else 1
            low, high = sorted((start[1 - axis], end[1 - axis]))
            if high - low > 1:
                by_axis[axis].setdefault(round(start[axis]), []).append(
                    (start[axis], low, high, number)
                )
    for strokes_at in by_axis:
        for place, listed in strokes_at.items():
            nearby = [*listed, *strokes_at.get(place + 1, ())]
            for (at, low, high, first), (other_at, other_low, other_high, second) in combinations(
                nearby, 2
            ):
                if first == second or abs(at - other_at) > 1:
                    continue
                if min(high, other_high) - max(low, other_low) > MAX_PARALLEL_LENGTH:
                    one, other = drawing.routes[first], drawing.routes[second]
                    assert are_bundled(one, other), (one.key, other.key)


def are_bundled(one, other):
    """Whether two lines of the tree share a bus: they end at the same point."""
    if one.is_link or other.is_link:
        return False
    return one.path.commands[0][1][0] == other.path.commands[0][1][0]


def assert_good(scene, drawing):
    assert_cards_do_not_overlap(drawing)
    assert_lines_are_orthogonal(drawing)
    assert_no_stroke_is_inside_a_card(drawing)
    assert_children_are_right_or_below(scene, drawing)
    assert_lines_end_at_their_statements(scene, drawing)
    assert_heads_are_right(scene, drawing)
    assert_strokes_do_not_coincide(drawing)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_real_maps_are_drawn_well(path):
    """In every map of maps/ cards are apart, and lines run beside cards and each other."""
    argument_map = load_resolution(path, FileCache()).map
    if not argument_map.statements:
        pytest.skip("the file contains sources, and no statement")
    assert_good(*draw_map(argument_map))


def test_every_kind_of_line_is_drawn_well():
    """Premises with children each, undercuts, and links between ancestors follow the rules."""
    assert_good(*draw_map(read_map(HOSTILE)))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 70), st.integers(2, 9), st.integers(0, 4))
@example(7, 60, 2, 0)
def test_random_maps_are_drawn_well(seed, statements, links_per, star):
    """Whatever the shape of the tree and the number of links, lines can be told apart."""
    text = random_map(seed, statements, statements // links_per, star=star / 5)
    assert_good(*draw_map(read_map(text)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(map_texts())
def test_any_map_is_drawn_well(text):
    """Maps with questions, contexts, sections and linked premises follow the same rules."""
    argument_map = read_map(text)
    scene = build_scene(argument_map)
    if scene.cards:
        assert_good(scene, draw_compact(scene))
    picture = Picture(to_svg(argument_map, RenderOptions(layout="compact")))
    assert_cards_are_apart(picture)
    assert_lines_are_clear(picture)
    assert_texts_are_inside(picture)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(8, 36))
def test_links_of_pictures_can_be_told_apart(seed, statements):
    """In the finished picture no link runs along another line, and no label is on card or line."""
    argument_map = read_map(random_map(seed, statements, statements // 3))
    picture = Picture(to_svg(argument_map, RenderOptions(layout="compact", legend=False)))
    assert max(parallel_lengths(picture).values(), default=0.0) <= 24
    cards, labels = picture.boxes().values(), list(label_boxes(picture))
    assert not any(overlap(label, card) for label in labels for card in cards)
    assert not any(overlap(label, other) for label, other in combinations(labels, 2))
    assert all(count_lines_through(picture, label) == 1 for label in labels)


def test_contradictions_keep_their_label():
    """A contradiction between cards that are far apart is labeled."""
    scene, drawing = draw_map(read_map(HOSTILE))
    labels = [
        route.label
        for link, route in tree_and_links(scene, drawing)[1]
        if link.kind is LinkKind.CONTRADICTION
    ]
    assert len(labels) == 2
    assert all(label is not None for label in labels)


def test_only_small_maps_have_layers_by_default():
    """`auto` is layers for a small map, and if there is a direction; else it is compact."""
    for text, options, layout in (
        (HOSTILE, {}, "compact"),
        (HOSTILE, {"direction": "right"}, "layers"),
        ('claim a "A" { claim b "B"  counterpoint c "C" }', {}, "layers"),
        (chain(12), {}, "compact"),
    ):
        argument_map = read_map(text)
        pictures = {
            name: without_digest(to_svg(argument_map, RenderOptions(layout=name, **options)))
            for name in ("auto", "layers", "compact")
        }
        assert pictures["layers"] != pictures["compact"]
        assert pictures["auto"] == pictures[layout]


def chain(length):
    """Return a map in which each statement supports the one before."""
    words = "a sentence that is long enough for several lines of the card " * 3
    return "".join(f'claim c{n} "{words}" {{' for n in range(length)) + "}" * length


def without_digest(picture):
    return re.sub("<metadata>.*</metadata>", "", picture)


def test_compact_needs_no_graphviz(monkeypatch):
    """The compact layout starts no engine, and a direction does not change it."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: False)
    monkeypatch.setattr(graphviz, "has_dot", lambda: False)
    argument_map = read_map(HOSTILE)
    picture = to_svg(argument_map, RenderOptions(layout="compact"))
    turned = to_svg(argument_map, RenderOptions(layout="compact", direction="down"))
    assert without_digest(picture) == without_digest(turned)
    with pytest.raises(EngineMissing):
        to_svg(argument_map, RenderOptions(layout="layers"))


def test_a_map_that_is_too_large_is_not_drawn(monkeypatch):
    monkeypatch.setattr(layers, "MAX_CARDS", 3)
    with pytest.raises(RenderError, match="at most 3"):
        to_svg(read_map(HOSTILE), RenderOptions(layout="compact"))


def tree(depth, number=1):
    """Return a claim with three claims below it, each of which has as much below it."""
    words = "some words " * (3 + number % 7)
    below = "".join(tree(depth - 1, 3 * number + n) for n in range(3)) if depth else ""
    return f'claim c{number} "{words}" {{ {below} }}\n'


@pytest.mark.parametrize(("depth", "share"), [(2, 0.4), (3, 0.45), (4, 0.45), (5, 0.4)])
def test_a_page_is_filled(depth, share):
    """A map of up to several hundred statements has the shape of A4, and cards fill half of it."""
    _, drawing = draw_map(read_map(tree(depth)))
    width, height = drawing.size
    assert 0.5 < width / height < 2
    cards = sum(
        (slot.main_end - slot.main_start) * (slot.cross_end - slot.cross_start)
        for slot in drawing.slots
    )
    assert cards > share * width * height


def test_the_same_map_has_the_same_picture():
    argument_map = read_map(random_map(5, 60, 20))
    options = RenderOptions(layout="compact")
    assert to_svg(argument_map, options) == to_svg(argument_map, options)


def test_a_picture_does_not_depend_on_earlier_pictures():
    """The shapes of cards are kept for the next version of a map, which is drawn as if first."""
    versions = [HOSTILE.replace('"P1"', f'"{"word " * count}"') for count in (1, 40, 1, 90)]
    pictures = [to_svg(read_map(text), RenderOptions(layout="compact")) for text in versions]
    assert pictures[0] == pictures[2]
    for text, picture in zip(versions, pictures, strict=True):
        search._cache.clear()
        assert to_svg(read_map(text), RenderOptions(layout="compact")) == picture
