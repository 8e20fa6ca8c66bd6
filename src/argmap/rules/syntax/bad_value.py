"""A value is invalid.

What it does
    Reports numbers out of range, dates that do not exist, unknown words for a probability, invalid
    places in citations, attributes that are given twice, and unknown escape sequences.

Why it matters
    argmap ignores an invalid value, so every result that depends on it is computed without it.

Example
    claim late "The bus is late" { confidence: 80 }

Instead
    claim late "The bus is late" { confidence: 0.8 }

How to silence
    This rule cannot be silenced. Write free remarks in `note:`, or in an attribute whose name
    begins with `x-`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import BadValue
from argmap.rules._context import RuleContext, did_you_mean, replacement_fixes
from argmap.rules._rule import rule
from argmap.text import is_typo

RULE = rule(__name__, "SYN004", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(BadValue):
        suggestion = error.suggestion
        is_safe = suggestion is not None and is_typo(error.location.text.strip('"'), suggestion)
        yield RULE.diagnostic(
            error.location,
            error.message,
            help=f"{did_you_mean(suggestion)} {error.help}".strip(),
            fixes=replacement_fixes(error.location, suggestion, is_safe=is_safe),
            element=error.element,
        )
