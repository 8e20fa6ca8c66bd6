"""Standards of proof, and the base scores that they weigh.

The weight of an inference is the base score of its weakest premise. A claim that is asserted
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

from bisect import bisect_left
from typing import NamedTuple

from argmap.model import ArgumentMap, Inference, Standard, Statement

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
    if standard is Standard.PREPONDERANCE:
        return False
    if support < bounds.strong_from - _TOLERANCE or support - attack < bounds.margin - _TOLERANCE:
        return True
    return standard is Standard.BEYOND_REASONABLE_DOUBT and attack >= bounds.doubt_from - _TOLERANCE


class Support(NamedTuple):
    """A support of a statement and the number of attacks that block it.

    ``inference`` is None if the support is the statement's own assertion. The support is blocked by
    the ``blocker_count`` heaviest attacks of the `Weighing`.
    """

    inference: int | None
    blocker_count: int


class Weighing(NamedTuple):
    """The supports of a statement and the attacks that can block them, both heaviest first.

    Because an attack that blocks a support blocks every lighter one, a count per support is enough.
    """

    supports: list[Support]
    attacks: list[int]

    def blockers(self, support: Support) -> list[int]:
        """Return the attacks that block a support."""
        return self.attacks[: support.blocker_count]


def effective_standard(statement: Statement, argument_map: ArgumentMap) -> Standard:
    """Return the standard of proof that applies to a statement.

    The map's standard applies only to claims. If it applied to counterpoints, a high standard would
    reject them and so make it easier for the claims they attack. A counterpoint can set its own
    standard. Evidence and assumptions have the dialectical one.
    """
    if statement.is_ground:
        return Standard.DIALECTICAL
    map_standard = argument_map.standard if statement.kind == "claim" else None
    return statement.standard or map_standard or Standard.DIALECTICAL


def build_weighings(
    argument_map: ArgumentMap,
    is_asserted: list[bool],
    supports: list[list[int]],
    attacks: list[list[int]],
) -> dict[int, Weighing]:
    """Return the weighing of each statement whose standard is not the dialectical one, by node.

    The lists are those of `argmap.evaluation.framework.Framework`.
    """
    statements = list(argument_map.statements.values())
    if argument_map.standard is None and all(s.standard is None for s in statements):
        return {}
    inferences = list(argument_map.inferences.values())
    bounds = proof_bounds(argument_map)

    def weigh(node: int) -> tuple[float, int]:
        return _weight(inferences[node - len(statements)], argument_map), node

    def weighing(node: int, statement: Statement, standard: Standard) -> Weighing:
        weighed_attacks = sorted(map(weigh, attacks[node]), key=_heaviest_first)
        assertion = [(base_score(statement, argument_map), None)] if is_asserted[node] else []
        weighed_supports = sorted([*assertion, *map(weigh, supports[node])], key=_heaviest_first)
        return Weighing(
            [
                Support(
                    inference,
                    bisect_left(
                        weighed_attacks,
                        True,
                        key=lambda attack: not blocks(standard, weight, attack[0], bounds),
                    ),
                )
                for weight, inference in weighed_supports
                if suffices(standard, weight, bounds)
            ],
            [inference for _, inference in weighed_attacks],
        )

    return {
        node: weighing(node, statement, standard)
        for node, statement in enumerate(statements)
        if (standard := effective_standard(statement, argument_map)) is not Standard.DIALECTICAL
    }


def _heaviest_first(weighed: tuple[float, int | None]) -> float:
    return -weighed[0]


def _weight(inference: Inference, argument_map: ArgumentMap) -> float:
    premises = (argument_map.statements[premise] for premise in inference.premises)
    return min((base_score(premise, argument_map) for premise in premises), default=1.0)
