"""Findings that are kept, so that a map that has not changed need not be read again.

An entry lies under a digest of the map's text, of what is wanted of the rules and of argmap itself.
It says what else its findings hang on (`argmap.workspace.outcome.Trace`), and is only used where
all of that is the same. Entries are data: whatever stands in the folder, nothing of it is run, and
what is damaged is as good as not there. Findings do not hang on where the project lies, so that a
folder of entries can go from one machine to another.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from argmap.config import Settings, find_root
from argmap.text import LIMIT
from argmap.workspace.choices import Choices
from argmap.workspace.entry import Mismatch, dump, load
from argmap.workspace.files import ABSENT, Files, shown
from argmap.workspace.identity import identity
from argmap.workspace.outcome import Outcome

_FOLDER = "findings"
_DIGEST = 64
_LARGEST = 64 << 20
"""Bytes of an entry. One of a map with 10,000 statements has half a million."""


class Cache:
    """Entries in a folder; for maps that are checked with these ``texts`` and ``choices``."""

    def __init__(self, folder: Path, texts: Mapping[str, Path] | None, choices: Choices) -> None:
        self.folder = folder / _FOLDER
        self._texts = dict(texts or {})
        self._choices = choices
        self._wishes: dict[Path, str] = {}

    def key(self, path: Path, settings: Settings, files: Files) -> str | None:
        """Return what the entry of the map at an absolute path is called.

        None: it cannot be kept.
        """
        digest = files.digest(path, LIMIT)
        if digest in (None, ABSENT):
            return None
        if path.parent not in self._wishes:
            self._wishes[path.parent] = self._wish(path.parent, settings)
        words = (identity(), self._wishes[path.parent], shown(path), digest)
        return sha256("\n".join(map(str, words)).encode("utf-8", "surrogateescape")).hexdigest()

    def _wish(self, folder: Path, settings: Settings) -> str:
        """Return all that is wanted of the maps in a folder, as seen from there."""
        file = None if settings.file is None else _relative(settings.file, folder)
        sources = {id_: _relative(path, folder) for id_, path in settings.sources.items()}
        given = {id_: (str(path), _relative(path, folder)) for id_, path in self._texts.items()}
        choices = self._choices._replace(config=None, severity=dict(self._choices.severity))
        root = _relative(find_root(folder), folder)
        return repr(
            (
                _of_findings(settings),
                file,
                sources,
                given,
                choices,
                root,
            )
        )

    def find(self, key: str, path: Path, settings: Settings, files: Files) -> Outcome | None:
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
            found = load(json.loads(content), path, named, files)
        except (Mismatch, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
            return None
        _keep_young(file)
        return found

    def keep(self, key: str, path: Path, outcome: Outcome) -> None:
        """Keep what came of a map, if it can be; a folder that cannot be written is no matter."""
        from argmap.text import write_atomically

        data = dump(outcome, path)
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
