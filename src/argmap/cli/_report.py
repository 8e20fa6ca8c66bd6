"""``--format NAME[=FILE]``: which reports are written, and where."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from argmap import report
from argmap.cli._color import wants_color
from argmap.cli._output import print_line
from argmap.config import SUFFIX
from argmap.text import write_atomically

_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The variable by which GitHub's runner names the file that a step's summary is added to."""


class Output(NamedTuple):
    """A report to write: to standard output where no ``file`` is named."""

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
        help=f"Report format ({', '.join(report.FORMATS)}). With =FILE, the report is written to "
        "FILE instead of standard output; repeatable.",
    )
    file_option = click.option(
        "--output-file",
        type=click.Path(dir_okay=False, path_type=Path),
        help="File to write the report to, instead of standard output.",
    )
    return format_option(file_option(function))


def _output(value: str) -> Output:
    name, sign, file = value.partition("=")
    if name not in report.FORMATS:
        from argmap.text import nearest

        meant = nearest(name, report.FORMATS)
        known = ", ".join(report.FORMATS)
        hint = f" (did you mean `{meant}`?)" if meant else ""
        raise click.BadParameter(f"`{name}`: unknown format; use {known}{hint}")
    if not sign:
        return Output(name)
    if not file.strip() or Path(file).is_dir():
        raise click.BadParameter(f"`{value}` is not of the form NAME=FILE")
    return Output(name, Path(file))


def destinations(formats: Sequence[Output], output_file: Path | None) -> list[Output]:
    """Return what is to be written, once it is certain that nothing is written over.

    Raises:
        click.UsageError: when two reports would go to one place, or one into a map.
    """
    outputs = list(formats)
    if output_file is not None:
        if len(outputs) > 1 or outputs[0].file:
            raise click.UsageError("--output-file is for one report: say --format NAME=FILE")
        outputs = [Output(outputs[0].format, output_file)]
    files = [output.file for output in outputs]
    if files.count(None) > 1:
        raise click.UsageError(
            "one report goes to standard output: say --format NAME=FILE for the others"
        )
    for file in files:
        if file is not None and file.suffix == SUFFIX:
            raise click.UsageError(
                f"`{file}` is a map, which a report would overwrite; name another file"
            )
        if files.count(file) > 1:
            raise click.UsageError(f"two reports cannot be written to {file}")
    return outputs


def write_reports(
    result: report.Report,
    outputs: Iterable[Output],
    color: str,
    *,
    to_stderr: bool = False,
) -> None:
    """Write all reports: each file whole or not at all, and standard output last.

    With ``to_stderr``, what would go to standard output goes to standard error.

    Raises:
        OSError: when a file cannot be written.
    """
    texts: list[tuple[Output, str]] = []
    is_colored = wants_color(color, sys.stderr if to_stderr else sys.stdout)
    for output in outputs:
        writer = report.get(output.format)
        texts.append((output, writer.write(result, color=is_colored and output.file is None)))
    for output, text in texts:
        if output.file is not None:
            write_atomically(output.file, text)
    for name in dict.fromkeys(output.format for output, _ in texts):
        _add_summary(report.get(name), result)
    for output, text in texts:
        if output.file is None:
            for_people = getattr(report.get(output.format), "FOR_PEOPLE", False)
            data: str | bytes = text if for_people else text.encode()  # for machines: UTF-8
            click.echo(data, nl=False, err=to_stderr, color=is_colored)


def _add_summary(writer: report.Format, result: report.Report) -> None:
    """Add a format's summary to the file that the environment names, if both are there.

    Nobody asked for it on the command line, so that it fails no check when it cannot be written.
    """
    path, summary = os.environ.get(_SUMMARY), getattr(writer, "summary", None)
    if not path or summary is None:
        return
    try:
        with Path(path).open("ab") as file:
            file.write(summary(result).encode())
    except OSError as error:
        print_line(f"argmap: the summary cannot be written: {error.strerror}", err=True)
