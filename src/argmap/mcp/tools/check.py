"""Check a map. Returns only its faults, each with its place and, if there is one, a fix.

Pass the map as `text`, or the `path` of a file. Fix all errors and warnings, then check again. With
`output`, a `text` without errors is written to a file, if the server may write.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.config import MAP_SUFFIX
from argmap.diagnostics import Applicability, Diagnostic, Severity
from argmap.errors import InputError
from argmap.mcp.context import MAP_PROPERTIES, OUTPUT_PROPERTIES, Arguments, Schema, ToolContext
from argmap.reporting import Report
from argmap.reporting._snippets import line_at
from argmap.reporting._text import (
    display_location,
    paint_plain,
    shorten,
    summary_line,
    worst_first,
)
from argmap.reporting.text import fix_diff
from argmap.text.safe import printable

PROPERTIES: Schema = {
    **MAP_PROPERTIES,
    "infos": {"type": "boolean", "description": "Whether to report infos, too; true if missing"},
    **OUTPUT_PROPERTIES,
}
REQUIRED: tuple[str, ...] = ()
WRITES = True

_MAX_DIAGNOSTICS = 40


def run(arguments: Arguments, context: ToolContext) -> str:
    """Return a few lines for each fault, the worst first, and a summary."""
    report = context.check(arguments)
    note = _write(arguments, context, report) if "output" in arguments else ""
    least = Severity.INFO if arguments.get("infos", True) else Severity.WARNING
    faults = [fault for fault in worst_first(report.diagnostics) if fault.severity >= least]
    lines = [line for fault in faults[:_MAX_DIAGNOSTICS] for line in _lines(fault)]
    if more := len(faults[_MAX_DIAGNOSTICS:]):
        lines.append(f"… and {more:,} more; fix these first")
    return "\n".join([*lines, summary_line(report) + note])


def _write(arguments: Arguments, context: ToolContext, report: Report) -> str:
    """Write a map without errors, and return what was done."""
    output = arguments["output"]
    if "text" not in arguments:
        raise InputError("missing `text`; pass the map that `output` will contain")
    if not output.endswith(MAP_SUFFIX):
        raise InputError(f"`{printable(output)}` is not a map; name a {MAP_SUFFIX} file")
    context.folders.require_writable()
    if report.count(Severity.ERROR):
        return " Not written: fix the errors first."
    replaces = arguments.get("replace", False)
    path = context.folders.write(output, arguments["text"], replaces=replaces)
    return f" Wrote {path.as_posix()}."


def _lines(fault: Diagnostic) -> Iterator[str]:
    name = f"{fault.severity}[{fault.code}]"
    help_text = f"; {shorten(fault.help)}" if fault.help else ""
    yield f"{display_location(fault)}: {name} {shorten(fault.message)}{help_text}"
    for fix in fault.fixes[:1]:
        word = "fix" if fix.applicability is Applicability.SAFE else "suggestion"
        yield f"  {word}: {shorten(fix.title)}"
        yield from (f"  {line}" for line in fix_diff(fix, 1, line_at, paint_plain))
