"""An undercut or a preference names an inference that does not exist.

What it does
    Reports an `undercuts:` whose target is not an inference from premises to a conclusion:
    for example, the id of a statement, or `a -> b` if `a` neither supports nor opposes `b`. Also
    reports `outweighs: a -> b` if there is no such inference.

Why it matters
    The attribute has no effect: argmap evaluates the map as if it were not there.

Example
    claim act "They will act" { claim room "They have room to act" }
    counterpoint thin "Room to act is no motive" { undercuts: room }

Instead
    claim act "They will act" { claim room "They have room to act" }
    counterpoint thin "Room to act is no motive" { undercuts: room -> act }

How to silence
    Write `# argmap: ignore[DIA407] because …` before the statement that undercuts or
    outweighs.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import MissingInference
from argmap.rules._context import RuleContext, did_you_mean
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA407", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(MissingInference):
        suggestions = "` or `".join(error.candidates)
        yield RULE.diagnostic(
            error.location,
            f"unknown inference `{error.name}`",
            label="not an inference",
            help=did_you_mean(suggestions)
            or "name a reason or objection by its id, or an inference by its ends: "
            "premise -> conclusion",
            element=error.element,
        )
