"""Options and output of the commands that refactor maps: rename, move, extract, inline."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import click

from argmap import reporting
from argmap.cli.options import option_group
from argmap.cli.options.check import print_diff
from argmap.cli.options.output import color_option, print_line, wants_color
from argmap.workspace.changes import ChangeKind
from argmap.workspace.refactor import ChangedVerdict, RefactorResult

_MAX_LISTED_VERDICTS = 20
_MAX_TEXT_LENGTH = 60


class RefactorOptions(NamedTuple):
    """What to do with the result of a refactoring.

    Attributes:
        is_diff: Whether to show the changes, and write nothing.
        is_forced: Whether to write the changes even if verdicts change.
        color: When to use color in error messages.
    """

    is_diff: bool
    is_forced: bool
    color: str


refactor_options = option_group(
    "options",
    RefactorOptions,
    click.option(
        "--diff",
        "--dry-run",
        "is_diff",
        is_flag=True,
        help="Write nothing; show the changes as a diff.",
    ),
    click.option(
        "--force", "is_forced", is_flag=True, help="Write the changes even if verdicts change."
    ),
    color_option,
)
"""The options of all refactorings; the command receives them as ``options``."""


def finish(result: RefactorResult, done: str, options: RefactorOptions) -> None:
    """Write or show the changes, or say why they are refused and exit with 1.

    Args:
        result: The result of the refactoring.
        done: What it does, such as "renamed `a` to `b`".
        options: The options of the command.
    """
    if not result.changes:
        print_line("nothing to do", err=options.is_diff)
        return
    if result.errors.diagnostics:
        is_colored = wants_color(options.color, sys.stderr)
        text = reporting.get_format("text").write(result.errors, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
        print_line("nothing was changed, because these errors would be new", err=True)
        sys.exit(1)
    if result.verdicts:
        _print_verdicts(result.verdicts, is_forced=options.is_forced)
        if not options.is_forced:
            sys.exit(1)
    if options.is_diff:
        print_diff(result.diff())
    else:
        result.write()
    print_line(f"{done}: {', '.join(_counts(result, options))}", err=options.is_diff)


def _counts(result: RefactorResult, options: RefactorOptions) -> Iterator[str]:
    counts = Counter(change.kind for change in result.changes)
    verb = "would be " if options.is_diff else ""
    for kind in ChangeKind:
        count = counts[kind]
        if count:
            yield f"{count:,} file{'' if count == 1 else 's'} {verb}{kind.value}"


def _print_verdicts(verdicts: tuple[ChangedVerdict, ...], *, is_forced: bool) -> None:
    count = len(verdicts)
    plural = "" if count == 1 else "s"
    what = f"the verdict{plural} of {count:,} statement{plural}"
    if is_forced:
        print_line(f"{what} changed:", err=True)
    else:
        print_line(
            f"nothing was changed, because {what} would change (--force changes them):", err=True
        )
    for verdict in verdicts[:_MAX_LISTED_VERDICTS]:
        after = verdict.after.value if verdict.after else "not in this map"
        text = " ".join(verdict.text.split())
        if len(text) > _MAX_TEXT_LENGTH:
            text = f"{text[: _MAX_TEXT_LENGTH - 1]}…"
        print_line(
            f"  {verdict.map}: `{verdict.id}` {verdict.before.value} → {after}: {text}", err=True
        )
    if count > _MAX_LISTED_VERDICTS:
        print_line(f"  and {count - _MAX_LISTED_VERDICTS:,} more", err=True)
