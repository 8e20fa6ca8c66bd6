"""A concession is granted against a statement that nothing supports.

What it does
    Reports a concession against a claim, a counterpoint or another concession that nothing in the
    map supports. A map with `thesis: none` needs no support.

Why it matters
    A concession says “although this is true, other reasons outweigh it”. If there are no other
    reasons, a reader sees only the point against the statement.

Example
    claim bus "We should take the bus" {
      concession slow "It is slower than the train"
    }

Instead
    claim bus "We should take the bus" {
      concession slow "It is slower than the train"
      assumption cheap "It costs a third as much"
    }

How to silence
    Write `# argmap: ignore[DIA413] because …` before the concession.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.evaluation.preferences import is_conceded
from argmap.model import Concession
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA413", Severity.INFO, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if context.map.is_neutral:
        return
    for concession in context.statements:
        if not isinstance(concession, Concession):
            continue
        for inference in context.map.inferences_from.get(concession.id, ()):
            conclusion = context.map.statements[inference.conclusion]
            if not is_conceded(inference, context.map) or conclusion.is_ground:
                continue
            if context.is_supported(conclusion.id) or conclusion.id in context.resolution.dangling:
                continue
            yield RULE.diagnostic(
                concession.location,
                f"{display_name(concession)} is granted against {display_name(conclusion)}, "
                "but nothing supports that statement",
                labels=(Label(conclusion.location, "nothing supports this"),),
                help="add the reasons that outweigh the concession",
                element=concession.id,
            )
