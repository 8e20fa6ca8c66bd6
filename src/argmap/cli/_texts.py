"""``--source NAME=PATH``: the file with the text of a source."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click


def texts_option(function: Any) -> Any:
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
        from argmap.model.identifiers import normalized  # slow import; not needed without --source

        name, sign, path = value.partition("=")
        name = normalized(name)
        if not (name and sign and path):
            raise click.BadParameter(f"`{value}` is not of the form NAME=PATH")
        if name in paths:
            raise click.BadParameter(f"the text of `{name}` is given twice")
        paths[name] = Path(path)
        with contextlib.suppress(RuntimeError):  # shells do not expand a ~ after the =
            paths[name] = paths[name].expanduser()
    return paths
