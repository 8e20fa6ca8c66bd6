"""Lines that a command prints: whatever a file is called, printing its name does nothing else.

A name may hold escape sequences, which a terminal acts on, or line ends, behind which GitHub's
runner takes ``::error::`` for a command.
"""

from __future__ import annotations

import sys
from pathlib import PurePath

import click


def print_line(text: str, *, err: bool = False) -> None:
    """Print a line at once, with escapes for what a terminal would act on."""
    from argmap.report._common.characters import visible  # most checks print none

    click.echo(visible(text), err=err)
    (sys.stderr if err else sys.stdout).flush()


def print_path(path: PurePath | str, *, err: bool = False) -> None:
    """Print the path of a file on a line of its own."""
    from argmap.report._common.characters import safe_name

    name = path if isinstance(path, str) else path.as_posix()
    print_line(safe_name(name), err=err)
