"""An attribute has a former name.

What it does
    Reports an attribute that is written with its name in an earlier version of the language:
    `question:` on a statement is now `critical-question:`. argmap still reads it.

Why it matters
    `question` is a keyword now: it begins a question with options. A reader may confuse the two.

Example
    claim late "The bus is late" {
      reason { scheme: sign  evidence board "The board says so" }
      counterpoint wrong "The board is often wrong" { question: 2 }
    }

Instead
    claim late "The bus is late" {
      reason { scheme: sign  evidence board "The board says so" }
      counterpoint wrong "The board is often wrong" { critical-question: 2 }
    }

How to silence
    Write `# argmap: ignore[SYN006] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import RenamedAttribute
from argmap.rules._context import RuleContext, replacement_fixes
from argmap.rules._rule import rule

RULE = rule(__name__, "SYN006", Severity.WARNING)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(RenamedAttribute):
        yield RULE.diagnostic(
            error.location,
            f"`{error.name}` is the former name of `{error.current_name}`",
            help=f"write `{error.current_name}`",
            fixes=replacement_fixes(error.location, error.current_name, is_safe=True),
            element=error.element,
        )
