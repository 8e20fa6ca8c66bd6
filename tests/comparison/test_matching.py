"""Which elements of two versions belong together."""

import pytest
from hypothesis import given, settings
from tests.strategies import map_texts

import argmap
from argmap.comparison import match_maps


def matched(old: str, new: str) -> dict[str, str]:
    """Return the matched sentences, old id → new id."""
    return match_maps(argmap.loads(old), argmap.loads(new)).sentences.by_old


def test_an_id_decides():
    """Whatever the text says."""
    assert matched('claim a "Cars"', 'claim a "Trains"') == {"a": "a"}


def test_a_question_does_not_become_a_statement():
    """Their attributes have nothing in common."""
    assert matched('question a "Cars?" { claim b "B" }', 'claim a "Cars" claim b "B"') == {"b": "b"}


def test_the_author_can_name_the_former_id():
    """`was:` overrides everything but an id that both versions have."""
    old = 'claim a "Cars are loud"\nclaim b "Trains are late"'
    new = 'claim c "Trains are late" { was: a }\nclaim d "Cars are loud" { was: b }'
    assert matched(old, new) == {"a": "c", "b": "d"}
    assert matched('claim a "A"', 'claim a "A"\nclaim b "B" { was: a }') == {"a": "a"}


def test_an_import_adds_its_alias(tmp_path):
    """A section that moves into a file of its own is matched by the local ids."""
    old = 'claim a "A" {\n  claim hub "It is a hub"\n}'
    (tmp_path / "part.argmap").write_text('claim hub "It is a hub"', encoding="utf-8")
    whole = 'import "part.argmap" as energy\nclaim a "A" { supported-by: energy.hub }'
    new = argmap.loads(whole, filename=tmp_path / "whole.argmap")
    assert match_maps(argmap.loads(old), new).sentences.by_old == {"a": "a", "hub": "energy.hub"}


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ('claim a "A" { evidence "It rains." }', 'claim a "A" { evidence x "It rains" }', {"x"}),
        ('claim old "It is wet"', 'claim new "It is wet!"', {"new"}),
        (
            'claim a "A" { evidence e "Crashes fell by half in two years" }',
            'claim a "A" { evidence f "Crashes fell by a third in two years" }',
            {"f"},
        ),
        ('claim a "A" { evidence e "Rain" }', 'claim a "A" { evidence f "Snow" }', set()),
    ],
)
def test_an_equal_or_similar_text_is_matched(old, new, pairs):
    """First below the same parent, then anywhere; a text in other words is another statement."""
    found = matched(old, new)
    assert {new for old, new in found.items() if old != new} == pairs


def test_two_equal_texts_are_kept_apart_by_their_parents():
    """An ambiguous text alone matches nothing."""
    old = 'claim a "A" { evidence "Yes" }\nclaim b "B" { evidence "Yes" }'
    new = 'claim b "B" { evidence y "Yes" }\nclaim a "A" { evidence x "Yes" }'
    found = matched(old, new)
    assert set(found.values()) == {"a", "b", "x", "y"}
    before = argmap.loads(old)
    for id_, other in found.items():
        if other in "xy":
            (inference,) = before.inferences_from[id_]
            assert inference.conclusion == {"x": "a", "y": "b"}[other]


@given(map_texts())
@settings(max_examples=60)
def test_a_map_matches_itself(text):
    """Every element is matched, and with itself."""
    argument_map = argmap.loads(text, strict=False)
    matching = match_maps(argument_map, argument_map)
    for pairs, elements in (
        (matching.sentences, [sentence.id for sentence in argument_map.sentences]),
        (matching.inferences, argument_map.inferences),
        (matching.sources, argument_map.sources),
        (matching.sections, argument_map.sections),
    ):
        assert pairs.by_old == {id_: id_ for id_ in elements}
