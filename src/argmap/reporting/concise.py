"""One line per finding, with its severity, in the form of compilers: editors jump to the place.

::

    maps/lane.argmap:7:13: error[REF101] there is no statement `safty` – the nearest is `safety`
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
    """Return the findings in order, and a closing sentence."""
    paint = paint_ansi if color else paint_plain
    lines = [_line(diagnostic, paint) for diagnostic in report.diagnostics]
    return "\n".join([*lines, paint(summary_line(report), TerminalStyle.STRONG)]) + "\n"


def _line(diagnostic: Diagnostic, paint: Paint) -> str:
    code = paint(
        f"{diagnostic.severity}[{diagnostic.code}]", STYLE_BY_SEVERITY[diagnostic.severity]
    )
    advice = f" – {shorten(diagnostic.help)}" if diagnostic.help else ""
    return f"{display_location(diagnostic)}: {code} {shorten(diagnostic.message)}{advice}"
