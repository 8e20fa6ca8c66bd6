"""Standard input as a map."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from argmap.errors import InputError
from argmap.text import LIMIT

STDIN = STDOUT = "-"
CURRENT_FOLDER = (".",)
"""What a command works on that is called without a path."""

stdin_filename_option = click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="File name to assume for standard input, in imports and messages.",
)


def as_paths(paths: Sequence[str]) -> list[Path]:
    """Return what a caller named as paths; an empty name is none, and not the current folder.

    Raises:
        InputError: when a name is empty.
    """
    if not all(path.strip() for path in paths):
        raise InputError("an empty name is not a file or folder")
    return [Path(path) for path in paths]


def split_stdin(paths: Sequence[str]) -> bool:
    """Return whether the map is to be read from standard input.

    Raises:
        click.UsageError: when other paths are named beside it.
    """
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- (standard input) is read alone, without other paths")
    return STDIN in paths


def read_stdin() -> bytes:
    """Return standard input, at most one byte past the limit: the reader says it is too large."""
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("there is no standard input to read")
    data = sys.stdin.buffer.read(LIMIT + 1)
    if not data:  # most likely the command before the pipe failed
        raise InputError("standard input is empty")
    return data
