"""`argmap export`: write a map in another format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap import exchange
from argmap.cli.options.conversion import format_type, loss_options
from argmap.cli.options.output import (
    STDIN,
    STDOUT,
    as_paths,
    color_option,
    exit_if_broken,
    print_line,
    read_stdin,
    stdin_filename_option,
)
from argmap.model.losses import LossReport
from argmap.text import write_atomically
from argmap.workspace.conversion import Converted, report_json, summary_lines
from argmap.workspace.load import load_errors, load_input
from argmap.workspace.outputs import refuse_input


@click.command("export")
@click.argument(
    "format_",
    metavar="FORMAT",
    callback=format_type(exchange.is_writable, exchange.writable_formats),
)
@click.argument("path", metavar="PATH")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=lambda _context, _option, path: None if path == Path(STDOUT) else path,
    help="Output file, or - for standard output.  [default: -]",
)
@loss_options
@stdin_filename_option
@color_option
def command(
    format_: str,
    path: str,
    output: Path | None,
    losses: tuple[str, bool],
    stdin_filename: Path | None,
    color: str,
) -> None:
    """Write a map in another format.

    FORMAT is json (the map with its imports as data), outline (a Markdown list), argmap (the map
    with its imports in one file), or a format of another program, such as aif or argdown. PATH is a
    file, or - for standard input. What the format cannot express is reported on standard error.

    If the map contains errors, they are printed to standard error, the rest of the map is exported,
    and the exit code is 1.
    """
    report, is_strict = losses
    if report == "json" and output is None:
        raise click.UsageError("--report json is written to standard output; name a file with -o")
    is_stdin = path == STDIN
    resolution = load_input(
        None if is_stdin else as_paths([path])[0], read_stdin() if is_stdin else b"", stdin_filename
    )
    if output is not None:
        refuse_input(output, resolution)
    lost = LossReport()
    text = exchange.dump(resolution.map, format_, lost)
    if output is not None:
        write_atomically(output, text)
    else:
        click.echo(text.encode(), nl=False)  # always UTF-8, regardless of the terminal's encoding
    result = Converted(path, "argmap", report=lost, output=output)
    if report == "json":
        click.echo(report_json([result]).encode(), nl=False)
    elif report == "text" and lost.losses:
        for line in summary_lines([result]):
            print_line(line, err=True)
    exit_if_broken(load_errors(resolution), color)
    sys.exit(1 if is_strict and lost.losses else 0)
