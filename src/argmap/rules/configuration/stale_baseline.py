"""A baseline contains entries that no longer match a finding.

What it does
    Reports a line in the baseline of `argmap check --baseline FILE` that covers more findings than
    there are. The rule ignores lines about files that were not checked, about rules that did not
    run, and about rules whose findings depend on the texts of sources, the lock, the reviews or the
    current date. It does report lines about files that no longer exist.

Why it matters
    The line would hide the next mistake of the same kind.

Example
    # The baseline contains: EVI301 strike 1 map.argmap
    claim strike "There is a strike today" { assumption news "It was on the news" }

Instead
    # The baseline entry still applies: EVI301 strike 1 map.argmap
    claim strike "There is a strike today"

How to silence
    Write a new baseline with `--update-baseline`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.source import is_generated
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "CFG804", Severity.WARNING, runs_last=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for entry in context.stale:
        has_id = entry.element is not None and not is_generated(entry.element)
        about = f" about `{entry.element}`" if has_id else ""
        findings = (
            f"a finding of {entry.code}{about} that does not occur"
            if entry.excess == 1
            else f"{entry.excess} findings of {entry.code}{about} that do not occur"
        )
        yield RULE.diagnostic(
            entry.location,
            f"the baseline lists {findings}",
            help="update it with --update-baseline",
            element=entry.element,
        )
