"""A concession weighs more than every reason for the statement that it is against.

What it does
    Reports a concession whose stated weight is greater than that of every reason for the statement
    that it is against, if a standard of proof weighs the reasons for this statement. Under
    `standard: accrual`, the weight of all reasons together counts. The weight of a reason is the
    `confidence:` (or the credibility) of its weakest premise, times its own `confidence:`. A
    concession without a stated weight is not reported.

Why it matters
    A concession never decides: its author says that other reasons outweigh it. By the author's own
    numbers, none of them does.

Example
    map "How do we get there?" { standard: preponderance }
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { confidence: likely }
      concession late "It is always late" { confidence: almost-certain }
    }

Instead
    map "How do we get there?" { standard: preponderance }
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { confidence: almost-certain }
      concession late "It is always late" { confidence: likely }
    }

How to silence
    Write `# argmap: ignore[DIA416] because …` before the concession.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from argmap.diagnostics import Diagnostic, Severity
from argmap.evaluation.preferences import is_conceded
from argmap.model import ArgumentMap, Concession, Inference, Polarity, Standard
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA416", Severity.INFO, is_structural=True)
_TOLERANCE = 1e-9


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    for concession in context.statements:
        if not isinstance(concession, Concession):
            continue
        for inference in argument_map.inferences_from.get(concession.id, ()):
            if not is_conceded(inference, context.map):
                continue
            if concession.confidence is None and inference.confidence is None:
                continue
            yield from _check_concession(argument_map, concession, inference)


def _check_concession(
    argument_map: ArgumentMap, concession: Concession, inference: Inference
) -> Iterator[Diagnostic]:
    from argmap.evaluation.standards import effective_standard, inference_weight

    conclusion = argument_map.statements[inference.conclusion]
    standard = effective_standard(conclusion, argument_map)
    reasons = [
        inference_weight(other, argument_map)
        for other in argument_map.inferences_to[conclusion.id]
        if other.polarity is Polarity.PRO
    ]
    if not reasons or not standard.is_weighing:
        return
    is_accrual = standard is Standard.ACCRUAL
    total = 1 - prod(1 - weight for weight in reasons) if is_accrual else max(reasons)
    weight = inference_weight(inference, argument_map)
    if weight > total + _TOLERANCE:
        compared = "all reasons together" if is_accrual else "the heaviest reason"
        yield RULE.diagnostic(
            concession.location,
            f"{display_name(concession)} weighs {weight:.2f}, more than {compared} "
            f"for {display_name(conclusion)} ({total:.2f})",
            help="check the confidences; if it should decide, write `counterpoint`",
            element=concession.id,
        )
