"""Options for input files: source texts, and files to skip in folders."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from argmap.cli.options import option_group
from argmap.workspace.exclusions import ExclusionOptions


def source_texts_option(function: Any) -> Any:
    """Add ``--source`` to a command, as ``texts``: a mapping of source ids to paths."""
    return click.option(
        "--source",
        "texts",
        metavar="NAME=PATH",
        multiple=True,
        callback=lambda _context, _option, values: _paths(values),
        help="File that contains the text of the source with the id NAME; repeatable.",
    )(function)


def _paths(values: Iterable[str]) -> dict[str, Path]:
    paths: dict[str, Path] = {}
    for value in values:
        from argmap.model.identifiers import (
            normalize_id,
        )  # slow import; not needed without --source

        name, separator, path = value.partition("=")
        name = normalize_id(name)
        if not (name and separator and path):
            raise click.BadParameter(f"`{value}` is not of the form NAME=PATH")
        if name in paths:
            raise click.BadParameter(f"the text of `{name}` is given twice")
        paths[name] = Path(path)
        with contextlib.suppress(RuntimeError):  # shells do not expand a ~ after the =
            paths[name] = paths[name].expanduser()
    return paths


def _exclusion(
    exclude: tuple[str, ...],
    extend_exclude: tuple[str, ...],
    respect_gitignore: bool | None,
    force_exclude: bool | None,
) -> ExclusionOptions:
    return ExclusionOptions(exclude or None, extend_exclude, respect_gitignore, force_exclude)


exclusion_options = option_group(
    "exclusion",
    _exclusion,
    click.option(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        help="Skip files and folders that match PATTERN (.gitignore syntax), instead of those that "
        "the project excludes; repeatable.",
    ),
    click.option(
        "--extend-exclude",
        metavar="PATTERN",
        multiple=True,
        help="Skip files and folders that match PATTERN, in addition to the excluded ones; "
        "repeatable.",
    ),
    click.option(
        "--respect-gitignore/--no-respect-gitignore",
        default=None,
        help="Skip files that git ignores.  [default: respect-gitignore]",
    ),
    click.option(
        "--force-exclude/--no-force-exclude",
        default=None,
        help="Skip ignored and excluded files even if PATH names them.  "
        "[default: no-force-exclude]",
    ),
)
"""Options for the files to skip in folders; the command receives them as ``exclusion``."""
