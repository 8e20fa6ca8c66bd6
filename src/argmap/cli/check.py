"""`argmap check`: does the map hold together?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap import report
from argmap.cli._color import color_option, wants_color
from argmap.cli._input import as_paths, read_stdin, split_stdin
from argmap.cli._texts import texts_option
from argmap.diagnostics import Severity
from argmap.resolve import SUFFIX
from argmap.text import write_atomically
from argmap.workspace.checking import check_bytes, check_paths

_FAIL_LEVELS = {**{str(severity): severity for severity in Severity}, "never": None}


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--format",
    "format_",
    type=click.Choice(report.FORMATS),
    default="text",
    show_default=True,
    help="How to write the report.",
)
@click.option(
    "--output-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report there instead of to standard output.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAIL_LEVELS)),
    default="warning",
    show_default=True,
    help="The least finding that makes the exit code 1.",
)
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="Where a map read from standard input (PATH “-”) would lie.",
)
@texts_option
@color_option
def command(
    paths: tuple[str, ...],
    format_: str,
    output_file: Path | None,
    fail_on: str,
    stdin_filename: Path | None,
    texts: dict[str, Path],
    color: str,
) -> None:
    """Check maps: files, folders, or - for standard input.

    In a folder, a file that another one imports is checked as a part of that. Where the text of a
    source is at hand, its citations are looked up in it; where they are locked, they are held to
    the lock.

    Exit codes: 0 nothing at or above the fail level, 1 findings, 2 wrong usage or nothing to check,
    3 a fault of argmap's own. The output format never changes them.
    """
    if output_file is not None and output_file.suffix == SUFFIX:
        raise click.UsageError(f"a report is no map: {output_file} would be overwritten")
    if split_stdin(paths):
        result = check_bytes(read_stdin(), stdin_filename, texts)
    else:
        result = check_paths(as_paths(paths), texts)
    is_colored = output_file is None and wants_color(color, sys.stdout)
    text = report.get(format_).write(result, color=is_colored)
    if output_file is not None:
        write_atomically(output_file, text)
    else:
        data: str | bytes = text if format_ == "text" else text.encode()  # for machines: UTF-8
        click.echo(data, nl=False, color=is_colored)
    level = _FAIL_LEVELS[fail_on]
    if level is not None and any(found.severity >= level for found in result.diagnostics):
        sys.exit(1)
