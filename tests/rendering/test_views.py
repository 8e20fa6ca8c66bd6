"""Views: parts of a map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases_reader import Case
from tests.rendering.conftest import read_map

from argmap.evaluation import evaluate
from argmap.model import Status
from argmap.rendering.overview import overview, overview_of_sections
from argmap.rendering.views import (
    FULL_VIEW,
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


def test_a_folded_import_is_reduced_to_what_the_rest_uses():
    """Connected statements are kept and link to the separate picture."""
    argument_map = Case("", FILES).resolve().map
    view, folded, places = overview(argument_map, {"p": "p.svg"})
    assert places == {"p.top": argument_map.sections["p"].title}
    assert list(view.statements) == ["p.top", "p.deep", "m", "x"]
    assert view.statements["p.top"].url == "p.svg"
    assert view.statements["m"].url is None
    assert list(view.inferences) == ["p.top->m", "p.deep+x->m"]
    assert folded == {"p.top": 2}


def test_an_import_without_a_picture_is_not_folded():
    """Its statements are drawn in the picture of the importing map."""
    argument_map = Case("", FILES).resolve().map
    assert overview(argument_map, {})[:2] == (argument_map, {})


def test_a_kept_statement_keeps_its_path():
    """A statement that another import uses keeps its path to the rest of the map."""
    files = {
        "map.argmap": 'import "p.argmap" as p\nclaim m "M" { supported-by: p.top }\n'
        'claim far "Far" { supports: p.deep }',
        "p.argmap": FILES["p.argmap"],
    }
    view, folded, _ = overview(Case("", files).resolve().map, {"p": "p.svg"})
    assert list(view.statements) == ["p.top", "p.middle", "p.deep", "m", "far"]
    assert view.roots == ["m"]
    assert folded == {"p.top": 1}


def test_an_unused_import_is_counted():
    """If no statement of an import is kept, its statements are counted for the map as a whole."""
    files = {"map.argmap": 'import "p.argmap" as p\nclaim m "M"', "p.argmap": FILES["p.argmap"]}
    view, folded, _ = overview(Case("", files).resolve().map, {"p": "p.svg"})
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


def view(text=WIDE, **restrictions):
    """Return the ids of the statements in a view, and the counts of omitted ones."""
    argument_map = read_map(text)
    evaluation = evaluate(argument_map)
    statuses = {id_: evaluation.status(id_) for id_ in argument_map.statements}
    result = make_view(argument_map, ViewSpec(**restrictions), statuses)
    return list(result.argument_map.statements), result.folded


def test_the_default_view_is_the_whole_map():
    """Nothing is omitted, and the description is empty."""
    argument_map = read_map(WIDE)
    assert make_view(argument_map, FULL_VIEW, {})[:2] == (argument_map, {})
    assert not FULL_VIEW
    assert describe_view(argument_map, FULL_VIEW) == ""


def test_a_focus_keeps_what_is_below_it_and_its_path():
    """Linked premises on the path are kept; omitted statements are counted at their place."""
    shown, folded = view(focus="a1")
    assert shown == ["t", "a", "a1", "a2", "b"]
    assert folded == {"t": 3, "a": 2, "b": 3, "": 2}


def test_a_focus_keeps_what_contradicts_it():
    """A contradiction is an attack on the statement in focus."""
    assert view(focus="c")[0] == ["t", "shared", "c", "else"]


def test_the_path_of_an_undercut_includes_its_inference():
    """Without the premises there would be no inference to undercut."""
    assert view(focus="under")[0] == ["t", "a", "b", "under", "over"]


def test_a_focus_on_the_thesis_omits_unrelated_statements():
    """Everything below the thesis is kept."""
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
    """An undercut is on the level of the premises of its inference."""
    assert view(depth=levels)[0] == shown


def test_a_statement_below_the_depth_is_counted_once():
    """It is counted on the nearest card, even if it supports several statements."""
    _, folded = view(depth=1)
    assert folded == {"a": 4, "b": 3, "under": 1}


def test_a_focus_with_a_depth_counts_from_the_focus():
    """Its path to the thesis is kept, however long it is."""
    assert view(focus="a", depth=1)[0] == ["t", "a", "a1", "no", "b"]
    assert view(focus="a", depth=0)[0] == ["t", "a", "b"]


def test_a_section_has_its_neighbors():
    """Statements that are connected to it by an inference or a contradiction are kept."""
    assert view(section="alone")[0] == ["b", "c", "else", "e", "deep"]
    assert view(section="inner")[0] == ["b", "deep"]


def test_a_part_without_the_thesis_has_no_other_thesis():
    """A remaining root does not become the thesis of the map."""
    argument_map = read_map(WIDE)
    part = make_view(argument_map, ViewSpec(section="inner"), {}).argument_map
    assert part.thesis == "t"
    assert part.roots == ["b"]
    two = read_map('claim a "A"\nclaim b "B"\nsection s "S" { claim c "C" { supports: a } }')
    assert make_view(two, ViewSpec(section="s"), {}).argument_map.thesis not in part.statements


def test_one_status_with_the_paths_to_the_thesis():
    """The statuses are those of the whole map."""
    shown, _ = view(only=Status.REJECTED)
    assert shown == ["t", "a", "no", "b", "under"]


def test_a_status_without_statements_leaves_the_thesis():
    """A picture is never empty because nothing matches."""
    text = 'map "M" { thesis: t }\nclaim t "T" { evidence e "E" }'
    assert view(text, only=Status.REJECTED) == (["t"], {"t": 1})


def test_a_collapsed_branch_is_counted_on_its_card():
    """A statement that also supports another one is kept."""
    shown, folded = view(collapse=("a", "b"))
    assert {"a1", "a2", "no", "yes", "b1"}.isdisjoint(shown)
    assert "shared" in shown
    assert folded == {"a": 4, "b": 2}


def test_restrictions_are_combined():
    """They apply one after another; omitted statements are counted in the whole map."""
    shown, folded = view(focus="a", collapse=("no",), depth=1)
    assert shown == ["t", "a", "a1", "no", "b"]
    assert folded["no"] == 1


@pytest.mark.parametrize(
    ("restrictions", "message"),
    [
        ({"focus": "shard"}, "unknown statement `shard`; did you mean `shared`?"),
        ({"section": "innner"}, "unknown section `innner`; did you mean `inner`?"),
        ({"collapse": ("a", "zzzz")}, "unknown statement `zzzz`"),
    ],
)
def test_an_unknown_name_is_reported(restrictions, message):
    """The message suggests a similar name."""
    with pytest.raises(UnknownName) as error:
        view(**restrictions)
    assert str(error.value) == message


@given(
    edges=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14),
    focus=st.none() | st.integers(0, 6).map("s{}".format),
    depth=st.none() | st.integers(0, 3),
    collapse=st.sets(st.integers(0, 6).map("s{}".format), max_size=2),
)
def test_every_statement_is_drawn_or_counted(edges, focus, depth, collapse):
    """This holds for any graph, even with cycles, and each inference is kept with its premises."""
    lines = [
        f'claim s{n} "S{n}" {{ '
        + " ".join(f"supports: s{to}" for start, to in edges if start == n and to != n)
        + " }"
        for n in range(7)
    ]
    argument_map = read_map("\n".join(lines))
    spec = ViewSpec(focus=focus, depth=depth)
    part, folded, _ = make_view(argument_map, spec, {})
    assert focus is None or focus in part.statements
    if collapse <= part.statements.keys():
        spec = ViewSpec(focus=focus, depth=depth, collapse=tuple(sorted(collapse)))
        part, folded, _ = make_view(argument_map, spec, {})
    assert len(part.statements) + sum(folded.values()) == len(argument_map.statements)
    assert folded.keys() <= {"", *part.statements}
    for inference in part.inferences.values():
        assert part.statements.keys() >= {
            inference.conclusion,
            *inference.premises,
            *inference.undercutters,
        }


def test_folded_sections_link_to_their_pictures():
    """A kept statement counts the statements of its section that are folded."""
    argument_map = read_map(WIDE)
    part, folded, _ = overview_of_sections(argument_map, {"alone": "alone.svg"})
    assert [id_ for id_, statement in part.statements.items() if statement.url] == ["else", "deep"]
    assert "e" not in part.statements
    assert folded == {"else": 1}


def test_docked_evidence_counts_folded_statements(draw):
    """Evidence that only lost its children is docked, and shows how many there are."""
    text = 'claim a "A" { evidence e "E" { evidence f "F" } }'
    assert view(text, depth=1) == (["a", "e"], {"e": 1})
    picture = draw('claim a "A" { evidence e "E" }', view="1 level", folded={"e": 1})
    assert "… 1 more statement" in picture.texts("s-e")


def test_a_part_of_a_map_is_described(draw):
    """The caption and the cards show how many statements are omitted."""
    picture = draw(WIDE, view="2 levels", folded={"a": 3, "": 1})
    assert "Part of the map: 2 levels; 4 statements are not shown" in " ".join(
        "".join(picture.root.itertext()).split()
    )
    assert "… 3 more statements" in picture.texts("s-a")
    assert "separate picture" not in picture.texts("s-a")


DECISION = """
map "M"
context free "Free"
section one "One" {
  question q "Which?" {
    context inner "Inner"
    claim x "X" { evidence e "E" { claim deep "Deep" }  context about-x "About X" }
    claim y "Y" { outweighs: x  counterpoint n "N" { context about-n "About N" } }
  }
}
section two "Two" { context other "Other"  claim z "Z" { supports: e } }
"""


def decision(**restrictions):
    """Return the statements, questions, contexts and preferences of a view of `DECISION`."""
    part = make_view(read_map(DECISION), ViewSpec(**restrictions), {}).argument_map
    preferences = [(preference.stronger, preference.weaker) for preference in part.preferences]
    return list(part.statements), list(part.questions), list(part.contexts), preferences


def test_a_view_keeps_a_question_with_all_its_options():
    """Contexts stay with what they are about; free ones only if the view is not of one place."""
    assert decision(focus="e", depth=0) == (
        ["x", "e", "y"],
        ["q"],
        ["inner", "about-x"],
        [("y", "x")],
    )
    assert decision(depth=0) == (
        ["x", "y"],
        ["q"],
        ["free", "inner", "about-x", "other"],
        [("y", "x")],
    )
    assert decision(focus="z") == (["x", "e", "y", "z"], ["q"], ["inner", "about-x"], [("y", "x")])


def test_a_question_can_be_in_focus():
    """It stands for its options."""
    shown, questions, _, _ = decision(focus="q", depth=1)
    assert (shown, questions) == (["x", "e", "y", "n"], ["q"])


def test_a_section_keeps_its_questions_and_contexts():
    """Those of other sections are left out."""
    shown, questions, contexts, _ = decision(section="one")
    assert shown == ["x", "e", "deep", "y", "n", "z"]
    assert questions == ["q"]
    assert contexts == ["inner", "about-x", "about-n"]
    assert decision(section="two")[2] == ["other"]


def test_an_overview_keeps_the_questions_that_it_shows():
    """A folded section leaves its contexts to its own picture."""
    argument_map = read_map(DECISION)
    shown, folded, _ = overview_of_sections(argument_map, {"two": "two.svg"})
    assert list(shown.questions) == ["q"]
    assert list(shown.contexts) == ["free", "inner", "about-x", "about-n"]
    shown, folded, _ = overview_of_sections(argument_map, {"one": "one.svg", "two": "two.svg"})
    assert list(shown.questions) == ["q"]
    assert folded == {"x": 2}
