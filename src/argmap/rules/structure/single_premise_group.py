"""A reason or an objection has only one premise.

What it does
    Reports a `reason` or an `objection` that has only one premise and that nothing undercuts, if it
    has no attribute that belongs to the inference: `confidence:`, `label:`, `fidelity:`,
    `outweighs:`.

Why it matters
    These keywords group premises that support or attack the conclusion only together. If there is
    only one premise, another may be missing, often the rule that leads from the premise to the
    conclusion. Otherwise you can nest the statement directly under the conclusion.

Example
    claim flies "Tweety can fly" {
      reason {
        assumption bird "Tweety is a bird"
      }
    }

Instead
    claim flies "Tweety can fly" {
      reason {
        assumption bird "Tweety is a bird"
        assumption birds "Birds, as a rule, can fly"
      }
    }

How to silence
    Write `# argmap: ignore[STR206] because …` before the `reason` or the `objection`.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import Form, Inference
from argmap.model.statement import display_name
from argmap.resolve.errors import IllegalEdge, UndefinedReference
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "STR206", Severity.INFO, former_names=("lone-premise",))


def check(context: RuleContext) -> Iterator[Diagnostic]:
    ranked = {id_ for p in context.map.preferences for id_ in (p.stronger, p.weaker)}
    for inference in context.map.inferences.values():
        has_single_premise = (
            inference.form is Form.GROUP
            and len(inference.premises) == 1
            and not inference.undercutters
            and not (inference.confidence or inference.label or inference.fidelity)
            and inference.id not in ranked
        )
        if has_single_premise and not _has_undefined_premise(context, inference):
            keyword = inference.location.text.split(None, 1)[0]
            premise = context.map.statements[inference.premises[0]]
            yield RULE.diagnostic(
                inference.location,
                f"this {keyword} has only one premise, {display_name(premise)}",
                help="add the unstated premise that connects it to the conclusion, "
                f"or remove the {keyword} around it",
                element=inference.id if inference.is_named else None,
            )


def _has_undefined_premise(context: RuleContext, inference: Inference) -> bool:
    """Whether a premise is missing because of an undefined name, which is reported separately."""
    if inference.conclusion in context.resolution.dangling:
        return True
    return any(
        error.location.source is inference.location.source
        and error.location.span > inference.location.span
        and error.element in (None, inference.id)
        for kind in (UndefinedReference, IllegalEdge)
        for error in context.errors(kind)
    )
