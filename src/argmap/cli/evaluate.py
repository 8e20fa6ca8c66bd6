"""`argmap evaluate`: show which statements are accepted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

import click

from argmap import reporting
from argmap.cli.options.output import (
    STDIN,
    as_paths,
    color_option,
    output_format_option,
    read_stdin,
    stdin_filename_option,
    wants_color,
)
from argmap.evaluation import Evaluation, evaluate
from argmap.evaluation.extensions import SEMANTICS, Extensions, find_extensions
from argmap.evaluation.strength import DEFAULT, MODELS, strengths
from argmap.model import ArgumentMap, Status
from argmap.model.identifiers import normalized
from argmap.text import nearest
from argmap.workspace import evaluation_report
from argmap.workspace.load import load_errors, load_input


class _Query(NamedTuple):
    """The options that add to, or replace, the table of verdicts."""

    semantics: str
    most: int
    model: str | None
    load_bearing: bool
    attack_surface: bool


@click.command("evaluate")
@click.argument("path", metavar="PATH")
@output_format_option("Output format: a table, or JSON with the status of every statement.")
@stdin_filename_option
@click.option(
    "--semantics",
    type=click.Choice(SEMANTICS),
    default=SEMANTICS[0],
    show_default=True,
    help="Treatment of undecided conflicts: leave them undecided (well-founded), or list the "
    "ways to decide them, which are called models (stable, preferred).",
)
@click.option(
    "--models",
    "most",
    type=click.IntRange(1, 10_000),
    default=10,
    show_default=True,
    metavar="N",
    help="Maximum number of models to list with --semantics stable or preferred.",
)
@click.option(
    "--strength",
    "model",
    type=click.Choice(MODELS),
    is_flag=False,
    flag_value=DEFAULT,
    help="Show the strengths of statements, from 0 to 1. The optional value is the method to "
    f"compute them.  [default method: {DEFAULT}]",
)
@click.option(
    "--without",
    multiple=True,
    metavar="ID",
    help="Show what would change if this statement were rejected; repeatable.",
)
@click.option(
    "--suppose",
    multiple=True,
    metavar="ID=STATUS",
    help="Show what would change if this statement were accepted, rejected or undecided; "
    "repeatable.",
)
@click.option(
    "--load-bearing",
    "wants_load",
    is_flag=True,
    help="List the evidence, assumptions and unsupported statements that the verdict on the "
    "thesis depends on, and how much each contributes.",
)
@click.option(
    "--attack-surface",
    "wants_surface",
    is_flag=True,
    help="List the places where one new counterpoint would overturn the thesis.",
)
@color_option
def command(
    path: str,
    format_: str,
    stdin_filename: Path | None,
    semantics: str,
    most: int,
    model: str | None,
    without: tuple[str, ...],
    suppose: tuple[str, ...],
    wants_load: bool,
    wants_surface: bool,
    color: str,
) -> None:
    """Show which statements are accepted or rejected, and why.

    PATH is a file, or - for standard input. The output begins with the thesis, and then lists the
    undecided and rejected statements. If the map contains errors, they are printed to standard
    error, the rest of the map is evaluated, and the exit code is 1.
    """
    is_stdin = path == STDIN
    resolution = load_input(
        None if is_stdin else as_paths([path])[0], read_stdin() if is_stdin else b"", stdin_filename
    )
    supposed = _supposed(resolution.map, without, suppose)
    evaluation = evaluate(resolution.map, supposed)
    asked = _Query(semantics, most, model, wants_load, wants_surface)
    if format_ == "json":
        click.echo(_json(evaluation, asked).encode(), nl=False)
    else:
        before = evaluate(resolution.map) if supposed else None
        click.echo(_text(evaluation, before, asked), nl=False)
    broken = load_errors(resolution)
    if broken.diagnostics:
        is_colored = wants_color(color, sys.stderr)
        text = reporting.get("text").write(broken, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
        sys.exit(1)


def _text(evaluation: Evaluation, before: Evaluation | None, asked: _Query) -> str:
    """Return the analyses that the options ask for or, without them, the table of verdicts."""
    if asked.load_bearing or asked.attack_surface:
        parts = []
        if asked.load_bearing:
            parts.append(evaluation_report.load_bearing_text(evaluation, asked.model or DEFAULT))
        if asked.attack_surface:
            parts.append(evaluation_report.attack_surface_text(evaluation))
        return "\n".join(parts)
    if before is not None:
        return evaluation_report.what_if_text(before, evaluation)
    its = strengths(evaluation, asked.model) if asked.model else None
    return evaluation_report.table_text(evaluation, its, _alternatives(evaluation, asked))


def _json(evaluation: Evaluation, asked: _Query) -> str:
    model = asked.model or DEFAULT
    more: dict[str, Any] = {}
    if asked.load_bearing:
        more |= evaluation_report.load_bearing_data(evaluation, model)
    if asked.attack_surface:
        more |= evaluation_report.attack_surface_data(evaluation)
    its = strengths(evaluation, model)
    return evaluation_report.as_json(evaluation, its, _alternatives(evaluation, asked), more)


def _alternatives(evaluation: Evaluation, asked: _Query) -> Extensions | None:
    if asked.semantics == SEMANTICS[0]:
        return None
    return find_extensions(evaluation, asked.semantics, asked.most)


def _supposed(
    argument_map: ArgumentMap, without: tuple[str, ...], suppose: tuple[str, ...]
) -> dict[str, Status]:
    """Parse ``--without`` and ``--suppose``; return the supposed status by statement id.

    Raises:
        click.UsageError: if the map has no such statement, or there is no such status.
    """
    supposed = dict.fromkeys(map(normalized, without), Status.REJECTED)
    for assignment in suppose:
        id_, _, word = assignment.partition("=")
        try:
            supposed[normalized(id_)] = Status(word)
        except ValueError:
            words = ", ".join(status.value for status in Status)
            raise click.UsageError(
                f"`{assignment}`: write ID=STATUS, with one of {words}"
            ) from None
    for id_ in supposed:
        if id_ not in argument_map.statements:
            meant = nearest(id_, (s.id for s in argument_map.statements.values() if s.is_named))
            hint = f"; did you mean `{meant}`?" if meant else ""
            raise click.UsageError(f"no statement is called `{id_}`{hint}")
    return supposed
