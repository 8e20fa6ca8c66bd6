"""Findings that are kept, so that a map that has not changed need not be read again.

An entry lies under a digest of the map's text, of what is wanted of the rules and of argmap itself.
It says what else its findings hang on (`argmap.workspace.results.Trace`), and is only used where
all of that is the same. Entries are data: whatever stands in the folder, nothing of it is run, and
what is damaged is as good as not there. Findings do not hang on where the project lies, so that a
folder of entries can go from one machine to another.

What argmap is itself: two that are the same find the same in the same map.
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
from argmap.workspace.files import FileSystem, is_digest, shown
from argmap.workspace.results import MapResult

_PACKAGE = Path(__file__).parents[1]


@cache
def tool_fingerprint() -> str:
    """Return a digest of argmap's code, of Python's version and of the libraries that count.

    An installed wheel is known by the digests that its installer has written down, so that two
    machines with the same wheel agree; any other by its files' sizes and times.
    """
    installed = _record()
    code = [installed] if installed else list(_files(_PACKAGE))
    words = [__version__, sys.version, _lark(), str(find_spec("pysat") is not None), *code]
    return sha256("\n".join(words).encode("utf-8", "surrogateescape")).hexdigest()


def _record() -> str:
    """Return the digests of a wheel's files; nothing where this is no wheel."""
    record = _PACKAGE.parent / f"argmap-{__version__}.dist-info" / "RECORD"
    if not record.is_file():
        return ""
    lines = record.read_text(encoding="utf-8").splitlines()
    ours = (line for line in lines if line.startswith("argmap/") and ",sha256=" in line)
    return "\n".join(sorted(ours))


def _files(folder: Path) -> Iterator[str]:
    waiting = [os.fspath(folder)]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                waiting.append(entry.path)
            elif entry.name.endswith((".py", ".lark")):
                stat = entry.stat()
                yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
    yield from _grammar(folder)


def _grammar(package: Path) -> Iterator[str]:
    grammar = package.parents[1] / "grammar" / "argmap.lark"
    if grammar.is_file():
        stat = grammar.stat()
        yield f"{grammar} {stat.st_size} {stat.st_mtime_ns}"


def _lark() -> str:
    """Return the file in which lark says its version: importing it takes longer than a check."""
    spec = find_spec("lark")
    origin = spec.origin if spec else None
    return Path(origin).read_text(encoding="utf-8") if origin else ""


_FOLDER = "findings"
_DIGEST = 64
_LARGEST = 64 << 20
"""Bytes of an entry. One of a map with 10,000 statements has half a million."""


class ResultCache:
    """Entries in the folder of a configuration, for maps that are checked with it."""

    def __init__(self, config: CheckConfig) -> None:
        assert config.cache is not None
        self.folder = config.cache / _FOLDER
        self._texts = config.texts
        self._overrides = config.overrides
        self._wishes: dict[Path, str] = {}

    def key(self, path: Path, settings: Settings, files: FileSystem) -> str | None:
        """Return what the entry of the map at an absolute path is called.

        None: it cannot be kept.
        """
        digest = files.fingerprint(path)
        if not is_digest(digest):
            return None
        if path.parent not in self._wishes:
            self._wishes[path.parent] = self._wish(path.parent, settings)
        words = (tool_fingerprint(), self._wishes[path.parent], shown(path), digest)
        return sha256("\n".join(map(str, words)).encode("utf-8", "surrogateescape")).hexdigest()

    def _wish(self, folder: Path, settings: Settings) -> str:
        """Return all that is wanted of the maps in a folder, as seen from there."""
        file = None if settings.file is None else _relative(settings.file, folder)
        sources = {id_: _relative(path, folder) for id_, path in settings.sources.items()}
        given = {id_: (str(path), _relative(path, folder)) for id_, path in self._texts.items()}
        overrides = self._overrides._replace(config=None, severity=dict(self._overrides.severity))
        root = _relative(find_root(folder), folder)
        return repr(
            (
                _of_findings(settings),
                file,
                sources,
                given,
                overrides,
                root,
            )
        )

    def find(self, key: str, path: Path, settings: Settings, files: FileSystem) -> MapResult | None:
        """Return what is kept of a map, if all that it hangs on is as it was."""
        file = self._file(key)
        try:
            with file.open("rb") as opened:
                data = opened.read(_LARGEST)
        except OSError:
            return None
        content = data[_DIGEST + 1 :]
        if data[:_DIGEST] != sha256(content).hexdigest().encode():
            return None
        try:
            named = {**settings.sources, **self._texts}
            found = deserialize(json.loads(content), path, named, files)
        except (StaleEntry, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
            return None
        _keep_young(file)
        return found

    def keep(self, key: str, path: Path, outcome: MapResult) -> None:
        """Keep what came of a map, if it can be; a folder that cannot be written is no matter."""
        from argmap.text import write_atomically

        data = serialize(outcome, path)
        if data is None:
            return
        content = json.dumps(data, separators=(",", ":")).encode()
        with suppress(OSError):
            write_atomically(
                self._file(key), sha256(content).hexdigest().encode() + b"\n" + content
            )

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json"


def _of_findings(settings: Settings) -> Settings:
    """Return what is set that a map's findings depend on, without paths."""
    return settings._replace(
        file=None,
        sources={},
        editor="",
        exclude=None,
        extend_exclude=(),
        respect_gitignore=True,
        force_exclude=False,
        baseline=None,
    )


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


# ---- Old entries -------------------------------------------------------------------------------

_DAY = 24 * 60 * 60
_OLDEST = 30 * _DAY
_MOST = 256 << 20


def _keep_young(file: Path) -> None:
    """Note that an entry is of use, once a day."""
    import time

    with suppress(OSError):
        if time.time() - file.stat().st_mtime > _DAY:
            os.utime(file)


def prune(folder: Path) -> None:
    """Remove entries that nobody has used for a month, and the oldest when there are too many.

    That is done once a day at most.
    """
    import time

    now = time.time()
    marker = folder / _FOLDER / "pruned"
    with suppress(OSError):
        if marker.exists() and now - marker.stat().st_mtime < _DAY:
            return
        entries: list[tuple[float, int, Path]] = []
        for file in (folder / _FOLDER).glob("??/*"):
            stat = file.lstat()
            entries.append((stat.st_mtime, stat.st_size, file))
        size = sum(size for _, size, _ in entries)
        for used, length, file in sorted(entries):
            if now - used < _OLDEST and size <= _MOST:
                break
            file.unlink(missing_ok=True)
            size -= length
        marker.touch()
