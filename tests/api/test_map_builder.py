"""Maps that are built by programs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import argmap

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40)


def test_a_map_has_all_that_is_added():
    """Every kind of element, in the order in which it is added."""
    builder = argmap.MapBuilder("Transport", thesis="bus", author="A. Author", date="2024-05")
    paper = builder.source("Paper", id="paper", year=2020, author=["B", "C D"])
    costs = builder.section("Costs", id="costs")
    builder.claim("Take the bus", id="bus", standard="preponderance")
    builder.evidence("It is cheap", id="cheap", section=costs, supports="bus", cites=f"{paper}:3")
    builder.assumption("It runs", id="runs")
    builder.assumption("We have time", id="time")
    builder.counterpoint("It is slow", id="slow", opposes="bus", confidence=0.7)
    builder.concession("It rains", id="rain", opposes="bus")
    builder.reason(["runs", "time"], supports="bus", id="both", scheme="practical-reasoning")
    builder.objection("rain", opposes="cheap")
    builder.context("It is Monday", of="bus", id="day")
    builder.claim("Take the train", id="train")
    builder.question("What shall we take?", ["bus", "train"], id="what", expect="bus")
    argument_map = builder.build()
    assert [statement.id for statement in argument_map] == [
        *("cheap", "bus", "runs", "time", "slow", "rain", "train"),  # sections come first
    ]
    assert argument_map.author == ("A. Author",)
    assert argument_map.sources["paper"].author == ("B", "C D")
    assert argument_map.statements["cheap"].section == "costs"
    assert argument_map.statements["cheap"].citations[0].locator.label == "¶3"
    assert argument_map.statements["slow"].confidence.value == 0.7
    assert argument_map.inferences["both"].premises == ("runs", "time")
    assert argument_map.inferences["both"].scheme == "practical-reasoning"
    assert {one.polarity.value for one in argument_map.inferences_to["cheap"]} == {"con"}
    assert argument_map.contexts["day"].parent == "bus"
    assert argument_map.questions["what"].options == ("bus", "train")
    assert argmap.loads(builder.text) == argument_map


@pytest.mark.parametrize(
    ("add", "error", "message"),
    [
        (lambda b: b.claim("X", id="bus"), ValueError, "`bus` is taken"),
        (lambda b: b.claim("X", id="a b"), ValueError, "`a b` is not a valid id"),
        (lambda b: b.claim("X", id="claim"), ValueError, "`claim` is not a valid id"),
        (lambda b: b.claim("X", suports="bus"), ValueError, "did you mean `supports`"),
        (lambda b: b.claim("X", cites="a b"), ValueError, "not a citation"),
        (lambda b: b.claim("X", section="csots"), argmap.UnknownId, "did you mean `costs`"),
        (lambda b: b.reason("bus", supports="x"), argmap.UnknownId, "no element `x`"),
        (lambda b: b.source("X", supports="bus"), ValueError, "no attribute `supports`"),
    ],
)
def test_mistakes_are_reported_at_the_call(add, error, message):
    """The exception names what is wrong, and what is similar."""
    builder = argmap.MapBuilder()
    builder.claim("Take the bus", id="bus")
    builder.section("Costs", id="costs")
    with pytest.raises(error, match=message):
        add(builder)


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"supports": "nothing"}, "REF101"),
        ({"cites": "nothing:3"}, "REF106"),
        ({"confidence": 3}, "SYN004"),
        ({"confidence": "very } claim x"}, "SYN004"),
        ({"supports": 'a } claim x "X'}, "SYN"),
        ({"date": "yesterday"}, "SYN004"),
    ],
)
def test_mistakes_that_only_the_whole_map_shows_are_in_the_exception(attributes, code):
    """`build` raises InvalidMap with diagnostics; no value becomes another statement."""
    builder = argmap.MapBuilder()
    builder.claim("A", id="a", **attributes)
    with pytest.raises(argmap.InvalidMap) as caught:
        builder.build()
    assert caught.value.diagnostics[0].code.startswith(code)
    assert list(argmap.loads(builder.text, strict=False).statements) in (["a"], [])


def test_ids_are_made_from_texts():
    """They are different, and do not depend on what is added later."""
    builder = argmap.MapBuilder()
    ids = [
        builder.claim(text) for text in ("The bus is late", "The bus is late", "Où? Là-bas!", "?")
    ]
    assert ids == ["bus-late", "bus-late-2", "où-là-bas", "statement"]


def test_an_empty_map_can_be_built():
    """It has no statements."""
    assert argmap.MapBuilder().text == ""
    assert list(argmap.MapBuilder().build()) == []
    assert argmap.MapBuilder("Title").build().title == "Title"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_any_text_is_kept(texts):
    """Texts and notes are data: nothing in them is part of the language."""
    builder = argmap.MapBuilder(texts[0][0])
    ids = [builder.claim(text, note=note, held_by=[note]) for text, note in texts]
    argument_map = builder.build()
    assert list(argument_map.statements) == ids
    for id_, (text, note) in zip(ids, texts, strict=True):
        statement = argument_map.statements[id_]
        assert statement.text.split() == text.split()
        assert statement.note.split() == note.split()
        assert [" ".join(one.split()) for one in statement.held_by] == [" ".join(note.split())]
