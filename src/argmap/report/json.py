"""The report as data, for programs: ``docs/json-report.md`` describes it."""

from __future__ import annotations

import json
import re
from typing import Any

from argmap.diagnostics import Diagnostic, Fix, Label, Severity
from argmap.report import Report
from argmap.text import Edit, Location, SourceText, Span

VERSION = 1
"""Of the form. It changes when a key changes its meaning or goes, not when one is added."""

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no colour)
    """Return one JSON object and a line end."""
    data = {
        "version": VERSION,
        "files": report.files,
        "statements": report.statements,
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixable": report.fixable,
        },
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }
    return _UNSAFE.sub(_escape, json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _escape(match: re.Match[str]) -> str:
    # What a terminal would act on, and what UTF-8 cannot hold, occurs inside of strings only.
    return f"\\u{ord(match[0]):04x}"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "element": diagnostic.element,
        "location": _location(diagnostic.location),
        "label": diagnostic.label,
        "labels": [_label(label) for label in diagnostic.labels],
        "tree": list(diagnostic.tree),
        "help": diagnostic.help,
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
    }


def _label(label: Label) -> dict[str, Any]:
    return {"location": _location(label.location), "text": label.text}


def _location(location: Location) -> dict[str, Any]:
    return {"file": location.source.name, **_range(location.source, location.span)}


def _range(source: SourceText, span: Span) -> dict[str, int]:
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "start": span.start,
        "end": span.end,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "file": fix.source.name,
        "edits": [_edit(fix.source, edit) for edit in fix.edits],
    }


def _edit(source: SourceText, edit: Edit) -> dict[str, Any]:
    return {**_range(source, edit.span), "replacement": edit.replacement}
