"""From what is written to the map that is meant."""

import pytest
from tests.cases_reader import Case

from argmap.model import Form, Polarity, Standard, Status, Unit
from argmap.resolve.errors import DuplicateId, MissingInference, UndefinedReference


def resolved(text: str, **files: str):
    """Return the map of a text and of files it imports (`part="…"` is part.argmap)."""
    others = {f"{name}.argmap": content for name, content in files.items()}
    return Case("", {"map.argmap": text, **others}).resolve().map


def inferences(argument_map):
    return {
        inference.id: (
            inference.polarity.value,
            inference.premises,
            inference.conclusion,
            inference.undercutters,
        )
        for inference in argument_map.inferences.values()
    }


def test_nesting_says_how_a_statement_bears():
    """Claims, evidence and assumptions speak for what they stand under, counterpoints against."""
    argument_map = resolved(
        'claim a "A" { claim b "B" evidence c "C" assumption d "D" counterpoint e "E" {'
        ' counterpoint f "F" } }'
    )
    assert inferences(argument_map) == {
        "b->a": ("pro", ("b",), "a", ()),
        "c->a": ("pro", ("c",), "a", ()),
        "d->a": ("pro", ("d",), "a", ()),
        "e->a": ("con", ("e",), "a", ()),
        "f->e": ("con", ("f",), "e", ()),
    }
    assert all(inference.form is Form.NESTED for inference in argument_map.inferences.values())


def test_a_reason_is_one_inference_of_several_premises_with_its_undercutters():
    """What stands in a reason are its premises; a counterpoint there denies the step itself."""
    argument_map = resolved(
        'claim a "A" { reason { scheme: sign claim b "B" { evidence x "X" } assumption c "C"'
        ' counterpoint d "D" } objection no { claim e "E" premises: b } }'
    )
    assert inferences(argument_map) == {
        "b+c->a": ("pro", ("b", "c"), "a", ("d",)),
        "x->b": ("pro", ("x",), "b", ()),
        "no": ("con", ("b", "e"), "a", ()),
    }
    assert argument_map.inferences["b+c->a"].scheme == "sign"
    assert not argument_map.inferences["b+c->a"].is_named
    assert argument_map.inferences["no"].is_named


def test_edges_cross_the_tree_from_either_end():
    """`supports` and `opposes` point outwards, `supported-by` and `opposed-by` inwards."""
    argument_map = resolved(
        'claim a "A" { supported-by: b opposed-by: c } claim b "B" { opposes: c } claim c "C"'
        " { supports: b contradicts: a }"
    )
    assert [(s.polarity, s.premises, s.conclusion) for s in argument_map.inferences.values()] == [
        (Polarity.PRO, ("b",), "a"),
        (Polarity.CON, ("c",), "a"),
        (Polarity.CON, ("b",), "c"),
        (Polarity.PRO, ("c",), "b"),
    ]
    assert [(pair.first, pair.second) for pair in argument_map.contradictions] == [("c", "a")]


def test_undercuts_find_their_inference_by_id_or_by_its_ends():
    """A step is named by its id, or by a premise and the conclusion."""
    argument_map = resolved(
        'claim a "A" { claim b "B" reason r { claim c "C" claim d "D" } }'
        ' counterpoint x "X" { undercuts: b -> a, r } counterpoint y "Y" { undercuts: d -> a }'
    )
    assert argument_map.inferences["b->a"].undercutters == ("x",)
    assert argument_map.inferences["r"].undercutters == ("x", "y")


def test_a_statement_carries_what_is_said_of_it():
    """Attributes and citations become typed fields."""
    argument_map = resolved(
        'source s "S" claim a "A" @s:3-5 "six in ten" @s:p12 { confidence: likely expect: accepted'
        ' held-by: ann, "Bob B." tags: x, y note: "n" date: 2026-05 x-owner: "me" }'
    )
    a = argument_map.statements["a"]
    assert (a.confidence.word, a.confidence.value) == ("likely", 0.675)
    assert a.expect.status is Status.ACCEPTED
    assert a.held_by == ("ann", "Bob B.")
    assert (a.tags, a.note, a.date, a.extra) == (("x", "y"), "n", "2026-05", {"x-owner": ("me",)})
    paragraphs, page = a.citations
    assert (str(paragraphs.locator), paragraphs.quotation) == ("3-5", "six in ten")
    assert (page.locator.unit, page.locator.first) == (Unit.PAGE, 12)


def test_an_id_made_from_the_text_does_not_change_with_the_neighbours():
    """Statements without an id go by their text, so a new sibling renames nobody."""
    before = resolved(
        'claim "The bus is late" { evidence "It came at nine" evidence "So it said" }'
    )
    after = resolved(
        'claim "The bus is late" { evidence "News" evidence "It came at nine"'
        ' evidence "So it said" }'
    )
    assert set(before.statements) < set(after.statements)
    assert not any(statement.is_named for statement in before.statements.values())


def test_statements_with_one_text_are_still_two():
    """An id made from a text that occurs twice is told apart by a number."""
    argument_map = resolved('claim a "A" { evidence "Same" evidence "Same" }')
    assert len(argument_map.statements) == 3


def test_sections_hold_their_statements_in_order():
    """A statement knows its section; sections nest; order is the author's."""
    argument_map = resolved(
        'claim z "Z" section one "One" { claim b "B"'
        ' section "Two" { claim a "A" { claim y "Y" } } }'
    )
    assert list(argument_map.statements) == ["z", "b", "a", "y"]
    one, two = argument_map.sections.values()
    assert (one.id, one.parent, two.parent, two.is_named) == ("one", None, "one", False)
    assert argument_map.statements["y"].section == two.id


def test_the_thesis_is_the_named_one_or_the_only_root():
    """Without a name, the only statement that bears on nothing is what the map argues for."""
    assert resolved('map "M" { thesis: b } claim a "A" claim b "B"').thesis == "b"
    assert resolved('claim a "A" { claim b "B" }').thesis == "a"
    assert resolved('claim a "A" claim b "B"').thesis is None


@pytest.mark.parametrize("rest", ['claim a "A"', 'claim a "A" { claim b "B" } claim c "C"', ""])
def test_a_debate_has_no_thesis(rest):
    """`thesis: none` is no name that is looked for, and no root takes its place."""
    argument_map = resolved(f'map "M" {{ thesis: none }} {rest}')
    assert argument_map.is_neutral
    assert argument_map.thesis is argument_map.named_thesis is None
    assert argument_map.depths == {}


def test_a_statement_that_is_called_none_is_a_thesis_like_any_other():
    """What the author declares under that id is meant by it."""
    argument_map = resolved('map "M" { thesis: none } claim none "None is enough" claim b "B"')
    assert argument_map.thesis == "none"
    assert not argument_map.is_neutral


def test_of_two_headers_the_first_counts():
    """The title, the thesis and all settings are the first header's; the others repeat it."""
    text = (
        'map "One" { thesis: a  standard: preponderance }\n'
        'claim a "A"  claim b "B"\n'
        'map "Two" { thesis: b  standard: scintilla }\n'
        'map "Three"\n'
    )
    resolution = Case("", {"map.argmap": text}).resolve()
    argument_map = resolution.map
    assert (argument_map.title, argument_map.thesis) == ("One", "a")
    assert argument_map.standard is Standard.PREPONDERANCE
    assert all(type(error) is DuplicateId for error in resolution.errors)
    places = [(error.location.text, error.first.text) for error in resolution.errors]
    assert places == [('map "Two"', 'map "One"'), ('map "Three"', 'map "One"')]


@pytest.mark.parametrize("arrow", ["a -> nowhere", "nowhere -> a"])
def test_an_arrow_from_or_to_nowhere_is_one_mistake(arrow):
    """Where an end of the inference is unknown, that is reported, and not that it is missing."""
    text = f'claim a "A"  claim b "B" {{ undercuts: {arrow} }}'
    (error,) = Case("", {"map.argmap": text}).resolve().errors
    assert type(error) is UndefinedReference
    assert (error.name, error.element) == ("nowhere", "b")


def test_an_arrow_with_both_ends_nowhere_is_two_mistakes():
    """Each of them is a name that nothing has."""
    text = 'claim a "A" { undercuts: here -> there }'
    errors = Case("", {"map.argmap": text}).resolve().errors
    assert [(type(error), error.name) for error in errors] == [
        (UndefinedReference, "here"),
        (UndefinedReference, "there"),
    ]


@pytest.mark.parametrize(("count", "suggested"), [(1, 1), (3, 3), (4, 3)])
def test_at_most_three_inferences_are_suggested(count, suggested):
    """For an inference that is not there, those at its conclusion, in order."""
    supports = " ".join(f'claim p{number} "P{number}"' for number in range(count))
    text = f'claim a "A" {{ {supports} }} claim x "X" {{ undercuts: x -> a }}'
    (error,) = Case("", {"map.argmap": text}).resolve().errors
    assert type(error) is MissingInference
    assert error.inferences == tuple(f"p{number} -> a" for number in range(suggested))


def test_what_leads_nowhere_is_left_out_of_the_map():
    """A map is whole in itself: every id in it resolves."""
    argument_map = resolved('claim a "A" @nowhere { supports: b, c undercuts: d } claim c "C"')
    assert list(argument_map.inferences) == ["a->c"]
    assert argument_map.statements["a"].citations == ()


def test_an_inference_keeps_the_premises_that_are_there():
    """A reason with one unknown premise still stands on the others."""
    argument_map = resolved('claim a "A" { reason { claim b "B" premises: nowhere } }')
    assert argument_map.inferences["b->a"].premises == ("b",)


def test_depth_is_bounded_by_memory_only():
    """A map nested five thousand deep becomes a map, and can be thrown away again."""
    deep = 5_000
    argument_map = resolved('claim "a" {' * deep + "}" * deep)
    assert len(argument_map.inferences) == deep - 1
    del argument_map


def test_a_map_is_printed_without_its_places():
    """What an element is shows in a session; where it was declared would hide it."""
    argument_map = resolved(
        'source s "S"\nclaim a "A" @s:2 "so" { evidence b "B" }\nsection c "C" {}\n'
    )
    assert "Location" not in repr(argument_map)
    assert "Citation(source='s'" in repr(argument_map.statements["a"])
