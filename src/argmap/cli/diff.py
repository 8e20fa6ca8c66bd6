"""`argmap diff`: show what a change does to the conclusion."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from argmap.cli.options.output import color_option, wants_color
from argmap.text import write_atomically
from argmap.workspace.diff import diff_versions, open_versions
from argmap.workspace.diff.formats import FORMATS, get_format

_FAIL_ON = ("flip", "change")


@click.command("diff")
@click.argument("arguments", nargs=-1, metavar="[REV | REV..REV | A B] [PATH]…")
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of standard output.",
)
@click.option(
    "--exit-code",
    "has_exit_code",
    is_flag=True,
    help="Exit with 1 if anything changed in meaning; the same as --fail-on change.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_FAIL_ON),
    help="Exit with 1 if a verdict or an answer differs (flip), or if anything changed in meaning "
    "(change).",
)
@color_option
def command(
    arguments: tuple[str, ...],
    format_: str,
    output: Path | None,
    has_exit_code: bool,
    fail_on: str | None,
    color: str,
) -> None:
    r"""Show what a change does to the verdicts of maps.

    \b
    argmap diff                     the working tree and the last commit
    argmap diff REV [PATH]…         the working tree and a revision
    argmap diff REV..REV [PATH]…    two revisions; REV...REV from their common commit
    argmap diff A B                 two files or folders; REV:PATH is a file of a revision

    Nothing is checked out. The verdicts that flip come first, the thesis before all others, each
    with its explanation before and after, and the smallest set of edits that causes it. Then follow
    answers, strengths, findings, citations, statements, relations and sections. Order and layout
    are counted, not listed.

    Exit codes: 0, whatever differs; 1 with --exit-code or --fail-on; 2 wrong usage.
    """
    with ExitStack() as stack:
        diff = diff_versions(*open_versions(arguments, stack))
        is_colored = output is None and wants_color(color, sys.stdout)
        text = get_format(format_).write(diff, color=is_colored)
    if output is None:
        click.echo(text.encode(), nl=False, color=is_colored)
    else:
        write_atomically(output, text.encode())
    if has_exit_code:
        fail_on = "change"
    if (fail_on == "flip" and diff.has_flips) or (fail_on == "change" and not diff.is_same):
        sys.exit(1)
