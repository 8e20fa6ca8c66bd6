"""The files on disk, each read once."""

from __future__ import annotations

import errno
from pathlib import Path

from argmap.syntax import Document, parse_reading
from argmap.text import read


def shown(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder where it lies inside."""
    try:
        return path.relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


class DiskLibrary:
    """Reads files when asked for them, and remembers: a file in two maps is one document."""

    def __init__(self) -> None:
        self._documents: dict[Path, Document] = {}

    def document(self, path: Path) -> Document:
        """Return the file at an absolute path, read (see `argmap.resolve.Library`).

        Raises:
            OSError: when it cannot be read, or is no regular file.
        """
        path = path.resolve()
        if path not in self._documents:
            if path.exists() and not path.is_file():
                # A folder; or a device or a pipe, which might never end.
                raise IsADirectoryError(errno.EISDIR, "it is no file", str(path))
            self._documents[path] = parse_reading(read(path, shown(path)))
        return self._documents[path]

    def add(self, path: Path, document: Document) -> None:
        """Put a document in the place of a file: what an editor has not saved, or a pipe brings."""
        self._documents[path] = document

    def __len__(self) -> int:
        return len(self._documents)
