"""`argmap evaluate`: what stands once every counterpoint has had its turn."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap import report
from argmap.cli._color import color_option, wants_color
from argmap.cli._input import STDIN, as_paths, read_stdin
from argmap.evaluate import evaluate
from argmap.workspace.checking import reading_errors
from argmap.workspace.evaluating import as_json, as_text
from argmap.workspace.exporting import load_for_export


@click.command("evaluate")
@click.argument("path", metavar="PATH")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A table for people, or all verdicts as data.",
)
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="Where a map read from standard input (PATH “-”) would lie.",
)
@color_option
def command(path: str, format_: str, stdin_filename: Path | None, color: str) -> None:
    """Say what stands in the map at PATH (- for standard input), and why.

    The thesis comes first, then what is undecided or rejected. Errors in how the map is written go
    to standard error, and what is left is evaluated; the exit code is then 1.
    """
    is_stdin = path == STDIN
    resolution = load_for_export(
        None if is_stdin else as_paths([path])[0], read_stdin() if is_stdin else b"", stdin_filename
    )
    evaluation = evaluate(resolution.map)
    if format_ == "json":
        click.echo(as_json(evaluation).encode(), nl=False)
    else:
        click.echo(as_text(evaluation), nl=False)
    broken = reading_errors(resolution)
    if broken.diagnostics:
        is_colored = wants_color(color, sys.stderr)
        text = report.get("text").write(broken, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
        sys.exit(1)
