"""An undercut attacks an inference that does not exist.

What it does
    Reports an `undercuts:` whose target is not an inference from premises to a conclusion:
    for example, the id of a statement, or `a -> b` if `a` neither supports nor opposes `b`.

Why it matters
    The undercut has no effect: argmap evaluates the inference as if there were no objection to it.

Example
    claim act "They will act" { claim room "They have room to act" }
    counterpoint thin "Room to act is no motive" { undercuts: room }

Instead
    claim act "They will act" { claim room "They have room to act" }
    counterpoint thin "Room to act is no motive" { undercuts: room -> act }

How to silence
    Write `# argmap: ignore[DIA407] because …` before the statement that undercuts.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.resolve.errors import MissingInference
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA407", Severity.ERROR)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for error in context.errors(MissingInference):
        near = " or ".join(f"`{inference}`" for inference in error.candidates)
        yield RULE.diagnostic(
            error.location,
            f"there is no inference `{error.name}`",
            label="this is no inference",
            help=f"did you mean {near}?"
            if near
            else "name a reason or objection by its id, or an inference by its ends: one -> other",
            element=error.element,
        )
