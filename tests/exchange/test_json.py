"""The exchange format `json`."""

import json
import re

import pytest
from attrs import fields
from hypothesis import HealthCheck, given, settings
from tests.json_schema import DOCS, violations
from tests.json_schema import load as load_schema
from tests.strategies import map_texts

from argmap import exchange
from argmap.model import (
    Citation,
    Context,
    Contradiction,
    Inference,
    Locator,
    Preference,
    Question,
    Section,
    Source,
    Statement,
)


def dump(argument_map):
    return exchange.dump(argument_map, "json")


def test_small_map(lane, snapshot):
    """All elements of the map are written, one per line."""
    assert dump(lane) == snapshot


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts())
def test_the_export_is_valid(load, text):
    """The export of any map is valid according to docs/json-export.schema.json."""
    schema = load_schema("json-export.schema.json")
    assert list(violations(json.loads(dump(load(text))), schema)) == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts())
def test_all_referenced_ids_are_declared(load, text):
    """Edges refer to existing statements and inferences, citations to existing sources.

    So do options, preferences and the parents of contexts.
    """
    data = json.loads(dump(load(text)))
    statements, inferences, sources, sections = (
        {element["id"] for element in data[kind]}
        for kind in ("statements", "inferences", "sources", "sections")
    )
    for edge in data["edges"]:
        assert edge["from"] in statements
        assert edge["to"] in (inferences if edge["kind"] == "undercut" else statements)
        assert edge["inference"] in inferences | {None}
    for statement in data["statements"]:
        assert statement["section"] in sections | {None}
        assert {citation["source"] for citation in statement["citations"]} <= sources
    questions = {question["id"] for question in data["questions"]}
    for question in data["questions"]:
        assert set(question["expected_options"]) <= set(question["options"]) <= statements
    for context in data["contexts"]:
        assert context["parent"] in statements | inferences | questions | {None}
    for preference in data["preferences"]:
        assert {preference["stronger"], preference["weaker"]} <= statements | inferences
    assert set(data["theses"]) <= statements
    assert data["thesis"] == next(iter(data["theses"]), None)


@pytest.mark.parametrize(
    ("name", "class_"),
    [
        ("statement", Statement),
        ("inference", Inference),
        ("source", Source),
        ("section", Section),
        ("citation", Citation),
        ("contradiction", Contradiction),
        ("preference", Preference),
        ("question", Question),
        ("context", Context),
        ("locator", Locator),
    ],
)
def test_the_schema_has_all_fields_of_the_model(name, class_):
    """The schema describes each field of each class of the model."""
    properties = set(load_schema("json-export.schema.json")["$defs"][name]["properties"])
    keys = {"is_named": "named", "is_exclusive": "exclusive", "quotation": "snippet"}
    if class_ is Locator:
        properties -= {"label"}  # it follows from the other fields
    names = {field.name for field in fields(class_)} - {"expect_location"}
    assert properties - {"kind"} == {keys.get(name, name) for name in names}


@pytest.mark.parametrize(
    ("header", "thesis", "is_named"),
    [
        ("thesis: a", "a", True),
        ("thesis: none", None, True),
        ("lang: en", "a", False),
    ],
)
def test_a_debate_differs_from_a_map_without_a_thesis(load, header, thesis, is_named):
    """With `thesis: none`, there is no thesis, but `thesis_named` is true."""
    data = json.loads(dump(load(f'map "M" {{ {header} }} claim a "A" {{ claim b "B" }}')))
    assert (data["thesis"], data["thesis_named"]) == (thesis, is_named)


def test_questions_contexts_and_preferences(load):
    """A question names its options, a context what it is in, a preference both sides."""
    data = json.loads(
        dump(
            load(
                'question q "Which?" { expect: a  claim a "A" { outweighs: b context c "C" } }'
                ' question p "And then?" { expect: open exclusive: false options: b }'
                ' assumption b "B" { fidelity: implicit label: "Short" }'
            )
        )
    )
    first, second = data["questions"]
    assert (first["options"], first["exclusive"], first["expected_options"]) == (["a"], True, ["a"])
    assert (second["options"], second["exclusive"], second["expects_open"]) == (["b"], False, True)
    assert [(context["id"], context["parent"]) for context in data["contexts"]] == [("c", "a")]
    assert [(p["stronger"], p["weaker"]) for p in data["preferences"]] == [("a", "b")]
    assert (data["statements"][1]["fidelity"], data["statements"][1]["label"]) == (
        "implicit",
        "Short",
    )
    assert data["theses"] == []


def test_the_four_kinds_of_edges(lane):
    """Support, attack, undercut (of an inference) and contradiction have different kinds."""
    edges = {(edge["from"], edge["to"]): edge["kind"] for edge in json.loads(dump(lane))["edges"]}
    assert edges["kerb", "build-it"] == "support"
    assert edges["cost", "build-it"] == "attack"
    assert edges["junctions", "safer"] == edges["rivals", "cyclists->build-it"] == "undercut"
    assert edges["cost", "cheap"] == "contradiction"


def test_control_characters_are_escaped(load):
    """Letters are not escaped; characters that a terminal interprets are."""
    output = dump(load(r'claim "Türkiye \u{1b}[31m \u{9b} \u{202e}"'))
    assert "Türkiye" in output
    assert not set("\x1b\x9b\u202e") & set(output)
    assert json.loads(output)["statements"][0]["text"] == "Türkiye \x1b[31m \x9b \u202e"


def test_the_example_in_the_documentation(load):
    """The JSON in docs/json-export.md is part of the export of the map there."""
    page = (DOCS / "json-export.md").read_text(encoding="utf-8")
    source = re.search(r"```argmap\n(.*?)```", page, re.DOTALL)[1]
    excerpt = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    assert_contains(json.loads(dump(load(source))), excerpt)


def assert_contains(data, excerpt):
    """Assert that ``data`` has all keys of ``excerpt``, with the same values."""
    if isinstance(excerpt, dict):
        for key, value in excerpt.items():
            assert_contains(data[key], value)
    elif isinstance(excerpt, list):
        assert len(excerpt) == len(data)
        for item, expected in zip(data, excerpt, strict=True):
            assert_contains(item, expected)
    else:
        assert data == excerpt
