"""`argmap fmt`: format maps in the canonical layout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from argmap.cli.options.check import print_diff
from argmap.cli.options.files import exclusion_options
from argmap.cli.options.output import (
    CURRENT_FOLDER,
    as_paths,
    print_line,
    print_path,
    read_stdin,
    split_stdin,
)
from argmap.workspace.changes import encode_source, unified_diff, write_changes
from argmap.workspace.exclusions import ExclusionOptions
from argmap.workspace.format import FormatResult, format_bytes, format_paths


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; list the files that would change."
)
@click.option("--diff", "is_diff", is_flag=True, help="Write nothing; show the changes as a diff.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="File name to assume for standard input, in messages and diffs.",
)
@exclusion_options
def command(
    paths: tuple[str, ...],
    is_check: bool,
    is_diff: bool,
    stdin_filename: Path | None,
    exclusion: ExclusionOptions,
) -> None:
    """Format maps in the canonical layout.

    PATH is a file, a folder, or - for standard input [default: the current folder]. Standard input
    is formatted to standard output. In a folder, files that git ignores or that the project
    excludes are skipped.

    Comments, the order of statements, and blank lines between groups are kept. Statements with
    syntax errors are not changed.

    Exit codes: 0 formatted, or nothing to do; 1 files that would change, with --check; 2 wrong
    usage, or a file that cannot be read.
    """
    paths = paths or CURRENT_FOLDER
    if split_stdin(paths):
        _filter(stdin_filename, is_check=is_check, is_diff=is_diff)
        return
    formatted = format_paths(as_paths(paths), exclusion)
    if is_diff:
        print_diff("".join(unified_diff(change.old, change.new) for change in formatted.changes))
    elif is_check:
        for change in formatted.changes:
            print_path(change.old.name)
    else:
        write_changes(formatted.changes)
    _report(formatted, is_dry=is_check or is_diff)
    if formatted.unreadable:
        sys.exit(2)
    if is_check and formatted.changes:
        sys.exit(1)


def _filter(filename: Path | None, *, is_check: bool, is_diff: bool) -> None:
    """Format standard input; without options, write it to standard output even if unchanged."""
    document, new = format_bytes(read_stdin(), filename)
    if is_diff:
        print_diff(unified_diff(document.source, new))
    elif not is_check:
        click.echo(encode_source(new), nl=False)
    elif new.text != document.source.text:
        print_path(new.name)
    if document.errors:
        _report_broken([new.name])
    if is_check and new.text != document.source.text:
        sys.exit(1)


def _report(formatted: FormatResult, *, is_dry: bool) -> None:
    """Print the number of changed files; with ``is_dry``, to standard error."""
    _report_broken(formatted.broken)
    for name in formatted.unreadable:
        print_line(f"`{name}` was not changed: it is not valid UTF-8, or too large", err=True)
    count = len(formatted.changes)
    rest = formatted.files - count - len(formatted.unreadable)
    verb = "would change" if is_dry else "formatted"
    counts = [f"{_files(count)} {verb}"] if count else []
    if rest:
        counts.append(f"{_files(rest)} unchanged")
    if counts:
        click.echo(", ".join(counts), err=is_dry)


def _report_broken(names: Sequence[str]) -> None:
    for name in names:
        print_line(
            f"`{name}` has errors; the statements that contain them were not changed "
            "(see `argmap check`)",
            err=True,
        )


def _files(count: int) -> str:
    return f"{count:,} file{'' if count == 1 else 's'}"
