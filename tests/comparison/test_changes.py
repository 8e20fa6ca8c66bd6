"""The edit script, the verdicts that flip, and the edits that cause it."""

import pytest
from hypothesis import given, settings
from tests.strategies import map_texts

import argmap
from argmap.comparison import compare_maps, compare_verdicts
from argmap.comparison.replay import apply_changes
from argmap.comparison.verdict_changes import verdict_conflicts

LANE = """
map "Lane" { thesis: build }
claim build "Build the lane" {
  evidence safe "Crashes fell by half" @s:1
  counterpoint cost "It costs too much" {
    counterpoint pays "The state pays"
  }
}
source s "Study"
"""

SOURCE = 'source s "Study"\n'
FLAT = """
map "Lane" { thesis: build }
source s "Study"
claim build "Build the lane" {
  counterpoint cost "It costs too much" { opposed-by: pays }
  supported-by: safe
}
counterpoint pays "The state pays"
evidence safe "Crashes fell by half" @s:1
"""
"""The same map with attributes instead of nesting, in another order."""


def compared(old: str, new: str):
    return compare_maps(argmap.loads(old), argmap.loads(new))


def script(old: str, new: str) -> list[str]:
    """Return the edit script, a line for each element."""

    def line(change):
        if change.old is None:
            return f"+ {change.id}"
        if change.new is None:
            return f"- {change.id}"
        return f"~ {change.id}: {', '.join(aspect.value for aspect in change.aspects)}"

    return [line(change) for change in compared(old, new).changes]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Crashes fell by half", "Crashes fell by a half", ["~ safe: wording"]),
        ("evidence safe", "assumption safe", ["~ safe: kind"]),
        ("@s:1", "@s:2", ["~ safe: evidence"]),
        ("@s:1", '@s:1 { confidence: likely note: "N" }', ["~ safe: attributes"]),
        ('source s "Study"', 'source s "A study" { year: 2024 }', ["~ s: wording, attributes"]),
        ('    counterpoint pays "The state pays"\n', "", ["- pays", "- pays->cost"]),
        (
            'evidence safe "',
            'evidence new "New"\n  evidence safe "',
            ["+ new", "+ new->build"],
        ),
        ("  evidence safe", "  counterpoint safe", ["~ safe: kind", "~ safe->build: relations"]),
    ],
)
def test_each_kind_of_change_is_listed_once(before, after, expected):
    """What was added, removed or changed, by element."""
    assert script(LANE, LANE.replace(before, after)) == expected


def test_a_move_below_another_statement_is_one_change():
    """The inference has another conclusion."""
    new = LANE.replace('  evidence safe "Crashes fell by half" @s:1\n', "").replace(
        'The state pays"', 'The state pays" { evidence safe "Crashes fell by half" @s:1 }'
    )
    assert script(LANE, new) == ["~ safe->build: relations"]


@pytest.mark.parametrize(
    "new",
    [
        LANE.replace("  ", "\t") + "\n# A comment\n",
        LANE.replace('source s "Study"\n', "").replace(
            "claim build", 'source s "Study"\nclaim build'
        ),
        FLAT,
    ],
)
def test_layout_and_order_change_nothing(new):
    """Nor does it matter whether a relation is nested or an attribute."""
    assert compared(LANE, new).is_same


def test_another_order_is_counted():
    """As the number of statements that must move."""
    old = "\n".join(f'claim c{n} "C{n}"' for n in range(9))
    lines = old.splitlines()
    comparison = compared(old, "\n".join([*lines[1:], lines[0]]))
    assert comparison.is_same
    assert comparison.reordered_count == 1


def test_a_renamed_statement_is_the_same():
    """Its relations too."""
    comparison = compared(LANE, LANE.replace("safe", "safety").replace("point cost", "point price"))
    assert comparison.changes == ()
    assert comparison.renamed == {"safe": "safety", "cost": "price"}


def causes(old: str, new: str) -> dict[str, list[list[str]]]:
    """Return the ids of the changes of each edit that causes a flip, by statement."""
    verdicts = compare_verdicts(compared(old, new))
    found = {}
    for flip in verdicts.flips:
        cause = verdicts.cause(flip)
        assert cause is not None
        assert cause.is_smallest
        found[flip.id] = [[change.id for change in edit] for edit in cause.edits]
    return found


def test_the_smallest_cause_of_a_flip_is_named():
    """Of many edits, the one that decides; an edit includes its inference."""
    new = LANE.replace('    counterpoint pays "The state pays"\n', "").replace(
        "fell by half", "fell by a third"
    )
    assert causes(LANE, new) == {
        "build": [["pays", "pays->cost"]],
        "cost": [["pays", "pays->cost"]],
    }


def test_a_cause_can_need_two_edits():
    """A counterpoint, and an answer to its only answer."""
    new = LANE.replace(
        'counterpoint pays "The state pays"',
        'counterpoint pays "The state pays" { counterpoint broke "It is broke" }',
    ).replace('"It costs too much" {', '"It costs too much" {\n counterpoint "Others pay"')
    assert causes(LANE, new) == {"pays": [["broke", "broke->pays"]]}
    both = LANE.replace(
        '    counterpoint pays "The state pays"\n',
        '    counterpoint pays "The state pays" { counterpoint broke "It is broke" }\n'
        '    counterpoint b "B" { counterpoint c "C" }\n',
    )
    old = LANE.replace(
        '    counterpoint pays "The state pays"\n',
        '    counterpoint pays "The state pays"\n    counterpoint b "B"\n',
    )
    assert causes(old, both)["build"] == [["broke", "broke->pays"], ["c", "c->b"]]


def test_the_flips_of_one_edit_share_its_replay():
    """Four hundred counterpoints in a row flip, and few mixed versions are evaluated."""
    lines = [f'counterpoint c{n} "C{n}" {{ opposes: c{n - 1} }}' for n in range(1, 400)]
    old = "\n".join(['claim c0 "C0"', *lines])
    verdicts = compare_verdicts(compared(old, old + '\ncounterpoint new "N" { opposes: c399 }'))
    assert len(verdicts.flips) == 400
    causes_found = [verdicts.cause(flip) for flip in verdicts.flips]
    assert all(cause.edits[0][0].id == "new" for cause in causes_found)
    assert len(verdicts._replay._evaluations) <= 2


def test_an_attribute_of_the_map_can_be_the_cause():
    """Then no edit is named."""
    new = LANE.replace("thesis: build", "thesis: build burden: strict")
    old = 'map "M" { thesis: a }\nclaim a "A"'
    assert causes(old, old.replace("thesis: a", "thesis: a burden: strict")) == {"a": []}
    assert causes(LANE, new).get("cost") in (None, [])


def test_each_edit_that_is_enough_alone_is_an_alternative():
    """Two new counterpoints that nothing answers."""
    new = LANE.replace(
        "  evidence safe", '  counterpoint x "X"\n  counterpoint y "Y"\n  evidence safe'
    )
    verdicts = compare_verdicts(compared(LANE, new))
    cause = verdicts.cause(verdicts.flips[0])
    assert [edit[0].id for edit in (*cause.edits, *cause.alternatives)] == ["x", "y"]


def test_the_thesis_comes_first():
    """Then the flips next to it."""
    new = LANE.replace('    counterpoint pays "The state pays"\n', "")
    flips = compare_verdicts(compared(LANE, new)).flips
    assert [(flip.id, flip.is_thesis) for flip in flips] == [("build", True), ("cost", False)]


def test_another_answer_is_reported():
    """The options are matched, too."""
    old = 'question q "Which?" { claim a "A" claim b "B" { counterpoint x "X" } }'
    new = old.replace('claim a "A"', 'claim a2 "A" { counterpoint y "Y" }').replace(
        '{ counterpoint x "X" }', ""
    )
    (change,) = compare_verdicts(compared(old, new)).answers
    assert (change.old_answer.accepted, change.new_answer.accepted) == (("a",), ("b",))
    assert not compare_verdicts(compared(old, old.replace("claim a ", "claim z "))).answers


@given(map_texts(), map_texts())
@settings(max_examples=60)
def test_all_changes_together_give_the_new_version(first, second):
    """Replayed at once, they give the same verdicts as the new version."""
    old, new = (argmap.loads(text, strict=False) for text in (first, second))
    comparison = compare_maps(old, new)
    replayed = apply_changes(old, comparison.aligned, comparison.changes)
    expected, found = argmap.evaluate(comparison.aligned), argmap.evaluate(replayed)
    for id_ in comparison.aligned.statements:
        assert found.status(id_) is expected.status(id_)
    assert compare_maps(old, old).is_same


@given(map_texts(), map_texts())
@settings(max_examples=40)
def test_a_cause_gives_the_new_status(first, second):
    """The named edits alone flip the verdict, and no edit can be left out."""
    old, new = (argmap.loads(text, strict=False) for text in (first, second))
    comparison = compare_maps(old, new)
    verdicts = compare_verdicts(comparison)
    for flip in verdicts.flips[:3]:
        cause = verdicts.cause(flip)
        for count in (len(cause.edits), len(cause.edits) - 1):
            if count < 0 or (count == 0 and not cause.edits):
                continue
            changes = [change for edit in cause.edits[:count] for change in edit]
            mixed = apply_changes(old, comparison.aligned, changes)
            is_enough = argmap.evaluate(mixed).status(flip.id) is flip.new_status
            assert is_enough is (count == len(cause.edits)) or not cause.is_smallest


# ---- Strengths ---------------------------------------------------------------------------------

WEIGHED = """
map "M" {{ thesis: t }}
claim t "T" {{ evidence e "E" {{ confidence: {} }} evidence f "F" {{ confidence: {} }} }}
claim g "G" {{ confidence: {} }}
context c "C"
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((0.9, 0.5, 0.5), (0.9, 0.5, 0.54), []),
        ((0.9, 0.5, 0.0), (0.9, 0.5, 0.05), ["g"]),
        ((0.9, 0.5, 0.05), (0.9, 0.5, 0.0), ["g"]),
        ((0.9, 0.5, 0.5), (0.3, 0.6, 0.5), ["e", "t", "f"]),
        ((0.3, 0.6, 0.8), (0.4, 0.6, 0.1), ["g", "e"]),
    ],
)
def test_strengths_that_differ_by_at_least_five_hundredths(old, new, expected):
    """The largest difference comes first."""
    verdicts = compare_verdicts(compared(WEIGHED.format(*old), WEIGHED.format(*new)))
    assert [change.id for change in verdicts.strengths] == expected


def test_the_strength_of_a_flipped_statement_is_not_compared():
    """Its flip is reported; a renamed statement has both ids."""
    old = 'claim a "A" { counterpoint x "X" { confidence: 0.5 } }'
    new = 'claim a "A" { assumption y "X" { was: x confidence: 0.9 } }'
    verdicts = compare_verdicts(compared(old, new))
    assert [flip.id for flip in verdicts.flips] == ["a"]
    (change,) = verdicts.strengths
    assert (change.id, change.new_id, change.old_strength, change.new_strength) == (
        *("x", "y", 0.5, 0.9),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('question x "X?" { claim a "A" claim b "B" }', 'claim y "X?" { was: x }'),
        ('claim x "X"', 'question y "X?" { was: x claim a "A" claim b "B" }'),
        ('claim x "X"', 'context y "X" { was: x }'),
    ],
)
def test_a_sentence_that_becomes_another_kind_has_no_verdict_to_compare(old, new):
    """A question has answers, a statement a status and a strength, a context none of them."""
    verdicts = compare_verdicts(compared(old, new))
    assert verdicts.comparison.matching.sentences.by_old["x"] == "y"
    assert (verdicts.flips, verdicts.answers, verdicts.strengths) == ((), (), ())


# ---- Verdicts of a merge -----------------------------------------------------------------------


def merged_verdicts(merged: str, *versions: str):
    return verdict_conflicts([compare_verdicts(compared(old, merged)) for old in versions])


def test_a_verdict_that_no_version_had_is_a_conflict():
    """Those of theses come first; an element that a version does not have is not compared."""
    base = 'map "M" { thesis: t } claim t "T" { counterpoint k "K" { %s } } claim z "Z" { %s }'
    ours, theirs = base % ("", 'counterpoint u "U"'), base % ('counterpoint m "M"', "")
    both = base % ('counterpoint m "M" { counterpoint n "N" }', 'counterpoint u "U"')
    found = merged_verdicts(both, theirs)
    assert [(conflict.id, conflict.is_thesis) for conflict in found] == [
        *(("t", True), ("k", False), ("m", False), ("z", False)),
    ]
    assert [conflict.id for conflict in merged_verdicts(both, ours, theirs)] == ["m"]
    assert merged_verdicts(both, both, theirs) == ()


def test_a_thesis_of_one_version_is_a_thesis():
    """Even if it is not one of the other, or of the merged map."""
    old = 'map "M" { thesis: %s } claim t "T" claim z "Z"'
    merged = 'map "M" { thesis: z } claim t "T" { counterpoint k "K" } claim z "Z"'
    (conflict,) = merged_verdicts(merged, old % "t", old % "z")
    assert (conflict.id, conflict.is_thesis) == ("t", True)
    assert [change.is_thesis for change in conflict.changes] == [True, False]


def test_an_answer_that_no_version_had_is_a_conflict():
    """As of a question with a new objection to each option."""
    text = 'question q "Which?" {{ claim a "A" {{ {} }} claim b "B" {{ {} }} claim c "C" }}'
    ours = text.format('counterpoint x "X"', "")
    theirs = text.format("", 'counterpoint y "Y"')
    both = text.format('counterpoint x "X"', 'counterpoint y "Y"')
    assert [conflict.id for conflict in merged_verdicts(both, ours, theirs)] == ["c", "q"]
