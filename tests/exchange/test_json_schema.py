"""`argmap schema`: what language models write as structured output, and all that argmap reads."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.exchange.importing import argmap_text, assert_reads_or_refuses, imported
from tests.strategies import map_texts

from argmap import exchange
from argmap.cli import cli
from argmap.errors import InputError
from argmap.exchange.json import VERSION
from argmap.exchange.json.schema import complete_schema, structured_schema

STRUCTURED = structured_schema()
COMPLETE = complete_schema(VERSION)
SCHEMAS = {"structured": STRUCTURED, "complete": COMPLETE}
some = settings(
    suppress_health_check=list(HealthCheck), deadline=None, max_examples=60, derandomize=True
)


WORDS = st.sampled_from(
    ["a", "b", "c", "none", "open", "", " ", '"', '"a', "x-y", "3-2", "31–33", "p5", "#s", "a->b"]
)
TEXTS = WORDS | st.text(max_size=8)


def valid(schema):
    """Return a strategy for data that a schema allows."""
    if "anyOf" in schema:
        return st.one_of([valid(one) for one in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_valid(schema, name) for name in types])


def _valid(schema, name):
    texts = st.from_regex(schema["pattern"], fullmatch=True) if "pattern" in schema else TEXTS
    low, high = schema.get("minimum"), schema.get("maximum")
    strategies = {
        "null": st.none,
        "boolean": st.booleans,
        "string": lambda: texts,
        "array": lambda: st.lists(valid(schema["items"]), max_size=3),
        "integer": lambda: st.integers(low, high),
        "number": lambda: st.floats(low, high) | st.integers(low, high),
        "object": lambda: _object(schema),
    }
    return strategies[name]()


def _object(schema):
    if "properties" not in schema:
        return st.dictionaries(st.just("x-y"), st.lists(TEXTS, max_size=2))
    properties = {key: valid(value) for key, value in schema["properties"].items()}
    required = {key: properties.pop(key) for key in schema["required"]}
    return st.fixed_dictionaries(required, optional=properties)


def mistakes(data):
    """Return the mistakes that the import of JSON data reports."""
    try:
        imported(json.dumps(data), "json")
    except InputError as error:
        return error.mistakes
    return ()


def objects(schema):
    """Yield the schemas of all objects in a schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize(("options", "schema"), [([], STRUCTURED), (["--complete"], COMPLETE)])
def test_the_command_prints_a_valid_schema(options, schema):
    """It is JSON, and follows draft 2020-12."""
    result = CliRunner().invoke(cli, ["schema", *options])
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == schema
    Draft202012Validator.check_schema(schema)


def test_the_structured_schema_is_strict():
    """Each object has only required keys: what the structured output of model providers needs."""
    found = list(objects(STRUCTURED))
    assert len(found) > 5
    for schema in found:
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])
    allowed = {"type", "properties", "required", "additionalProperties", "items", "enum"}
    assert keywords(STRUCTURED) - allowed == {"$schema", "title", "description"}


def keywords(schema):
    """Return the keywords of a schema."""
    children = [*schema.get("properties", {}).values(), schema.get("items", {})]
    return {*schema}.union(*(keywords(child) for child in children if child))


def test_the_structured_schema_is_a_part_of_the_complete_one():
    """What a model may write is described among all keys, with the same names."""

    def compare(part, whole):
        for key, schema in part.get("properties", {}).items():
            assert key in whole["properties"]
            described = whole["properties"][key]
            if schema["type"] == "array" and "properties" in schema["items"]:
                compare(schema["items"], described["items"])

    compare(STRUCTURED, COMPLETE)


@some
@given(map_texts())
def test_what_is_exported_is_valid(load, text):
    """The export of any map follows the complete schema."""
    data = json.loads(exchange.dump(load(text), "json"))
    assert [error.message for error in Draft202012Validator(COMPLETE).iter_errors(data)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_valid_is_read_or_refused(name):
    """Any valid data become a valid map, or reports with JSON pointers; never a traceback."""

    @some
    @given(valid(SCHEMAS[name]))
    def check(data):
        assert Draft202012Validator(SCHEMAS[name]).is_valid(data)
        assert_reads_or_refuses(json.dumps(data), "json")
        assert all(mistake.startswith("/") for mistake in mistakes(data))

    check()


ANSWER = {
    "title": "Should the library open on Sundays?",
    "thesis": "sundays",
    "sources": [
        {
            "id": "paper",
            "title": "Open the library",
            "author": ["A. Writer"],
            "year": 2026,
            "url": None,
            "text": "paper.txt",
        }
    ],
    "statements": [
        {
            "id": id_,
            "kind": kind,
            "text": text,
            "fidelity": "paraphrase",
            "confidence": None,
            "held_by": [],
            "citations": [{"source": "paper", "locator": locator, "snippet": None}],
        }
        for id_, kind, text, locator in (
            ("sundays", "claim", "The library should open on Sundays", "1"),
            ("work", "evidence", "Six in ten readers work while it is open", "2"),
            ("free", "assumption", "Readers who work are free on Sundays", None),
            ("cost", "counterpoint", "Sunday staff would cost a lot", "3"),
        )
    ],
    "inferences": [
        {
            "id": None,
            "premises": ["work", "free"],
            "conclusion": "sundays",
            "polarity": "pro",
            "scheme": None,
            "undercutters": [],
        },
        {
            "id": None,
            "premises": ["cost"],
            "conclusion": "sundays",
            "polarity": "con",
            "scheme": None,
            "undercutters": [],
        },
    ],
    "questions": [],
    "contradictions": [],
    "preferences": [],
}


def test_a_valid_answer_becomes_a_map():
    """Everything that it says is kept."""
    assert list(Draft202012Validator(STRUCTURED).iter_errors(ANSWER)) == []
    assert (
        argmap_text(json.dumps(ANSWER))
        == """\
map "Should the library open on Sundays?" {
  thesis: sundays
}

source paper "Open the library" {
  author: "A. Writer"
  year: 2026
  text: "paper.txt"
}

claim sundays "The library should open on Sundays" @paper:1 {
  fidelity: paraphrase

  reason {
    evidence work "Six in ten readers work while it is open" @paper:2 {
      fidelity: paraphrase
    }

    assumption free "Readers who work are free on Sundays" @paper {
      fidelity: paraphrase
    }
  }

  counterpoint cost "Sunday staff would cost a lot" @paper:3 {
    fidelity: paraphrase
  }
}
"""
    )


def test_an_invalid_answer_is_reported_by_the_command(tmp_path):
    """One line for each mistake, with its JSON pointer; nothing is written."""
    answer = json.loads(json.dumps(ANSWER))
    answer["statements"][3]["text"] = ["Sunday staff"]
    answer["statements"][1]["fidelity"] = "exact"
    answer["inferences"][1]["polarity"] = "against"
    path = tmp_path / "map.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    result = CliRunner().invoke(cli, ["import", str(path), "-o", str(tmp_path / "map.argmap")])
    assert result.exit_code == 1
    fidelities = "quotation, paraphrase, condensed, interpretation, implicit"
    assert result.stderr == (
        f"argmap: `{path.as_posix()}` is not a valid map:\n"
        f"  /statements/1/fidelity: expected one of {fidelities}, but found `exact`\n"
        "  /statements/3/text: expected a text, but found a list\n"
        "  /inferences/1/polarity: expected one of pro, con, but found `against`\n"
    )
    assert not (tmp_path / "map.argmap").exists()
