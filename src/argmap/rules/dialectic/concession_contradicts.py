"""A concession contradicts what it is granted against.

What it does
    Reports a concession that contradicts the statement that it is against, or a premise or the
    conclusion of the inference that it undercuts.

Why it matters
    Two statements that contradict each other cannot both be accepted, so nothing can outweigh the
    concession: if it is true, the statement is false. A contradiction is never granted.

Example
    claim quick "The bus is quicker than the train" {
      assumption lane "It has a lane of its own"
      concession slow "The bus is slower than the train" { contradicts: quick }
    }

Instead
    claim quick "The bus is quicker than the train" {
      assumption lane "It has a lane of its own"
      concession night "At night, the train is quicker"
    }

How to silence
    Write `# argmap: ignore[DIA415] because …` before the concession.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.evaluation.preferences import is_conceded
from argmap.model import Concession
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA415", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    statements = context.map.statements
    for pair in context.map.contradictions:
        for id_, other in ((pair.first, pair.second), (pair.second, pair.first)):
            concession = statements[id_]
            if not isinstance(concession, Concession) or other not in _opposed(context, id_):
                continue
            yield RULE.diagnostic(
                pair.location,
                f"{display_name(concession)} is granted against {display_name(statements[other])}, "
                "but the two contradict each other",
                labels=(Label(concession.location, "the concession"),),
                help="delete `contradicts:`, or write `counterpoint` instead of `concession` and "
                "answer it",
                element=id_,
            )


def _opposed(context: RuleContext, id_: str) -> set[str]:
    """Return the statements that a concession is granted against."""
    opposed = {
        inference.conclusion
        for inference in context.map.inferences_from.get(id_, ())
        if is_conceded(inference, context.map)
    }
    for inference in context.map.undercuts_by.get(id_, ()):
        opposed.update((*inference.premises, inference.conclusion))
    return opposed
