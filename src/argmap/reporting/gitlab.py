"""GitLab's code quality report, in JSON: diagnostics next to the lines of a merge request.

The format is described at docs.gitlab.com/ci/testing/code_quality: a subset of Code Climate's, with
lines from 1, paths relative to the root of the repository, and a unique fingerprint per diagnostic.
"""

from __future__ import annotations

import json
from typing import Any

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.reporting._locations import fingerprints, repository_path
from argmap.reporting._text import sentences
from argmap.text.safe import escape_unsafe_characters

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no color)
    """Return a JSON array with an object per diagnostic."""
    prints = fingerprints(report.diagnostics)
    entries = [_entry(*pair) for pair in zip(report.diagnostics, prints, strict=True)]
    return escape_unsafe_characters(json.dumps(entries, ensure_ascii=False, indent=2)) + "\n"


def _entry(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    location = diagnostic.location
    return {
        "description": sentences(diagnostic),
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITY[diagnostic.severity],
        "location": {
            "path": repository_path(location.source.name),
            "lines": {"begin": location.start.line, "end": location.end.line},
        },
    }
