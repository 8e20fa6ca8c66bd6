"""How a project is set up: `argmap.toml`, or `[tool.argmap]` in `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from argmap.errors import ConfigError

_OWN_FILE = "argmap.toml"
_SHARED_FILE = "pyproject.toml"
_LAST_FOLDER = ".git"
_NEEDED = b"sources"
"""The settings there are so far. A file without the word is not parsed: that takes its time."""


class Settings(NamedTuple):
    """What was set, and in which file (None: nowhere).

    ``sources`` are the files with the sources' texts, by the sources' ids; a path in the file is
    relative to it.
    """

    file: Path | None = None
    sources: dict[str, Path] = {}  # noqa: RUF012 (a default that nobody changes)


def load_settings(start: Path) -> Settings:
    """Return the settings for maps in the folder ``start``.

    They stand in the nearest `argmap.toml` upwards, or `pyproject.toml` with a table
    `[tool.argmap]`, whichever is nearer (in one folder the former). The folder that holds `.git` is
    the last one looked into.

    Raises:
        ConfigError: when such a file cannot be read, or sets something that it cannot.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        table = _table(folder / _OWN_FILE)
        if table is not None:
            return _settings(folder / _OWN_FILE, table)
        tool = (_table(folder / _SHARED_FILE) or {}).get("tool")
        if isinstance(tool, dict) and isinstance(tool.get("argmap"), dict):
            return _settings(folder / _SHARED_FILE, tool["argmap"], "tool.argmap.")
        if (folder / _LAST_FOLDER).exists():
            break
    return Settings()


def _table(path: Path) -> dict[str, Any] | None:
    """Return what a file says, or None where there is none; nothing of it may concern us."""
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise ConfigError(f"`{path}` cannot be read: {error.strerror}") from error
    if data is None or _NEEDED not in data:
        return None if data is None else {}
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise ConfigError(f"`{path}` is no TOML: {error}") from error


def _settings(file: Path, table: dict[str, Any], prefix: str = "") -> Settings:
    sources = table.get("sources", {})
    if not isinstance(sources, dict):
        raise ConfigError(f"`{file}`: `{prefix}sources` is no table of files by the sources' ids")
    paths: dict[str, Path] = {}
    for id_, value in _flat(sources):
        if not isinstance(value, str) or not value:
            raise ConfigError(f"`{file}`: `{prefix}sources.{id_}` is no path in quotes")
        paths[id_] = file.parent / value
    return Settings(file, paths)


def _flat(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield ids and values; in TOML an id with a dot, unquoted, is a table (`energy.paper = …`)."""
    pending = [("", table)]
    while pending:
        prefix, inner = pending.pop(0)
        for name, value in inner.items():
            if isinstance(value, dict):
                pending.append((f"{prefix}{name}.", value))
            else:
                yield prefix + name, value
