"""A counterpoint is not answered.

What it does
    Reports a counterpoint that counts against the thesis and is accepted, because it has no answer
    or because no answer is accepted.

    The rule follows every path from the counterpoint to the thesis. A counterpoint that undermines
    an objection defends the thesis and needs no answer; a counterpoint to an answer does need one.
    If the map has no thesis, every statement that supports and attacks nothing counts as a thesis.
    If the counterpoint makes the thesis rejected and SEM501 reports the thesis, SEM501 names the
    counterpoint and this rule does not. A map with `thesis: none` needs no answers.

Why it matters
    Readers expect an answer. A counterpoint that is accepted defeats the statement that it attacks.

Example
    claim bus "We should take the bus" {
      counterpoint late "It is always late"
    }

Instead
    claim bus "We should take the bus" {
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    Concede the counterpoint: write `expect: accepted` in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA401", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.map.is_neutral:
        return
    conceded = set(_conceded(context))
    for id_, (_, attacked, is_answered) in context.unanswered.items():
        if id_ in conceded:
            continue
        statement = context.map.statements[id_]
        yield RULE.diagnostic(
            statement.location,
            f"no answer to the counterpoint {display_name(statement)} is accepted"
            if is_answered
            else f"nothing answers the counterpoint {display_name(statement)}",
            labels=(Label(attacked.location, "it attacks this"),)
            if attacked.location.span != statement.location.span
            else (),
            help="answer it with a counterpoint, or concede it with `expect: accepted`",
            element=id_,
        )


def _conceded(context: RuleContext) -> list[str]:
    """Return the counterpoints that cause the status that the author expects of the thesis."""
    from argmap.evaluation.unanswered import find_blocking

    thesis = context.map.statements.get(context.map.thesis or "")
    if thesis is None or thesis.expect is None or not context.unanswered:
        return []
    if thesis.expect.status is not context.evaluation.status(thesis.id):
        return []
    return find_blocking(context.evaluation, thesis.id, context.unanswered)
