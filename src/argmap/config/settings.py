"""The settings in `argmap.toml` or `pyproject.toml`, the project root, and the cache folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from argmap.config.schema import CONFIG_KEYS, InvalidSetting
from argmap.errors import ConfigError

MAP_SUFFIX = ".argmap"
"""The suffix of map files."""

PROJECT_MARKERS = ("argmap.toml", "pyproject.toml", ".git")
"""Files and folders of which a project's root contains at least one."""

_OWN_FILE = "argmap.toml"
_SHARED_FILE = "pyproject.toml"
_LAST_FOLDER = ".git"
_MAY_CONFIGURE_ARGMAP = re.compile(
    rb"tool[^\n#]*argmap|^[ \t]*[\"']?argmap[\"']?[ \t]*[.=]", re.MULTILINE
)
"""Matches every shared file with settings for argmap. Other files are not parsed, to save time."""


class Settings(NamedTuple):
    """The settings of a project.

    The names of rules are not validated; this package does not know which rules exist.

    Attributes:
        file: The configuration file, or None if there is none.
        sources: The text files of sources, by source id. Paths in the configuration file are
            relative to it.
        rules: The options of rules, by rule name.
        editor: The editor that `argmap serve` opens.
        exclude: Path patterns, or None for the defaults.
        extend_exclude: Path patterns to add to ``exclude``.
        markdown: Whether Markdown files in folders are searched for maps.
    """

    file: Path | None = None
    sources: dict[str, Path] = {}  # noqa: RUF012 (never modified)
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}  # noqa: RUF012
    per_file_ignores: dict[str, tuple[str, ...]] = {}  # noqa: RUF012
    fail_on: str | None = None
    rules: dict[str, dict[str, Any]] = {}  # noqa: RUF012
    editor: str = "vscode"
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False
    baseline: Path | None = None
    markdown: bool = False

    @property
    def key_prefix(self) -> str:
        """The prefix of keys in a shared file: `tool.argmap.`."""
        return _prefix(self.file) if self.file else ""

    def display_key(self, *names: str) -> str:
        """Return a key with its file and prefix, for messages."""
        return f"`{self.file}`: `{self.key_prefix}{'.'.join(names)}`"


ReadFile = Callable[[Path], bytes | None]
"""Returns the content of a file, or None if there is none; raises OSError if it is unreadable."""


def read_file(path: Path) -> bytes | None:
    """Return the content of a file on disk, or None if it does not exist.

    Raises:
        OSError: If the file cannot be read.
    """
    return path.read_bytes() if path.is_file() else None


def load_settings(start: Path, read: ReadFile = read_file) -> Settings:
    """Return the settings for maps in a folder.

    They are in the nearest `argmap.toml`, or `pyproject.toml` with a table `[tool.argmap]`, in this
    folder or one above; in the same folder, `argmap.toml` takes precedence. The search ends at a
    folder with `.git`.

    Args:
        start: The folder.
        read: Reads files; by default from disk.

    Raises:
        ConfigError: If a configuration file is unreadable or invalid.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in (_OWN_FILE, _SHARED_FILE):
            settings = _load(folder / name, read)
            if settings is not None:
                return settings
        if (folder / _LAST_FOLDER).exists():
            break
    return Settings()


def read_settings(file: Path, read: ReadFile = read_file) -> Settings:
    """Return the settings in a given configuration file.

    Raises:
        ConfigError: If the file does not exist, is unreadable, or is invalid.
    """
    settings = _load(file, read)
    if settings is None and read(file) is None:
        raise ConfigError(f"the configuration file `{file}` does not exist")
    return settings or Settings(file)


def _load(file: Path, read: ReadFile) -> Settings | None:
    """Return the settings in a file, or None if there are none for argmap."""
    table = _parse(file, read)
    if table is None:
        return None
    if file.name != _SHARED_FILE:
        return _settings(file, table)
    tool = table.get("tool")
    if isinstance(tool, dict) and isinstance(tool.get("argmap"), dict):
        return _settings(file, tool["argmap"])
    return None


def _parse(path: Path, read: ReadFile) -> dict[str, Any] | None:
    """Return the content of a TOML file, or None if it does not exist."""
    try:
        data = read(path)
    except OSError as error:
        raise ConfigError(f"`{path}` cannot be read: {error.strerror}") from error
    if data is None:
        return None
    if not data.strip() or (path.name == _SHARED_FILE and not _MAY_CONFIGURE_ARGMAP.search(data)):
        return {}
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise ConfigError(f"`{path}` is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"`{path}` is nested too deeply to be read") from error


def _settings(file: Path, table: dict[str, Any]) -> Settings:
    prefix = _prefix(file)
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in CONFIG_KEYS:
            raise ConfigError(f"`{file}`: unknown key `{prefix}{name}`; {_suggestion(name)}")
        try:
            values[name.replace("-", "_")] = CONFIG_KEYS[name].read(name, value)
        except InvalidSetting as error:
            raise ConfigError(f"`{file}`: `{prefix}{error.key}` {error}") from error
    if "sources" in values:
        values["sources"] = {id_: file.parent / path for id_, path in values["sources"].items()}
    if "baseline" in values:
        values["baseline"] = file.parent / values["baseline"]
    return Settings(file, **values)


def _prefix(file: Path) -> str:
    return "tool.argmap." if file.name == _SHARED_FILE else ""


def _suggestion(name: str) -> str:
    from difflib import get_close_matches  # only needed for errors

    matches = get_close_matches(name, CONFIG_KEYS, n=1)
    return f"did you mean `{matches[0]}`?" if matches else f"use one of {', '.join(CONFIG_KEYS)}"


def find_root(start: Path) -> Path:
    """Return the root of the project that a folder is in.

    It is the nearest folder, from ``start`` upwards, with one of `PROJECT_MARKERS`; if there is
    none, it is ``start``. Maps cannot import files outside of it.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / marker).exists() for marker in PROJECT_MARKERS):
            return folder
    return start


def result_cache_folder() -> Path | None:
    """Return the folder of cached check results: ``ARGMAP_CACHE_DIR``, or else `cache_folder`.

    It may be copied from another machine, so it must contain nothing but data.
    """
    path = os.environ.get("ARGMAP_CACHE_DIR")
    return Path(path).absolute() if path else cache_folder()


def cache_folder() -> Path | None:
    """Return argmap's folder in the user's cache folder, or None if the user has no home folder."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not Path(base).is_absolute():  # the specification says to ignore relative paths
            base = "~/.cache"
    try:
        return Path(base).expanduser() / "argmap"
    except RuntimeError:
        return None
