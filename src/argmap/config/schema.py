"""The keys of `argmap.toml`, with their values and descriptions.

`CONFIG_KEYS` is the only definition of them: it validates the values, and the JSON Schema and the
documentation are generated from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

SEVERITY_LEVELS = ("error", "warning", "info", "off")
FAIL_ON_LEVELS = ("error", "warning", "info", "never")
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
"""Editors that are opened by a link. Commands are not allowed here, because a project's settings
are untrusted input."""


class InvalidSetting(ValueError):
    """A key has an invalid value; ``key`` is its dotted name, the message says what is valid."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class ConfigKey(NamedTuple):
    """The definition of a key.

    Attributes:
        name: The name of the key.
        description: The description for the documentation.
        read: Validates and returns a value, given the name of the key.
        schema: The JSON Schema of the value, without the names of rules.
    """

    name: str
    description: str
    read: Callable[[str, Any], Any]
    schema: dict[str, Any]


def flatten_table(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of nested tables with their dotted keys, such as ``energy.paper``."""
    queue = [("", table)]
    while queue:
        prefix, subtable = queue.pop(0)
        for name, value in subtable.items():
            if isinstance(value, dict):
                queue.append((f"{prefix}{name}.", value))
            else:
                yield prefix + name, value


def _strings(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidSetting(key, "must be a list of strings")
    return tuple(value)


def _boolean(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidSetting(key, "must be true or false")
    return value


def _path(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidSetting(key, "must be a path in quotes")
    return value


def _one_of(choices: tuple[str, ...]) -> Callable[[str, Any], str]:
    def read(key: str, value: Any) -> str:
        if value not in choices or not isinstance(value, str):
            raise InvalidSetting(key, f"must be one of {', '.join(choices)}")
        return value

    return read


def _table_of(
    read: Callable[[str, Any], Any], description: str
) -> Callable[[str, Any], dict[str, Any]]:
    def read_table(key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InvalidSetting(key, f"must be a table of {description}")
        return {name: read(f"{key}.{name}", item) for name, item in value.items()}

    return read_table


def _options(key: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidSetting(key, "must be a table of the rule's options")
    return value


def _paths_by_id(key: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise InvalidSetting(key, "must be a table of paths by source id")
    paths: dict[str, str] = {}
    for id_, path in flatten_table(value):  # TOML parses an unquoted id with a dot as a table
        if not isinstance(path, str) or not path:
            raise InvalidSetting(f"{key}.{id_}", "must be a path in quotes")
        paths[id_] = path
    return paths


_PATTERNS = {"type": "array", "items": {"type": "string", "minLength": 1}}
"""The JSON Schema of a list of path patterns."""

_RULES = {"type": "array", "items": {"$ref": "#/$defs/rules"}}
"""The JSON Schema of a list of rules: codes, prefixes of codes, and names."""

CONFIG_KEYS: dict[str, ConfigKey] = {
    key.name: key
    for key in (
        ConfigKey(
            "select",
            "The rules to run instead of the default rules: codes, prefixes of codes (`EVI`), "
            "names, or `ALL`.",
            _strings,
            _RULES,
        ),
        ConfigKey("ignore", "Rules to turn off. `ignore` overrides `select`.", _strings, _RULES),
        ConfigKey(
            "severity",
            "The severity of rules: `error`, `warning`, `info`, or `off`. Without `select`, a "
            "level also turns on a rule that is off by default.",
            _table_of(_one_of(SEVERITY_LEVELS), "severities by rule"),
            {
                "type": "object",
                "propertyNames": {"$ref": "#/$defs/rules"},
                "additionalProperties": {"enum": list(SEVERITY_LEVELS)},
            },
        ),
        ConfigKey(
            "per-file-ignores",
            "Rules to ignore in some files, by path patterns in the syntax of `.gitignore`, "
            "relative to the configuration file. A `!` before a pattern selects all other files.",
            _table_of(_strings, "lists of rules by path pattern"),
            {"type": "object", "additionalProperties": _RULES},
        ),
        ConfigKey(
            "exclude",
            "Files and folders to skip in a folder that is checked: patterns in the syntax of "
            "`.gitignore`, relative to the configuration file [default: `node_modules`, "
            "`__pycache__` and `venv`]. Hidden folders are always skipped.",
            _strings,
            _PATTERNS,
        ),
        ConfigKey("extend-exclude", "Patterns to add to `exclude`.", _strings, _PATTERNS),
        ConfigKey(
            "respect-gitignore",
            "Skip files that git ignores [default: true].",
            _boolean,
            {"type": "boolean"},
        ),
        ConfigKey(
            "force-exclude",
            "Skip excluded and ignored files even if the command line names them [default: false].",
            _boolean,
            {"type": "boolean"},
        ),
        ConfigKey(
            "markdown",
            "Check the `argmap` blocks of the Markdown files in a folder that is checked "
            "[default: false].",
            _boolean,
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
            _one_of(FAIL_ON_LEVELS),
            {"enum": list(FAIL_ON_LEVELS)},
        ),
        ConfigKey(
            "sources",
            "The text files of sources, by source id; paths are relative to the configuration "
            "file.",
            _paths_by_id,
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}},
        ),
        ConfigKey(
            "editor",
            "The editor in which `argmap serve` opens files: "
            + ", ".join(f"`{name}`" for name in EDITORS)
            + ". Commands are accepted only on the command line.",
            _one_of(EDITORS),
            {"enum": list(EDITORS)},
        ),
        ConfigKey(
            "rules",
            "Options of rules, in one table per rule: `[rules.text-length]`.",
            _table_of(_options, "tables by rule name"),
            {"type": "object"},
        ),
    )
}
