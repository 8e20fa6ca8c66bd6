"""`argmap report`: write the comment on a pull request."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from argmap.cli.options.output import CURRENT_FOLDER, as_paths
from argmap.text import write_atomically
from argmap.workspace.check import check_all
from argmap.workspace.diff import diff_versions, open_versions
from argmap.workspace.diff.pull_request import LIMITS, write_comment


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--since",
    metavar="REV",
    required=True,
    help="The git revision to compare with: the base of the pull request.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(tuple(LIMITS)),
    default="github-comment",
    show_default=True,
    help="Where the comment is shown, which limits its length.",
)
@click.option("--url", metavar="URL", help="Address of a page with the whole difference.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of standard output.",
)
@click.option(
    "--fail-on-flip",
    is_flag=True,
    help="Exit with 1 if a verdict or the answer to a question differs.",
)
def command(
    paths: tuple[str, ...],
    since: str,
    format_: str,
    url: str | None,
    output: Path | None,
    fail_on_flip: bool,
) -> None:
    """Write a comment on what a pull request does to the verdicts.

    PATH is a file or a folder [default: the current folder]. The comment is Markdown: a summary,
    the verdicts that flip with their causes, a flowchart of what changed, and all findings and
    changes, folded. Its first line is a hidden marker, by which the action finds the comment to
    update it.

    Exit codes: 0, whatever differs; 1 with --fail-on-flip; 2 wrong usage.
    """
    paths = paths or CURRENT_FOLDER
    report = check_all(as_paths(paths)).report
    with ExitStack() as stack:
        diff = diff_versions(*open_versions((since, *paths), stack))
        text = write_comment(diff, report, format_, url)
    if output is None:
        click.echo(text.encode(), nl=False)
    else:
        write_atomically(output, text.encode())
    if fail_on_flip and diff.has_flips:
        sys.exit(1)
