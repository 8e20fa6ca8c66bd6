"""Two versions of a map as one: what a picture of a difference shows."""

import pytest

import argmap
from argmap.comparison import compare_maps, compare_verdicts
from argmap.comparison.union import Union, unite

OLD = """
map "Lane" { thesis: build }
source s "Study"
source t "Table"
claim build "Build the lane" {
  evidence safe "Crashes fell by half" @s:1
  counterpoint cost "It costs too much" { counterpoint pays "The state pays" @t:2 }
}
section costs "Costs" { claim toll "A toll pays for it" { contradicts: build } }
question when "When is it built?" { claim soon "This year" claim later "Next year" }
context roads "There are two roads"
"""
NEW = """
map "Lane" { thesis: build }
source s "Study"
claim build "Build the lane" {
  evidence safe "Crashes fell by a third" @s:1
  counterpoint cost "It costs too much"
  counterpoint noise "Trams ring bells" { undercuts: safe -> build }
}
"""
"""Without an answer, a source, a section, a contradiction, a question and a context."""


def united(old: str, new: str) -> Union:
    return unite(compare_verdicts(compare_maps(argmap.loads(old), argmap.loads(new))))


def values(items) -> dict[str, str]:
    return {id_: item.value for id_, item in items.items()}


def kept(old: str, new: str, max_statements: int) -> list[str]:
    """Return the statements of the part of a union."""
    return list(united(old, new).part(max_statements).argument_map.statements)


# ---- The union ---------------------------------------------------------------------------------


def test_a_union_has_the_elements_of_both_versions():
    """Those of the new version, and those that were removed from the old one."""
    whole = united(OLD, NEW).argument_map
    assert set(whole.statements) == {
        *("build", "safe", "cost", "pays", "noise", "toll", "soon", "later"),
    }
    assert whole.statements["safe"].text == "Crashes fell by a third"
    assert set(whole.inferences) == {"safe->build", "cost->build", "pays->cost", "noise->build"}
    assert whole.inferences["safe->build"].undercutters == ("noise",)
    assert [(pair.first, pair.second) for pair in whole.contradictions] == [("toll", "build")]
    assert [*whole.questions, *whole.contexts, *whole.sections] == ["when", "roads", "costs"]
    assert set(whole.sources) == {"s", "t"}
    assert whole.thesis == "build"


@pytest.mark.parametrize("old", [OLD, NEW])
def test_the_union_of_equal_versions_is_that_version(old):
    """Nothing is twice, and nothing is marked."""
    union = united(old, old)
    assert (union.marks, union.flipped) == ({}, {})
    for table in ("statements", "inferences", "questions", "contexts", "sources", "sections"):
        assert getattr(union.argument_map, table) == getattr(argmap.loads(old), table), table


def test_changed_elements_are_those_of_the_new_version():
    """Whatever their kind."""
    old = 'source s "S" section p "P" { question q "Q" { claim a "A" claim b "B" } context c "C" }'
    new = old
    for text in '"SPQABC':
        new = new.replace(f'"{text}"', f'"New {text}"')
    whole = united(old, new).argument_map
    assert whole.sources["s"].title == "New S"
    assert whole.sections["p"].title == "New P"
    assert {sentence.text for sentence in whole.sentences} == {
        *("New Q", "New A", "New B", "New C"),
    }


def test_a_contradiction_in_the_other_direction_is_the_same():
    """It has no direction."""
    old = 'claim a "A" { contradicts: b } claim b "B"'
    new = 'claim a "A" claim b "B" { contradicts: a }'
    assert len(united(old, new).argument_map.contradictions) == 1


def test_what_differs_is_marked():
    """Statements, questions and contexts; not inferences, and not a mere move."""
    assert values(united(OLD, NEW).marks) == {
        "safe": "changed",
        "noise": "new",
        **dict.fromkeys(("pays", "toll", "soon", "later", "when", "roads"), "removed"),
    }
    moved = 'map "M" { thesis: a } section s "S" { claim a "A" }'
    assert united('map "M" { thesis: a } claim a "A"', moved).marks == {}


def test_a_statement_that_moves_and_changes_is_marked():
    """Only a move alone is not shown."""
    old = 'claim a "A statement of some length"'
    new = 'section s "S" { claim a "A statement of some length indeed" }'
    assert values(united(old, new).marks) == {"a": "changed"}


def test_statuses_are_those_of_the_new_version():
    """Removed statements have their old status; a flip shows the old status of a statement."""
    union = united(OLD, NEW)
    statuses = values(union.statuses)
    assert (statuses["build"], statuses["cost"], statuses["noise"]) == (
        *("rejected", "accepted", "accepted"),
    )
    assert (statuses["pays"], statuses["later"]) == ("accepted", "undecided")
    assert values(union.flipped)["cost"] == "rejected"


def test_a_renamed_statement_has_its_old_id():
    """With its status in the new version."""
    new = NEW.replace("cost ", "price ").replace('too much"', 'too much" { counterpoint "Not so" }')
    union = united(NEW, new)
    assert "price" not in union.argument_map.statements
    assert values(union.statuses)["cost"] == "rejected"


def test_a_new_statement_may_have_the_id_of_a_removed_context():
    """Both are in the union, under different ids."""
    old = 'claim a "A" context x "There are two roads"'
    new = 'claim a "A" { counterpoint x "Ferries carry more" { counterpoint y "Buses do" } }'
    union = united(old, new)
    assert union.argument_map.contexts["x"].text == "There are two roads"
    ids = {statement.text: id_ for id_, statement in union.argument_map.statements.items()}
    ferries = ids["Ferries carry more"]
    assert ferries != "x"
    assert values(union.statuses) == {"a": "accepted", ferries: "rejected", "y": "accepted"}
    assert values(union.marks) == {"x": "removed", ferries: "new", "y": "new"}


# ---- Its part ----------------------------------------------------------------------------------

CHAIN = """
map "Chain" { thesis: top }
claim top "The top" {
  claim one "First" { claim two "Second" { claim three "Third" { assumption four "Fourth" } } }
  claim side "Beside" { assumption far "Far away" }
  assumption calm "Nothing happens here"
}
"""


@pytest.mark.parametrize(
    ("changes", "size", "expected"),
    [
        pytest.param([("Fourth", "4th")], 9, "top one two three four", id="down to the change"),
        pytest.param([("Third", "3rd")], 9, "top one two three", id="and no further"),
        pytest.param([("Fourth", "4th")], 5, "top one two three four", id="as many as allowed"),
        pytest.param([("Fourth", "4th")], 4, "", id="one too many"),
        pytest.param([("Fourth", "4th"), ("Far", "So far")], 6, "top side far", id="nearest first"),
        pytest.param(
            [("Fourth", "4th"), ("Far", "So far")], 7, "top one two three four side far", id="both"
        ),
        pytest.param(
            [
                ('four "Fourth"', 'four "Fourth" { counterpoint no "Not so" }'),
                ("Far", "So far"),
            ],
            6,
            "top one two three four no",
            id="flipped statements first",
        ),
    ],
)
def test_a_part_has_the_paths_from_changes_to_the_thesis(changes, size, expected):
    """Those that fit into the given number of statements."""
    new = CHAIN
    for before, after in changes:
        assert before in new
        new = new.replace(before, after)
    assert kept(CHAIN, new, size) == expected.split()


def test_a_change_in_a_cycle_has_a_finite_path():
    """Even without a thesis."""
    old = 'claim a "A" { supports: b } claim b "B" { supports: a }'
    assert kept(old, old.replace('"A"', '"A2"'), 9) == ["a", "b"]


def test_an_undercut_is_on_a_path():
    """From the undercutter to the conclusion of the inference."""
    old = 'claim a "A" { claim b "B" } counterpoint u "U" { undercuts: b -> a }'
    part = united(old, old.replace('"U"', '"U2"')).part(9).argument_map
    assert set(part.statements) == {"a", "u"}
    assert part.inferences == {}  # a premise is missing


def test_a_path_takes_the_shortest_way():
    """A statement that supports several others is shown below the one nearest to the thesis."""
    old = """map "M" { thesis: t }
    claim t "T" { claim aside "Aside" { claim deep "Deep" }  claim near "Near" }
    assumption x "X" { supports: deep, near }
    """
    union = united(old, old.replace('"X"', '"X2"'))
    assert list(union.part(9).argument_map.statements) == ["t", "near", "x"]
    assert list(union.part(9).argument_map.inferences) == ["near->t", "x->near"]


def test_an_inference_may_be_all():
    """A change of one premise shows it with its conclusion."""
    old = 'claim a "A" { assumption b "B" }'
    assert list(united(old, old.replace('"B"', '"B2"')).part(2).argument_map.inferences) == ["b->a"]


def test_two_claims_that_contradict_each_other_may_be_all():
    """Their contradiction is a relation among them."""
    old = 'claim a "A" { contradicts: b } claim b "B"'
    part = united(old, old.replace('"A"', '"A2"').replace('"B"', '"B2"')).part(2).argument_map
    assert len(part.contradictions) == 1


RELATED = """
map "Related" { thesis: top, other }
claim top "The top" {
  reason why { assumption p "Premise" counterpoint u "Undercut" counterpoint v "Another one" }
  assumption q "Elsewhere"
}
claim other "Other" { contradicts: q }
section s "Section" {
  claim rival "Rival" { contradicts: p }
  question who "Who?" { options: p, q context c "A context" }
  question none "None?" { exclusive: false options: q, other }
}
assumption heavy "Heavy" { supports: top outweighs: u }
"""


def test_a_part_has_the_relations_among_its_statements():
    """Without sections, contexts and preferences, which would refer to what is left out."""
    new = RELATED.replace('"Premise"', '"Premises"').replace('"Undercut"', '"Undercuts"')
    new = new.replace('"Rival"', '"Rivals"')
    part = united(RELATED, new).part(9).argument_map
    assert set(part.statements) == {"top", "p", "u", "rival"}
    assert {id_: one.undercutters for id_, one in part.inferences.items()} == {"why": ("u",)}
    assert [(pair.first, pair.second) for pair in part.contradictions] == [("rival", "p")]
    assert {id_: one.options for id_, one in part.questions.items()} == {"who": ("p",)}
    assert (part.contexts, part.sections, part.preferences) == ({}, {}, ())
    assert part.named_theses == ("top",)
    sections = [one.section for one in (*part.statements.values(), *part.questions.values())]
    assert set(sections) == {None}
