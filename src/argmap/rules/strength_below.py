"""A statement is not as strong, or as weak, as its author expects.

What it does
    Tells a statement whose `expect: >= 0.6` (or `<=`, `>`, `<`) its strength does not meet.
    Strengths follow from `confidence:`, `credibility:` and `reliability:` by the quadratic energy
    model; the verdict has no part in them.

Why it matters
    An expectation is a test. When it fails, the argument carries less, or more, than it is said to.

Example
    claim bus "We should take the bus" {
      expect: >= 0.6
      evidence cheap "A ticket costs two francs" { confidence: unlikely }
    }

Instead
    claim bus "We should take the bus" {
      expect: >= 0.6
      evidence cheap "A ticket costs two francs" { confidence: very-likely }
    }

How to silence
    Expect what the map says, or expect nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "SEM506", Severity.ERROR, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for statement in subject.statements:
        expected = statement.expect
        if expected is None or expected.status is not None:
            continue
        strength = subject.strengths.statements[statement.id]
        if strength is not None and expected.admits(strength):
            continue
        if strength is None:
            message = f"{named(statement)} has no strength: it hangs on a ring that never settles"
            advice = "break the ring, or expect a status"
        else:
            message = (
                f"the strength of {named(statement)} is expected to be {expected}, "
                f"and is {strength:.2f}"
            )
            advice = "strengthen or weaken what it rests on; or, if this is how it is, expect it"
        yield RULE.finds(expected.location, message, help=advice, element=statement.id)
