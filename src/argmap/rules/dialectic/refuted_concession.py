"""A concession is rejected.

What it does
    Reports a concession that the evaluation of the map rejects.

Why it matters
    A concession grants that something is true. If the map itself refutes it, there is nothing to
    grant: it is an objection that has been answered.

Example
    claim bus "We should take the bus" {
      assumption cheap "It is cheap"
      concession late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

Instead
    claim bus "We should take the bus" {
      assumption cheap "It is cheap"
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    Write `expect: rejected` in the concession.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model import Concession, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Edit, Span

RULE = rule(__name__, "DIA414", Severity.INFO, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for concession in context.statements:
        if not isinstance(concession, Concession) or concession.expect is not None:
            continue
        if context.evaluation.status(concession.id) is Status.REJECTED:
            yield RULE.diagnostic(
                concession.location,
                f"{display_name(concession)} is rejected, so there is nothing to grant",
                tree=context.deciding_chain(concession.id),
                help="write `counterpoint`, because it is answered; or grant only the part of it "
                "that is true",
                fixes=_fixes(concession),
                element=concession.id,
            )


def _fixes(concession: Concession) -> tuple[Fix, ...]:
    """Return the fix that makes it a counterpoint; it is unsafe because it changes the meaning."""
    location = concession.location
    keyword = Span(location.span.start, location.span.start + len(concession.kind))
    if location.source.slice(keyword) != concession.kind:
        return ()
    edit = Edit(keyword, "counterpoint")
    return (Fix("make it a counterpoint", location.source, (edit,), Applicability.UNSAFE),)
