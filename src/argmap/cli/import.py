"""`argmap import`: turn maps of other programs into argmap files."""

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


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--from",
    "from_format",
    metavar="FORMAT",
    callback=format_type(exchange.is_readable, exchange.readable_formats),
    help="Format of the files.  [default: detected by their content]",
)
@results_option
@force_option
@loss_options
@stdin_filename_option
@color_option
def command(
    paths: tuple[str, ...],
    from_format: str | None,
    output: str | None,
    force: bool,
    losses: tuple[str, bool],
    stdin_filename: Path | None,
    color: str,
) -> None:
    """Turn maps of other programs into argmap files.

    PATH is a file, a folder, a ZIP archive, or - for standard input. The format is detected by the
    content of each file. Files in no known format are skipped in folders and archives. A summary of
    what was kept, changed and dropped is printed to standard error.

    Existing files are not replaced without --force.

    Exit codes: 0 all converted; 1 a file cannot be read or, with --strict, something was lost; 2
    wrong usage.
    """
    folder, file = destination(output, "argmap")
    job = ConversionJob(from_format=from_format, folder=folder, file=file, overwrites=force)
    run_conversion(paths, stdin_filename, job, losses, color)
