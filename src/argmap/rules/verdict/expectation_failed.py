"""A statement does not have the expected status.

What it does
    Reports a statement whose `expect:` is `accepted`, `rejected` or `undecided` if the evaluation
    of the map gives it another status. The report includes the chain of statements that decides the
    status.

Why it matters
    An expectation is a test. When it fails, a change in the map has changed the outcome of the
    argument.

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
    Change `expect:` to the actual status, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "SEM502", Severity.ERROR, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement in context.statements:
        expected = statement.expect
        if expected is None or expected.status is None:
            continue  # SEM506 checks expected strengths
        status = context.evaluation.status(statement.id)
        if status is not expected.status:
            yield RULE.diagnostic(
                expected.location,
                f"{display_name(statement)} is expected to be {expected}, but is {status.value}",
                tree=context.deciding_chain(statement.id),
                help="fix the argument, or change `expect:` if this status is right",
                element=statement.id,
            )
