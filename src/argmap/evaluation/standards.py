"""Standards of proof, and the base scores that they weigh.

The weight of an inference is the base score of its weakest premise, times its own `confidence:`,
which says how well the premises carry the conclusion. A claim that is asserted
without support has its own base score as its weight. These weights are the author's and do not
change with the verdicts: a standard over weights that change would not always have exactly one
result (Prakken, ICAIL 2019). Only inferences that hold are weighed, so an objection that was
answered has no weight.

Source of the standards: Gordon, Prakken & Walton 2007 and Gordon & Walton 2009
(`argmap.model.Standard`); they leave the three bounds open.

The base score of a statement is its `confidence:`. Without one, the base score of evidence comes
from the credibility of the information (`credibility:`, 1 to 6), moved towards one half the less
reliable its source is (`reliability:`, A to F). Anything unrated has a base score of one half.

Sources of the base scores: the two scales are the NATO Admiralty code (AJP-2.1, Intelligence
Procedures), which defines words and no numbers; the numbers are argmap's own, in even steps. Moving
a score towards one half by the reliability of its source is discounting (Shafer, A Mathematical
Theory of Evidence, 1976, chapter 11), read as a probability.
"""

from __future__ import annotations

from typing import NamedTuple

from argmap.model import ArgumentMap, Concession, Inference, Standard, Statement

NEUTRAL = 0.5
"""The base score of an unrated statement."""

CREDIBILITY = {1: 0.95, 2: 0.8, 3: 0.6, 4: 0.35, 5: 0.1}
"""Scores from confirmed to improbable; 6 (cannot be judged) counts as no rating."""

RELIABILITY = {"A": 0.95, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0}
"""How much of the information's score is kept; F (cannot be judged) counts as no rating."""

_TOLERANCE = 1e-9
"""Differences of weights up to this are rounding errors."""


def base_score(statement: Statement, argument_map: ArgumentMap) -> float:
    """Return a statement's strength, from 0 to 1, before anything supports or attacks it.

    Of several sources, the most reliable one counts.
    """
    if statement.confidence is not None:
        return statement.confidence.value
    if statement.kind != "evidence":
        return NEUTRAL
    if not (statement.citations or statement.credibility):
        return NEUTRAL
    credibility = CREDIBILITY.get(statement.credibility or 0)
    reliabilities = [
        RELIABILITY[source.reliability]
        for citation in statement.citations
        if (source := argument_map.sources.get(citation.source))
        and source.reliability in RELIABILITY
    ]
    if not reliabilities:
        return NEUTRAL if credibility is None else credibility
    reliability = max(reliabilities)
    score = 1.0 if credibility is None else credibility
    return reliability * score + (1 - reliability) * NEUTRAL


class ProofBounds(NamedTuple):
    """The bounds, from 0 to 1, of the two highest standards of proof.

    Attributes:
        strong_from: The least weight of a clear and convincing support.
        margin: The least difference between such a support and an attack.
        doubt_from: The least weight of an attack that is a reasonable doubt.
    """

    strong_from: float = 0.6
    margin: float = 0.3
    doubt_from: float = 0.2


def proof_bounds(argument_map: ArgumentMap) -> ProofBounds:
    """Return the bounds that a map sets, with defaults for the others."""
    default = ProofBounds()
    return ProofBounds(
        default.strong_from if argument_map.strong_from is None else argument_map.strong_from,
        default.margin if argument_map.margin is None else argument_map.margin,
        default.doubt_from if argument_map.doubt_from is None else argument_map.doubt_from,
    )


def suffices(standard: Standard, support: float, bounds: ProofBounds) -> bool:
    """Return whether a support of this weight meets a standard if nothing attacks the statement."""
    if standard in (Standard.DIALECTICAL, Standard.SCINTILLA):
        return True
    return not blocks(standard, support, 0, bounds)


def is_enough(standard: Standard, support: float, attack: float, bounds: ProofBounds) -> bool:
    """Return whether a support of some weight is enough against an attack of another."""
    return not blocks(standard, support, attack, bounds)


def blocks(standard: Standard, support: float, attack: float, bounds: ProofBounds) -> bool:
    """Return whether an attack blocks a support, by their weights.

    An attack that blocks a support blocks every lighter one, and a support that overcomes an attack
    overcomes every lighter one. So it makes no difference that the standards are defined by the
    strongest inference on each side, and this function compares any two.
    """
    if standard is Standard.SCINTILLA:
        return False
    if standard is Standard.DIALECTICAL or support <= attack + _TOLERANCE:
        return True
    if standard in (Standard.PREPONDERANCE, Standard.ACCRUAL):
        return False
    if support < bounds.strong_from - _TOLERANCE or support - attack < bounds.margin - _TOLERANCE:
        return True
    return standard is Standard.BEYOND_REASONABLE_DOUBT and attack >= bounds.doubt_from - _TOLERANCE


def effective_standard(statement: Statement, argument_map: ArgumentMap) -> Standard:
    """Return the standard of proof that applies to a statement.

    The standard of a question applies to its options, unless they have their own. The map's
    standard applies only to claims. If it applied to counterpoints, a high standard would reject
    them and so make it easier for the claims they attack. A counterpoint can set its own standard.
    Other evidence and assumptions have the dialectical one.
    """
    if statement.standard is not None and not statement.is_ground:
        return statement.standard
    if statement.id in argument_map.questions_of:
        questions = argument_map.questions_of[statement.id]
        for question in sorted(questions, key=lambda question: not question.is_exclusive):
            if question.standard is not None:
                return question.standard
    map_standard = argument_map.standard if statement.kind == "claim" else None
    return map_standard or Standard.DIALECTICAL


def counts_as_undercutter(
    undercutter: Statement, conclusion_standard: Standard, argument_map: ArgumentMap
) -> bool:
    """Return whether an accepted undercutter suspends an inference.

    A concession never does. Where weights are compared, an undercutter that is less likely than not
    does not either; under beyond-reasonable-doubt, one below the map's `doubt-from:`.

    Args:
        undercutter: The statement that undercuts the inference.
        conclusion_standard: The standard of proof of the inference's conclusion.
        argument_map: The map of both.
    """
    if isinstance(undercutter, Concession):
        return False
    if not conclusion_standard.is_weighing:
        return True
    is_doubt_enough = conclusion_standard is Standard.BEYOND_REASONABLE_DOUBT
    least = proof_bounds(argument_map).doubt_from if is_doubt_enough else NEUTRAL
    return base_score(undercutter, argument_map) >= least - _TOLERANCE


def inference_weight(inference: Inference, argument_map: ArgumentMap) -> float:
    """Return the weight of an inference, from 0 to 1."""
    statements = argument_map.statements
    scores = [base_score(statements[premise], argument_map) for premise in inference.premises]
    return weight_of_scores(scores, inference)


def weight_of_scores(scores: list[float], inference: Inference) -> float:
    """Return the weight of an inference from the base scores of its premises.

    It is the least of them, times the confidence of the inference.
    """
    weakest = min(scores, default=1.0)
    return weakest if inference.confidence is None else weakest * inference.confidence.value
