"""The files of maps, each read once."""

from __future__ import annotations

from pathlib import Path

from argmap.syntax import Document, parse_reading
from argmap.text import LIMIT, decode
from argmap.workspace.files import ReadBytes, read_bytes, shown

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
