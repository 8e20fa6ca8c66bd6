"""The report people read: every finding with the lines it is about, underlined, and what mends it.

The layout is that of rustc, known from many tools::

    error[REF101] undefined-reference: there is no statement `growth`
     --> security.argmap:4:15
      |
    4 |     supports: growth
      |               ^^^^^^ not declared
      |
      = help: the nearest one is `grew`

Everything is bounded: a finding takes a screen at most, however long its lines and spans are.
"""

from __future__ import annotations

from functools import lru_cache

from argmap.report import Report
from argmap.report._common.style import Paint, Style, in_color, without_color
from argmap.report._common.totals import totals

FOR_PEOPLE = True


def write(report: Report, *, color: bool) -> str:
    """Return the findings in order, a blank line between them, and a closing sentence."""
    paint = in_color if color else without_color
    closing = paint(totals(report), Style.STRONG) + "\n"
    return "\n".join([*_findings(report, paint), closing]) if report.diagnostics else closing


def _findings(report: Report, paint: Paint) -> list[str]:
    from argmap.report.text.excerpt import read_line
    from argmap.report.text.finding import finding  # a clean map does not pay for it

    lines = lru_cache(maxsize=512)(read_line)
    return ["\n".join(finding(each, lines, paint)) + "\n" for each in report.diagnostics]
