"""Commands to GitHub's runner, which shows the findings beside the lines they are about.

The form of a command and what is escaped in it are those of the runner's own toolkit
(github.com/actions/toolkit, packages/core/src/command.ts). Of each severity GitHub shows the first
ten of a step, so that the worst come first; all of them stand in the log of the step.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report
from argmap.report._common.characters import shorten, visible
from argmap.report._common.repository import repository_path
from argmap.report._common.totals import counted, totals
from argmap.report._common.wording import repository_place, tree_lines, worst_first
from argmap.report.github.commands import command
from argmap.report.github.steps import summary

__all__ = ["summary", "write"]

_SHOWN = 10  # of a severity, in one step
_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (the runner colours them)
    """Return a command a finding, the worst first, and a closing sentence."""
    lines = [_command(finding) for finding in worst_first(report.diagnostics)]
    return "\n".join([*lines, *_hidden(report), totals(report)]) + "\n"


def _command(finding: Diagnostic) -> str:
    (line, column), (end_line, end_column) = finding.location.start, finding.location.end
    properties = {
        "file": visible(repository_path(finding.location.source.name)),
        "line": line,
        "endLine": end_line,
    }
    if line == end_line:  # columns of different lines are refused
        properties |= {"col": column, "endColumn": end_column}
    title = f"{finding.code} {finding.name}"
    message = "\n".join(_message(finding))
    return command(_COMMAND[finding.severity], {**properties, "title": title}, message)


def _message(finding: Diagnostic) -> Iterator[str]:
    # The log shows nothing but the message.
    yield f"{repository_place(finding)}: {shorten(finding.message)}"
    yield from tree_lines(finding.tree)
    if finding.help:
        yield f"help: {shorten(finding.help)}"


def _hidden(report: Report) -> Iterator[str]:
    for severity in sorted(Severity, reverse=True):
        if (more := report.count(severity) - _SHOWN) > 0:
            yield f"{counted(more, f'more {severity}')}: GitHub shows {_SHOWN} beside the files."
