"""Changes of files: their diffs, and writing them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from argmap.errors import InputError
from argmap.text import SourceText, write_atomically

_BOM = b"\xef\xbb\xbf"
_NO_FILE = "/dev/null"
"""The name of a file that does not exist, in a diff."""


class ChangeKind(Enum):
    """What happens to a file."""

    MODIFIED = "changed"
    CREATED = "created"
    DELETED = "deleted"


class FileChange(NamedTuple):
    """The change of a file: its text before and after.

    Attributes:
        path: The path of the file.
        old: The text before; empty for a file that is created.
        new: The text after; empty for a file that is deleted.
        kind: What happens to the file.
    """

    path: Path
    old: SourceText
    new: SourceText
    kind: ChangeKind = ChangeKind.MODIFIED


def write_changes(changes: Iterable[FileChange]) -> None:
    """Write changed files, each one atomically.

    Raises:
        InputError: If a file has changed since it was read; then no file is written.
        OSError: If a file cannot be written.
    """
    changes = list(changes)
    for change in changes:
        if change.path.read_bytes() != encode_source(change.old):
            raise InputError(f"`{change.old.name}` has changed since it was read; try again")
    for change in changes:
        write_atomically(change.path, encode_source(change.new))


def write_all_changes(changes: Iterable[FileChange], within: Path) -> None:
    """Write, create and delete files that belong together: all of them, or none.

    New files are written first and files are deleted last, so that no text is lost if the process
    is interrupted.

    Args:
        changes: The changes.
        within: The folder that all files must be in, even if their paths contain links.

    Raises:
        InputError: If a file has changed since it was read, or a file to create exists.
        OSError: If a file cannot be written. The other files are then as they were.
    """
    order = [ChangeKind.CREATED, ChangeKind.MODIFIED, ChangeKind.DELETED]
    changes = sorted(changes, key=lambda change: order.index(change.kind))
    for change in changes:
        if change.kind is ChangeKind.CREATED:
            if change.path.exists() or change.path.is_symlink():
                raise InputError(f"`{change.new.name}` already exists; name another file")
            continue
        if change.path.read_bytes() != encode_source(change.old):
            raise InputError(f"`{change.old.name}` has changed since it was read; try again")
        if not os.access(change.path, os.W_OK):
            raise OSError(errno.EACCES, "it is read-only", str(change.path))
    written: list[FileChange] = []
    with _undone_on_failure(written, within):
        for change in changes:
            if change.kind is ChangeKind.DELETED:
                change.path.unlink()
            else:
                write_atomically(change.path, encode_source(change.new), within=within)
            written.append(change)


@contextmanager
def _undone_on_failure(written: list[FileChange], within: Path) -> Iterator[None]:
    """Restore the files that were written if an exception is raised."""
    try:
        yield
    except BaseException:
        for change in reversed(written):
            with suppress(OSError):
                if change.kind is ChangeKind.CREATED:
                    change.path.unlink()
                else:
                    write_atomically(change.path, encode_source(change.old), within=within)
        raise


def encode_source(source: SourceText) -> bytes:
    """Return the content of a file with this text, including its byte-order mark."""
    return (_BOM if source.has_bom else b"") + source.text.encode()


def unified_diff(old: SourceText, new: SourceText, kind: ChangeKind = ChangeKind.MODIFIED) -> str:
    """Return a change as a unified diff, which `patch` and `git apply` accept."""
    from difflib import unified_diff as diff_lines

    name = "".join(char if char.isprintable() else "\ufffd" for char in old.name)
    old_name = _NO_FILE if kind is ChangeKind.CREATED else name
    new_name = _NO_FILE if kind is ChangeKind.DELETED else name
    lines = diff_lines(_lines(old.text), _lines(new.text), old_name, new_name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Split a text at line feeds only, as `diff` does; lines keep their line ends."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
