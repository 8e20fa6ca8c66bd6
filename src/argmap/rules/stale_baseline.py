"""A baseline lets pass what is not there any more.

What it does
    Warns of a line in the baseline of `argmap check --baseline FILE` that more findings could hide
    behind than there are. Lines about files that were not checked are not held against it.

Why it matters
    The next mistake of that kind would pass unseen.

Example
    # The baseline still says: EVI301 strike 1 map.argmap
    claim strike "There is a strike today" { assumption news "It was on the news" }

Instead
    # There is what the baseline says: EVI301 strike 1 map.argmap
    claim strike "There is a strike today"

How to silence
    Write the baseline anew with `--update-baseline`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.citation import is_generated
from argmap.rules._base import Subject, rule

RULE = rule(__name__, "CFG804", Severity.WARNING, is_last=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for entry in subject.stale:
        has_name = entry.element is not None and not is_generated(entry.element)
        about = f" about `{entry.element}`" if has_name else ""
        findings = "a finding" if entry.findings == 1 else f"{entry.findings} findings"
        yield RULE.finds(
            entry.location,
            f"the baseline lets {findings} of {entry.code}{about} pass that "
            f"{'is' if entry.findings == 1 else 'are'} not there",
            help="write it anew with --update-baseline",
            element=entry.element,
        )
