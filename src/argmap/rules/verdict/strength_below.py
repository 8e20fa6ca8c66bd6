"""A statement does not have the expected strength.

What it does
    Reports a statement whose strength does not satisfy its `expect:`, such as `expect: >= 0.6` (or
    `<=`, `>`, `<`). argmap computes strengths from `confidence:`, `credibility:` and `reliability:`
    with the quadratic energy model. The status of a statement (accepted, rejected or undecided)
    does not affect its strength.

Why it matters
    An expectation is a test. When it fails, the argument is weaker or stronger than its author
    says.

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
    Change `expect:` to match the actual strength, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "SEM506", Severity.ERROR, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for statement in context.statements:
        expected = statement.expect
        if expected is None or expected.status is not None:
            continue
        strength = context.strengths.statements[statement.id]
        if strength is not None and expected.admits(strength):
            continue
        if strength is None:
            message = (
                f"{display_name(statement)} has no strength: "
                "it depends on a cycle that does not converge"
            )
            help_ = "break the cycle, or expect a status"
        else:
            message = (
                f"the strength of {display_name(statement)} is expected to be {expected}, "
                f"but is {strength:.2f}"
            )
            help_ = "fix the argument, or change `expect:` if this strength is right"
        yield RULE.diagnostic(expected.location, message, help=help_, element=statement.id)
