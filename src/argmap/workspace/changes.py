"""Changes of files: their diffs, and writing them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from argmap.errors import InputError
from argmap.text import SourceText, write_atomically

_BOM = b"\xef\xbb\xbf"


class FileChange(NamedTuple):
    """The change of a file: its text before and after."""

    path: Path
    old: SourceText
    new: SourceText


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


def encode_source(source: SourceText) -> bytes:
    """Return the content of a file with this text, including its byte-order mark."""
    return (_BOM if source.has_bom else b"") + source.text.encode()


def unified_diff(old: SourceText, new: SourceText) -> str:
    """Return a change as a unified diff, which `patch` and `git apply` accept."""
    from difflib import unified_diff as diff_lines

    name = "".join(char if char.isprintable() else "\ufffd" for char in old.name)
    lines = diff_lines(_lines(old.text), _lines(new.text), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Split a text at line feeds only, as `diff` does; lines keep their line ends."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
