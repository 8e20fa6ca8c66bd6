"""Options and functions for output: colors, formats, and lines that may contain untrusted text.

Also the paths on the command line, and maps from standard input.

File names can contain escape sequences, which a terminal would interpret, and line breaks. After a
line break, GitHub's runner would interpret ``::error::`` as a command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any, TextIO

import click

from argmap import reporting
from argmap.errors import InputError
from argmap.reporting import Report
from argmap.text import MAX_FILE_BYTES


def wants_color(choice: str, stream: TextIO) -> bool:
    """Return whether to color the output on ``stream``.

    ``choice`` is ``auto``, ``always`` or ``never``. With ``auto``, output is colored if ``stream``
    is a terminal that is not dumb. ``NO_COLOR`` (no-color.org) turns color off, and ``FORCE_COLOR``
    turns it on; ``NO_COLOR`` takes precedence.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def color_option(function: Any) -> Any:
    """Add ``--color`` to a command."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use color; auto: in a terminal, respecting NO_COLOR and FORCE_COLOR.",
    )(function)


def output_format_option(help: str) -> Callable[[Any], Any]:  # noqa: A002
    """Return a decorator that adds ``--format`` to a command, as ``format_``."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=help,
    )


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
        InputError: If an argument is empty.
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
        InputError: If there is no standard input, or if it is empty.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("there is no standard input to read")
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    if not data:  # most likely, the previous command of the pipe failed
        raise InputError("standard input is empty")
    return data


def print_line(text: str, *, err: bool = False) -> None:
    """Print a line with control characters escaped, and flush the stream."""
    from argmap.reporting._text import escape_unprintable

    click.echo(escape_unprintable(text), err=err)
    (sys.stderr if err else sys.stdout).flush()


def print_path(path: PurePath | str, *, err: bool = False) -> None:
    """Print the path of a file on a separate line."""
    from argmap.reporting._text import safe_name

    name = path if isinstance(path, str) else path.as_posix()
    print_line(safe_name(name), err=err)


def exit_if_broken(report: Report, color: str = "auto") -> None:
    """Print a report to standard error and exit with 1, unless the report is empty."""
    if not report.diagnostics:
        return
    is_colored = wants_color(color, sys.stderr)
    text = reporting.get_format("text").write(report, color=is_colored)
    click.echo(text, nl=False, err=True, color=is_colored)
    sys.exit(1)
