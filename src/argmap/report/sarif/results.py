"""A finding as a result."""

from __future__ import annotations

from typing import Any

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.report._common.markdown import literal
from argmap.report._common.wording import sentences, tree_lines
from argmap.report.sarif.places import artifact, location, message, region

_MOST_PLACES = 100  # GitHub shows as many
_LONGEST_SNIPPET = 1000  # characters; a part of one would not be what stands there
LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def result(finding: Diagnostic, rule: int, fingerprint: str) -> dict[str, Any]:
    """Return a result; ``rule`` is the number of the rule among those that the run describes."""
    place = location(finding.location, finding.label)
    if len(shown := finding.location.text) <= _LONGEST_SNIPPET:
        place["physicalLocation"]["region"]["snippet"] = {"text": shown}
    if finding.element:
        place["logicalLocations"] = [{"name": finding.element, "kind": "element"}]
    data: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVEL[finding.severity],
        "message": _message(finding),
        "locations": [place],
        "partialFingerprints": {"argmapElement/v1": fingerprint},
    }
    if related := finding.labels[:_MOST_PLACES]:
        data["relatedLocations"] = [
            {"id": number, **location(label.location, label.text)}
            for number, label in enumerate(related, 1)
        ]
    if fixes := [_fix(fix) for fix in finding.fixes if _can_be_made(fix)]:
        data["fixes"] = fixes
    if finding.suppressed is not None:
        why = {"justification": finding.suppressed} if finding.suppressed else {}
        data["suppressions"] = [{"kind": "inSource", **why}]
    return data


def _message(finding: Diagnostic) -> dict[str, str]:
    text = sentences(finding)
    if not finding.tree:
        return message(text)
    tree = "\n".join(f"    {line}" for line in tree_lines(finding.tree))
    return {**message(text), "markdown": f"{literal(text)}\n\n{tree}\n"}


def _can_be_made(fix: Fix) -> bool:
    return bool(fix.edits) and fix.applicability is not Applicability.DISPLAY


def _fix(fix: Fix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": region(fix.source, edit.span),
            "insertedContent": {"text": edit.replacement},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": artifact(fix.source.name), "replacements": replacements}
    return {"description": message(fix.title), "artifactChanges": [change]}
