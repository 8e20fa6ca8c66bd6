"""How a project is set up: `argmap.toml`, or `[tool.argmap]` in `pyproject.toml`.

The project a map belongs to.

Where a user's caches lie.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from argmap.config.schema import CONFIG_KEYS, InvalidValue
from argmap.errors import ConfigError

_OWN_FILE = "argmap.toml"
_SHARED_FILE = "pyproject.toml"
_LAST_FOLDER = ".git"
_CONCERNS_US = re.compile(rb"tool[^\n#]*argmap|^[ \t]*[\"']?argmap[\"']?[ \t]*[.=]", re.MULTILINE)
"""What a shared file holds at least that sets something of ours. Others are not parsed: that takes
its time."""


class Settings(NamedTuple):
    """What was set, and in which file (None: nowhere).

    ``sources`` are the files with the sources' texts, by the sources' ids; a path in the file is
    relative to it. Rules are named as they are written: only a room above knows which there are.
    ``rules`` are rules' options, by rules' names. ``editor`` is the one that `argmap serve` opens.
    ``exclude`` (None: the default) and ``extend_exclude`` are patterns of paths.
    """

    file: Path | None = None
    sources: dict[str, Path] = {}  # noqa: RUF012 (a default that nobody changes)
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

    @property
    def prefix(self) -> str:
        """What goes before a key of the file, where argmap has only a part of it."""
        return _prefix(self.file) if self.file else ""

    def key(self, *names: str) -> str:
        """Return a key as a message names it: with the file, and the table where it is shared."""
        return f"`{self.file}`: `{self.prefix}{'.'.join(names)}`"


ReadFile = Callable[[Path], bytes | None]
"""Returns what a file holds, None where there is none; raises an OSError where it cannot tell."""


def read_file(path: Path) -> bytes | None:
    """Return what a file on the disk holds, None where there is none.

    Raises:
        OSError: when it cannot be read.
    """
    return path.read_bytes() if path.is_file() else None


def load_settings(start: Path, read: ReadFile = read_file) -> Settings:
    """Return the settings for maps in the folder ``start``.

    They stand in the nearest `argmap.toml` upwards, or `pyproject.toml` with a table
    `[tool.argmap]`, whichever is nearer (in one folder the former). The folder that holds `.git` is
    the last one looked into. ``read`` is where files come from, if not from the disk.

    Raises:
        ConfigError: when such a file cannot be read, or sets something that it cannot.
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
    """Return the settings in a file that was named; one called `pyproject.toml` is a shared one.

    Raises:
        ConfigError: when there is none, it cannot be read, or sets something that it cannot.
    """
    settings = _load(file, read)
    if settings is None and read(file) is None:
        raise ConfigError(f"there is no file `{file}` to set up the project")
    return settings or Settings(file)


def _load(file: Path, read: ReadFile) -> Settings | None:
    """Return what a file sets, or None where it is not there or nothing of it concerns us."""
    table = _table(file, read)
    if table is None or file.name != _SHARED_FILE:
        return None if table is None else _settings(file, table)
    tool = table.get("tool")
    if isinstance(tool, dict) and isinstance(tool.get("argmap"), dict):
        return _settings(file, tool["argmap"])
    return None


def _table(path: Path, read: ReadFile) -> dict[str, Any] | None:
    """Return what a file says, or None where there is none."""
    try:
        data = read(path)
    except OSError as error:
        raise ConfigError(f"`{path}` cannot be read: {error.strerror}") from error
    if data is None:
        return None
    if not data.strip() or (path.name == _SHARED_FILE and not _CONCERNS_US.search(data)):
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
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name not in CONFIG_KEYS:
            raise ConfigError(f"`{file}`: there is no key `{prefix}{name}`{_meant(name)}")
        try:
            found[name.replace("-", "_")] = CONFIG_KEYS[name].read(name, value)
        except InvalidValue as refused:
            raise ConfigError(f"`{file}`: `{prefix}{refused.key}` {refused}") from refused
    if "sources" in found:
        found["sources"] = {id_: file.parent / path for id_, path in found["sources"].items()}
    if "baseline" in found:
        found["baseline"] = file.parent / found["baseline"]
    return Settings(file, **found)


def _prefix(file: Path) -> str:
    return "tool.argmap." if file.name == _SHARED_FILE else ""


def _meant(name: str) -> str:
    from difflib import get_close_matches  # only mistakes pay for the import

    found = get_close_matches(name, CONFIG_KEYS, n=1)
    return f"; did you mean `{found[0]}`?" if found else f"; there are {', '.join(CONFIG_KEYS)}"


MAP_SUFFIX = ".argmap"
"""What a map's file is called. Here it costs no import of what reads maps."""

PROJECT_MARKERS = ("argmap.toml", "pyproject.toml", ".git")
"""What a project's folder holds at least one of."""


def find_root(start: Path) -> Path:
    """Return the nearest folder from ``start`` upwards that holds one of `PROJECT_MARKERS`, or ``start``.

    Nothing outside of it is read on behalf of a map in ``start``.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / marker).exists() for marker in PROJECT_MARKERS):
            return folder
    return start


def result_cache_folder() -> Path | None:
    """Return where findings are kept: what ``ARGMAP_CACHE_DIR`` says, or else with other caches.

    The former may come from another machine, so that nothing lies there but data.
    """
    own = os.environ.get("ARGMAP_CACHE_DIR")
    return Path(own).absolute() if own else cache_folder()


def cache_folder() -> Path | None:
    """Return where this user's caches lie; None for a user without a home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not Path(base).is_absolute():  # the specification wants a relative one ignored
            base = "~/.cache"
    try:
        return Path(base).expanduser() / "argmap"
    except RuntimeError:
        return None
