"""The map does not say what its author expects of it.

What it does
    Tells a statement whose `expect: accepted`, `rejected` or `undecided` is not what it comes out
    as once every counterpoint has had its turn, with the chain that decides it.

Why it matters
    An expectation is a test. When it fails, a change somewhere made the argument say another thing.

Example
    claim bus "We should take the bus" {
      expect: accepted
      counterpoint late "It is always late"
    }

Instead
    claim bus "We should take the bus" {
      expect: accepted
      counterpoint late "It is always late" {
        counterpoint lane "Since May it has a lane of its own"
      }
    }

How to silence
    Expect what the map says, or expect nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._base import Subject, named, rule

RULE = rule(__name__, "SEM502", Severity.ERROR, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    for statement in subject.statements:
        expected = statement.expect
        if expected is None or expected.status is None:
            continue  # a bound on the strength is another rule's
        found = subject.evaluation.status(statement.id)
        if found is not expected.status:
            yield RULE.finds(
                expected.location,
                f"{named(statement)} is expected to be {expected}, and is {found.value}",
                tree=subject.deciding_chain(statement.id),
                help="mend the argument; or, if this is how it is, expect it",
                element=statement.id,
            )
