"""Views: maps made smaller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.rendering.conftest import read_map

from argmap.evaluation import evaluate
from argmap.model import Status
from argmap.rendering.overview import overview, overview_of_sections
from argmap.rendering.views import (
    WHOLE_MAP,
    UnknownName,
    ViewSpec,
    describe_view,
    make_view,
)

FILES = {
    "map.argmap": 'import "p.argmap" as p\n'
    'claim m "M" { supported-by: p.top  reason { premises: p.deep  assumption x "X" } }',
    "p.argmap": 'map "Part" { thesis: top }\n'
    'claim top "Top" { claim middle "Middle" { claim deep "Deep" { evidence e "E" } } }',
}


def test_a_folded_part_is_only_what_the_rest_leans_on():
    """What joins a part to the rest stays, and leads to the part's own picture."""
    argument_map = Case("", FILES).resolve().map
    view, folded = overview(argument_map, {"p": "p.svg"})
    assert list(view.statements) == ["p.top", "p.deep", "m", "x"]
    assert view.statements["p.top"].url == "p.svg"
    assert view.statements["m"].url is None
    assert list(view.inferences) == ["p.top->m", "p.deep+x->m"]
    assert folded == {"p.top": 2}


def test_without_pictures_of_parts_nothing_is_folded():
    """A map whose parts have no picture of their own is drawn whole."""
    argument_map = Case("", FILES).resolve().map
    assert overview(argument_map, {}) == (argument_map, {})


def test_nothing_hangs_in_the_air():
    """A statement that only others lean on keeps its way to the rest of the map."""
    files = {
        "map.argmap": 'import "p.argmap" as p\nclaim m "M" { supported-by: p.top }\n'
        'claim far "Far" { supports: p.deep }',
        "p.argmap": FILES["p.argmap"],
    }
    view, folded = overview(Case("", files).resolve().map, {"p": "p.svg"})
    assert list(view.statements) == ["p.top", "p.middle", "p.deep", "m", "far"]
    assert view.roots == ["m"]
    assert folded == {"p.top": 1}


def test_a_part_that_nothing_leans_on_is_counted_too():
    """Where no statement of a part is drawn, its statements are counted for the map as a whole."""
    files = {"map.argmap": 'import "p.argmap" as p\nclaim m "M"', "p.argmap": FILES["p.argmap"]}
    view, folded = overview(Case("", files).resolve().map, {"p": "p.svg"})
    assert list(view.statements) == ["m"]
    assert folded == {"": 4}


WIDE = """
map "M" { thesis: t }
claim t "Thesis" {
  reason two {
    claim a "A" {
      claim a1 "A1" { evidence a2 "A2" }
      counterpoint no "No" { counterpoint yes "Yes" }
    }
    claim b "B" { evidence b1 "B1"  evidence shared "Shared" }
    counterpoint under "Under" { counterpoint over "Over" }
  }
  claim c "C" { supported-by: shared }
}
section alone "Alone" {
  claim else "Else" { contradicts: c  evidence e "E" }
  section inner "Inner" { claim deep "Deep" { supports: b } }
}
"""


def view(text=WIDE, **choice):
    """Return the ids that a view shows, and what it counts as left out."""
    argument_map = read_map(text)
    evaluation = evaluate(argument_map)
    statuses = {id_: evaluation.status(id_) for id_ in argument_map.statements}
    made = make_view(argument_map, ViewSpec(**choice), statuses)
    return list(made.argument_map.statements), made.folded


def test_without_a_choice_a_map_stays_whole():
    """Nothing is left out, and there is nothing to tell."""
    argument_map = read_map(WIDE)
    assert make_view(argument_map, WHOLE_MAP, {}) == (argument_map, {})
    assert not WHOLE_MAP
    assert describe_view(argument_map, WHOLE_MAP) == ""


def test_a_focus_keeps_what_bears_on_it_and_its_way_up():
    """Premises that a step on the way needs are there too; the rest is counted where it was."""
    shown, folded = view(focus="a1")
    assert shown == ["t", "a", "a1", "a2", "b"]
    assert folded == {"t": 3, "a": 2, "b": 3, "": 2}


def test_a_focus_keeps_what_contradicts_it():
    """What cannot stand beside a statement bears on it."""
    assert view(focus="c")[0] == ["t", "shared", "c", "else"]


def test_the_way_of_an_undercut_is_the_inference_it_denies():
    """Without the premises there would be no step to deny."""
    assert view(focus="under")[0] == ["t", "a", "b", "under", "over"]


def test_the_thesis_in_focus_leaves_out_what_does_not_bear_on_it():
    """All that the thesis rests on is there."""
    shown, folded = view(focus="t")
    assert "else" not in shown
    assert "deep" in shown
    assert folded == {"": 2}


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        (0, ["t", "else"]),
        (1, ["t", "a", "b", "under", "c", "else", "e"]),
        (9, list(read_map(WIDE).statements)),
    ],
)
def test_depth_counts_levels_below_the_roots(levels, shown):
    """An undercut is as deep as the premises of its step."""
    assert view(depth=levels)[0] == shown


def test_what_is_below_the_depth_is_counted_once_on_the_nearest_card():
    """No statement is counted twice, whatever it bears on."""
    _, folded = view(depth=1)
    assert folded == {"a": 4, "b": 3, "under": 1}


def test_a_focus_with_a_depth_counts_from_the_focus():
    """Its way to the thesis stays, however long."""
    assert view(focus="a", depth=1)[0] == ["t", "a", "a1", "no", "b"]
    assert view(focus="a", depth=0)[0] == ["t", "a", "b"]


def test_a_section_has_its_neighbours():
    """What it bears on, what bears on it and what contradicts it stands beside it."""
    assert view(section="alone")[0] == ["b", "c", "else", "e", "deep"]
    assert view(section="inner")[0] == ["b", "deep"]


def test_a_part_without_the_thesis_has_no_other():
    """A root that is left is not taken for the thesis of the map."""
    argument_map = read_map(WIDE)
    part = make_view(argument_map, ViewSpec(section="inner"), {}).argument_map
    assert part.thesis == "t"
    assert part.roots == ["b"]
    two = read_map('claim a "A"\nclaim b "B"\nsection s "S" { claim c "C" { supports: a } }')
    assert make_view(two, ViewSpec(section="s"), {}).argument_map.thesis not in part.statements


def test_one_status_with_the_ways_to_the_thesis():
    """Statuses are those of the whole map, whatever is left of it."""
    shown, _ = view(only=Status.REJECTED)
    assert shown == ["t", "a", "no", "b", "under"]


def test_a_status_that_nothing_has_leaves_the_thesis():
    """A picture is never empty for want of a match."""
    text = 'map "M" { thesis: t }\nclaim t "T" { evidence e "E" }'
    assert view(text, only=Status.REJECTED) == (["t"], {"t": 1})


def test_a_collapsed_branch_is_counted_on_its_card():
    """What also bears on something else stays."""
    shown, folded = view(collapse=("a", "b"))
    assert {"a1", "a2", "no", "yes", "b1"}.isdisjoint(shown)
    assert "shared" in shown
    assert folded == {"a": 4, "b": 2}


def test_views_compose():
    """What is chosen twice is what both leave; it is counted from the whole map."""
    shown, folded = view(focus="a", collapse=("no",), depth=1)
    assert shown == ["t", "a", "a1", "no", "b"]
    assert folded["no"] == 1


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"focus": "shard"}, "there is no statement `shard` in the map; did you mean `shared`?"),
        ({"section": "innner"}, "there is no section `innner` in the map; did you mean `inner`?"),
        ({"collapse": ("a", "zzzz")}, "there is no statement `zzzz` in the map"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(choice, said):
    """The message names the statement or section that was perhaps meant."""
    with pytest.raises(UnknownName) as error:
        view(**choice)
    assert str(error.value) == said


@given(
    edges=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14),
    focus=st.none() | st.integers(0, 6).map("s{}".format),
    depth=st.none() | st.integers(0, 3),
    collapse=st.sets(st.integers(0, 6).map("s{}".format), max_size=2),
)
def test_no_statement_is_lost(edges, focus, depth, collapse):
    """In any graph, with rings too, each statement is drawn or counted, and each step is whole."""
    lines = [
        f'claim s{n} "S{n}" {{ '
        + " ".join(f"supports: s{to}" for start, to in edges if start == n and to != n)
        + " }"
        for n in range(7)
    ]
    argument_map = read_map("\n".join(lines))
    choice = ViewSpec(focus=focus, depth=depth)
    part, folded = make_view(argument_map, choice, {})
    assert focus is None or focus in part.statements
    if collapse <= part.statements.keys():
        choice = ViewSpec(focus=focus, depth=depth, collapse=tuple(sorted(collapse)))
        part, folded = make_view(argument_map, choice, {})
    assert len(part.statements) + sum(folded.values()) == len(argument_map.statements)
    assert folded.keys() <= {"", *part.statements}
    for inference in part.inferences.values():
        assert part.statements.keys() >= {
            inference.conclusion,
            *inference.premises,
            *inference.undercutters,
        }


def test_folded_sections_lead_to_their_pictures():
    """Of a section what the rest leans on stays, and what stands for it says how much is left."""
    argument_map = read_map(WIDE)
    part, folded = overview_of_sections(argument_map, {"alone": "alone.svg"})
    assert [id_ for id_, each in part.statements.items() if each.url] == ["else", "deep"]
    assert "e" not in part.statements
    assert folded == {"else": 1}


def test_docked_evidence_says_what_is_left_out_too(draw):
    """Evidence that only lost what bears on it is docked, and tells how much that is."""
    text = 'claim a "A" { evidence e "E" { evidence f "F" } }'
    assert view(text, depth=1) == (["a", "e"], {"e": 1})
    picture = draw('claim a "A" { evidence e "E" }', view="1 level", folded={"e": 1})
    assert "… 1 more statement" in picture.texts("s-e")


def test_a_part_of_a_map_says_so(draw):
    """Caption and card tell how much is left out."""
    picture = draw(WIDE, view="2 levels", folded={"a": 3, "": 1})
    assert "A part of the map: 2 levels; 4 statements are left out" in " ".join(
        "".join(picture.root.itertext()).split()
    )
    assert "… 3 more statements" in picture.texts("s-a")
    assert "own picture" not in picture.texts("s-a")
