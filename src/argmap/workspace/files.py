"""Files as bytes, each read once, and how messages name them.

Nothing here knows what a map is, so that it costs no import of what reads maps.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

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
