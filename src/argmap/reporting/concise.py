"""One line per finding, with its severity, in the form of compilers: editors jump to the place.

::

    maps/lane.argmap:7:13: error[REF101] there is no statement `safty` – the nearest is `safety`
"""

from __future__ import annotations

from argmap.diagnostics import Diagnostic
from argmap.reporting import Report
from argmap.reporting._text import (
    OF_SEVERITY,
    Paint,
    TerminalStyle,
    display_location,
    in_color,
    shorten,
    totals,
    without_color,
)

FOR_PEOPLE = True


def write(report: Report, *, color: bool) -> str:
    """Return the findings in order, and a closing sentence."""
    paint = in_color if color else without_color
    lines = [_line(diagnostic, paint) for diagnostic in report.diagnostics]
    return "\n".join([*lines, paint(totals(report), TerminalStyle.STRONG)]) + "\n"


def _line(diagnostic: Diagnostic, paint: Paint) -> str:
    code = paint(f"{diagnostic.severity}[{diagnostic.code}]", OF_SEVERITY[diagnostic.severity])
    advice = f" – {shorten(diagnostic.help)}" if diagnostic.help else ""
    return f"{display_location(diagnostic)}: {code} {shorten(diagnostic.message)}{advice}"
