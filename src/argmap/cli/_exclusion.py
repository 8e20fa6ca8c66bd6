"""``--exclude`` and related options: files to skip when searching folders for maps."""

from __future__ import annotations

from functools import wraps
from typing import Any

import click

from argmap.workspace.exclusions import Exclusion

_OPTIONS = (
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


def exclusion_options(function: Any) -> Any:
    """Add the options to a command, which receives them as one argument, ``exclusion``."""

    @wraps(function)
    def with_exclusion(
        *args: Any,
        exclude: tuple[str, ...],
        extend_exclude: tuple[str, ...],
        respect_gitignore: bool | None,
        force_exclude: bool | None,
        **others: Any,
    ) -> Any:
        exclusion = Exclusion(exclude or None, extend_exclude, respect_gitignore, force_exclude)
        return function(*args, exclusion=exclusion, **others)

    for option in reversed(_OPTIONS):
        with_exclusion = option(with_exclusion)
    return with_exclusion
