"""JSON, for programs; ``docs/json-report.md`` describes it."""

from __future__ import annotations

import json
from typing import Any

from argmap.diagnostics import Diagnostic, Fix, Label, Severity
from argmap.reporting import Report
from argmap.text import Edit, SourceText
from argmap.text.safe import escape_unsafe_characters, location_data, range_data

VERSION = 1
"""The version of the format. It changes if a key is removed or changes its meaning."""


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no color)
    """Return a JSON object, ending in a newline."""
    data = {
        "version": VERSION,
        "files": report.files,
        "statements": report.statements,
        "summary": {
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "fixable": report.fixable,
            "fixed": report.fixed,
            "suppressed": len(report.suppressed),
        },
        "diagnostics": [diagnostic_data(diagnostic) for diagnostic in report.diagnostics],
    }
    return escape_unsafe_characters(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as JSON data."""
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "element": diagnostic.element,
        "location": location_data(diagnostic.location),
        "label": diagnostic.label,
        "labels": [_label(label) for label in diagnostic.labels],
        "tree": list(diagnostic.tree),
        "help": diagnostic.help,
        "fixes": [_fix(fix) for fix in diagnostic.fixes],
    }


def _label(label: Label) -> dict[str, Any]:
    return {"location": location_data(label.location), "text": label.text}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "file": fix.source.name,
        "edits": [_edit(fix.source, edit) for edit in fix.edits],
    }


def _edit(source: SourceText, edit: Edit) -> dict[str, Any]:
    return {**range_data(source, edit.span), "replacement": edit.replacement}
