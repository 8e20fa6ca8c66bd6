"""Nothing answers a counterpoint.

What it does
    Reports a counterpoint that speaks against the thesis and is accepted, because nothing answers
    it or its answers fall. All its ways to the thesis count: what undermines an objection defends
    the thesis and needs no answer, and a counterpoint against an answer does. Without a thesis,
    whatever bears on nothing takes its place. Where the thesis is rejected because of the
    counterpoint, SEM501 reports both. A map with `thesis: none` needs no answers.

Why it matters
    The reader will ask. A counterpoint that is accepted defeats what it attacks.

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
    Concede it: write `expect: accepted` in the counterpoint.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "DIA401", Severity.WARNING, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    if subject.map.is_neutral:
        return
    expected = set(_expected(subject))
    for id_, (_, attacked, is_answered) in subject.unanswered.items():
        if id_ in expected:
            continue
        statement = subject.map.statements[id_]
        yield RULE.finds(
            statement.location,
            f"what answers the counterpoint {named(statement)} falls"
            if is_answered
            else f"nothing answers the counterpoint {named(statement)}",
            labels=(Label(attacked.location, "it counts against this"),)
            if attacked.location.span != statement.location.span
            else (),
            help="answer it with a counterpoint of its own; or concede it: `expect: accepted`",
            element=id_,
        )


def _expected(subject: Subject) -> list[str]:
    """Return the counterpoints that make the thesis fall as its author expects."""
    from argmap.evaluate.unanswered import deciding

    thesis = subject.map.statements.get(subject.map.thesis or "")
    if thesis is None or thesis.expect is None or not subject.unanswered:
        return []
    if thesis.expect.status is not subject.evaluation.status(thesis.id):
        return []
    return deciding(subject.evaluation, thesis.id, subject.unanswered)
