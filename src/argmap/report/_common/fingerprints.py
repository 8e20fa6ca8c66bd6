"""What makes a finding the same one in the next report, wherever its lines have moved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from argmap.diagnostics import Diagnostic
from argmap.report._common.repository import repository_path


def fingerprints(findings: Iterable[Diagnostic]) -> list[str]:
    """Return for each finding 32 hexadecimal digits, all different.

    They are made of the rule's code, the file's path in the repository and the element's id; of the
    message where no element is concerned; and of a number where all that is the same for several
    findings.
    """
    from hashlib import sha256

    times: Counter[str] = Counter()
    made: list[str] = []
    for finding in findings:
        what = ["element", finding.element] if finding.element else ["message", finding.message]
        key = json.dumps([finding.code, repository_path(finding.location.source.name), *what])
        times[key] += 1
        made.append(sha256(f"{key}{times[key]}".encode()).hexdigest()[:32])
    return made
