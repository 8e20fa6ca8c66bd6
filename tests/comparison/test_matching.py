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


@pytest.mark.parametrize("word", ["evidence", "counterpoint", "context"])
def test_two_equal_texts_are_kept_apart_by_their_parents(word):
    """An ambiguous text alone matches nothing."""
    old = f'claim a "A" {{ {word} "Yes" }}\nclaim b "B" {{ {word} "Yes" }}'
    new = f'claim b "B" {{ {word} y "Yes" }}\nclaim a "A" {{ {word} x "Yes" }}'
    found = matched(old, new)
    assert set(found.values()) == {"a", "b", "x", "y"}
    before = argmap.loads(old)
    for id_, other in found.items():
        if other in "xy":
            context = before.contexts.get(id_)
            parent = context.parent if context else before.inferences_from[id_][0].conclusion
            assert parent == {"x": "a", "y": "b"}[other]


SOURCES = 'source {} "{}"\nsource other "Other"\nclaim a "A" @other\n'


@pytest.mark.parametrize(
    ("old", "new", "is_matched"),
    [
        (("s", "S"), ("s", "T"), True),
        (("s", "S"), ("t", "S"), True),
        (("s", "S"), ("t", "T"), False),
    ],
)
def test_sources_are_matched_by_id_and_then_by_title(old, new, is_matched):
    """So are sections."""
    for text in (SOURCES, SOURCES.replace("source", "section").replace(" @other", "")):
        maps = [argmap.loads(text.format(*words)) for words in (old, new)]
        matching = match_maps(*maps)
        pairs = matching.sources.by_old | matching.sections.by_old
        assert pairs == {"other": "other"} | ({old[0]: new[0]} if is_matched else {})


def test_an_ambiguous_title_matches_nothing():
    """In either version."""
    one, two = 'source a "S"', 'source b "S" source c "S"'
    for old, new in ((one, two), (two, one)):
        assert match_maps(argmap.loads(old), argmap.loads(new)).sources.by_old == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("supports: u", "supports: u", {"a->u": "a->u"}),
        ("supports: u", "opposes: u", {"a->u": "a->u"}),
        ("supports: u", "supports: t", {"a->u": "a->t"}),
        ("supports: u", "", {}),
        ("supports: t, u", "supports: u, t", {"a->t": "a->t", "a->u": "a->u"}),
    ],
)
def test_an_inference_is_matched_by_its_ends_and_then_by_its_premises(old, new, expected):
    """A named one by its id."""
    text = (
        'claim t "T" {{ reason r {{ premises: b, u }} }} claim a "A" {{ {} }}'
        ' claim b "B" claim u "U"'
    )
    pairs = match_maps(argmap.loads(text.format(old)), argmap.loads(text.format(new))).inferences
    assert pairs.by_old == {"r": "r", **expected}


def test_an_id_that_the_author_chose_is_not_a_generated_one():
    """A reason that is called like the inference of another statement."""
    old = 'claim t "T" { reason x { premises: a, b } } claim a "A" claim b "B"'
    new = 'claim t "T" { reason { premises: a, b } } claim a "A" claim b "B"'
    for one, other in ((old, new), (new, old)):
        pairs = match_maps(argmap.loads(one), argmap.loads(other)).inferences.by_old
        assert list(pairs.values()) == list(argmap.loads(other).inferences)


def test_a_group_with_another_premise_is_the_same():
    """If it has one premise, the conclusion and the polarity in common."""
    text = 'claim t "T" {{ {} {{ premises: {} }} }} claim a "A" claim b "B" claim c "C"'

    def pairs(old, new):
        maps = [argmap.loads(text.format(*words)) for words in (old, new)]
        return match_maps(*maps).inferences.by_old

    assert pairs(("reason", "a, b"), ("reason", "b, c")) == {"a+b->t": "b+c->t"}
    assert pairs(("reason", "a, b"), ("objection", "b, c")) == {}
    assert pairs(("reason r", "a, b"), ("reason s", "a, b")) == {"r": "s"}
    assert pairs(("reason r", "a, b"), ("objection r", "c")) == {"r": "r"}


@pytest.mark.parametrize(
    ("old", "new", "is_matched"),
    [
        ("one two three four", "one two five six", True),  # half of the words
        ("one two three four", "one two five six seven", False),
        ("one two", "one two", True),
        ("one three four", "one five six", False),
        ("Word", "Word!", True),
        ("a b c one", "a b c two", False),  # letters are no words
    ],
)
def test_a_similar_text_has_half_of_its_words_in_common(old, new, is_matched):
    """And at least two."""
    found = matched(f'claim x "{old}"', f'claim y "{new}"')
    assert found == ({"x": "y"} if is_matched else {})


def test_one_common_word_is_enough_below_the_same_parent():
    """If it is half of the words."""
    text = 'claim a "A" {{ evidence {} "{}" }} claim b "B"'
    old, new = text.format("x", "Rain today"), text.format("y", "Rain tomorrow")
    assert matched(old, new) == {"a": "a", "b": "b", "x": "y"}
    elsewhere = 'claim a "A" claim b "B" { evidence y "Rain tomorrow" }'
    assert matched(old, elsewhere) == {"a": "a", "b": "b"}


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
