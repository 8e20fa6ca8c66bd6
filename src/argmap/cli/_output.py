"""Printing lines and paths that may contain untrusted text.

File names can contain escape sequences, which a terminal would interpret, and line breaks. After a
line break, GitHub's runner would interpret ``::error::`` as a command.
"""

from __future__ import annotations

import sys
from pathlib import PurePath

import click


def print_line(text: str, *, err: bool = False) -> None:
    """Print a line with control characters escaped, and flush the stream."""
    from argmap.reporting._text import visible

    click.echo(visible(text), err=err)
    (sys.stderr if err else sys.stdout).flush()


def print_path(path: PurePath | str, *, err: bool = False) -> None:
    """Print the path of a file on a separate line."""
    from argmap.reporting._text import safe_name

    name = path if isinstance(path, str) else path.as_posix()
    print_line(safe_name(name), err=err)
