"""Files as bytes, each read once, and how messages name them.

Nothing here knows what a map is, so that it costs no import of what reads maps.

The files of maps, each read once.

Files as they are now, and a note of who has read what.

What comes of a map hangs on all that was read for it, be it there or not: as long as all of that is
as it was, nothing has to be done again.

From a path to a resolved map.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from argmap.config import find_root
from argmap.errors import InputError
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse_reading
from argmap.text import LIMIT, decode
from argmap.workspace.discovery import missing

ReadBytes = Callable[[Path, int], bytes]
"""Reads at most so many bytes of a file (see `read_bytes`)."""

ABSENT = ""
"""The digest of a file that is not there."""


def read_bytes(path: Path, limit: int) -> bytes:
    """Return at most ``limit`` bytes of a regular file.

    Raises:
        OSError: when it is not there, is no file (but a folder, or a device, which might never
            end), or may not be read.
    """
    if path.exists() and not path.is_file():
        raise IsADirectoryError(errno.EISDIR, "it is no file", str(path))
    with path.open("rb") as file:
        return file.read(limit)


def shown(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder where it lies inside."""
    try:
        return path.relative_to(_resolved(os.getcwd())).as_posix()  # noqa: PTH109 (the key)
    except ValueError:
        return path.as_posix()


@lru_cache(maxsize=1)
def _resolved(folder: str) -> Path:
    return Path(folder).resolve()


class Files:
    """Reads files when asked for them, and remembers what they said at that moment."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[bytes, int]] = {}
        self._digests: dict[Path, str | None] = {}

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file, as `read_bytes` does.

        Raises:
            OSError: as `read_bytes` does.
        """
        data, asked = self._read.get(path, (b"", -1))
        if limit > asked and len(data) >= asked:  # not read yet, or perhaps not all of it
            data = read_bytes(path, limit)
            self._read[path] = data, limit
        return data[:limit]

    def digest(self, path: Path, limit: int) -> str | None:
        """Return what a file's content is known by: `ABSENT` where it is not there.

        None: nobody can tell, since it cannot be read or is longer than ``limit``.
        """
        if path not in self._digests:
            self._digests[path] = self._digest(path, limit)
        return self._digests[path]

    def _digest(self, path: Path, limit: int) -> str | None:
        try:
            data = self.read(path, limit + 1)
        except (FileNotFoundError, NotADirectoryError):
            return ABSENT
        except (OSError, ValueError):
            return None
        return None if len(data) > limit else sha256(data).hexdigest()


__all__ = ["DiskLibrary", "shown"]


class DiskLibrary:
    """Reads files when asked for them, and remembers: a file in two maps is one document.

    ``read`` is where their bytes come from, if not from the disk.
    """

    def __init__(self, read: ReadBytes = read_bytes) -> None:
        self._read = read
        self._documents: dict[Path, Document] = {}

    def document(self, path: Path) -> Document:
        """Return the file at an absolute path, read (see `argmap.resolve.Library`).

        Raises:
            OSError: when it cannot be read, or is no regular file.
        """
        path = path.resolve()
        if path not in self._documents:
            reading = decode(shown(path), self._read(path, LIMIT + 1))
            if reading.oversize is not None and path.is_file():
                reading = reading._replace(oversize=max(path.stat().st_size, reading.oversize))
            self._documents[path] = parse_reading(reading)
        return self._documents[path]

    def add(self, path: Path, document: Document) -> None:
        """Put a document in the place of a file: what an editor has not saved, or a pipe brings."""
        self._documents[path] = document

    def __len__(self) -> int:
        return len(self._documents)


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


def load_resolution(path: Path, library: DiskLibrary) -> Resolution:
    """Read and resolve the map at ``path`` with all it imports.

    Raises:
        InputError: when the file cannot be read at all.
    """
    written = path
    if path.is_dir():
        raise InputError(f"`{path}` is a folder; name a map")
    try:
        path = path.resolve()
        document = library.document(path)
    except FileNotFoundError as error:
        raise missing(written) from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise InputError(f"`{written}` cannot be read: {reason}") from error
    return resolve(document, path=path, library=library, boundary=find_root(path.parent))


def load_bytes(data: bytes, library: DiskLibrary, filename: Path | None = None) -> Resolution:
    """Resolve a map that is in no file yet; ``filename`` is where it would lie.

    Imports are found from there, or from the current folder.

    Raises:
        InputError: when ``filename`` can name nothing.
    """
    try:
        path = filename.resolve() if filename else None
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{filename}` names no place: its links lead round in a ring") from error
    document = parse_reading(decode(shown(path) if path else "<stdin>", data))
    if path is not None:
        library.add(path, document)
    folder = path.parent if path else Path.cwd()
    # Without a name, paths are relative to the current folder; a file in it stands for the text.
    where = path or folder.resolve() / "<stdin>"
    return resolve(document, path=where, library=library, boundary=find_root(folder))
