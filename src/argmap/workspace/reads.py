"""Files as they are now, and a note of who has read what.

What comes of a map hangs on all that was read for it, be it there or not: as long as all of that is
as it was, nothing has to be done again.
"""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from argmap.syntax import Document, parse_reading
from argmap.text import LIMIT, decode
from argmap.workspace.files import ABSENT, read_bytes, shown

_LARGEST = 64 << 20
"""Bytes of a file that tell it from others; what is larger is known by its size and time."""

State = str
"""What a file is known by: the digest of what it holds, or a word where it cannot be read."""


class _Kept(NamedTuple):
    stamp: tuple[int, int, int, int]
    state: State


class Disk:
    """What is known of files; one that has changed is read again."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}
        self._documents: dict[Path, tuple[State, Document]] = {}

    def state(self, path: Path) -> State:
        """Return what the file at a path is known by now: `ABSENT` where there is none."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                return "no file"
            stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
            kept = self._kept.get(path)
            if kept is None or kept.stamp != stamp:
                data = read_bytes(path, _LARGEST + 1)
                state = _state(data) if len(data) <= _LARGEST else repr(stamp)
                kept = self._kept[path] = _Kept(stamp, state)
        except (FileNotFoundError, NotADirectoryError):
            return ABSENT
        except (OSError, ValueError) as error:
            return type(error).__name__
        return kept.state

    def document(self, path: Path) -> tuple[State, Document]:
        """Return a map's file, read, and what it is known by.

        Raises:
            OSError: when it cannot be read, or is no regular file.
        """
        kept = self._documents.get(path)
        if kept is None or kept[0] != self.state(path):
            data = read_bytes(path, LIMIT + 1)
            document = parse_reading(decode(shown(path), data))
            kept = self._documents[path] = _state(data), document
        return kept


class Reader:
    """Reads for one map, and notes in ``seen`` what was read and what it was known by then.

    What changes while it is read is noted as it was before, so that it is read once more.
    """

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.seen: dict[Path, State] = {}

    @property
    def is_current(self) -> bool:
        """Whether all that was read is as it was then."""
        return not self.changed()

    def changed(self) -> list[Path]:
        """Return what is not any more as it was when it was read."""
        return [path for path, state in self.seen.items() if self._disk.state(path) != state]

    def note(self, path: Path) -> None:
        """Record that another caller reads a file."""
        self.seen[path] = self._disk.state(path)

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes (see `argmap.workspace.files.read_bytes`)."""
        self.seen[path] = self._disk.state(path)
        return read_bytes(path, limit)

    def read_file(self, path: Path) -> bytes | None:
        """Return what a file holds, None where there is none (see `argmap.config.ReadFile`)."""
        self.seen[path] = self._disk.state(path)
        return path.read_bytes() if path.is_file() else None

    def document(self, path: Path) -> Document:
        """Return a map's file, read (see `argmap.resolve.Library`)."""
        path = path.resolve()
        self.seen[path] = self._disk.state(path)
        self.seen[path], document = self._disk.document(path)
        return document


def _state(data: bytes) -> State:
    return sha256(data).hexdigest()
