"""Files as they are and as they are to be."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from argmap.errors import InputError
from argmap.text import SourceText, write_atomically

_BOM = b"\xef\xbb\xbf"


class FileChange(NamedTuple):
    """A file as it was and as it is to be."""

    path: Path
    old: SourceText
    new: SourceText


def encode_source(source: SourceText) -> bytes:
    """Return the bytes of a file that says this, with its byte-order mark if it has one."""
    return (_BOM if source.has_bom else b"") + source.text.encode()


def write_changes(changes: Iterable[FileChange]) -> None:
    """Write files that change, each whole or not at all.

    Raises:
        InputError: when a file has changed since it was read; then none is written.
        OSError: when one cannot be written.
    """
    listed = list(changes)
    for change in listed:
        if change.path.read_bytes() != encode_source(change.old):
            raise InputError(f"`{change.old.name}` has changed since it was read; try again")
    for change in listed:
        write_atomically(change.path, encode_source(change.new))


def unified_diff(old: SourceText, new: SourceText) -> str:
    """Return a change as a unified diff, as `patch` and `git apply` read it."""
    from difflib import unified_diff

    name = "".join(char if char.isprintable() else "\ufffd" for char in old.name)
    lines = unified_diff(_lines(old.text), _lines(new.text), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Return lines as `diff` counts them, each with its line end."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
