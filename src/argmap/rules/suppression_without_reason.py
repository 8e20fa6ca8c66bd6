"""A finding is silenced, and nobody says why.

What it does
    Tells a comment that silences a rule and gives no reason behind the brackets.

Why it matters
    Whoever reads the map next cannot tell an exception from a shortcut.

Example
    # argmap: ignore[EVI301]
    claim late "The bus is always late"

Instead
    # argmap: ignore[EVI301] because every reader of ours takes it
    claim late "The bus is always late"

How to silence
    Give a reason: `because` and a few words.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, rule

RULE = rule(__name__, "CFG803", Severity.INFO)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for suppression in subject.suppressions.all:
        if not suppression.pragma.reason:
            yield RULE.finds(
                suppression.pragma.location,
                "this silences a rule without a reason",
                help="say why behind the brackets: `because …`",
            )
