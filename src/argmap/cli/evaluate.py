"""`argmap evaluate`: show which statements are accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click

from argmap.cli.options.output import (
    STDIN,
    as_paths,
    color_option,
    exit_if_broken,
    output_format_option,
    read_stdin,
    stdin_filename_option,
)
from argmap.evaluation import Evaluation, evaluate
from argmap.evaluation.extensions import SEMANTICS, Extensions, find_extensions
from argmap.evaluation.strength import DEFAULT_MODEL, MODELS, compute_strengths
from argmap.model import ArgumentMap, Status
from argmap.model.identifiers import normalize_id
from argmap.text import suggest
from argmap.workspace import analysis_report, evaluation_report
from argmap.workspace.load import load_errors, load_input


class _Query(NamedTuple):
    """The options that add to, or replace, the table of verdicts."""

    semantics: str
    max_models: int
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
    "max_models",
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
    flag_value=DEFAULT_MODEL,
    help="Show the strengths of statements, from 0 to 1. The optional value is the method to "
    f"compute them.  [default method: {DEFAULT_MODEL}]",
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
    "load_bearing",
    is_flag=True,
    help="List the evidence, assumptions and unsupported statements that the verdict on the "
    "thesis depends on, and how much each contributes.",
)
@click.option(
    "--attack-surface",
    "attack_surface",
    is_flag=True,
    help="List the places where one new counterpoint would overturn the thesis.",
)
@color_option
def command(
    path: str,
    format_: str,
    stdin_filename: Path | None,
    semantics: str,
    max_models: int,
    model: str | None,
    without: tuple[str, ...],
    suppose: tuple[str, ...],
    load_bearing: bool,
    attack_surface: bool,
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
    supposed = _parse_suppositions(resolution.map, without, suppose)
    evaluation = evaluate(resolution.map, supposed)
    query = _Query(semantics, max_models, model, load_bearing, attack_surface)
    if format_ == "json":
        click.echo(_json(evaluation, query).encode(), nl=False)
    else:
        before = evaluate(resolution.map) if supposed else None
        click.echo(_text(evaluation, before, query), nl=False)
    exit_if_broken(load_errors(resolution), color)


def _text(evaluation: Evaluation, before: Evaluation | None, query: _Query) -> str:
    """Return the analyses that the options ask for or, without them, the table of verdicts."""
    if query.load_bearing or query.attack_surface:
        parts = []
        if query.load_bearing:
            parts.append(
                analysis_report.load_bearing_text(evaluation, query.model or DEFAULT_MODEL)
            )
        if query.attack_surface:
            parts.append(analysis_report.attack_surface_text(evaluation))
        return "\n".join(parts)
    if before is not None:
        return evaluation_report.what_if_text(before, evaluation)
    strengths = compute_strengths(evaluation, query.model) if query.model else None
    return evaluation_report.table_text(evaluation, strengths, _extensions(evaluation, query))


def _json(evaluation: Evaluation, query: _Query) -> str:
    model = query.model or DEFAULT_MODEL
    analyses: dict[str, Any] = {}
    if query.load_bearing:
        analyses |= analysis_report.load_bearing_data(evaluation, model)
    if query.attack_surface:
        analyses |= analysis_report.attack_surface_data(evaluation)
    strengths = compute_strengths(evaluation, model)
    return evaluation_report.as_json(
        evaluation, strengths, _extensions(evaluation, query), analyses
    )


def _extensions(evaluation: Evaluation, query: _Query) -> Extensions | None:
    if query.semantics == SEMANTICS[0]:
        return None
    return find_extensions(evaluation, query.semantics, query.max_models)


def _parse_suppositions(
    argument_map: ArgumentMap, without: tuple[str, ...], suppose: tuple[str, ...]
) -> dict[str, Status]:
    """Parse ``--without`` and ``--suppose``; return the supposed status by statement id.

    Raises:
        click.UsageError: If the statement or the status is unknown.
    """
    supposed = dict.fromkeys(map(normalize_id, without), Status.REJECTED)
    for assignment in suppose:
        id_, _, word = assignment.partition("=")
        try:
            supposed[normalize_id(id_)] = Status(word)
        except ValueError:
            words = ", ".join(status.value for status in Status)
            raise click.UsageError(
                f"`{assignment}`: write ID=STATUS, with one of {words}"
            ) from None
    for id_ in supposed:
        if id_ not in argument_map.statements:
            named = (s.id for s in argument_map.statements.values() if s.is_named)
            raise click.UsageError(f"unknown statement `{id_}`{suggest(id_, named)}")
    return supposed
