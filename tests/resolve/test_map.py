"""From the text of a map to its elements."""

import pytest
from tests.cases_reader import Case

from argmap.model import Form, Polarity, Standard, Status, Unit
from argmap.resolve.errors import DuplicateId, MissingInference, UndefinedReference


def resolve_map(text: str, **files: str):
    """Return the map of a text; `part="…"` is the content of part.argmap, which it may import."""
    others = {f"{name}.argmap": content for name, content in files.items()}
    return Case("", {"map.argmap": text, **others}).resolve().map


def describe_inferences(argument_map):
    """Return polarity, premises, conclusion and undercutters of all inferences by id."""
    return {
        inference.id: (
            inference.polarity.value,
            inference.premises,
            inference.conclusion,
            inference.undercutters,
        )
        for inference in argument_map.inferences.values()
    }


def test_nested_statements_support_or_oppose_their_parent():
    """Claims, evidence and assumptions support it, counterpoints oppose it."""
    argument_map = resolve_map(
        'claim a "A" { claim b "B" evidence c "C" assumption d "D" counterpoint e "E" {'
        ' counterpoint f "F" } }'
    )
    assert describe_inferences(argument_map) == {
        "b->a": ("pro", ("b",), "a", ()),
        "c->a": ("pro", ("c",), "a", ()),
        "d->a": ("pro", ("d",), "a", ()),
        "e->a": ("con", ("e",), "a", ()),
        "f->e": ("con", ("f",), "e", ()),
    }
    assert all(inference.form is Form.NESTED for inference in argument_map.inferences.values())


def test_a_reason_is_an_inference_with_premises_and_undercutters():
    """Statements in a reason are its premises; a counterpoint in it undercuts the inference."""
    argument_map = resolve_map(
        'claim a "A" { reason { scheme: sign claim b "B" { evidence x "X" } assumption c "C"'
        ' counterpoint d "D" } objection no { claim e "E" premises: b } }'
    )
    assert describe_inferences(argument_map) == {
        "b+c->a": ("pro", ("b", "c"), "a", ("d",)),
        "x->b": ("pro", ("x",), "b", ()),
        "no": ("con", ("b", "e"), "a", ()),
    }
    assert argument_map.inferences["b+c->a"].scheme == "sign"
    assert not argument_map.inferences["b+c->a"].is_named
    assert argument_map.inferences["no"].is_named


def test_edges_can_be_declared_at_either_end():
    """`supports` and `opposes` point from, `supported-by` and `opposed-by` to the statement."""
    argument_map = resolve_map(
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


def test_undercuts_name_an_inference_by_id_or_by_its_ends():
    """The ends are a premise and the conclusion."""
    argument_map = resolve_map(
        'claim a "A" { claim b "B" reason r { claim c "C" claim d "D" } }'
        ' counterpoint x "X" { undercuts: b -> a, r } counterpoint y "Y" { undercuts: d -> a }'
    )
    assert argument_map.inferences["b->a"].undercutters == ("x",)
    assert argument_map.inferences["r"].undercutters == ("x", "y")


def test_attributes_and_citations_become_typed_fields():
    """Values are numbers, enumerations, tuples and locators."""
    argument_map = resolve_map(
        'source s "S" claim a "A" @s:3-5 "six in ten" @s:p12 { confidence: likely expect: accepted'
        ' held-by: ann, "Bob B." tags: x, y note: "n" date: 2026-05 x-owner: "me" }'
    )
    statement = argument_map.statements["a"]
    assert (statement.confidence.word, statement.confidence.value) == ("likely", 0.675)
    assert statement.expect.status is Status.ACCEPTED
    assert statement.held_by == ("ann", "Bob B.")
    assert (statement.tags, statement.note, statement.date, statement.extra) == (
        ("x", "y"),
        "n",
        "2026-05",
        {"x-owner": ("me",)},
    )
    paragraphs, page = statement.citations
    assert (str(paragraphs.locator), paragraphs.quotation) == ("3-5", "six in ten")
    assert (page.locator.unit, page.locator.first) == (Unit.PAGE, 12)


def test_a_generated_id_does_not_depend_on_siblings():
    """It is made from the text of the statement, so a new sibling changes no other id."""
    before = resolve_map(
        'claim "The bus is late" { evidence "It came at nine" evidence "So it said" }'
    )
    after = resolve_map(
        'claim "The bus is late" { evidence "News" evidence "It came at nine"'
        ' evidence "So it said" }'
    )
    assert set(before.statements) < set(after.statements)
    assert not any(statement.is_named for statement in before.statements.values())


def test_statements_with_the_same_text_are_different():
    """Their generated ids differ by a number."""
    argument_map = resolve_map('claim a "A" { evidence "Same" evidence "Same" }')
    assert len(argument_map.statements) == 3


def test_sections_contain_their_statements_in_order():
    """Statements know their section, sections can be nested, and the order is the author's."""
    argument_map = resolve_map(
        'claim z "Z" section one "One" { claim b "B"'
        ' section "Two" { claim a "A" { claim y "Y" } } }'
    )
    assert list(argument_map.statements) == ["z", "b", "a", "y"]
    first, second = argument_map.sections.values()
    assert (first.id, first.parent, second.parent, second.is_named) == ("one", None, "one", False)
    assert argument_map.statements["y"].section == second.id


def test_the_thesis_is_the_declared_one_or_the_only_root():
    """Without a declared thesis, it is the only statement that supports or opposes no other."""
    assert resolve_map('map "M" { thesis: b } claim a "A" claim b "B"').thesis == "b"
    assert resolve_map('claim a "A" { claim b "B" }').thesis == "a"
    assert resolve_map('claim a "A" claim b "B"').thesis is None


@pytest.mark.parametrize("rest", ['claim a "A"', 'claim a "A" { claim b "B" } claim c "C"', ""])
def test_thesis_none_means_no_thesis(rest):
    """`none` is not a reference, and no root becomes the thesis."""
    argument_map = resolve_map(f'map "M" {{ thesis: none }} {rest}')
    assert argument_map.is_neutral
    assert argument_map.theses == argument_map.named_theses == ()
    assert argument_map.depths == {}


def test_a_statement_with_the_id_none_can_be_the_thesis():
    """A declared id `none` takes precedence."""
    argument_map = resolve_map('map "M" { thesis: none } claim none "None is enough" claim b "B"')
    assert argument_map.thesis == "none"
    assert not argument_map.is_neutral


def test_the_first_of_several_headers_applies():
    """Title, thesis and settings are those of the first header; the others are duplicates."""
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
def test_an_arrow_with_an_undefined_end_is_one_error(arrow):
    """The undefined name is reported, and not also a missing inference."""
    text = f'claim a "A"  claim b "B" {{ undercuts: {arrow} }}'
    (error,) = Case("", {"map.argmap": text}).resolve().errors
    assert type(error) is UndefinedReference
    assert (error.name, error.element) == ("nowhere", "b")


def test_an_arrow_with_two_undefined_ends_is_two_errors():
    """Each undefined name is reported."""
    text = 'claim a "A" { undercuts: here -> there }'
    errors = Case("", {"map.argmap": text}).resolve().errors
    assert [(type(error), error.name) for error in errors] == [
        (UndefinedReference, "here"),
        (UndefinedReference, "there"),
    ]


@pytest.mark.parametrize(("count", "suggested"), [(1, 1), (3, 3), (4, 3)])
def test_at_most_three_inferences_are_suggested(count, suggested):
    """For a missing inference, those with the same conclusion are suggested, in order."""
    supports = " ".join(f'claim p{number} "P{number}"' for number in range(count))
    text = f'claim a "A" {{ {supports} }} claim x "X" {{ undercuts: x -> a }}'
    (error,) = Case("", {"map.argmap": text}).resolve().errors
    assert type(error) is MissingInference
    assert error.candidates == tuple(f"p{number} -> a" for number in range(suggested))


def test_unresolved_references_are_left_out_of_the_map():
    """All ids in a map exist."""
    argument_map = resolve_map('claim a "A" @nowhere { supports: b, c undercuts: d } claim c "C"')
    assert list(argument_map.inferences) == ["a->c"]
    assert argument_map.statements["a"].citations == ()


def test_an_inference_keeps_its_resolved_premises():
    """A reason with one undefined premise keeps the others."""
    argument_map = resolve_map('claim a "A" { reason { claim b "B" premises: nowhere } }')
    assert argument_map.inferences["b->a"].premises == ("b",)


def test_nesting_is_limited_only_by_memory():
    """A map nested five thousand levels deep can be resolved, and deleted again."""
    deep = 5_000
    argument_map = resolve_map('claim "a" {' * deep + "}" * deep)
    assert len(argument_map.inferences) == deep - 1
    del argument_map


def test_the_repr_of_a_map_and_of_a_statement_is_one_line():
    """It says what a user sees first: the title and the thesis, the id and the text."""
    argument_map = resolve_map(
        'source s "S"\nclaim a "A" @s:2 "so" { evidence b "B" }\nsection c "C" {}\n'
    )
    assert repr(argument_map) == "<ArgumentMap: 2 statements, thesis a>"
    assert repr(argument_map.statements["a"]) == "<Claim a: “A”>"
