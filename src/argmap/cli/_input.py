"""Standard input as a map."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from argmap.text import LIMIT

STDIN = "-"


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
    return sys.stdin.buffer.read(LIMIT + 1)
