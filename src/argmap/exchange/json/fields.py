"""The keys of the objects of a JSON map: their fields in the model, and their types.

Both readers of the format, and its JSON Schema, take the keys from here.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from argmap.exchange.json.values import (
    JsonValue,
    confidence,
    date,
    extra,
    flag,
    locator,
    one_of,
    passages,
    question_numbers,
    reliability,
    share,
    text,
    url,
    whole_number,
    words,
)
from argmap.model import (
    ESTIMATIVE_WORDS,
    Burden,
    Fidelity,
    Form,
    Polarity,
    Standard,
    Status,
)
from argmap.model.locator import Unit

Schema = dict[str, Any]


class ValueType(NamedTuple):
    """A type of values: the reader that checks and converts them, and their JSON Schema."""

    read: Callable[[JsonValue], Any]
    schema: Schema


class FieldSpec(NamedTuple):
    """A key of an object in JSON, the field of the model that it is, and the type of its value."""

    key: str
    field: str
    type: ValueType


def read_fields(data: JsonValue, specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
    """Return the fields of the model that an object gives; a null is a missing key.

    A value that is not valid is reported and left out.
    """
    members = data.members()
    missing = object()
    read = {
        spec.field: members[spec.key].attempt(spec.type.read, missing)
        for spec in specs
        if spec.key in members
    }
    return {name: value for name, value in read.items() if value is not missing}


# ---- Types ---------------------------------------------------------------------------------------


def choice(options: type[Enum]) -> ValueType:
    """Return the type of the values of an enumeration."""
    return ValueType(one_of(options), {"enum": [option.value for option in options]})


def integer(low: int, high: int) -> ValueType:
    """Return the type of the whole numbers in a range."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return ValueType(whole_number(low, high), schema)


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def closed_object(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object without other keys; keys that may be missing may be null."""
    return {
        "type": "object",
        "properties": {
            key: schema if key in required else nullable(schema)
            for key, schema in properties.items()
        },
        "required": list(required),
        "additionalProperties": False,
    }


def nullable(schema: Schema) -> Schema:
    """Return the schema of a value that may be null."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT: Schema = {"type": "string"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_WORD: Schema = {"enum": list(ESTIMATIVE_WORDS)}
_LOCATOR = {
    "anyOf": [
        _TEXT,
        closed_object(
            {
                "unit": {"enum": [unit.value for unit in Unit]},
                "first": {"type": "integer", "minimum": 0},
                "last": {"type": "integer", "minimum": 0},
                "text": _TEXT,
                "label": _TEXT,
            },
            ("unit",),
        ),
    ]
}
EXPECTATION_SCHEMA = {
    "anyOf": [
        {"enum": [status.value for status in Status]},
        closed_object(
            {
                "status": {"enum": [status.value for status in Status]},
                "comparison": {"enum": [">=", "<=", ">", "<"]},
                "bound": _SHARE,
            }
        ),
    ]
}

TEXT = ValueType(text, _TEXT)
WORDS = ValueType(words, array(_TEXT))
SWITCH = ValueType(flag, {"type": "boolean"})
SHARE = ValueType(share, _SHARE)
DATE = ValueType(date, {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"})
ADDRESS = ValueType(url, _TEXT)
RELIABILITY = ValueType(reliability, {"enum": list("ABCDEF")})
NUMBERS = ValueType(question_numbers, array({"type": "integer", "minimum": 1, "maximum": 99}))
CONFIDENCE = ValueType(
    confidence,
    {"anyOf": [_SHARE, _WORD, closed_object({"value": _SHARE, "word": _WORD}, ("value",))]},
)
LOCATOR = ValueType(locator, _LOCATOR)
PASSAGES = ValueType(passages, array(_LOCATOR))
EXTRA = ValueType(
    extra,
    {
        "type": "object",
        "patternProperties": {"^x-": array(_TEXT)},
        "additionalProperties": False,
    },
)


# ---- Fields --------------------------------------------------------------------------------------

_COMMON = (
    FieldSpec("tags", "tags", WORDS),
    FieldSpec("note", "note", TEXT),
    FieldSpec("extra", "extra", EXTRA),
)
_HEAD = (
    FieldSpec("named", "is_named", SWITCH),
    FieldSpec("label", "label", TEXT),
    FieldSpec("section", "section", TEXT),
)
_WAS = FieldSpec("was", "was", WORDS)

MAP_FIELDS = (
    FieldSpec("title", "title", TEXT),
    FieldSpec("standard", "standard", choice(Standard)),
    FieldSpec("strong_from", "strong_from", SHARE),
    FieldSpec("margin", "margin", SHARE),
    FieldSpec("doubt_from", "doubt_from", SHARE),
    FieldSpec("burden", "burden", choice(Burden)),
    FieldSpec("lang", "lang", TEXT),
    FieldSpec("author", "author", WORDS),
    FieldSpec("date", "date", DATE),
    *_COMMON,
)
STATEMENT_FIELDS = (
    *_HEAD,
    _WAS,
    FieldSpec("fidelity", "fidelity", choice(Fidelity)),
    FieldSpec("critical_question", "critical_question", NUMBERS),
    FieldSpec("confidence", "confidence", CONFIDENCE),
    FieldSpec("credibility", "credibility", integer(1, 6)),
    FieldSpec("held_by", "held_by", WORDS),
    FieldSpec("standard", "standard", choice(Standard)),
    FieldSpec("date", "date", DATE),
    FieldSpec("valid_until", "valid_until", DATE),
    FieldSpec("url", "url", ADDRESS),
    *_COMMON,
)
INFERENCE_FIELDS = (
    FieldSpec("named", "is_named", SWITCH),
    FieldSpec("polarity", "polarity", choice(Polarity)),
    FieldSpec("form", "form", choice(Form)),
    FieldSpec("scheme", "scheme", TEXT),
    FieldSpec("undercutters", "undercutters", WORDS),
    FieldSpec("confidence", "confidence", CONFIDENCE),
    FieldSpec("label", "label", TEXT),
    FieldSpec("fidelity", "fidelity", choice(Fidelity)),
    *_COMMON,
)
QUESTION_FIELDS = (
    *_HEAD,
    _WAS,
    FieldSpec("options", "options", WORDS),
    FieldSpec("exclusive", "is_exclusive", SWITCH),
    FieldSpec("standard", "standard", choice(Standard)),
    FieldSpec("expected_options", "expected_options", WORDS),
    FieldSpec("expects_open", "expects_open", SWITCH),
    *_COMMON,
)
CONTEXT_FIELDS = (
    *_HEAD,
    _WAS,
    FieldSpec("parent", "parent", TEXT),
    FieldSpec("date", "date", DATE),
    FieldSpec("url", "url", ADDRESS),
    *_COMMON,
)
SOURCE_FIELDS = (
    FieldSpec("title", "title", TEXT),
    FieldSpec("author", "author", WORDS),
    FieldSpec("year", "year", integer(-9_999, 9_999)),
    FieldSpec("date", "date", DATE),
    FieldSpec("valid_until", "valid_until", DATE),
    FieldSpec("publisher", "publisher", TEXT),
    FieldSpec("url", "url", ADDRESS),
    FieldSpec("doi", "doi", TEXT),
    FieldSpec("text", "text", TEXT),
    FieldSpec("passages", "passages", PASSAGES),
    FieldSpec("lang", "lang", TEXT),
    FieldSpec("reliability", "reliability", RELIABILITY),
    *_COMMON,
)
SECTION_FIELDS = (
    FieldSpec("named", "is_named", SWITCH),
    FieldSpec("title", "title", TEXT),
    FieldSpec("parent", "parent", TEXT),
    *_COMMON,
)
