"""The summary of a step, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report
from argmap.report._common.markdown import literal
from argmap.report._common.totals import counted, totals
from argmap.report._common.wording import repository_place, sentences, worst_first

_MOST_ROWS = 100  # a summary may have 1 MiB
_MOST_CHARACTERS = 300  # of a sentence
_SIGN = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}


def summary(report: Report) -> str:
    """Return a heading, a sentence and a table of the findings, the worst first."""
    lines = ["### argmap", "", _said(totals(report)), ""]
    if report.diagnostics:
        lines += ["| | Rule | Place | Finding |", "| --- | --- | --- | --- |"]
        lines += _rows(worst_first(report.diagnostics))
        lines.append("")
    return "\n".join(lines)


def _rows(findings: list[Diagnostic]) -> Iterator[str]:
    for finding in findings[:_MOST_ROWS]:
        said = _said(sentences(finding, _MOST_CHARACTERS))
        where = f"<code>{literal(repository_place(finding))}</code>"
        yield f"| {_SIGN[finding.severity]} | {finding.code} | {where} | {said} |"
    if more := len(findings[_MOST_ROWS:]):
        yield f"| | | | … {counted(more, 'more finding')} |"


def _said(text: str) -> str:
    """Return a sentence in Markdown; what stands in backticks is shown as code."""
    parts = [literal(part) for part in text.split("`")]
    if len(parts) % 2 == 0:  # a backtick without its partner is one
        parts[-2:] = [literal("`").join(parts[-2:])]
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))
