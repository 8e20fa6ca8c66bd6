"""A citation names a source that is not declared.

What it does
    Reports an `@source` if no `source` has that id, and suggests the most similar id.

Why it matters
    Readers cannot look up the source that the statement relies on.

Example
    evidence trade "Trade passed $34 billion" @papre:31

Instead
    source paper "The paper" { year: 2024 }
    evidence trade "Trade passed $34 billion" @paper:31

How to silence
    This rule cannot be silenced.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import UndefinedSource
from argmap.rules._context import RuleContext, replacement_fixes
from argmap.rules._rule import rule

RULE = rule(__name__, "REF106", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    errors = list(context.errors(UndefinedSource))
    if not errors:
        return
    from argmap.rules._look_alikes import IdSuggester  # imported only for mistakes

    ids = IdSuggester()
    for error in errors:
        suggestion, help_ = ids.suggest(error.name, error.candidates)
        yield RULE.diagnostic(
            error.location,
            f"unknown source `{error.name}`",
            help=help_ or f'declare it: source {error.name} "Title" {{ year: … }}',
            fixes=replacement_fixes(error.location, suggestion, is_safe=False),
            element=error.element,
        )
