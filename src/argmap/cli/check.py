"""`argmap check`: does the map hold together?"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap.cli._baseline import BaselineChoice, baseline_options
from argmap.cli._color import color_option
from argmap.cli._fixing import Fixing, fixing_options, show_difference
from argmap.cli._input import as_paths, read_stdin, split_stdin
from argmap.cli._report import Output, destinations, report_options, write_reports
from argmap.cli._selection import selection_options
from argmap.cli._texts import texts_option
from argmap.cli._work import Work, work_options
from argmap.workspace.choices import Choices
from argmap.workspace.running import run_check


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@report_options
@selection_options
@fixing_options
@baseline_options
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="File name of a map from standard input, for imports and messages.",
)
@texts_option
@work_options
@color_option
def command(
    paths: tuple[str, ...],
    formats: list[Output],
    output_file: Path | None,
    choices: Choices,
    fixing: Fixing,
    lets_pass: BaselineChoice,
    stdin_filename: Path | None,
    texts: dict[str, Path],
    work: Work,
    color: str,
) -> None:
    """Check maps for mistakes.

    PATH is a file, a folder, or - for standard input.

    In a folder, a file that another one imports is checked as a part of that. Citations are looked
    up in the texts of their sources where these are available, and checked against the lock.

    The rules are configured in argmap.toml or pyproject.toml; the options here override that.

    Findings are cached in the user's cache folder (or ARGMAP_CACHE_DIR) until something changes
    that they depend on.

    Exit codes: 0 no finding at or above the fail level; 1 findings; 2 wrong usage, or nothing to
    check; 3 an internal error. The output format never changes them. With --fix, only findings that
    are left count; with --diff, all do.
    """
    outputs = destinations(formats, output_file)
    baseline = lets_pass.open()
    if baseline is not None and baseline.is_renewed and work.since is not None:
        raise click.UsageError("--update-baseline writes all that is found: leave out --since")
    if split_stdin(paths):
        if fixing.is_made or fixing.is_shown:
            raise click.UsageError("standard input is no file to fix")
        if work.since is not None:
            raise click.UsageError("standard input has no revisions: --since goes with files")
        from argmap.workspace.checking import run_check_bytes

        checked = run_check_bytes(read_stdin(), stdin_filename, texts, choices, baseline)
    elif fixing.is_made or fixing.is_shown:
        if work.since is not None:
            raise click.UsageError("--since goes with neither --fix nor --diff")
        from argmap.workspace.fixing import fix_paths

        fixed = fix_paths(as_paths(paths), texts, choices, baseline, unsafe=fixing.is_unsafe)
        if fixing.is_shown:
            show_difference(fixed.diff())
            sys.exit(1 if fixed.before.fails else 0)
        fixed.write()
        checked = fixed.after
    else:
        with work.ways() as ways:
            checked = run_check(as_paths(paths), texts, choices, baseline, ways, work.since)
    if baseline is not None and baseline.is_renewed:
        baseline.write()
    write_reports(checked.report, outputs, color)
    if checked.fails:
        sys.exit(1)
