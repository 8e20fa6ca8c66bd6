"""`argmap move`: move an element to another place in its map."""

from __future__ import annotations

from pathlib import Path

import click

from argmap.cli.options.output import as_paths
from argmap.cli.options.refactor import RefactorOptions, finish, refactor_options
from argmap.workspace.refactor import move_element


@click.command("move")
@click.argument("id_", metavar="ID")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--under",
    metavar="ID",
    help="Move it into this statement, section, question, reason or objection.",
)
@click.option("--top", "is_top", is_flag=True, help="Move it to the top level, after the rest.")
@click.option(
    "--file",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Move it to this file of the map; --under is then an id in this file.",
)
@refactor_options
def command(
    id_: str,
    paths: tuple[str, ...],
    under: str | None,
    is_top: bool,
    file: Path | None,
    options: RefactorOptions,
) -> None:
    """Move an element with its block and its comments.

    ID is the id of a statement, a context, a question, a section, a reason or an objection: id,
    energy.id, or MAP#id. PATH is a file or a folder with the maps to search for ID [default: the
    current folder, then the project].

    At the top level and in a section, a statement keeps its relation to what it was nested in, as
    an attribute such as `supports:`. Under another statement, it supports or attacks that one.
    Uses of its id are adapted if it moves to a file with other names.

    Exit codes: 0 moved, or nothing to do; 1 refused, because a verdict or an error would be new; 2
    wrong usage, a place that is not possible, or a file that cannot be read or written.
    """
    if under is not None and is_top:
        raise click.UsageError("--under and --top exclude each other")
    if under is None and not is_top and file is None:
        raise click.UsageError("name the new place with --under ID, --top or --file FILE")
    result = move_element(id_, under, file, as_paths(paths))
    place = f"under `{under}`" if under is not None else "to the top level"
    where = f" of {file}" if file is not None else ""
    finish(result, f"moved `{id_}` {place}{where}", options)
