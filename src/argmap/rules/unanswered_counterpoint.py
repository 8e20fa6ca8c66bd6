"""A counterpoint stands.

What it does
    Warns of a counterpoint against a claim, evidence, an assumption or a step that nothing answers,
    or whose answers fall. Answers to a counterpoint need no answer themselves.

Why it matters
    The reader will ask. A counterpoint that stands defeats what it attacks.

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
    Concede it: `expect: accepted` in the counterpoint says that it is meant to stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Counterpoint, Inference, Polarity, Status
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "DIA401", Severity.WARNING, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for statement in subject.statements:
        if not isinstance(statement, Counterpoint) or statement.expect is not None:
            continue
        attacked = _attacked(subject, statement.id)
        if not attacked or subject.evaluation.status(statement.id) is not Status.ACCEPTED:
            continue
        onto = subject.map.steps_onto.get(statement.id, ())
        is_answered = any(step.polarity is Polarity.CON for step in onto)
        yield RULE.finds(
            statement.location,
            f"what answers the counterpoint {named(statement)} falls"
            if is_answered
            else f"nothing answers the counterpoint {named(statement)}",
            labels=(Label(attacked[0].location, "it counts against this"),)
            if attacked[0].location.span != statement.location.span
            else (),
            help="answer it with a counterpoint of its own; or concede it: expect: accepted",
            element=statement.id,
        )


def _attacked(subject: Subject, id_: str) -> list[Inference]:
    """Return the steps by which it attacks what is no counterpoint, and those it undercuts."""
    statements = subject.map.statements
    against = [
        step
        for step in subject.map.steps_from.get(id_, ())
        if step.polarity is Polarity.CON
        and not isinstance(statements[step.conclusion], Counterpoint)
    ]
    # Who denies an objection, or the support of one, defends.
    denied = [
        step
        for step in subject.map.undercuts_by.get(id_, ())
        if step.polarity is Polarity.PRO
        and not isinstance(statements[step.conclusion], Counterpoint)
    ]
    return against + denied
