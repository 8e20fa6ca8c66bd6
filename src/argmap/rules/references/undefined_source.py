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
from argmap.text import Suggestions

RULE = rule(__name__, "REF106", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    faults = list(context.faults(UndefinedSource))
    if not faults:
        return
    from argmap.rules._look_alikes import LookAlikes, difference  # imported only for mistakes

    suggestions, look_alikes = Suggestions(), LookAlikes()
    for fault in faults:
        twin = look_alikes.find(fault.name, fault.known)
        meant = twin or suggestions.nearest(fault.name, fault.known)
        yield RULE.diagnostic(
            fault.location,
            f"no source is called `{fault.name}`",
            help=difference(fault.name, twin)
            if twin
            else f"did you mean `{meant}`?"
            if meant
            else f'declare it: source {fault.name} "Title" {{ year: … }}',
            fixes=rewrite(fault.location, meant, is_sure=False),
            element=fault.element,
        )
