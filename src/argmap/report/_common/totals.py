"""The last line of a report: how much was found, or that nothing was."""

from __future__ import annotations

from argmap.diagnostics import Severity
from argmap.report import Report


def totals(report: Report) -> str:
    """Say it as a sentence: Found 2 errors and 1 warning in 3 files; 1 comes with a fix."""
    if not report.diagnostics:
        checked = f"{counted(report.files, 'file')} checked"
        said = f"{checked}, {counted(report.statements, 'statement')}: nothing to report"
        return "; ".join([said, *_aside(report)]) + "."
    found = [
        counted(report.count(severity), str(severity))
        for severity in sorted(Severity, reverse=True)
        if report.count(severity)
    ]
    sentence = f"Found {_joined(found)} in {counted(report.files, 'file')}"
    if report.fixable:
        sentence += f"; {report.fixable:,} {'comes' if report.fixable == 1 else 'come'} with a fix"
    return "; ".join([sentence, *_aside(report)]) + "."


def _aside(report: Report) -> list[str]:
    """Return what was found and counts no more."""
    counts = ((report.fixed, "fixed"), (len(report.suppressed), "suppressed"))
    return [f"{count:,} {word}" for count, word in counts if count]


def counted(number: int, noun: str) -> str:
    """Return number and noun: ``no files``, ``1 file``, ``2 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
