"""SARIF 2.1.0, the format of code scanning: findings with the rules that made them.

The standard is docs.oasis-open.org/sarif/sarif/v2.1.0. What GitHub asks for beyond its schema is
kept to: rules with their help, places relative to the root of the repository (``%SRCROOT%``). The
fingerprint GitHub matches alerts by is made from the lines of the file as it is uploaded; ours,
beside it, depends on the element.
"""

from __future__ import annotations

import json
from typing import Any

from argmap._version import __version__
from argmap.report import Report
from argmap.report._common.fingerprints import fingerprints
from argmap.report.sarif.places import ROOT
from argmap.report.sarif.results import result
from argmap.report.sarif.rules import Rules
from argmap.text.safe import harmless

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


_HOME = "https://pypi.org/project/argmap/"
"""Where the package is published: consumers want a page to lead to."""


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no colour)
    """Return a log with one run, which describes the rules that have findings.

    Suppressed findings come last, marked as such.
    """
    rules = Rules()
    findings = [*report.diagnostics, *report.suppressed]
    results = [
        result(finding, rules.index(finding), fingerprint)
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "argmap",
                "informationUri": _HOME,
                "semanticVersion": __version__,
                "rules": rules.descriptors,
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": ROOT,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log: dict[str, Any] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return harmless(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"
