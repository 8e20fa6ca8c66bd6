"""`argmap evaluate`: what stands once every counterpoint has had its turn."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap import report
from argmap.cli._color import color_option, wants_color
from argmap.cli._input import STDIN, as_paths, read_stdin
from argmap.evaluate import evaluate
from argmap.model import ArgumentMap, Status
from argmap.text import nearest
from argmap.workspace.checking import reading_errors
from argmap.workspace.evaluating import as_json, as_text, what_if_as_text
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
@click.option(
    "--without",
    multiple=True,
    metavar="ID",
    help="What if a statement fell? Shows what would change; may be given several times.",
)
@click.option(
    "--suppose",
    multiple=True,
    metavar="ID=STATUS",
    help="What if it were accepted, rejected or undecided?",
)
@color_option
def command(
    path: str,
    format_: str,
    stdin_filename: Path | None,
    without: tuple[str, ...],
    suppose: tuple[str, ...],
    color: str,
) -> None:
    """Say what stands in the map at PATH (- for standard input), and why.

    The thesis comes first, then what is undecided or rejected. Errors in how the map is written go
    to standard error, and what is left is evaluated; the exit code is then 1.
    """
    is_stdin = path == STDIN
    resolution = load_for_export(
        None if is_stdin else as_paths([path])[0], read_stdin() if is_stdin else b"", stdin_filename
    )
    supposed = _supposed(resolution.map, without, suppose)
    evaluation = evaluate(resolution.map, supposed)
    if format_ == "json":
        click.echo(as_json(evaluation).encode(), nl=False)
    elif supposed:
        click.echo(what_if_as_text(evaluate(resolution.map), evaluation), nl=False)
    else:
        click.echo(as_text(evaluation), nl=False)
    broken = reading_errors(resolution)
    if broken.diagnostics:
        is_colored = wants_color(color, sys.stderr)
        text = report.get("text").write(broken, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
        sys.exit(1)


def _supposed(
    argument: ArgumentMap, without: tuple[str, ...], suppose: tuple[str, ...]
) -> dict[str, Status]:
    """Read what is to be supposed.

    Raises:
        click.UsageError: when it names no statement of the map, or no status.
    """
    supposed = dict.fromkeys(without, Status.REJECTED)
    for assignment in suppose:
        id_, _, word = assignment.partition("=")
        try:
            supposed[id_] = Status(word)
        except ValueError:
            words = ", ".join(status.value for status in Status)
            raise click.UsageError(
                f"`{assignment}`: write ID=STATUS, with one of {words}"
            ) from None
    for id_ in supposed:
        if id_ not in argument.statements:
            meant = nearest(id_, argument.statements)
            hint = f"; did you mean `{meant}`?" if meant else ""
            raise click.UsageError(f"no statement is called `{id_}`{hint}")
    return supposed
