"""One line per diagnostic, in the format of compilers, which editors parse.

::

    maps/lane.argmap:7:13: error[REF101] nothing is called `safty` – did you mean `safety`?
"""

from __future__ import annotations

from argmap.diagnostics import Diagnostic
from argmap.reporting import Report
from argmap.reporting._text import (
    STYLE_BY_SEVERITY,
    Paint,
    TerminalStyle,
    display_location,
    paint_ansi,
    paint_plain,
    shorten,
    summary_line,
)

IS_FOR_TERMINAL = True


def write(report: Report, *, color: bool) -> str:
    """Return the diagnostics in order, and the totals."""
    paint = paint_ansi if color else paint_plain
    lines = [_line(diagnostic, paint) for diagnostic in report.diagnostics]
    return "\n".join([*lines, paint(summary_line(report), TerminalStyle.STRONG)]) + "\n"


def _line(diagnostic: Diagnostic, paint: Paint) -> str:
    style = STYLE_BY_SEVERITY[diagnostic.severity]
    code = paint(f"{diagnostic.severity}[{diagnostic.code}]", style)
    hint = f" – {shorten(diagnostic.help)}" if diagnostic.help else ""
    return f"{display_location(diagnostic)}: {code} {shorten(diagnostic.message)}{hint}"
