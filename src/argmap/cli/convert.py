"""`argmap convert`: convert maps from any format to any other."""

from __future__ import annotations

from pathlib import Path

import click

from argmap import exchange
from argmap.cli.options.conversion import (
    destination,
    force_option,
    format_type,
    loss_options,
    results_option,
    run_conversion,
)
from argmap.cli.options.output import color_option, stdin_filename_option
from argmap.workspace.conversion import ConversionJob


@click.command("convert")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--to",
    "to_format",
    metavar="FORMAT",
    required=True,
    callback=format_type(exchange.is_writable, exchange.writable_formats),
    help="Format to write.",
)
@click.option(
    "--from",
    "from_format",
    metavar="FORMAT",
    callback=format_type(
        lambda name: name == "argmap" or exchange.is_readable(name),
        lambda: ("argmap", *exchange.readable_formats()),
    ),
    help="Format of the files.  [default: detected by their content]",
)
@results_option
@force_option
@loss_options
@stdin_filename_option
@color_option
def command(
    paths: tuple[str, ...],
    to_format: str,
    from_format: str | None,
    output: str | None,
    force: bool,
    losses: tuple[str, bool],
    stdin_filename: Path | None,
    color: str,
) -> None:
    """Convert maps from any format to any other.

    PATH is a file, a folder, a ZIP archive, or - for standard input: files in argmap's language, or
    in any format that `argmap import` reads.

    Exit codes: 0 all converted; 1 a file cannot be read, or it has errors and the rest of it is
    converted, or --strict and something was lost; 2 wrong usage.
    """
    folder, file = destination(output, to_format)
    job = ConversionJob(
        from_format=from_format, to_format=to_format, folder=folder, file=file, overwrites=force
    )
    run_conversion(paths, stdin_filename, job, losses, color)
