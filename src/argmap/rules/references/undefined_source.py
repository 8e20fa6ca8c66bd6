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
from argmap.rules._context import RuleContext, rewrite
from argmap.rules._rule import rule
from argmap.text import Suggester

RULE = rule(__name__, "REF106", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    errors = list(context.errors(UndefinedSource))
    if not errors:
        return
    from argmap.rules._look_alikes import LookAlikes, difference  # imported only for mistakes

    suggestions, look_alikes = Suggester(), LookAlikes()
    for error in errors:
        twin = look_alikes.find(error.name, error.known)
        meant = twin or suggestions.nearest(error.name, error.known)
        yield RULE.diagnostic(
            error.location,
            f"no source is called `{error.name}`",
            help=difference(error.name, twin)
            if twin
            else f"did you mean `{meant}`?"
            if meant
            else f'declare it: source {error.name} "Title" {{ year: … }}',
            fixes=rewrite(error.location, meant, is_sure=False),
            element=error.element,
        )
