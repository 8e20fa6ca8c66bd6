"""`argmap export`: write a map in another format."""

from __future__ import annotations

from pathlib import Path

import click

from argmap import exchange
from argmap.cli.options.output import (
    STDIN,
    STDOUT,
    as_paths,
    color_option,
    exit_if_broken,
    read_stdin,
    stdin_filename_option,
)
from argmap.text import write_atomically
from argmap.workspace.api import dumps
from argmap.workspace.load import load_errors, load_input
from argmap.workspace.outputs import refuse_input


@click.command("export")
@click.argument("format_", metavar="FORMAT", type=click.Choice(exchange.FORMATS))
@click.argument("path", metavar="PATH")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    callback=lambda _context, _option, path: None if path == Path(STDOUT) else path,
    help="Output file, or - for standard output.  [default: -]",
)
@stdin_filename_option
@color_option
def command(
    format_: str, path: str, output: Path | None, stdin_filename: Path | None, color: str
) -> None:
    """Write a map in another format.

    FORMAT is json (the map with its imports as data), outline (a Markdown list), or argmap (the map
    with its imports in one file). PATH is a file, or - for standard input.

    If the map contains errors, they are printed to standard error, the rest of the map is exported,
    and the exit code is 1.
    """
    is_stdin = path == STDIN
    resolution = load_input(
        None if is_stdin else as_paths([path])[0], read_stdin() if is_stdin else b"", stdin_filename
    )
    if output is not None:
        refuse_input(output, resolution)
    text = dumps(resolution.map, format_)
    if output is not None:
        write_atomically(output, text)
    else:
        click.echo(text.encode(), nl=False)  # always UTF-8, regardless of the terminal's encoding
    exit_if_broken(load_errors(resolution), color)
