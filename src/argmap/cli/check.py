"""`argmap check`: report the mistakes in maps."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from argmap.cli.options.check import (
    BaselineOption,
    ExecutionOptions,
    FixOptions,
    baseline_options,
    execution_options,
    fix_options,
    print_diff,
    rule_options,
)
from argmap.cli.options.files import exclusion_options, source_texts_option
from argmap.cli.options.output import (
    CURRENT_FOLDER,
    as_paths,
    color_option,
    read_stdin,
    split_stdin,
)
from argmap.cli.options.report import ReportOutput, destinations, report_options, write_reports
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.exclusions import ExclusionOptions

if TYPE_CHECKING:
    from argmap.workspace.aggregation import CheckResult
    from argmap.workspace.baseline import Baseline
    from argmap.workspace.fix import FixResult


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@report_options
@rule_options
@fix_options
@baseline_options
@exclusion_options
@click.option(
    "--markdown/--no-markdown",
    default=None,
    help="Check the argmap blocks of the Markdown files in folders.  [default: no-markdown]",
)
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="File name to assume for standard input, in imports, configuration and messages.",
)
@source_texts_option
@execution_options
@color_option
def command(
    paths: tuple[str, ...],
    formats: list[ReportOutput],
    output_file: Path | None,
    overrides: CliOverrides,
    fixing: FixOptions,
    baseline: BaselineOption,
    exclusion: ExclusionOptions,
    markdown: bool | None,
    stdin_filename: Path | None,
    texts: dict[str, Path],
    execution: ExecutionOptions,
    color: str,
) -> None:
    """Check maps for mistakes.

    PATH is a file, a folder, or - for standard input [default: the current folder].

    In a folder, files that git ignores or that the project excludes are skipped. A file that
    another map imports is checked as a part of that map, and also by itself if it has a thesis.
    In a Markdown file, each code block with the language argmap is checked as a map.

    Citations are compared with the texts of their sources, if available, and with argmap.lock;
    statements with their reviews in argmap.review.

    You can configure the rules in argmap.toml or pyproject.toml. Options override the
    configuration.

    Findings are cached until one of their dependencies changes. The cache is in your user cache
    folder, or in the folder that the environment variable ARGMAP_CACHE_DIR names.

    With --fix, only the remaining findings count for the exit code; with --diff, all findings
    count. With --fix and - as PATH, the fixed map is written to standard output and the report to
    standard error.

    Exit codes: 0 no findings at or above the level of --fail-on; 1 findings; 2 wrong usage, or
    nothing to check; 3 an internal error. The report format does not affect the exit code.
    """
    paths = paths or CURRENT_FOLDER
    outputs = destinations(formats, output_file)
    is_piped = split_stdin(paths)
    _refuse_since(execution.since, fixing, baseline, is_piped=is_piped)
    call = _Call(
        paths,
        read_stdin() if is_piped else None,
        stdin_filename,
        texts,
        overrides,
        baseline.open(),
        baseline.is_updated,
        exclusion._replace(reads_markdown=markdown),
    )
    fixed = call.fix(is_unsafe=fixing.is_unsafe) if fixing.is_applied or fixing.is_diff else None
    if fixed is not None and fixing.is_diff:
        print_diff(fixed.diff())
        sys.exit(1 if fixed.before.fails else 0)
    checked = call.check(execution) if fixed is None else fixed.after
    if baseline.is_updated and not checked.updated_baselines:
        raise click.UsageError(
            "--update-baseline: name the file with --baseline FILE, or in the configuration"
        )
    if fixed is not None and call.data is None:
        fixed.write()
    for updated in checked.updated_baselines:
        updated.write()
    is_filter = fixed is not None and call.data is not None
    write_reports(checked.report, outputs, color, to_stderr=is_filter)
    if fixed is not None and call.data is not None:
        click.echo(fixed.apply_to(call.data), nl=False)
    if checked.fails:
        sys.exit(1)


def _refuse_since(
    since: str | None, fixing: FixOptions, baseline: BaselineOption, *, is_piped: bool
) -> None:
    """Refuse ``--since`` in combination with incompatible options.

    Raises:
        click.UsageError: if ``since`` is given with one of these options, or with standard input.
    """
    if since is None:
        return
    if baseline.is_updated:
        raise click.UsageError(
            "--update-baseline records all findings; it cannot be used with --since"
        )
    if is_piped:
        raise click.UsageError("--since cannot be used with standard input")
    if fixing.is_applied or fixing.is_diff:
        raise click.UsageError("--since cannot be used with --fix or --diff")


class _Call(NamedTuple):
    """The arguments of a check; ``data`` is the standard input, if it is checked."""

    paths: tuple[str, ...]
    data: bytes | None
    stdin_filename: Path | None
    texts: dict[str, Path]
    overrides: CliOverrides
    baseline: Baseline | None
    updates_baseline: bool
    exclusion: ExclusionOptions

    def check(self, execution: ExecutionOptions) -> CheckResult:
        arguments = self.texts, self.overrides, self.baseline
        if self.data is not None:
            from argmap.workspace.checker import check_bytes

            return check_bytes(
                self.data, self.stdin_filename, *arguments, updates_baseline=self.updates_baseline
            )
        with execution.options() as options:
            return check_all(
                *(as_paths(self.paths), *arguments, options, execution.since),
                exclusion=self.exclusion,
                updates_baseline=self.updates_baseline,
            )

    def fix(self, *, is_unsafe: bool) -> FixResult:
        from argmap.workspace.fix import fix_bytes, fix_paths

        arguments = self.texts, self.overrides, self.baseline
        if self.data is not None:
            return fix_bytes(
                *(self.data, self.stdin_filename, *arguments),
                unsafe=is_unsafe,
                updates_baseline=self.updates_baseline,
            )
        return fix_paths(
            *(as_paths(self.paths), *arguments),
            unsafe=is_unsafe,
            exclusion=self.exclusion,
            updates_baseline=self.updates_baseline,
        )
