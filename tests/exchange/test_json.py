"""The map as JSON."""

import json
import re

import pytest
from attrs import fields
from hypothesis import HealthCheck, given, settings
from tests.json_schema import DOCS, violations
from tests.json_schema import load as load_schema
from tests.strategies import map_texts

from argmap.exchange import get
from argmap.model import (
    Citation,
    Contradiction,
    Inference,
    Locator,
    Section,
    Source,
    Statement,
)


def dump(argument_map):
    return get("json").dump(argument_map)


def test_the_small_map_in_full(lane, snapshot):
    """Every part of the map is there, a line each."""
    assert dump(lane) == snapshot


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts())
def test_it_is_as_its_schema_says(load, text):
    """Whatever a map holds, each key is described in docs/json-export.schema.json and fits."""
    schema = load_schema("json-export.schema.json")
    assert list(violations(json.loads(dump(load(text))), schema)) == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts())
def test_every_id_in_it_is_declared_in_it(load, text):
    """Edges lead to statements and steps, citations to sources, all of which are there."""
    data = json.loads(dump(load(text)))
    statements, inferences, sources, sections = (
        {part["id"] for part in data[kind]}
        for kind in ("statements", "inferences", "sources", "sections")
    )
    for edge in data["edges"]:
        assert edge["from"] in statements
        assert edge["to"] in (inferences if edge["kind"] == "undercut" else statements)
        assert edge["inference"] in inferences | {None}
    for statement in data["statements"]:
        assert statement["section"] in sections | {None}
        assert {citation["source"] for citation in statement["citations"]} <= sources
    assert data["thesis"] in statements | {None}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("statement", Statement),
        ("inference", Inference),
        ("source", Source),
        ("section", Section),
        ("citation", Citation),
        ("contradiction", Contradiction),
        ("locator", Locator),
    ],
)
def test_no_field_of_the_model_is_forgotten(name, part):
    """What the model knows of a part, the schema describes."""
    described = set(load_schema("json-export.schema.json")["$defs"][name]["properties"])
    known = {field.name for field in fields(part)}
    keys = {"is_named": "named", "quotation": "snippet"}
    assert described - {"kind"} == {keys.get(field_name, field_name) for field_name in known}


@pytest.mark.parametrize(
    ("header", "thesis", "is_named"),
    [
        ("thesis: a", "a", True),
        ("thesis: none", None, True),
        ("lang: en", "a", False),
    ],
)
def test_a_debate_is_told_from_a_map_that_names_no_thesis(load, header, thesis, is_named):
    """With `thesis: none` there is no thesis, and the author says so."""
    data = json.loads(dump(load(f'map "M" {{ {header} }} claim a "A" {{ claim b "B" }}')))
    assert (data["thesis"], data["thesis_named"]) == (thesis, is_named)


def test_the_four_kinds_of_edges(lane):
    """Support, attack, undercut (to a step) and contradiction are told apart."""
    edges = {(edge["from"], edge["to"]): edge["kind"] for edge in json.loads(dump(lane))["edges"]}
    assert edges["kerb", "build-it"] == "support"
    assert edges["cost", "build-it"] == "attack"
    assert edges["junctions", "safer"] == edges["rivals", "cyclists->build-it"] == "undercut"
    assert edges["cost", "cheap"] == "contradiction"


def test_text_stays_readable_and_harmless(load):
    """Letters are written as they are; what a terminal acts on is escaped."""
    written = dump(load(r'claim "Türkiye \u{1b}[31m \u{9b} \u{202e}"'))
    assert "Türkiye" in written
    assert not set("\x1b\x9b\u202e") & set(written)
    assert json.loads(written)["statements"][0]["text"] == "Türkiye \x1b[31m \x9b \u202e"


def test_the_example_in_its_documentation_is_true(load):
    """What docs/json-export.md shows of a map is part of what is written for it."""
    page = (DOCS / "json-export.md").read_text(encoding="utf-8")
    source = re.search(r"```argmap\n(.*?)```", page, re.DOTALL)[1]
    shown = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    assert_part_of(shown, json.loads(dump(load(source))))


def assert_part_of(part, whole):
    if isinstance(part, dict):
        for key, value in part.items():
            assert_part_of(value, whole[key])
    elif isinstance(part, list):
        assert len(part) == len(whole)
        for one, other in zip(part, whole, strict=True):
            assert_part_of(one, other)
    else:
        assert part == whole
