"""Workflow commands for GitHub Actions, which shows the diagnostics next to the lines of files.

Example: ``::error file=…,line=…::message``. Syntax and escapes are those of the runner's toolkit
(github.com/actions/toolkit, packages/core/src/command.ts). GitHub shows the first ten diagnostics
of each severity per step, so the worst come first; the log of the step contains all of them.

The summary of the step is a Markdown table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.reporting._locations import repository_path
from argmap.reporting._text import (
    count_noun,
    escape_github_markdown,
    escape_unprintable,
    repository_location,
    sentences,
    shorten,
    summary_line,
    tree_lines,
    worst_first,
)

__all__ = ["summary", "write"]

_MAX_SHOWN = 10  # commands of a severity that GitHub shows per step
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MESSAGE_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_ESCAPE_MESSAGE = str.maketrans(_MESSAGE_ESCAPES)
_ESCAPE_PROPERTY = str.maketrans({**_MESSAGE_ESCAPES, ":": "%3A", ",": "%2C"})

_MAX_ROWS = 100  # of a summary, which may have 1 MiB
_MAX_SENTENCE_LENGTH = 300  # characters, in a summary
_ICONS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (the runner adds the colors)
    """Return a command per diagnostic, the worst first, and the totals."""
    lines = [_diagnostic_command(diagnostic) for diagnostic in worst_first(report.diagnostics)]
    return "\n".join([*lines, *_not_shown(report), summary_line(report)]) + "\n"


def _diagnostic_command(diagnostic: Diagnostic) -> str:
    (line, column), (end_line, end_column) = diagnostic.location.start, diagnostic.location.end
    properties = {
        "file": escape_unprintable(repository_path(diagnostic.location.source.name)),
        "line": line,
        "endLine": end_line,
    }
    if line == end_line:  # GitHub rejects columns of different lines
        properties |= {"col": column, "endColumn": end_column}
    title = f"{diagnostic.code} {diagnostic.name}"
    message = "\n".join(_message_lines(diagnostic))
    return format_command(_COMMANDS[diagnostic.severity], {**properties, "title": title}, message)


def _message_lines(diagnostic: Diagnostic) -> Iterator[str]:
    # The location is repeated, because the log shows only the message.
    yield f"{repository_location(diagnostic)}: {shorten(diagnostic.message)}"
    yield from tree_lines(diagnostic.tree)
    if diagnostic.help:
        yield f"help: {shorten(diagnostic.help)}"


def format_command(name: str, properties: Mapping[str, object], message: str) -> str:
    """Return a command on one line, with properties and message escaped."""
    written = ",".join(
        f"{key}={str(value).translate(_ESCAPE_PROPERTY)}" for key, value in properties.items()
    )
    return f"::{name} {written}::{message.translate(_ESCAPE_MESSAGE)}"


def _not_shown(report: Report) -> Iterator[str]:
    for severity in sorted(Severity, reverse=True):
        if (more := report.count(severity) - _MAX_SHOWN) > 0:
            count = count_noun(more, f"more {severity}")
            yield f"{count}: GitHub shows only {_MAX_SHOWN} next to the files."


def summary(report: Report) -> str:
    """Return a heading, the totals and a table of the diagnostics, the worst first."""
    lines = ["### argmap", "", _markdown(summary_line(report)), ""]
    if report.diagnostics:
        lines += ["| | Rule | Location | Finding |", "| --- | --- | --- | --- |"]
        lines += _rows(worst_first(report.diagnostics))
        lines.append("")
    return "\n".join(lines)


def _rows(diagnostics: list[Diagnostic]) -> Iterator[str]:
    for diagnostic in diagnostics[:_MAX_ROWS]:
        text = _markdown(sentences(diagnostic, _MAX_SENTENCE_LENGTH))
        location = f"<code>{escape_github_markdown(repository_location(diagnostic))}</code>"
        yield f"| {_ICONS[diagnostic.severity]} | {diagnostic.code} | {location} | {text} |"
    if more := len(diagnostics[_MAX_ROWS:]):
        yield f"| | | | … {count_noun(more, 'more finding')} |"


def _markdown(text: str) -> str:
    """Return a sentence as Markdown, with the text between backticks as code."""
    parts = [escape_github_markdown(part) for part in text.split("`")]
    if len(parts) % 2 == 0:  # the last backtick has no partner: it is literal
        parts[-2:] = [escape_github_markdown("`").join(parts[-2:])]
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))
