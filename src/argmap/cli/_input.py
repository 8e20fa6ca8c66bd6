"""The paths on the command line, and maps from standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from argmap.errors import InputError
from argmap.text import LIMIT

STDIN = STDOUT = "-"
CURRENT_FOLDER = (".",)
"""The default paths of a command that does not require a path."""

stdin_filename_option = click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="File name to assume for standard input, in imports and messages.",
)


def as_paths(paths: Sequence[str]) -> list[Path]:
    """Convert arguments to paths; an empty argument does not mean the current folder.

    Raises:
        InputError: if an argument is empty.
    """
    if not all(path.strip() for path in paths):
        raise InputError("an empty name is not a file or folder")
    return [Path(path) for path in paths]


def split_stdin(paths: Sequence[str]) -> bool:
    """Return whether to read the map from standard input.

    Raises:
        click.UsageError: if there are other paths besides ``-``.
    """
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- (standard input) is read alone, without other paths")
    return STDIN in paths


def read_stdin() -> bytes:
    """Read standard input, up to one byte more than the size limit.

    With this extra byte, the parser reports that the input is too large.

    Raises:
        InputError: if there is no standard input, or if it is empty.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("there is no standard input to read")
    data = sys.stdin.buffer.read(LIMIT + 1)
    if not data:  # most likely, the previous command of the pipe failed
        raise InputError("standard input is empty")
    return data
