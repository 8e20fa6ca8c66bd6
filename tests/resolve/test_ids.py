"""Ids in all scripts, in composed and decomposed forms, and generated ids."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases_reader import MAIN, Case
from tests.strategies import scripted_ids

from argmap.exchange import dump
from argmap.formatting import format_text
from argmap.model.source import GENERATED_MARKER
from argmap.rendering import to_dot

MAP = """\
map "M" { thesis: ID }
import "part.argmap" as ID-part
source ID-source "S"
section ID-section "T" {
  claim ID "A" @ID-source:3 { supported-by: ID-part.ID }
}
evidence ID-row "B" @ID-part.ID-source { supports: ID contradicts: ID-part.ID }
claim b9 "C" { reason ID-step { premises: ID, ID-row } undercuts: ID-row -> ID }
counterpoint c9 "D" { undercuts: ID-step }
"""
PART = """\
source ID-source "S"
claim ID "P" @ID-source
"""


def _case(id_, form="NFC", other="NFC"):
    """Return a map whose ids have one Unicode form, and an imported file with another form."""
    return Case(
        "",
        {
            MAIN: MAP.replace("ID", unicodedata.normalize(form, id_)),
            "part.argmap": PART.replace("ID", unicodedata.normalize(other, id_)),
        },
    )


@given(scripted_ids, st.sampled_from(("NFC", "NFD")), st.sampled_from(("NFC", "NFD")))
@settings(deadline=None)
def test_composed_and_decomposed_ids_are_equal(id_, form, other):
    """The forms of the ids in the files do not matter, and no id is undefined."""
    resolution = _case(id_, form, other).resolve()
    assert [document.errors for document in resolution.documents] == [(), ()]
    assert resolution.errors == ()
    assert resolution.map == _case(id_).resolve().map
    assert unicodedata.normalize("NFC", id_) in resolution.map.statements


@given(scripted_ids)
@settings(deadline=None)
def test_both_forms_in_one_file_are_equal(id_):
    """A reference finds a declaration in the other form, and a second one is a duplicate."""
    composed, apart = (unicodedata.normalize(form, id_) for form in ("NFC", "NFD"))
    text = f'claim {composed} "A"\nclaim b9 "B" {{ supports: {apart} }}\n'
    assert Case("", {MAIN: text}).resolve().errors == ()
    (error,) = Case("", {MAIN: f'{text}claim {apart} "C"\n'}).resolve().errors
    assert (type(error).__name__, error.location.text) == ("DuplicateId", apart)


@given(scripted_ids)
@settings(deadline=None, max_examples=50)
def test_ids_in_all_scripts_are_formatted_exported_and_rendered(id_):
    """Formatting keeps the ids as they are written; exports and pictures contain them."""
    text = f'claim {id_} "A" {{ supports: b9 }}\nclaim b9 "B"\n'
    assert id_ in format_text(text)
    argument_map = Case("", {MAIN: text}).resolve().map
    printed = dump(argument_map, "argmap")
    again = Case("", {MAIN: printed}).resolve()
    assert again.errors == ()
    assert again.map.statements == argument_map.statements
    assert list(again.map.inferences) == list(argument_map.inferences)
    assert unicodedata.normalize("NFC", id_) in dump(argument_map, "json")
    assert "A" in to_dot(argument_map)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("a" * 59, "a" * 59),
        ("a" * 60, "a" * 60),
        ("a" * 61, "a" * 60),
        ("aa " * 19 + "bbb", "aa-aa-aa-aa-aa-aa"),
        ("one two three four five", "one-two-three-four-five"),
        ("one two three four five six", "one-two-three-four-five-six"),
        ("one two three four five six seven", "one-two-three-four-five-six"),
        ("a" * 50 + " " + "b" * 9 + "c", "a" * 50 + "-" + "b" * 9),
        ("Über ALLES", "über-alles"),
        ("…", "claim"),
        ("", "claim"),
    ],
)
def test_a_generated_id_has_at_most_six_words_and_sixty_characters(text, id_):
    """It consists of the first words of the text in lower case, or of the keyword."""
    (made,) = Case("", {MAIN: f'claim "{text}"'}).resolve().map.statements
    assert made == f"{id_}{GENERATED_MARKER}"
