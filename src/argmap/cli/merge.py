"""`argmap merge`: merge two versions of a map, and check what the result says."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap.cli.options.output import print_line
from argmap.text import write_atomically
from argmap.workspace.merge import check_merge, merge_files, report_file_merge, report_maps

_MAX_MARKER_SIZE = 200


@click.command("merge")
@click.argument("arguments", nargs=-1, metavar="BASE OURS THEIRS")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result to this file instead of OURS.",
)
@click.option(
    "-p",
    "--stdout",
    "to_stdout",
    is_flag=True,
    help="Write the result to standard output instead of OURS.",
)
@click.option(
    "--path",
    type=click.Path(path_type=Path),
    help="Path of the map, for messages and imports [default: OURS].",
)
@click.option(
    "--marker-size",
    type=click.IntRange(1, _MAX_MARKER_SIZE),
    default=7,
    show_default=True,
    help="Length of the markers of conflicts.",
)
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Merge nothing; compare the verdicts of a finished merge with those of the merged "
    "revisions.",
)
def command(
    arguments: tuple[str, ...],
    output: Path | None,
    to_stdout: bool,
    path: Path | None,
    marker_size: int,
    is_check: bool,
) -> None:
    r"""Merge two versions of a map, element by element.

    \b
    argmap merge BASE OURS THEIRS    write the merge of three files to OURS
    argmap merge --check             check the last merge, or the present one
    argmap merge --check REV REV     check the working tree, into which two revisions were merged

    `argmap git enable` lets git use this command for all maps. The order of siblings does not
    matter, and references follow a rename. Conflicts are written between markers, as in git. If the
    merged map gives a verdict that neither version gave, the command explains it and exits with 1.

    Exit codes: 0 merged; 1 conflicts, or new verdicts or errors; 2 wrong usage.
    """
    if is_check:
        _check(arguments)
        return
    if len(arguments) != 3:  # noqa: PLR2004 (three versions)
        raise click.UsageError("name three files: BASE OURS THEIRS")
    if output is not None and to_stdout:
        raise click.UsageError("--output and --stdout exclude each other")
    base, ours, theirs = map(Path, arguments)
    merge = merge_files(base, ours, theirs, path=path, marker_size=marker_size)
    if to_stdout:
        click.echo(merge.data, nl=False)
    else:
        write_atomically(output or ours, merge.data)
    for line in report_file_merge(merge):
        print_line(line, err=True)
    sys.exit(0 if merge.is_clean else 1)


def _check(revisions: tuple[str, ...]) -> None:
    if len(revisions) == 1:
        raise click.UsageError("name at least two revisions that were merged, or none")
    maps = check_merge(revisions)
    for line in report_maps(maps):
        print_line(line)
    if all(merged_map.is_sound for merged_map in maps):
        print_line("The merge gives no verdict and no error that the merged versions did not give.")
        return
    sys.exit(1)
