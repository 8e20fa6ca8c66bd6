"""The exchange format `json`: what argmap reads."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    argmap_text,
    assert_reads_or_refuses,
    damaged,
    imported,
    losses,
    reloaded,
)
from tests.strategies import map_texts

from argmap import exchange
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile

from .conftest import LANE

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=40,
)


@quick
@given(map_texts())
def test_round_trip(load, text):
    """A map that is exported and imported is the same: elements, order and verdicts."""
    argument_map = load(text)
    exported = exchange.dump(argument_map, "json")
    (one,) = imported(exported)
    assert one.format == "json"
    assert one.map == argument_map
    assert one.map.author_order == argument_map.author_order
    assert one.report.losses == []
    assert evaluate(one.map).statements == evaluate(argument_map).statements


def test_what_is_kept_is_counted(lane):
    """The report counts all elements."""
    (one,) = imported(exchange.dump(lane, "json"))
    assert one.report.kept == {
        "source": 1,
        "section": 2,
        "statement": 10,
        "inference": 7,
        "contradiction": 1,
    }


SMALL = """\
{"statements": [{"id": "a", "text": "A", "kind": "claim"}, "B"], "thesis": ["a"],
 "edges": [{"from": "B", "to": "a", "kind": "attack", "id": 3}]}
"""


def minimal(**data):
    return json.dumps(data)


def test_a_minimal_map():
    """Statements and edges are enough: kinds, ids, order and the thesis are found."""
    text = minimal(
        title="Lane",
        statements=[
            {"id": "e", "text": "Cyclists use it", "citations": ["https://example.org/count"]},
            {"id": "lane", "text": "Build the lane"},
            {"text": "It costs too much", "kind": "counterpoint"},
            "The state pays",
            {"id": "p", "text": "Roads are narrow", "supports": "lane"},
        ],
        edges=[
            {"from": "e", "to": "lane", "kind": "support"},
            {"source": "It costs too much", "target": "lane", "type": "attacks"},
            {"from": ["The state pays"], "to": "It costs too much", "kind": "attack"},
        ],
    )
    assert (
        argmap_text(text)
        == """\
map "Lane" {
  thesis: lane
}

source example-org-count {
  url: "https://example.org/count"
}

claim lane "Build the lane" {
  evidence e "Cyclists use it" @example-org-count

  counterpoint costs-too-much "It costs too much" {
    counterpoint state-pays "The state pays"
  }

  assumption p "Roads are narrow"
}
"""
    )


def test_edges_with_several_ends_and_undercuts():
    """A list of premises is linked; an edge is undercut by its id or its ends."""
    text = minimal(
        statements=[{"id": one, "text": f"Text {one}"} for one in "cabuv"],
        edges=[
            {"id": "both", "from": ["a", "b"], "to": "c", "kind": "pro"},
            {"from": "u", "to": "both", "kind": "undercuts"},
            {"from": "v", "to": "u->both", "kind": "undercut"},
        ],
    )
    (one,) = imported(text)
    (linked, attack) = one.map.inferences.values()
    assert linked.id == "both"
    assert linked.premises == ("a", "b")
    assert linked.undercutters == ("u",)
    assert (attack.premises, attack.conclusion) == (("v",), "u")


def test_unknown_keys_are_kept():
    """Texts and numbers become custom attributes; other values are dropped."""
    text = minimal(
        statements=[{"id": "a", "text": "A", "Weight_Of": 3, "where": {"x": 1}}], source_tool="t"
    )
    assert '  x-weight-of: "3"\n' in argmap_text(text)
    assert losses(text) == [
        "changed key: it becomes a custom attribute (/source_tool)",
        "changed key: it becomes a custom attribute (/statements/0/Weight_Of)",
        "dropped key: argmap does not know it (/statements/0/where)",
    ]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (
            minimal(statements=[{"id": "a", "text": "A", "kind": "fact"}]),
            "changed statement: it has an unknown kind (/statements/0)",
        ),
        (
            minimal(statements=[{"id": "a", "text": "A"}, {"id": "a", "text": "B"}]),
            "changed statement: another statement has the same id (/statements/1)",
        ),
        (
            minimal(statements=["A"], edges=[{"from": "A", "to": "x"}]),
            "dropped edge: it has no conclusion (/edges/0)",
        ),
        (
            minimal(statements=["A", "B"], edges=[{"from": "A", "to": "B", "kind": "undercut"}]),
            "changed undercut: only an inference can be undercut, so it attacks (/edges/0)",
        ),
        (
            minimal(statements=["A"], thesis="B"),
            "dropped thesis: it is not the id of a statement (/thesis)",
        ),
    ],
)
def test_losses(text, reported):
    """What leads nowhere, or is not known, is reported with its JSON pointer."""
    assert losses(text) == [reported]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"statements": 3}, "/statements: expected a list, but found `3`"),
        ({"title": []}, "/title: expected a text, but found a list"),
        ({"standard": "high"}, "/standard: expected one of dialectical, scintilla, "),
        ({"statements/0/kind": "fact"}, "/statements/0/kind: expected one of claim, evidence,"),
        ({"statements/1/id": "build-it"}, "/statements/1/id: expected an id that no other"),
        ({"statements/1/id": ""}, "/statements/1/id: expected an id, but found ``"),
        ({"statements/0/confidence": 2}, "/statements/0/confidence: expected a number from 0"),
        ({"statements/0/date": "May"}, "/statements/0/date: expected a date such as 2024"),
        ({"statements/0/url": "data:x"}, "/statements/0/url: expected a link with https://"),
        ({"statements/0/tags": [True]}, "/statements/0/tags/0: expected a text, but found `true`"),
        ({"inferences/0/conclusion": "x"}, "/inferences/0/conclusion: expected the id of a stat"),
        ({"inferences/0/premises": ["x"]}, "/inferences/0/premises: expected ids of statements"),
        ({"inferences/0/polarity": None, "version": 99}, "/version: expected a version of the"),
        ({"sources/0/passages": [{"unit": "page"}]}, "/sources/0/passages/0/first: expected a wh"),
        ({"sources/0/passages": ["4-2"]}, "/sources/0/passages/0: expected a place such as `31`"),
        ({"sources/0/year": "x"}, "/sources/0/year: expected a whole number from -9999 to"),
    ],
)
def test_invalid_values_are_refused_with_their_place(lane, change, message):
    """The message has the value, its JSON pointer, and what is expected."""
    data = json.loads(exchange.dump(lane, "json"))
    for path, value in change.items():
        target = data
        *steps, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
        for step in steps:
            target = target[step]
        target[last] = value
    with pytest.raises(InputError) as error:
        imported(json.dumps(data), name="lane.json")
    (mistake,) = error.value.mistakes
    assert mistake.startswith(message)
    assert str(error.value) == f"`lane.json` is not a valid map: {mistake}"


@pytest.mark.parametrize("is_complete", [True, False])
def test_all_mistakes_are_reported(is_complete):
    """One line for each, so that a program can fix them at once; the message has the first."""
    data = {
        "title": 7.5,
        "sources": [{"id": "s", "title": "S", "year": "soon"}],
        "statements": [
            {"id": "a", "text": 1.5, "kind": "claim", "citations": [{"source": "s", "locator": 3}]},
            {"id": "a", "text": "B", "kind": "evidence", "confidence": 3, "tags": ["t", None]},
            7,
        ],
        "inferences": [{"id": "i", "premises": 1.5, "conclusion": []}, "a -> b"],
        "preferences": [[]],
    }
    if is_complete:
        data |= {"format": "argmap", "version": 3}
        data["statements"].pop()
        data["inferences"].pop()
    with pytest.raises(InputError) as error:
        imported(json.dumps(data), "json", name="map.json")
    places = [mistake.partition(": ")[0] for mistake in error.value.mistakes]
    everywhere = [
        *("/title", "/sources/0/year", "/statements/0/text", "/statements/0/citations/0/locator"),
        *("/statements/1/confidence", "/statements/1/tags/1", "/inferences/0/premises"),
        *("/inferences/0/conclusion", "/preferences/0"),
    ]
    if is_complete:
        expected = [*everywhere, "/statements/1/id"]
    else:
        expected = [*everywhere, "/statements/2", "/inferences/1"]
    assert sorted(places) == sorted(expected)
    assert str(error.value).endswith(f"(and {len(places) - 1} more)")


def test_a_long_report_is_cut():
    """A file of another kind may have a mistake in every line."""
    text = minimal(statements=[{"text": "A"}, *({"text": {}} for _ in range(150))])
    with pytest.raises(InputError) as error:
        imported(text)
    assert len(error.value.mistakes) == 101
    assert error.value.mistakes[-1] == "… and 50 more"


def test_questions_and_contexts_cite_sources():
    """As statements do."""
    citations = [{"source": "paper", "locator": "3"}]
    text = minimal(
        sources=[{"id": "paper", "title": "P"}],
        statements=[{"id": "a", "text": "A"}],
        questions=[{"id": "q", "text": "Q", "options": ["a"], "citations": citations}],
        contexts=[{"id": "c", "text": "C", "citations": citations}],
    )
    (one,) = imported(text)
    for sentence in (one.map.questions["q"], one.map.contexts["c"]):
        (citation,) = sentence.citations
        assert (citation.source, str(citation.locator)) == ("paper", "3")


@pytest.mark.parametrize(
    ("written", "locator"),
    [
        ("31", "31"),
        ("31–33", "31-33"),
        ("p12", "p12"),
        ("pp. 12-14", "p12-14"),
        ("#scope", '"#scope"'),
        ('"art. 6"', '"art. 6"'),
        ("Section IV", '"Section IV"'),
        ("1h02m", "1h02m"),
    ],
)
def test_a_locator_may_be_a_text(written, locator):
    """Language models write it as in the language, or as the source names the place."""
    statement = {"text": "A", "citations": [{"source": "S", "locator": written}]}
    (one,) = imported(minimal(statements=[statement]))
    (found,) = one.map.statements.values()
    assert str(found.citations[0].locator) == locator
    reloaded(one.map)


def test_dangling_references_are_dropped(lane):
    """A file whose elements were deleted by hand is still read."""
    data = json.loads(exchange.dump(lane, "json"))
    data["sources"] = data["sections"] = []
    (one,) = imported(json.dumps(data))
    assert not any(statement.citations for statement in one.map.statements.values())
    assert {loss.element for loss in one.report.losses} == {"citation", "section"}
    reloaded(one.map)


def test_detection():
    """The format is named, or the file lists statements with texts."""
    for data, format_ in [
        ({"format": "argmap", "statements": []}, "json"),
        ({"statements": [{"id": "a", "text": "A"}]}, "json"),
        ({"statements": {"a": {"members": []}}, "arguments": {}}, None),
        ({"statements": []}, None),
        ({"format": "other", "statements": ["A"]}, None),
        (["A"], None),
    ]:
        found = detect(ForeignFile("x", json.dumps(data).encode()))
        assert (found == "json") == (format_ == "json"), data


def test_a_file_without_statements_is_refused():
    """The message says what is missing."""
    with pytest.raises(InputError, match="it has no key `statements`"):
        imported('{"format": "argmap"}')


def test_deep_maps(ladder):
    """A map with 5,000 levels is read."""
    (one,) = imported(exchange.dump(ladder, "json"))
    assert one.map == ladder
    data = {
        "statements": [{"id": f"s{index}", "text": f"Text {index}"} for index in range(5_000)],
        "edges": [{"from": f"s{index + 1}", "to": f"s{index}"} for index in range(4_999)],
    }
    (one,) = imported(json.dumps(data))
    assert len(one.map.inferences) == 4_999


@pytest.fixture(scope="module")
def exported():
    from argmap.resolve import resolve
    from argmap.syntax import parse
    from argmap.text import SourceText

    document = parse(SourceText("lane.argmap", LANE))
    argument_map = resolve(document, path=None, documents=None, boundary=None).map
    return exchange.dump(argument_map, "json")


@quick
@given(damaged(SMALL))
def test_damaged_minimal_maps(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "json")


@quick
@given(changes=damaged("abcdefgh" * 4))
def test_damaged_exports(exported, changes):
    """An export in which values are exchanged gives a valid map, or one sentence."""
    words = ["null", "[]", "{}", "true", "-1", '"x"', '"build-it"', "1e9", "[1]", '[""]']
    data = json.loads(exported)
    places = []

    def collect(value):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in items:
            places.append((value, key))
            if isinstance(one, dict | list):
                collect(one)

    collect(data)
    for index, character in enumerate(changes[:6]):
        container, key = places[(ord(character) * 7919 + index * 104_729) % len(places)]
        container[key] = json.loads(words[ord(character) % len(words)])
    assert_reads_or_refuses(json.dumps(data), "json")


@pytest.mark.parametrize(
    "statement",
    [
        {"kind": ["claim"]},
        {"kind": {}},
        {"confidence": {"value": 1, "word": []}},
        {"extra": {"file": "x"}},
        {"extra": {"x- y": "x"}},
    ],
)
def test_values_of_unexpected_types(statement):
    """A list in place of a word, and an attribute without x-, give a map or a refusal."""
    document = {"statements": [{"id": "a", "text": "A", **statement}]}
    assert_reads_or_refuses(json.dumps(document), "json")
