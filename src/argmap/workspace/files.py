"""The files that commands and the language server read: bytes, parsed documents, fingerprints.

All readers share the interface `FileSystem`. `FileCache` reads from the disk, `OverlayFiles`
replaces some files with other documents (unsaved text in an editor, standard input), and
`TrackedFiles` records the files that it reads. `argmap.workspace.git` reads the files of a git
revision.

The parser is imported when the first document is requested, so that a check whose results are all
cached does not import it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from attrs import define

from argmap.text import MAX_FILE_BYTES, decode
from argmap.text.import_patterns import FolderEntries, ListFolder, add_maps, list_folder

if TYPE_CHECKING:
    from argmap.syntax import Document

ReadBytes = Callable[[Path, int], bytes]
"""Returns the content of a file up to a number of bytes (see `read_bytes`)."""

Fingerprint = str
"""The SHA-256 of a file's content in hexadecimal, or another text if it cannot be read.

That of a folder depends on the names of the maps and folders in it.
"""

ABSENT: Fingerprint = ""
"""The fingerprint of a file that does not exist."""

MARKDOWN_SUFFIXES = (".md", ".markdown")
"""The suffixes of the files whose `argmap` blocks are maps (see `fence_path`)."""

_NO_FILE: Fingerprint = "not a regular file"

_MAX_HASHED_BYTES = 64 << 20
"""Larger files are identified by their times and sizes."""

_MAX_CACHED_BYTES = MAX_FILE_BYTES + 1
"""The content of larger files is not cached by a `FileCache` that follows changes."""

_DIGEST_LENGTH = 64


class FileSystem(Protocol):
    """An interface for reading files. All paths are absolute."""

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a regular file.

        Raises:
            OSError: If the file does not exist, is not a regular file, or cannot be read.
        """
        ...

    def document(self, path: Path) -> Document:
        """Return the parsed file (see `argmap.resolve.DocumentProvider`).

        Raises:
            OSError: As for `read`.
        """
        ...

    def fingerprint(self, path: Path) -> Fingerprint:
        """Return the fingerprint of a file, which changes whenever the content changes."""
        ...

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder (see `argmap.resolve.DocumentProvider`)."""
        ...


def is_digest(fingerprint: Fingerprint) -> bool:
    """Return whether a fingerprint identifies the content of a file."""
    return len(fingerprint) == _DIGEST_LENGTH


def read_bytes(path: Path, limit: int) -> bytes:
    """Return at most ``limit`` bytes of a regular file on the disk.

    Raises:
        OSError: If the file does not exist, cannot be read, or is not a regular file (reading a
            device might never end).
    """
    if path.exists() and not path.is_file():
        raise IsADirectoryError(errno.EISDIR, "not a regular file", str(path))
    with path.open("rb") as file:
        return file.read(limit)


def display_path(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder if it is inside it.

    A map in a Markdown file is shown as this file.
    """
    path = document_path(path)
    try:
        return path.relative_to(_resolved(os.getcwd())).as_posix()  # noqa: PTH109 (the key of a cache)
    except ValueError:
        return path.as_posix()


@lru_cache(maxsize=1)
def _resolved(folder: str) -> Path:
    return Path(folder).resolve()


# ---- Maps in Markdown files ----------------------------------------------------------------------


def fence_path(document: Path, number: int) -> Path:
    """Return the path of a map in a Markdown file: ``README.md#1``.

    Args:
        document: The Markdown file.
        number: The number of the map in it, from 1.
    """
    return document.with_name(f"{document.name}#{number}")


def document_path(path: Path) -> Path:
    """Return the Markdown file of a map in it; any other path is returned unchanged."""
    return path if (fence := _split_fence_path(path)) is None else fence[0]


def _split_fence_path(path: Path) -> tuple[Path, int] | None:
    """Return the Markdown file and the number of a map in it, or None for any other path."""
    name, mark, number = path.name.rpartition("#")
    if not (mark and number.isdecimal() and name.endswith(MARKDOWN_SUFFIXES)):
        return None
    return path.with_name(name), int(number)


# ---- Files on the disk ---------------------------------------------------------------------------


class _Stamp(NamedTuple):
    """The metadata of a file that changes whenever its content does."""

    modified: int
    status_changed: int
    size: int
    inode: int


@define(eq=False)
class _Entry:
    stamp: _Stamp | None
    data: bytes = b""
    limit: int = -1  # the largest limit of a read so far
    fingerprint: Fingerprint | None = None
    document: Document | None = None


class FileCache:
    """The files on the disk, each read and parsed once.

    Args:
        read: Reads the files.
        list_folder: Lists folders.
        follows_changes: Whether a file that has changed on the disk is read again. Otherwise, the
            first content counts, so that all results of a command refer to the same text.
    """

    def __init__(
        self,
        read: ReadBytes = read_bytes,
        list_folder: ListFolder = list_folder,
        *,
        follows_changes: bool = False,
    ) -> None:
        self._read = read
        self._list_folder = list_folder
        self._folders: dict[Path, FolderEntries] = {}
        self._follows_changes = follows_changes
        self._entries: dict[Path, _Entry] = {}

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes (see `FileSystem.read`)."""
        entry = self._entry(path)
        if limit > entry.limit and len(entry.data) >= entry.limit:  # there may be more to read
            data = self._read_map(path, limit)
            if self._follows_changes and len(data) > _MAX_CACHED_BYTES:
                return data
            entry.data, entry.limit = data, limit
        return entry.data[:limit]

    def _read_map(self, path: Path, limit: int) -> bytes:
        """Return the content of a file, or of a map in a Markdown file."""
        fence = _split_fence_path(path)
        if fence is None:
            return self._read(path, limit)
        from argmap.text.fences import isolate_map  # most projects have no such maps

        document, number = fence
        content = isolate_map(self.read(document, MAX_FILE_BYTES), number)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "No such map", str(path))
        return content[:limit]

    def document(self, path: Path) -> Document:
        """Return the parsed file (see `FileSystem.document`)."""
        path = path.resolve()
        entry = self._entry(path)
        if entry.document is None:
            from argmap.syntax import parse_reading

            reading = decode(display_path(path), self.read(path, MAX_FILE_BYTES + 1))
            if reading.oversize is not None and path.is_file():
                reading = reading._replace(oversize=max(path.stat().st_size, reading.oversize))
            entry.document = parse_reading(reading)
        return entry.document

    def fingerprint(self, path: Path) -> Fingerprint:
        """Return the fingerprint (see `FileSystem.fingerprint`)."""
        try:
            entry = self._entry(path)
            if entry.fingerprint is None:
                data = self.read(path, _MAX_HASHED_BYTES + 1)
                is_small = len(data) <= _MAX_HASHED_BYTES
                entry.fingerprint = sha256(data).hexdigest() if is_small else repr(entry.stamp)
        except (FileNotFoundError, NotADirectoryError):
            return ABSENT
        except (OSError, ValueError) as error:
            if not isinstance(error, IsADirectoryError):
                return type(error).__name__
            return self.entries(path).digest if path.is_dir() else _NO_FILE
        return entry.fingerprint

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder (see `FileSystem.entries`)."""
        if self._follows_changes:
            return self._list_folder(folder)
        if folder not in self._folders:
            self._folders[folder] = self._list_folder(folder)
        return self._folders[folder]

    def _entry(self, path: Path) -> _Entry:
        entry = self._entries.get(path)
        if entry is not None and not self._follows_changes:
            return entry
        stamp = _stamp(document_path(path)) if self._follows_changes else None
        if entry is None or entry.stamp != stamp:
            entry = self._entries[path] = _Entry(stamp)
        return entry


def _stamp(path: Path) -> _Stamp:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "not a regular file", str(path))
    return _Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


class OverlayFiles:
    """Files, some of which are replaced with documents.

    Args:
        base: The other files.
        replacement: Returns the document that replaces a file, or None.
        added: The paths of documents that may not be on the disk.
        removed: The paths of files that count as deleted.
    """

    def __init__(
        self,
        base: FileSystem,
        replacement: Callable[[Path], Document | None],
        added: Iterable[Path] = (),
        removed: Iterable[Path] = (),
    ) -> None:
        self._base = base
        self._replacement = replacement
        self._added = tuple(added)
        self._removed = frozenset(removed)

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes (see `FileSystem.read`)."""
        document = self._replacement(path)
        if document is None:
            self._require_existing(path)
            return self._base.read(path, limit)
        return document.source.text.encode(errors="surrogatepass")[:limit]

    def document(self, path: Path) -> Document:
        """Return the parsed file (see `FileSystem.document`)."""
        self._require_existing(path)
        return self._replacement(path) or self._base.document(path)

    def fingerprint(self, path: Path) -> Fingerprint:
        """Return the fingerprint (see `FileSystem.fingerprint`)."""
        if path in self._removed:
            return ABSENT
        document = self._replacement(path)
        if document is None:
            return self._base.fingerprint(path)
        return sha256(document.source.text.encode(errors="surrogatepass")).hexdigest()

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder (see `FileSystem.entries`)."""
        entries = add_maps(self._base.entries(folder), folder, self._added)
        if not self._removed:
            return entries
        maps = tuple(name for name in entries.maps if folder / name not in self._removed)
        return entries._replace(maps=maps)

    def _require_existing(self, path: Path) -> None:
        if path in self._removed:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))


class TrackedFiles:
    """Files, with a record of those that were read.

    Attributes:
        fingerprints: The fingerprints of the files and folders that were read. A file that changes
            while it is read has its fingerprint before the change, so that it counts as changed.
    """

    def __init__(self, base: FileSystem) -> None:
        self._base = base
        self.fingerprints: dict[Path, Fingerprint] = {}

    def changed(self) -> list[Path]:
        """Return the files whose content has changed since they were read."""
        return [
            path for path, old in self.fingerprints.items() if self._base.fingerprint(path) != old
        ]

    def fingerprint(self, path: Path) -> Fingerprint:
        """Return and record the fingerprint (see `FileSystem.fingerprint`)."""
        self.fingerprints[path] = self._base.fingerprint(path)
        return self.fingerprints[path]

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes (see `FileSystem.read`)."""
        self.fingerprint(path)
        return self._base.read(path, limit)

    def read_file(self, path: Path) -> bytes | None:
        """Return the content, or None if the file is missing (see `argmap.config.ReadFile`)."""
        self.fingerprint(path)
        return path.read_bytes() if path.is_file() else None

    def document(self, path: Path) -> Document:
        """Return the parsed file (see `FileSystem.document`)."""
        path = path.resolve()
        self.fingerprint(path)
        return self._base.document(path)

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder (see `FileSystem.entries`)."""
        self.fingerprint(folder)
        return self._base.entries(folder)
