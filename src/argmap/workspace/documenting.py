"""The documentation that is made from the code: `python -m argmap.workspace.documenting docs`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argmap.config.schema import KEYS
from argmap.rules import Option, Rule, modules
from argmap.text import write_atomically
from argmap.workspace.rule_pages import manual

_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", tuple: "array"}


def configuration_schema() -> str:
    """Return the JSON Schema of `argmap.toml`, for editors that complete and check TOML."""
    rules = [module.RULE for module in modules()]
    families = dict.fromkeys(rule.code[:3] for rule in rules)
    properties = {key.name: {"description": key.description, **key.schema} for key in KEYS.values()}
    properties["rules"] |= {
        "properties": {rule.name: _of_rule(rule) for rule in rules if rule.options},
        "additionalProperties": False,
    }
    schema = {
        "$schema": _SCHEMA,
        "title": "argmap.toml",
        "description": "How argmap is set up; in pyproject.toml the same stands in [tool.argmap].",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {
            "rules": {
                "anyOf": [
                    {"enum": ["ALL", *families, *(name for rule in rules for name in rule[:2])]},
                    {"type": "string", "pattern": "^[A-Z]{3}[0-9]{1,2}$"},
                ]
            },
            "text": {
                "anyOf": [
                    {"type": "string", "minLength": 1},
                    {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}},
                ]
            },
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _of_rule(rule: Rule) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _of_option(option) for name, option in rule.options.items()},
        "additionalProperties": False,
    }


def _of_option(option: Option) -> dict[str, Any]:
    bounds = {"minimum": option.least, "maximum": option.most}
    allowed = {"enum": list(option.words)} if option.words else {}
    kind: dict[str, Any] = {"type": _TYPES[type(option.default)], **allowed}
    if isinstance(option.default, tuple):
        kind = {"type": "array", "items": {"type": "string", **allowed}}
    kind |= {name: bound for name, bound in bounds.items() if bound is not None}
    return {"description": option.description, "default": option.default, **kind}


PAGES: dict[str, Callable[[], str]] = {
    "configuration.schema.json": configuration_schema,
    "rules.md": manual,
}
"""What makes the files in `docs/` that nobody writes by hand."""


if __name__ == "__main__":
    for _name, _make in PAGES.items():
        write_atomically(Path(sys.argv[1], _name), _make())
