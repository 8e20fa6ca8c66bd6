"""Questions with their options, contexts, concessions and preferences in the map of a text."""

import pytest
from tests.cases_reader import Case
from tests.resolve.test_map import describe_inferences, resolve_map

from argmap.model import Fidelity, Standard
from argmap.resolve.errors import ImportFailure, MissingInference, UndefinedReference


def errors_of(text: str, **files: str):
    """Return the errors of a text; `part="…"` is the content of part.argmap."""
    others = {f"{name}.argmap": content for name, content in files.items()}
    return Case("", {"map.argmap": text, **others}).resolve().errors


def preferences_of(argument_map):
    return [(preference.stronger, preference.weaker) for preference in argument_map.preferences]


# ---- Concessions --------------------------------------------------------------------------------


def test_a_concession_attacks_what_it_is_nested_in():
    """Its own support is in earnest, and inside a reason it undercuts the inference."""
    argument_map = resolve_map(
        'claim a "A" { concession b "B" { evidence c "C" concession d "D" }'
        ' reason r { claim e "E" concession f "F" } objection o { claim g "G" concession h "H" } }'
    )
    assert describe_inferences(argument_map) == {
        "b->a": ("con", ("b",), "a", ()),
        "c->b": ("pro", ("c",), "b", ()),
        "d->b": ("con", ("d",), "b", ()),
        "r": ("pro", ("e",), "a", ("f",)),
        "o": ("con", ("g",), "a", ("h",)),
    }
    assert argument_map.statements["b"].kind == "concession"


def test_a_concession_has_the_attributes_of_a_statement():
    """It may oppose, undercut and contradict statements elsewhere."""
    argument_map = resolve_map(
        'claim a "A" { claim b "B" } concession c "C" { opposes: a  undercuts: b -> a'
        '  contradicts: b  label: "Cost"  fidelity: condensed  standard: accrual }'
    )
    assert describe_inferences(argument_map)["c->a"][0] == "con"
    assert argument_map.inferences["b->a"].undercutters == ("c",)
    concession = argument_map.statements["c"]
    assert (concession.label, concession.fidelity) == ("Cost", Fidelity.CONDENSED)
    assert concession.standard is Standard.ACCRUAL


# ---- Contexts -----------------------------------------------------------------------------------


def test_a_context_is_no_statement():
    """It knows the declaration and the section that it is in, and forms no inference."""
    argument_map = resolve_map(
        'source s "S" context top "Top" @s:3 section part "Part" { context inner "Inner"'
        ' claim a "A" { context under "Under" { label: "L" date: 2024 }'
        ' reason r { claim b "B" context in-reason "In the reason" } } }'
        ' question q "Q" { context in-question "In the question" claim c "C" }'
    )
    assert list(argument_map.statements) == ["a", "b", "c"]
    assert list(argument_map.inferences) == ["r"]
    assert {context.id: context.parent for context in argument_map.contexts.values()} == {
        "top": None,
        "inner": None,
        "under": "a",
        "in-reason": "r",
        "in-question": "q",
    }
    top, inner, under, *_ = argument_map.contexts.values()
    assert (top.citations[0].source, top.section, inner.section) == ("s", None, "part")
    assert (under.label, under.date, under.section, under.is_named) == ("L", "2024", "part", True)


def test_a_context_in_a_reason_without_an_id_is_in_its_inference():
    """The parent is the generated id; a reason without a conclusion is no inference."""
    argument_map = resolve_map(
        'claim a "A" { reason { claim b "B" claim c "C" context "Scope" } }'
        ' reason { claim d "D" context alone "Alone" }'
    )
    assert [context.parent for context in argument_map.contexts.values()] == ["b+c->a", None]


# ---- Questions ----------------------------------------------------------------------------------


def test_the_options_of_a_question_are_its_claims_and_then_the_named_ones():
    """An option does not support the question, and the question is no statement."""
    argument_map = resolve_map(
        'claim early "Early" question q "Which?" { options: late, early claim a "A"'
        ' claim b "B" { evidence c "C" } } evidence late "Late"'
    )
    question = argument_map.questions["q"]
    assert (question.text, question.options) == ("Which?", ("a", "b", "late", "early"))
    assert list(argument_map.statements) == ["early", "a", "b", "c", "late"]
    assert list(argument_map.inferences) == ["c->b"]
    assert question.is_exclusive
    assert argument_map.theses == ()


def test_a_question_has_typed_attributes():
    """They include the expected options, which may also be none."""
    argument_map = resolve_map(
        'source s "S" section part "Part" { question q "Which?" @s:2 { label: "L" exclusive: false'
        ' standard: preponderance expect: b, a options: b tags: t note: "n" claim a "A" } }'
        ' question "And then?" { expect: open claim c "C" } claim b "B"'
    )
    first, second = argument_map.questions.values()
    assert (first.label, first.section, first.tags, first.note) == ("L", "part", ("t",), "n")
    assert (first.is_exclusive, first.standard) == (False, Standard.PREPONDERANCE)
    assert (first.expected_options, first.expects_open) == (("b", "a"), False)
    assert first.citations[0].source == "s"
    assert first.expect_location.text == "b"
    assert (second.is_named, second.expected_options, second.expects_open) == (False, (), True)


def test_an_option_with_the_id_open_can_be_expected():
    """A declared option takes precedence over the word."""
    question = resolve_map('question q "Q" { expect: open claim open "O" }').questions["q"]
    assert (question.expected_options, question.expects_open) == (("open",), False)


def test_a_statement_is_an_option_of_one_exclusive_question():
    """The claim in a question's block belongs to it, whichever question is first."""
    argument_map = resolve_map(
        'question p "P" { options: a } question q "Q" { claim a "A" }'
        ' question r "R" { exclusive: false options: a }'
    )
    assert [question.options for question in argument_map.questions.values()] == [
        (),
        ("a",),
        ("a",),
    ]


def test_options_that_do_not_exist_are_reported_and_left_out():
    """The rest of the question is as if they were not there."""
    text = 'question q "Q" { options: a, missing } claim a "A"'
    assert resolve_map(text).questions["q"].options == ("a",)
    (error,) = errors_of(text)
    assert isinstance(error, UndefinedReference)
    assert (error.name, error.candidates, error.element) == ("missing", ("a",), "q")


def test_options_and_preferences_of_a_missing_import_are_not_reported_again():
    """The import itself is one error."""
    text = 'import "gone.argmap" as gone question q "Q" { options: gone.a expect: gone.a }'
    text += ' claim b "B" { outweighs: gone.a }'
    assert [type(error) for error in errors_of(text)] == [ImportFailure]


def test_a_question_in_the_wrong_place_keeps_its_options():
    """Only its place is reported."""
    argument_map = resolve_map('claim a "A" { question q "Q" { claim b "B" } }')
    assert argument_map.questions["q"].options == ("b",)
    assert argument_map.inferences == {}


@pytest.mark.parametrize(
    "block", ['evidence b "B"', 'reason { claim b "B" }', 'counterpoint b "B" { claim c "C" }']
)
def test_what_is_no_option_bears_on_nothing(block):
    """The statements remain, but no inference leads to the question."""
    argument_map = resolve_map(f'question q "Q" {{ claim a "A" {block} }}')
    assert argument_map.questions["q"].options == ("a",)
    assert "b" in argument_map.statements
    assert not any("b" in inference.premises for inference in argument_map.inferences.values())


def test_new_elements_of_an_imported_file_have_its_prefix():
    """They are named in both files as statements are."""
    part = (
        'question q "Q" { expect: a options: b claim a "A" { context c "C" outweighs: b } }'
        ' claim b "B"'
    )
    argument_map = resolve_map(
        'import "part.argmap" as part question top "Top" { options: part.a exclusive: false'
        ' expect: part.a } claim d "D" { outweighs: part.b }',
        part=part,
    )
    question, top = argument_map.questions.values()
    assert (question.id, question.options) == ("part.q", ("part.a", "part.b"))
    assert (question.expected_options, top.expected_options) == (("part.a",), ("part.a",))
    assert argument_map.contexts["part.c"].parent == "part.a"
    assert preferences_of(argument_map) == [("part.a", "part.b"), ("d", "part.b")]


def test_a_question_cannot_be_the_thesis():
    """The other theses remain."""
    argument_map = resolve_map('map "M" { thesis: q, a } question q "Q" claim a "A"')
    assert argument_map.named_theses == ("a",)


# ---- Preferences --------------------------------------------------------------------------------


def test_a_preference_is_over_a_statement_or_an_inference():
    """It is declared by a statement, or by an inference with or without an id."""
    argument_map = resolve_map(
        'claim a "A" { claim b "B" { outweighs: c, o, d -> a } counterpoint c "C"'
        ' objection o { claim d "D" outweighs: b -> a } reason { claim e "E" outweighs: c -> a } }'
    )
    assert preferences_of(argument_map) == [
        ("b", "c"),
        ("b", "o"),
        ("o", "b->a"),
        ("e->a", "c->a"),
    ]


def test_an_arrow_that_means_several_inferences_gives_one_preference_each():
    """Here a statement supports another alone, and in two reasons."""
    argument_map = resolve_map(
        'claim a "A" { claim b "B" reason r { premises: b, c } counterpoint k "K" {'
        ' outweighs: b -> a } } claim c "C"'
    )
    assert preferences_of(argument_map) == [("k", "b->a"), ("k", "r")]


def test_a_preference_over_a_missing_inference_is_reported():
    """The preference is left out."""
    text = 'claim a "A" { claim b "B" { outweighs: a -> b, none } }'
    assert resolve_map(text).preferences == ()
    assert [type(error) for error in errors_of(text)] == [MissingInference, UndefinedReference]


# ---- Attributes ---------------------------------------------------------------------------------


def test_inferences_have_a_confidence_a_label_and_a_fidelity():
    """A statement's scheme belongs to its inference, but its confidence does not."""
    argument_map = resolve_map(
        'claim a "A" { reason { claim b "B" confidence: 0.8 label: "By analogy"'
        ' fidelity: implicit } claim c "C" { confidence: 0.7 label: "Short" } }'
    )
    first, second = argument_map.inferences.values()
    assert (first.confidence.value, first.label) == (0.8, "By analogy")
    assert first.fidelity is Fidelity.IMPLICIT
    assert (second.confidence, second.label) == (None, None)
    assert argument_map.statements["c"].label == "Short"


def test_the_former_name_of_a_critical_question_is_still_read():
    """Both names may be used in one statement."""
    argument_map = resolve_map('claim a "A" { question: 2, 3 critical-question: 1 }')
    assert argument_map.statements["a"].critical_question == (2, 3, 1)
