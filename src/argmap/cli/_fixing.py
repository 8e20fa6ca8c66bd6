"""``--fix``, ``--unsafe-fixes`` and ``--diff``: applying fixes, or showing them as a diff."""

from __future__ import annotations

import sys
from functools import wraps
from typing import Any, NamedTuple

import click


class Fixing(NamedTuple):
    """Whether to apply fixes or show them as a diff, and whether to include unsafe fixes."""

    is_made: bool = False
    is_shown: bool = False
    is_unsafe: bool = False


_OPTIONS = (
    click.option(
        "--fix", is_flag=True, help="Apply safe fixes, which keep the meaning of the map."
    ),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="Include fixes that may change the meaning of the map; requires --fix or --diff.",
    ),
    click.option(
        "--diff",
        is_flag=True,
        help="Show the changes that --fix would make as a diff; write nothing.",
    ),
)


def fixing_options(function: Any) -> Any:
    """Add the options to a command, which receives them as one argument, ``fixing``.

    Raises:
        click.UsageError: if the options contradict each other.
    """

    @wraps(function)
    def with_fixing(*args: Any, fix: bool, unsafe_fixes: bool, diff: bool, **others: Any) -> Any:
        if fix and diff:
            raise click.UsageError("--fix writes and --diff does not: say one of them")
        if unsafe_fixes and not (fix or diff):
            raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
        return function(*args, fixing=Fixing(fix, diff, unsafe_fixes), **others)

    for option in reversed(_OPTIONS):
        with_fixing = option(with_fixing)
    return with_fixing


def show_difference(text: str) -> None:
    """Write a diff to standard output; in a terminal, escape control characters."""
    if sys.stdout.isatty():
        text = "".join(
            char if char.isprintable() or char in "\t\n" else f"\\x{ord(char):02x}" for char in text
        )
        click.echo(text, nl=False)
    else:
        click.echo(text.encode(), nl=False)
