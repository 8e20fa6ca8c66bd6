"""``--source NAME=PATH``: where the text of a source is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click


def texts_option(function: Any) -> Any:
    """Add ``--source`` to a command, as ``texts``: paths by the sources' ids."""
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
        from argmap.model.identifiers import normalized  # a check without the option needs no model

        name, sign, path = value.partition("=")
        name = normalized(name)
        if not (name and sign and path):
            raise click.BadParameter(f"`{value}` is not of the form NAME=PATH")
        if name in paths:
            raise click.BadParameter(f"the text of `{name}` is given twice")
        paths[name] = Path(path)
        with contextlib.suppress(RuntimeError):  # shells leave a ~ behind the = to us
            paths[name] = paths[name].expanduser()
    return paths
