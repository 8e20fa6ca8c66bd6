"""``--focus``, ``--depth`` and related options: drawing a part of a map."""

from __future__ import annotations

from functools import wraps
from typing import Any

import click

from argmap.model import Status
from argmap.rendering.views import Choice
from argmap.workspace.sheets import Wanted

_OPTIONS = (
    click.option(
        "--focus",
        metavar="ID",
        help="Draw one statement, all arguments for and against it, and its path to the thesis.",
    ),
    click.option(
        "--depth",
        type=click.IntRange(min=0),
        metavar="N",
        help="Draw N levels below the thesis, or below the statement of --focus.",
    ),
    click.option(
        "--section",
        metavar="ID",
        help="Draw one section, and the statements outside that are connected to it.",
    ),
    click.option(
        "--only",
        type=click.Choice([status.value for status in Status]),
        help="Draw the statements with this status, and their paths to the thesis.",
    ),
    click.option(
        "--collapse",
        multiple=True,
        metavar="ID",
        help="Leave out the statements that support or attack only this one, directly or "
        "indirectly; repeatable.",
    ),
    click.option(
        "--split",
        type=click.Choice(["sections"]),
        help="Draw an overview, and a separate picture of each section.",
    ),
)


def view_options(function: Any) -> Any:
    """Add the options to a command, which receives them as one argument, ``wanted``."""

    @wraps(function)
    def with_view(
        *args: Any,
        focus: str | None,
        depth: int | None,
        section: str | None,
        only: str | None,
        collapse: tuple[str, ...],
        split: str | None,
        **others: Any,
    ) -> Any:
        choice = Choice(
            focus=focus,
            depth=depth,
            section=section,
            only=Status(only) if only else None,
            collapse=tuple(dict.fromkeys(collapse)),
        )
        if split and choice:
            raise click.UsageError("--split draws the whole map; leave the other views out")
        return function(*args, wanted=Wanted(choice, split is not None), **others)

    for option in reversed(_OPTIONS):
        with_view = option(with_view)
    return with_view
