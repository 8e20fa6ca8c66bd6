"""Check a map. Returns only its faults, each with its place and, if there is one, a fix.

Pass the map as `text`, or the `path` of a file. Fix all errors and warnings, then check again.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Severity
from argmap.mcp.context import MAP_PROPERTIES, Arguments, Schema, ToolContext
from argmap.reporting._snippets import line_at
from argmap.reporting._text import (
    display_location,
    paint_plain,
    shorten,
    summary_line,
    worst_first,
)
from argmap.reporting.text import fix_diff

PROPERTIES: Schema = {
    **MAP_PROPERTIES,
    "infos": {"type": "boolean", "description": "Whether to report infos, too; true if missing"},
}
REQUIRED: tuple[str, ...] = ()
WRITES = False

_MAX_DIAGNOSTICS = 40


def run(arguments: Arguments, context: ToolContext) -> str:
    """Return a few lines for each fault, the worst first, and a summary."""
    report = context.check(arguments)
    least = Severity.INFO if arguments.get("infos", True) else Severity.WARNING
    faults = [fault for fault in worst_first(report.diagnostics) if fault.severity >= least]
    lines = [line for fault in faults[:_MAX_DIAGNOSTICS] for line in _lines(fault)]
    if more := len(faults[_MAX_DIAGNOSTICS:]):
        lines.append(f"… and {more:,} more; fix these first")
    return "\n".join([*lines, summary_line(report)])


def _lines(fault: Diagnostic) -> Iterator[str]:
    name = f"{fault.severity}[{fault.code}]"
    help_text = f"; {shorten(fault.help)}" if fault.help else ""
    yield f"{display_location(fault)}: {name} {shorten(fault.message)}{help_text}"
    for fix in fault.fixes[:1]:
        word = "fix" if fix.applicability is Applicability.SAFE else "suggestion"
        yield f"  {word}: {shorten(fix.title)}"
        yield from (f"  {line}" for line in fix_diff(fix, 1, line_at, paint_plain))
