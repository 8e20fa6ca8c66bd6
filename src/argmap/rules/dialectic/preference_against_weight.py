"""A preference contradicts the weights of the two elements.

What it does
    Reports a preference (`outweighs:`) of an element that weighs less than the one that it
    outweighs, if a standard of proof weighs the reasons for and against their conclusion, or the
    two statements or options. The weight of a reason is the `confidence:` (or the credibility) of
    its weakest premise, times its own `confidence:`. The weight of a statement is that of its
    heaviest reason; under `standard: accrual`, of all its reasons together.

Why it matters
    A preference overrides the weights. If both are the author's, one of them is wrong, or the map
    should say why the lighter reason prevails.

Example
    map "How do we get there?" { standard: preponderance }
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { confidence: unlikely  outweighs: late }
      counterpoint late "It is always late" { confidence: very-likely }
    }

Instead
    map "How do we get there?" { standard: preponderance }
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { confidence: very-likely }
      counterpoint late "It is always late" { confidence: unlikely }
    }

How to silence
    Write `# argmap: ignore[DIA419] because …` before the statement that declares the preference,
    with the reason why it prevails.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap, Inference, Polarity, Preference, Standard
from argmap.rules._context import RuleContext
from argmap.rules._preferences import element_name, preference_element
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA419", Severity.INFO, is_structural=True)
_TOLERANCE = 1e-9


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for preference in context.map.preferences:
        for stronger, weaker in _weights(context.map, preference):
            if stronger < weaker - _TOLERANCE:
                yield _diagnostic(context.map, preference, stronger, weaker)
                break


def _weights(argument_map: ArgumentMap, preference: Preference) -> Iterator[tuple[float, float]]:
    """Yield the weights of the two elements of a preference wherever they are weighed."""
    yield from _inference_weights(argument_map, preference)
    if preference.stronger in argument_map.statements:
        yield from _statement_weights(argument_map, preference)


def _inference_weights(
    argument_map: ArgumentMap, preference: Preference
) -> Iterator[tuple[float, float]]:
    """Yield the weights of inferences on opposite sides of one conclusion."""
    from argmap.evaluation.standards import inference_weight

    for inference in _inferences(argument_map, preference.stronger):
        if not _standard(argument_map, inference.conclusion).is_weighing:
            continue
        for other in _inferences(argument_map, preference.weaker):
            has_same_conclusion = other.conclusion == inference.conclusion
            if has_same_conclusion and other.polarity is not inference.polarity:
                yield (
                    inference_weight(inference, argument_map),
                    inference_weight(other, argument_map),
                )


def _statement_weights(
    argument_map: ArgumentMap, preference: Preference
) -> Iterator[tuple[float, float]]:
    """Yield the weights of a statement and of an objection to it, or of a rival."""
    from argmap.evaluation.standards import inference_weight

    standard = _standard(argument_map, preference.stronger)
    if not standard.is_weighing:
        return
    own_weight = _weight(argument_map, preference.stronger, standard)
    for other in _inferences(argument_map, preference.weaker):
        if other.conclusion == preference.stronger and other.polarity is Polarity.CON:
            yield own_weight, inference_weight(other, argument_map)
    if _are_rivals(argument_map, preference):
        yield own_weight, _weight(argument_map, preference.weaker, standard)


def _standard(argument_map: ArgumentMap, id_: str) -> Standard:
    from argmap.evaluation.standards import effective_standard

    return effective_standard(argument_map.statements[id_], argument_map)


def _inferences(argument_map: ArgumentMap, id_: str) -> list[Inference]:
    """Return the inferences that an id stands for in a preference."""
    if id_ in argument_map.inferences:
        return [argument_map.inferences[id_]]
    return argument_map.inferences_from.get(id_, [])


def _weight(argument_map: ArgumentMap, id_: str, standard: Standard) -> float:
    """Return the weight of the reasons for a statement, or else its own base score."""
    from argmap.evaluation.standards import base_score, inference_weight

    weights = [
        inference_weight(inference, argument_map)
        for inference in argument_map.inferences_to.get(id_, ())
        if inference.polarity is Polarity.PRO
    ]
    statement = argument_map.statements[id_]
    if statement.is_ground or not weights:
        weights.append(base_score(statement, argument_map))
    return 1 - prod(1 - w for w in weights) if standard is Standard.ACCRUAL else max(weights)


def _are_rivals(argument_map: ArgumentMap, preference: Preference) -> bool:
    weaker = preference.weaker
    return weaker in argument_map.contradicted_by.get(preference.stronger, ()) or any(
        question.is_exclusive and weaker in question.options
        for question in argument_map.questions_of.get(preference.stronger, ())
    )


def _diagnostic(
    argument_map: ArgumentMap, preference: Preference, stronger: float, weaker: float
) -> Diagnostic:
    name = element_name(argument_map, preference.stronger)
    return RULE.diagnostic(
        preference.location,
        f"{name} outweighs {element_name(argument_map, preference.weaker)}, "
        f"but weighs less: {stronger:.2f} against {weaker:.2f}",
        help="the preference decides; check the confidences, or say in a premise why it prevails",
        element=preference_element(argument_map, preference),
    )
