"""What can be set: the keys of `argmap.toml`, each with what it takes.

The table is the only place that knows them: it reads the values, and the JSON Schema and the pages
of the documentation are made from it.

Tables in tables, as TOML has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


def flatten_table(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of tables in tables, with the keys that lead to them: ``energy.paper``."""
    pending = [("", table)]
    while pending:
        prefix, inner = pending.pop(0)
        for name, value in inner.items():
            if isinstance(value, dict):
                pending.append((f"{prefix}{name}.", value))
            else:
                yield prefix + name, value


LEVELS = ("error", "warning", "info", "off")
FAIL_LEVELS = ("error", "warning", "info", "never")
EDITORS = (
    "vscode",
    "vscode-insiders",
    "vscodium",
    "cursor",
    "windsurf",
    "zed",
    "idea",
    "sublime",
    "none",
)
"""Editors that are opened by a link. A command is no setting: a project may be a stranger's."""


class InvalidValue(ValueError):
    """A value that its key cannot take; ``key`` leads to it, the message says what it takes."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class ConfigKey(NamedTuple):
    """A key: how its value is read, and what a JSON Schema says of it, rules' names aside."""

    name: str
    description: str
    read: Callable[[str, Any], Any]
    schema: dict[str, Any]


def _words(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise InvalidValue(key, "is no list of texts in quotes")
    return tuple(value)


def _switch(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(key, "is neither true nor false")
    return value


def _path(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(key, "is not a path in quotes")
    return value


def _level(words: tuple[str, ...]) -> Callable[[str, Any], str]:
    def read(key: str, value: Any) -> str:
        if value not in words or not isinstance(value, str):
            raise InvalidValue(key, f"is none of {', '.join(words)}")
        return value

    return read


def _table_of(read: Callable[[str, Any], Any], kind: str) -> Callable[[str, Any], dict[str, Any]]:
    def read_table(key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InvalidValue(key, f"is no table of {kind}")
        return {name: read(f"{key}.{name}", inner) for name, inner in value.items()}

    return read_table


def _options(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidValue(key, "is no table of a rule's options")
    return value


def _texts(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise InvalidValue(key, "is no table of files by the sources' ids")
    paths: dict[str, str] = {}
    for id_, path in flatten_table(value):  # an id with a dot, unquoted, is a table in TOML
        if not isinstance(path, str) or not path:
            raise InvalidValue(f"{key}.{id_}", "is no path in quotes")
        paths[id_] = path
    return paths


PATTERNS = {"type": "array", "items": {"type": "string", "minLength": 1}}
"""Of a list of patterns of paths."""

RULES = {"type": "array", "items": {"$ref": "#/$defs/rules"}}
"""Of a list of codes, beginnings of codes and names."""

CONFIG_KEYS: dict[str, ConfigKey] = {
    key.name: key
    for key in (
        ConfigKey(
            "select",
            "The rules to run instead of the default rules: codes, prefixes of codes (`EVI`), "
            "names, or `ALL`.",
            _words,
            RULES,
        ),
        ConfigKey("ignore", "Rules to turn off. `ignore` overrides `select`.", _words, RULES),
        ConfigKey(
            "severity",
            "The severity of rules: `error`, `warning`, `info`, or `off`. Without `select`, a "
            "level also turns on a rule that is off by default.",
            _table_of(_level(LEVELS), "levels by rules"),
            {
                "type": "object",
                "propertyNames": {"$ref": "#/$defs/rules"},
                "additionalProperties": {"enum": list(LEVELS)},
            },
        ),
        ConfigKey(
            "per-file-ignores",
            "Rules to ignore in some files, by path patterns in the syntax of `.gitignore`, "
            "relative to the configuration file. A `!` before a pattern selects all other files.",
            _table_of(_words, "lists of rules by patterns of paths"),
            {"type": "object", "additionalProperties": RULES},
        ),
        ConfigKey(
            "exclude",
            "Files and folders to skip in a folder that is checked: patterns in the syntax of "
            "`.gitignore`, relative to the configuration file [default: `node_modules`, "
            "`__pycache__` and `venv`]. Hidden folders are always skipped.",
            _words,
            PATTERNS,
        ),
        ConfigKey("extend-exclude", "Patterns to add to `exclude`.", _words, PATTERNS),
        ConfigKey(
            "respect-gitignore",
            "Skip files that git ignores [default: true].",
            _switch,
            {"type": "boolean"},
        ),
        ConfigKey(
            "force-exclude",
            "Skip excluded and ignored files even if the command line names them [default: false].",
            _switch,
            {"type": "boolean"},
        ),
        ConfigKey(
            "baseline",
            "The file that lists the accepted findings, relative to the configuration file. "
            "`--baseline` overrides it.",
            _path,
            {"type": "string", "minLength": 1},
        ),
        ConfigKey(
            "fail-on",
            "The lowest severity that makes the exit code 1: `error`, `warning` (the default), "
            "`info`, or `never`.",
            _level(FAIL_LEVELS),
            {"enum": list(FAIL_LEVELS)},
        ),
        ConfigKey(
            "sources",
            "The text files of sources, by source id; paths are relative to the configuration "
            "file.",
            _texts,
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}},
        ),
        ConfigKey(
            "editor",
            "The editor in which `argmap serve` opens files: "
            + ", ".join(f"`{name}`" for name in EDITORS)
            + ". Commands are accepted only on the command line.",
            _level(EDITORS),
            {"enum": list(EDITORS)},
        ),
        ConfigKey(
            "rules",
            "Options of rules, in one table per rule: `[rules.text-length]`.",
            _table_of(_options, "tables by rules' names"),
            {"type": "object"},
        ),
    )
}
