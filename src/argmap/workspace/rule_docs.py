"""The rules' manual: their pages, for a terminal and for the web, and the list of all.

A page is the docstring of a rule's module; nothing else describes it.

The documentation that is made from the code: `python -m argmap.workspace.rule_docs docs`.
"""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from argmap.config.schema import CONFIG_KEYS
from argmap.errors import InputError
from argmap.rules import Option, Rule, modules, table
from argmap.text import write_atomically

_EXAMPLES = ("Example", "Instead")


def rule_page(word: str) -> str:
    """Return the manual page of a rule, by its code or name, for a terminal.

    Raises:
        InputError: when there is none.
    """
    module = _module(word)
    summary, parts = _read(module)
    lines = [f"{module.RULE.code} {module.RULE.name} ({_level(module.RULE)})", "", summary]
    for heading, text in parts:
        lines += ["", heading, textwrap.indent(text, "    ")]
    if module.RULE.options:
        lines += ["", "Options", *(f"    {line}" for line in _options(module.RULE))]
    return "\n".join(lines) + "\n"


def markdown_page(word: str) -> str:
    """Return the manual page of a rule, by its code or name, in Markdown.

    Raises:
        InputError: when there is none.
    """
    module = _module(word)
    summary, parts = _read(module)
    pieces = [f"## {module.RULE.code} {module.RULE.name}", f"{summary} *({_level(module.RULE)})*"]
    for heading, text in parts:
        if heading in _EXAMPLES:
            pieces += [f"**{heading}**", f"```text\n{text}\n```"]
        else:
            pieces.append(f"**{heading}.** {text}")
    if module.RULE.options:
        options = "\n".join(f"- {line}" for line in _options(module.RULE))
        pieces.append(f"**Options** (`[rules.{module.RULE.name}]`)\n\n{options}")
    return "\n\n".join(pieces) + "\n"


def manual() -> str:
    """Return the pages of all rules, behind a list of them, in Markdown."""
    rows = [
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {_level(rule)} "
        f"| {_read(module)[0]} |"
        for module in modules()
        for rule in (module.RULE,)
    ]
    head = (
        "# The rules\n\n"
        "What `argmap check` looks for. This page is made from the rules themselves, by\n"
        "`make docs`; `argmap rules` lists them, and [configuration.md](configuration.md) says\n"
        "how to turn them on and off.\n\n"
        "| code | name | level | |\n| --- | --- | --- | --- |\n"
    )
    pages = (markdown_page(module.RULE.code) for module in modules())
    return "\n".join([head + "\n".join(rows) + "\n", *pages])


def rule_list() -> str:
    """Return a line a rule: code, name, level and what is wrong."""
    rules = [(module.RULE, _read(module)[0]) for module in modules()]
    name = max(len(rule.name) for rule, _ in rules)
    level = max(len(_level(rule)) for rule, _ in rules)
    lines = (
        f"{rule.code}  {rule.name:<{name}}  {_level(rule):<{level}}  {summary}"
        for rule, summary in rules
    )
    return "\n".join(lines) + "\n"


def rule_data() -> list[dict[str, Any]]:
    """Return all rules as data, by code."""
    return [
        {
            "code": module.RULE.code,
            "name": module.RULE.name,
            "severity": str(module.RULE.severity),
            "is_default": module.RULE.is_default,
            "is_firm": module.RULE.is_mandatory,
            "summary": _read(module)[0],
            "options": {
                name: {"default": option.default, "description": option.description}
                for name, option in module.RULE.options.items()
            },
        }
        for module in modules()
    ]


def _module(word: str) -> ModuleType:
    for module in modules():
        if word.upper() == module.RULE.code or word.lower() == module.RULE.name:
            return module
    meant = table().suggest(word)
    meant = None if meant == word else meant  # it names a family of rules
    hint = f"; did you mean `{meant}`?" if meant else "; `argmap rules` lists all there are"
    raise InputError(f"there is no rule `{word}`{hint}")


def _level(rule: Rule) -> str:
    return str(rule.severity) if rule.is_default else f"{rule.severity}, off by default"


def _options(rule: Rule) -> Iterator[str]:
    for name, option in rule.options.items():
        default = list(option.default) if isinstance(option.default, tuple) else option.default
        shown = str(default).lower() if isinstance(default, bool) else default
        yield f"`{name}`: {option.description}; {option.allowed_values}, {shown} by default"


def _read(module: ModuleType) -> tuple[str, list[tuple[str, str]]]:
    """Return what a rule is about, and its page as headings with their texts."""
    assert module.__doc__ is not None
    summary, *lines = module.__doc__.strip().splitlines()
    parts: list[tuple[str, list[str]]] = []
    for line in lines:
        if line and not line.startswith(" "):
            parts.append((line, []))
        elif parts:
            parts[-1][1].append(line)
    dedented = ((heading, textwrap.dedent("\n".join(text)).strip()) for heading, text in parts)
    return summary, list(dedented)


_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", tuple: "array"}


def configuration_schema() -> str:
    """Return the JSON Schema of `argmap.toml`, for editors that complete and check TOML."""
    rules = [module.RULE for module in modules()]
    families = dict.fromkeys(rule.code[:3] for rule in rules)
    properties = {
        key.name: {"description": key.description, **key.schema} for key in CONFIG_KEYS.values()
    }
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
    bounds = {"minimum": option.minimum, "maximum": option.maximum}
    allowed = {"enum": list(option.choices)} if option.choices else {}
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
