"""A suppression comment gives no reason.

What it does
    Reports a comment `# argmap: ignore[…]` without a reason after the brackets.

Why it matters
    The next reader cannot tell a justified exception from a shortcut.

Example
    # argmap: ignore[EVI301]
    claim late "The bus is always late"

Instead
    # argmap: ignore[EVI301] because every passenger knows it
    claim late "The bus is always late"

How to silence
    Write `because` and a short reason after the brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "CFG803", Severity.INFO)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for suppression in context.suppressions.comments:
        if not suppression.pragma.reason:
            yield RULE.diagnostic(
                suppression.pragma.location,
                "this comment silences a rule without giving a reason",
                help="add the reason after the brackets: `because …`",
            )
