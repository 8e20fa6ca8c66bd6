"""Options and output of the commands that convert maps: `import`, `export` and `convert`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from argmap import exchange, reporting
from argmap.cli.options import option_group
from argmap.cli.options.output import (
    STDOUT,
    as_paths,
    print_line,
    print_path,
    read_stdin,
    split_stdin,
    wants_color,
)
from argmap.workspace.conversion import (
    ConversionJob,
    Converted,
    convert,
    report_json,
    summary_lines,
)
from argmap.workspace.foreign_files import find_foreign_files, foreign_bytes


def format_type(
    is_known: Callable[[str], bool], names: Callable[[], Sequence[str]]
) -> Callable[..., str | None]:
    """Return a callback that checks the name of a format.

    Args:
        is_known: Returns whether a name is that of a format; the format is imported.
        names: Returns the names of all formats, for the message; all are imported.
    """

    def callback(
        _context: click.Context, _option: click.Parameter, value: str | None
    ) -> str | None:
        if value is not None and not is_known(value):
            from argmap.text import closest_match

            hint = closest_match(value, names())
            meant = f"; did you mean `{hint}`?" if hint else f"; use one of {', '.join(names())}"
            raise click.BadParameter(f"unknown format `{value}`{meant}")
        return value

    return callback


def _losses(report: str, strict: bool) -> tuple[str, bool]:
    return report, strict


loss_options = option_group(
    "losses",
    _losses,
    click.option(
        "--report",
        type=click.Choice(["text", "json", "none"]),
        default="text",
        show_default=True,
        help="How to report what is lost: text is a summary on standard error; json is a list of "
        "all files on standard output, and needs -o.",
    ),
    click.option("--strict", is_flag=True, help="Exit with 1 if anything is changed or dropped."),
)
"""The options ``--report`` and ``--strict``; the command receives them as ``losses``, a pair."""

force_option = click.option("--force", is_flag=True, help="Replace existing files.")

results_option = click.option(
    "-o",
    "--output",
    metavar="FILE|FOLDER",
    callback=lambda _context, _option, path: None if path == STDOUT else path,
    help="Output file for a single map, or folder for several; - is standard output.  [default: -]",
)


def destination(output: str | None, to_format: str) -> tuple[Path | None, Path | None]:
    """Return the folder and the file that ``--output`` names; at most one is not None."""
    if output is None:
        return None, None
    path = Path(output)
    is_folder = output.endswith(("/", "\\")) or path.is_dir() or not path.suffix
    if not is_folder and path.suffix != exchange.get(to_format).SUFFIX and not path.exists():
        known = {exchange.get(name).SUFFIX for name in exchange.FORMATS}
        is_folder = path.suffix not in known
    return (path, None) if is_folder else (None, path)


def run_conversion(
    paths: tuple[str, ...],
    stdin_filename: Path | None,
    job: ConversionJob,
    losses: tuple[str, bool],
    color: str,
) -> None:
    """Convert files, print the results and the loss report, and exit.

    Exit codes: 0 all converted; 1 a file could not be converted, or ``--strict`` and something was
    lost; 2 wrong usage.
    """
    report, is_strict = losses
    is_stdout = job.folder is None and job.file is None
    if is_stdout and report == "json":
        raise click.UsageError("--report json is written to standard output; name a file with -o")
    if split_stdin(paths):
        files = foreign_bytes(read_stdin(), stdin_filename)
    else:
        files = find_foreign_files(as_paths(paths))
    results: list[Converted] = []
    for result in _with_progress(convert(files, job)):
        results.append(result)
        _print_result(result, is_stdout=is_stdout, is_quiet=report == "json", color=color)
        if is_stdout and sum(not one.failure and not one.is_skipped for one in results) > 1:
            raise click.UsageError("several maps need a folder; name one with -o")
    if report == "json":
        click.echo(report_json(results).encode(), nl=False)
    elif report == "text":
        _print_summary(results)
    has_failed = any(result.failure or result.errors for result in results)
    has_lost = any(result.report.losses for result in results)
    if not has_failed and not any(not result.is_skipped for result in results):
        print_line("argmap: no file is in a format that argmap reads", err=True)
        has_failed = True
    sys.exit(1 if has_failed or (is_strict and has_lost) else 0)


def _print_result(result: Converted, *, is_stdout: bool, is_quiet: bool, color: str) -> None:
    if len(result.mistakes) > 1:
        print_line(f"argmap: `{result.name}` is not a valid map:", err=True)
        for mistake in result.mistakes:
            print_line(f"  {mistake}", err=True)
        return
    if result.failure:
        print_line(f"argmap: {result.failure}", err=True)
        return
    if result.errors is not None:
        is_colored = wants_color(color, sys.stderr)
        text = reporting.get_format("text").write(result.errors, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
    if is_stdout and not result.is_skipped:
        click.echo(result.text.encode(), nl=False)
    elif result.output is not None and not is_quiet:
        print_path(result.output)


def _print_summary(results: list[Converted]) -> None:
    if any(not result.failure and not result.is_skipped for result in results):
        for line in summary_lines(results):
            print_line(line, err=True)
    skipped = [result.name for result in results if result.is_skipped]
    if skipped:
        files = "1 file" if len(skipped) == 1 else f"{len(skipped):,} files"
        print_line(f"skipped: {files} in no known format (first {skipped[0]})", err=True)


_PROGRESS_SECONDS = 0.5
"""Time between two displays of the number of maps."""


def _with_progress(results: Iterable[Converted]) -> Iterable[Converted]:
    """Show the number of converted maps while standard error is a terminal, on long work."""
    import time

    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    last = time.monotonic() if is_terminal else 0.0
    is_shown = False
    for count, result in enumerate(results, start=1):
        if is_terminal and time.monotonic() - last > _PROGRESS_SECONDS:
            last, is_shown = time.monotonic(), True
            click.echo(f"\r{count:,} maps…", nl=False, err=True)
        yield result
    if is_shown:
        click.echo("\r\x1b[K", nl=False, err=True)
