"""Commands to GitHub's runner, which shows the findings beside the lines they are about.

The form of a command and what is escaped in it are those of the runner's own toolkit
(github.com/actions/toolkit, packages/core/src/command.ts). Of each severity GitHub shows the first
ten of a step, so that the worst come first; all of them stand in the log of the step.

A workflow command: ``::error file=…,line=…::message``.

The summary of a step, in Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.reporting._locations import repository_path
from argmap.reporting._text import (
    count_noun,
    escape_markdown,
    escape_unprintable,
    repository_location,
    sentences,
    shorten,
    summary_line,
    tree_lines,
    worst_first,
)

_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}
_MESSAGE = str.maketrans(_IN_MESSAGES)
_PROPERTY = str.maketrans(_IN_PROPERTIES)


def command(name: str, properties: Mapping[str, object], message: str) -> str:
    """Return a command in one line, whatever its properties and its message hold."""
    said = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {said}::{message.translate(_MESSAGE)}"


_MOST_ROWS = 100  # a summary may have 1 MiB
_MOST_CHARACTERS = 300  # of a sentence
_SIGN = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}


def summary(report: Report) -> str:
    """Return a heading, a sentence and a table of the findings, the worst first."""
    lines = ["### argmap", "", _said(summary_line(report)), ""]
    if report.diagnostics:
        lines += ["| | Rule | Place | Finding |", "| --- | --- | --- | --- |"]
        lines += _rows(worst_first(report.diagnostics))
        lines.append("")
    return "\n".join(lines)


def _rows(diagnostics: list[Diagnostic]) -> Iterator[str]:
    for diagnostic in diagnostics[:_MOST_ROWS]:
        said = _said(sentences(diagnostic, _MOST_CHARACTERS))
        where = f"<code>{escape_markdown(repository_location(diagnostic))}</code>"
        yield f"| {_SIGN[diagnostic.severity]} | {diagnostic.code} | {where} | {said} |"
    if more := len(diagnostics[_MOST_ROWS:]):
        yield f"| | | | … {count_noun(more, 'more finding')} |"


def _said(text: str) -> str:
    """Return a sentence in Markdown; what stands in backticks is shown as code."""
    parts = [escape_markdown(part) for part in text.split("`")]
    if len(parts) % 2 == 0:  # a backtick without its partner is one
        parts[-2:] = [escape_markdown("`").join(parts[-2:])]
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))


__all__ = ["summary", "write"]

_SHOWN = 10  # of a severity, in one step
_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (the runner colours them)
    """Return a command a finding, the worst first, and a closing sentence."""
    lines = [_command(diagnostic) for diagnostic in worst_first(report.diagnostics)]
    return "\n".join([*lines, *_hidden(report), summary_line(report)]) + "\n"


def _command(diagnostic: Diagnostic) -> str:
    (line, column), (end_line, end_column) = diagnostic.location.start, diagnostic.location.end
    properties = {
        "file": escape_unprintable(repository_path(diagnostic.location.source.name)),
        "line": line,
        "endLine": end_line,
    }
    if line == end_line:  # columns of different lines are refused
        properties |= {"col": column, "endColumn": end_column}
    title = f"{diagnostic.code} {diagnostic.name}"
    message = "\n".join(_message(diagnostic))
    return command(_COMMAND[diagnostic.severity], {**properties, "title": title}, message)


def _message(diagnostic: Diagnostic) -> Iterator[str]:
    # The log shows nothing but the message.
    yield f"{repository_location(diagnostic)}: {shorten(diagnostic.message)}"
    yield from tree_lines(diagnostic.tree)
    if diagnostic.help:
        yield f"help: {shorten(diagnostic.help)}"


def _hidden(report: Report) -> Iterator[str]:
    for severity in sorted(Severity, reverse=True):
        if (more := report.count(severity) - _SHOWN) > 0:
            yield f"{count_noun(more, f'more {severity}')}: GitHub shows {_SHOWN} beside the files."
