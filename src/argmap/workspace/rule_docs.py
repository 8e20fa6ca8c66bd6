"""The manual of the rules, and the documentation that is generated from the code.

The page of a rule is the docstring of its module; nothing else describes the rule.
``python -m argmap.workspace.rule_docs docs`` writes the generated files.
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

_CODE_HEADINGS = ("Example", "Instead")
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", tuple: "array"}


def rule_page(word: str) -> str:
    """Return the manual page of a rule as plain text.

    Args:
        word: The code or the name of the rule.

    Raises:
        InputError: If the rule does not exist.
    """
    module = _module(word)
    summary, sections = _parse_docstring(module)
    lines = [f"{module.RULE.code} {module.RULE.name} ({_level(module.RULE)})", "", summary]
    for heading, text in sections:
        lines += ["", heading, textwrap.indent(text, "    ")]
    if module.RULE.options:
        lines += ["", "Options", *(f"    {line}" for line in _options(module.RULE))]
    return "\n".join(lines) + "\n"


def markdown_page(word: str) -> str:
    """Return the manual page of a rule in Markdown.

    Args:
        word: The code or the name of the rule.

    Raises:
        InputError: If the rule does not exist.
    """
    module = _module(word)
    summary, sections = _parse_docstring(module)
    blocks = [f"## {module.RULE.code} {module.RULE.name}", f"{summary} *({_level(module.RULE)})*"]
    for heading, text in sections:
        if heading in _CODE_HEADINGS:
            blocks += [f"**{heading}**", f"```text\n{text}\n```"]
        else:
            blocks.append(f"**{heading}.** {text}")
    if module.RULE.options:
        options = "\n".join(f"- {line}" for line in _options(module.RULE))
        blocks.append(f"**Options** (`[rules.{module.RULE.name}]`)\n\n{options}")
    return "\n\n".join(blocks) + "\n"


def manual() -> str:
    """Return the list of all rules, and their pages, in Markdown."""
    rows = [
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {_level(rule)} "
        f"| {_parse_docstring(module)[0]} |"
        for module in modules()
        for rule in (module.RULE,)
    ]
    head = (
        "# The rules\n\n"
        "The rules of `argmap check`. This page is generated from the rules by `make docs`.\n"
        "`argmap rules` lists the rules; [configuration.md](configuration.md) describes how to\n"
        "turn them on and off.\n\n"
        "| code | name | level | reports |\n| --- | --- | --- | --- |\n"
    )
    pages = (markdown_page(module.RULE.code) for module in modules())
    return "\n".join([head + "\n".join(rows) + "\n", *pages])


def rule_list() -> str:
    """Return a table of all rules as plain text: code, name, severity and summary."""
    rules = [(module.RULE, _parse_docstring(module)[0]) for module in modules()]
    name_width = max(len(rule.name) for rule, _ in rules)
    level_width = max(len(_level(rule)) for rule, _ in rules)
    lines = (
        f"{rule.code}  {rule.name:<{name_width}}  {_level(rule):<{level_width}}  {summary}"
        for rule, summary in rules
    )
    return "\n".join(lines) + "\n"


def rule_data() -> list[dict[str, Any]]:
    """Return all rules as JSON data, sorted by code."""
    return [
        {
            "code": module.RULE.code,
            "name": module.RULE.name,
            "severity": str(module.RULE.severity),
            "is_default": module.RULE.is_default,
            "is_firm": module.RULE.is_mandatory,
            "summary": _parse_docstring(module)[0],
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
    suggestion = table().suggest(word)
    is_family = suggestion == word
    hint = (
        f"did you mean `{suggestion}`?"
        if suggestion and not is_family
        else "`argmap rules` lists all rules"
    )
    raise InputError(f"unknown rule `{word}`; {hint}")


def _level(rule: Rule) -> str:
    return str(rule.severity) if rule.is_default else f"{rule.severity}, off by default"


def _options(rule: Rule) -> Iterator[str]:
    for name, option in rule.options.items():
        default = list(option.default) if isinstance(option.default, tuple) else option.default
        shown = str(default).lower() if isinstance(default, bool) else default
        yield f"`{name}`: {option.description}; {option.allowed_values}, {shown} by default"


def _parse_docstring(module: ModuleType) -> tuple[str, list[tuple[str, str]]]:
    """Return the summary and the sections (heading and text) of a rule's docstring."""
    assert module.__doc__ is not None
    summary, *lines = module.__doc__.strip().splitlines()
    sections: list[tuple[str, list[str]]] = []
    for line in lines:
        if line and not line.startswith(" "):
            sections.append((line, []))
        elif sections:
            sections[-1][1].append(line)
    dedented = [(heading, textwrap.dedent("\n".join(text)).strip()) for heading, text in sections]
    heading, silencing = dedented[-1]
    if module.RULE.is_suppressible and "argmap: ignore" not in silencing:
        code = module.RULE.code
        silencing += (
            f"\n\nOr write `# argmap: ignore[{code}] because …` in the line above the reported one,"
            f"\nor `# argmap: ignore-file[{code}] because …` for the whole file."
        )
    return summary, [*dedented[:-1], (heading, silencing)]


def configuration_schema() -> str:
    """Return the JSON Schema of `argmap.toml`, which editors use for completion and checks."""
    rules = [module.RULE for module in modules()]
    families = dict.fromkeys(rule.code[:3] for rule in rules)
    properties = {
        key.name: {"description": key.description, **key.schema} for key in CONFIG_KEYS.values()
    }
    properties["rules"] |= {
        "properties": {rule.name: _rule_schema(rule) for rule in rules if rule.options},
        "additionalProperties": False,
    }
    schema = {
        "$schema": _SCHEMA,
        "title": "argmap.toml",
        "description": "Settings of argmap; in pyproject.toml, they are in [tool.argmap].",
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


def _rule_schema(rule: Rule) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _option_schema(option) for name, option in rule.options.items()},
        "additionalProperties": False,
    }


def _option_schema(option: Option) -> dict[str, Any]:
    bounds = {"minimum": option.minimum, "maximum": option.maximum}
    enum = {"enum": list(option.choices)} if option.choices else {}
    schema: dict[str, Any] = {"type": _TYPES[type(option.default)], **enum}
    if isinstance(option.default, tuple):
        schema = {"type": "array", "items": {"type": "string", **enum}}
    schema |= {name: bound for name, bound in bounds.items() if bound is not None}
    return {"description": option.description, "default": option.default, **schema}


PAGES: dict[str, Callable[[], str]] = {
    "configuration.schema.json": configuration_schema,
    "rules.md": manual,
}
"""The functions that generate files in `docs/`, by the names of the files."""


if __name__ == "__main__":
    for _name, _make in PAGES.items():
        write_atomically(Path(sys.argv[1], _name), _make())
