"""A claim has nothing to stand on.

What it does
    Warns of a claim that nothing in the map supports. A citation alone does not: what a source says
    is `evidence`, and what is taken as given is an `assumption`.

Why it matters
    It is the commonest gap in an argument: a conclusion resting on somebody's word.

Example
    claim late "The bus is always late"

Instead
    claim late "The bus is always late" {
      evidence log "It came late on 19 of 20 days" @diary:2
    }

How to silence
    # argmap: ignore[EVI301] because …
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model import Claim, Polarity
from argmap.rules._base import Subject, named, rule
from argmap.text import Edit, Span

RULE = rule(__name__, "EVI301", Severity.WARNING)


def check(subject: Subject) -> Iterator[Diagnostic]:
    onto = subject.map.steps_onto
    for statement in subject.statements:
        if not isinstance(statement, Claim):
            continue
        if any(step.polarity is Polarity.PRO for step in onto.get(statement.id, ())):
            continue
        word = "evidence" if statement.citations else "assumption"
        start = statement.location.span.start
        edit = Edit(Span(start, start + len("claim")), word)
        fix = Fix(
            f"make it {'evidence' if statement.citations else 'an assumption'}",
            statement.location.source,
            (edit,),
            Applicability.UNSAFE,
        )
        yield RULE.finds(
            statement.location,
            f"nothing supports the claim {named(statement)}",
            help="if this is what the source says, it is `evidence`; otherwise say what supports it"
            if statement.citations
            else "say what supports it; or, if it is taken as given, make it an `assumption`",
            fixes=(fix,),
            element=statement.id,
        )
