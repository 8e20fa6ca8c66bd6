"""Caches the results of checks, so that unchanged maps need not be parsed again.

The key of an entry is a digest of the map's text, of the settings of the rules and of argmap. An
entry also lists its other dependencies (`argmap.workspace.results.Trace`), and is used only while
they are unchanged. Entries are data: nothing in the cache is ever executed, and a damaged entry
counts as missing. Entries do not depend on the location of the project, so a cache can be moved to
another machine.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from argmap._version import __version__
from argmap.config import Settings, find_root
from argmap.workspace.cache_entry import StaleEntry, deserialize, serialize
from argmap.workspace.check_config import CheckConfig
from argmap.workspace.files import FileSystem, display_path, is_digest
from argmap.workspace.results import MapResult

_PACKAGE = Path(__file__).parents[1]
_FOLDER = "findings"
_DIGEST_LENGTH = 64
_DAY_SECONDS = 24 * 60 * 60
_MAX_AGE_SECONDS = 30 * _DAY_SECONDS
_MAX_CACHE_BYTES = 256 << 20
_MAX_ENTRY_BYTES = 64 << 20
"""An entry of a map with 10,000 statements has half a million bytes."""


class ResultCache:
    """The cached results of maps that are checked with a configuration."""

    def __init__(self, config: CheckConfig) -> None:
        assert config.cache is not None
        self.folder = config.cache / _FOLDER
        self._texts = config.texts
        self._overrides = config.overrides
        self._contexts: dict[Path, str] = {}  # by folder

    def key(self, path: Path, settings: Settings, files: FileSystem) -> str | None:
        """Return the key of the entry of a map, or None if the map cannot be cached.

        Args:
            path: The absolute path of the map.
            settings: The settings of the map.
            files: The files to read.
        """
        digest = files.fingerprint(path)
        if not is_digest(digest):
            return None
        if path.parent not in self._contexts:
            self._contexts[path.parent] = self._context(path.parent, settings)
        parts = (tool_fingerprint(), self._contexts[path.parent], display_path(path), digest)
        return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    def _context(self, folder: Path, settings: Settings) -> str:
        """Return the configuration of the maps in a folder, with paths relative to it."""
        file = None if settings.file is None else _relative(settings.file, folder)
        sources = {id_: _relative(path, folder) for id_, path in settings.sources.items()}
        texts = {id_: (str(path), _relative(path, folder)) for id_, path in self._texts.items()}
        overrides = self._overrides._replace(config=None, severity=dict(self._overrides.severity))
        root = _relative(find_root(folder), folder)
        return repr((_relevant_settings(settings), file, sources, texts, overrides, root))

    def find(self, key: str, path: Path, settings: Settings, files: FileSystem) -> MapResult | None:
        """Return the cached result of a map, or None if a dependency has changed."""
        file = self._file(key)
        try:
            with file.open("rb") as opened:
                data = opened.read(_MAX_ENTRY_BYTES)
        except OSError:
            return None
        content = data[_DIGEST_LENGTH + 1 :]
        if data[:_DIGEST_LENGTH] != sha256(content).hexdigest().encode():
            return None
        try:
            named = {**settings.sources, **self._texts}
            entry = json.loads(content)
            if b"\\ud" in content:
                json.dumps(entry, ensure_ascii=False).encode()  # raises if it cannot be printed
            result = deserialize(entry, path, named, files)
        except (StaleEntry, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
            return None
        _mark_used(file)
        return result

    def store(self, key: str, path: Path, result: MapResult) -> None:
        """Cache the result of a map if possible; errors while writing are ignored."""
        from argmap.text import write_atomically

        data = serialize(result, path)
        if data is None:
            return
        content = json.dumps(data, separators=(",", ":")).encode()
        with suppress(OSError):
            write_atomically(
                self._file(key), sha256(content).hexdigest().encode() + b"\n" + content
            )

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def _relevant_settings(settings: Settings) -> Settings:
    """Return the settings that affect the diagnostics of a map, without paths."""
    return settings._replace(
        file=None,
        sources={},
        editor="",
        exclude=None,
        extend_exclude=(),
        respect_gitignore=True,
        force_exclude=False,
        markdown=False,
        baseline=None,
    )


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


# ---- Old entries -------------------------------------------------------------------------------


def _mark_used(file: Path) -> None:
    """Update the modification time of an entry, at most once a day."""
    import time

    with suppress(OSError):
        if time.time() - file.stat().st_mtime > _DAY_SECONDS:
            os.utime(file)


def prune(folder: Path) -> None:
    """Remove entries that have not been used for 30 days, and the oldest if the cache is too large.

    This is done at most once a day.
    """
    import time

    now = time.time()
    marker = folder / _FOLDER / "pruned"
    with suppress(OSError):
        if marker.exists() and now - marker.stat().st_mtime < _DAY_SECONDS:
            return
        entries: list[tuple[float, int, Path]] = []
        for file in (folder / _FOLDER).glob("??/*"):
            stat = file.lstat()
            entries.append((stat.st_mtime, stat.st_size, file))
        size = sum(size for _, size, _ in entries)
        for used, length, file in sorted(entries):
            if now - used < _MAX_AGE_SECONDS and size <= _MAX_CACHE_BYTES:
                break
            file.unlink(missing_ok=True)
            size -= length
        marker.touch()


# ---- The fingerprint of argmap -----------------------------------------------------------------


@cache
def tool_fingerprint() -> str:
    """Return a digest of argmap's code, Python's version and the libraries that affect results.

    The code of an installed wheel is identified by the digests that its installer has recorded, so
    that two machines with the same wheel agree; other code, by the sizes and times of its files.
    """
    record = _wheel_record()
    code = [record] if record else list(_code_files(_PACKAGE))
    parts = [__version__, sys.version, _lark_version(), str(find_spec("pysat") is not None), *code]
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _wheel_record() -> str:
    """Return the digests of the wheel's files, or nothing if argmap is not installed as a wheel."""
    record = _PACKAGE.parent / f"argmap-{__version__}.dist-info" / "RECORD"
    if not record.is_file():
        return ""
    lines = record.read_text(encoding="utf-8").splitlines()
    digests = (line for line in lines if line.startswith("argmap/") and ",sha256=" in line)
    return "\n".join(sorted(digests))


def _code_files(package: Path) -> Iterator[str]:
    """Yield the path, size and time of each file of a package, and of the grammar next to it."""
    pending = [os.fspath(package)]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                pending.append(entry.path)
            elif entry.name.endswith((".py", ".lark")):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
    grammar = package.parents[1] / "grammar" / "argmap.lark"
    if grammar.is_file():
        stat = grammar.stat()
        yield f"{grammar} {stat.st_size} {stat.st_mtime_ns}"


def _lark_version() -> str:
    """Return the text of lark's ``__init__.py``: importing it takes longer than a check."""
    spec = find_spec("lark")
    origin = spec.origin if spec else None
    return Path(origin).read_text(encoding="utf-8") if origin else ""
