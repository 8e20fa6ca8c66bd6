"""``--format NAME[=FILE]`` and ``--output-file``: the formats and files of reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from argmap import reporting
from argmap.cli.options.output import print_line, wants_color
from argmap.config import MAP_SUFFIX
from argmap.text import write_atomically

_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The environment variable with the path of the step summary on a GitHub runner."""


class ReportOutput(NamedTuple):
    """A report to write to ``file``, or to standard output if ``file`` is None."""

    format: str
    file: Path | None = None


def report_options(function: Any) -> Any:
    """Add ``--format`` and ``--output-file`` to a command, as ``formats`` and ``output_file``."""
    format_option = click.option(
        "--format",
        "formats",
        metavar="NAME[=FILE]",
        multiple=True,
        default=["text"],
        show_default=True,
        callback=lambda _context, _option, values: [_output(value) for value in values],
        help=f"Report format ({', '.join(reporting.FORMATS)}). With =FILE, the report is "
        "written to FILE instead of standard output; repeatable.",
    )
    file_option = click.option(
        "--output-file",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File to write the report to, instead of standard output.",
    )
    return format_option(file_option(function))


def _output(value: str) -> ReportOutput:
    name, separator, file = value.partition("=")
    if name not in reporting.FORMATS:
        from argmap.text import closest_match

        meant = closest_match(name, reporting.FORMATS)
        known = ", ".join(reporting.FORMATS)
        hint = f" (did you mean `{meant}`?)" if meant else ""
        raise click.BadParameter(f"`{name}`: unknown format; use {known}{hint}")
    if not separator:
        return ReportOutput(name)
    if not file.strip() or Path(file).is_dir():
        raise click.BadParameter(f"`{value}` is not of the form NAME=FILE")
    return ReportOutput(name, Path(file))


def destinations(formats: Sequence[ReportOutput], output_file: Path | None) -> list[ReportOutput]:
    """Return the reports to write, after checking that none overwrites a map or another report.

    Raises:
        click.UsageError: if two reports have the same destination, or a destination is a map.
    """
    outputs = list(formats)
    if output_file is not None:
        if len(outputs) > 1 or outputs[0].file:
            raise click.UsageError("--output-file is for one report: say --format NAME=FILE")
        outputs = [ReportOutput(outputs[0].format, output_file)]
    files = [output.file for output in outputs]
    if files.count(None) > 1:
        raise click.UsageError(
            "one report goes to standard output: say --format NAME=FILE for the others"
        )
    for file in files:
        if file is not None and file.suffix == MAP_SUFFIX:
            raise click.UsageError(
                f"`{file}` is a map, which a report would overwrite; name another file"
            )
        if files.count(file) > 1:
            raise click.UsageError(f"two reports cannot be written to {file}")
    return outputs


def write_reports(
    result: reporting.Report,
    outputs: Iterable[ReportOutput],
    color: str,
    *,
    to_stderr: bool = False,
) -> None:
    """Write all reports: first the files, each of them atomically, and then standard output.

    With ``to_stderr``, standard error is used instead of standard output.

    Raises:
        OSError: If a file cannot be written.
    """
    texts: list[tuple[ReportOutput, str]] = []
    is_colored = wants_color(color, sys.stderr if to_stderr else sys.stdout)
    for output in outputs:
        writer = reporting.get_format(output.format)
        texts.append((output, writer.write(result, color=is_colored and output.file is None)))
    for output, text in texts:
        if output.file is not None:
            write_atomically(output.file, text)
    for name in dict.fromkeys(output.format for output, _ in texts):
        _add_summary(reporting.get_format(name), result)
    for output, text in texts:
        if output.file is None:
            for_people = getattr(reporting.get_format(output.format), "IS_FOR_TERMINAL", False)
            data: str | bytes = text if for_people else text.encode()  # for machines: UTF-8
            click.echo(data, nl=False, err=to_stderr, color=is_colored)


def _add_summary(writer: reporting.ReportFormat, result: reporting.Report) -> None:
    """Append the format's summary to the step summary of a GitHub runner, if both exist.

    No option asks for the summary. If it cannot be written, a warning is printed, but the check
    does not fail.
    """
    path, summary = os.environ.get(_SUMMARY), getattr(writer, "summary", None)
    if not path or summary is None:
        return
    try:
        with Path(path).open("ab") as file:
            file.write(summary(result).encode())
    except OSError as error:
        print_line(f"argmap: the summary cannot be written: {error.strerror}", err=True)
