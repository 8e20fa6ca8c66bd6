"""Proof standards: how much it takes for a statement to stand.

An inference weighs as much as its weakest premise is held to be likely
(`argmap.evaluation.standards`); what a statement has of itself (a claim that nothing supports)
weighs its own base score. These weights are the author's and do not change with the verdicts: a
standard over weights that did would have no single answer (Prakken, ICAIL 2019). Only inferences
that hold are weighed, so that an objection that was answered weighs nothing.

Source: Gordon, Prakken & Walton 2007 and Gordon & Walton 2009 (`argmap.model.Standard`); they leave
the three bounds open.

How strong a statement is by itself, before anything speaks for or against it.

An author's `confidence:` is the base score. Without one, evidence has the score of the information
(`credibility:`, 1 to 6), drawn towards one half by as much as its source is unreliable
(`reliability:`, A to F). What nobody has judged is one half: it may as well be so as not.

Sources: the two scales are the NATO Admiralty code (AJP-2.1, Intelligence Procedures). It gives
words and no numbers; the numbers are ours, in even inferences. Drawing a judgement towards
ignorance by the reliability of its source is discounting (Shafer, A Mathematical Theory of
Evidence, 1976, chapter 11), read as a probability.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from argmap.model import ArgumentMap, Inference, Standard, Statement

NEUTRAL = 0.5
"""The base score of what nobody has judged."""

CREDIBILITY = {1: 0.95, 2: 0.8, 3: 0.6, 4: 0.35, 5: 0.1}
"""From confirmed to improbable; 6 (cannot be judged) says nothing."""

RELIABILITY = {"A": 0.95, "B": 0.75, "C": 0.5, "D": 0.25, "E": 0.0}
"""How much of what a source says remains; F (cannot be judged) says nothing."""


def base_score(statement: Statement, argument_map: ArgumentMap) -> float:
    """Return a statement's own strength, from 0 to 1.

    Of several sources the most reliable counts.
    """
    if statement.confidence is not None:
        return statement.confidence.value
    if statement.kind != "evidence":
        return NEUTRAL
    told = CREDIBILITY.get(statement.credibility or 0)
    grades = [
        RELIABILITY[source.reliability]
        for citation in statement.citations
        if (source := argument_map.sources.get(citation.source))
        and source.reliability in RELIABILITY
    ]
    if not grades:
        return NEUTRAL if told is None else told
    kept = max(grades)
    return kept * (1.0 if told is None else told) + (1 - kept) * NEUTRAL


_FINE = 1e-9
"""Differences of weights that are no more than a rounding."""


class ProofBounds(NamedTuple):
    """The numbers that two of the standards need, each from 0 to 1."""

    strong: float = 0.6
    """What is clear and convincing weighs at least this."""
    margin: float = 0.3
    """And outweighs what is against it by at least this."""
    doubt: float = 0.2
    """Beyond reasonable doubt is what nothing of this weight or more speaks against."""


def proof_bounds(argument_map: ArgumentMap) -> ProofBounds:
    """Return the bounds that a map sets, and the usual ones where it sets none."""
    usual = ProofBounds()
    return ProofBounds(
        usual.strong if argument_map.strong_from is None else argument_map.strong_from,
        usual.margin if argument_map.margin is None else argument_map.margin,
        usual.doubt if argument_map.doubt_from is None else argument_map.doubt_from,
    )


def suffices(standard: Standard, pro: float, bounds: ProofBounds) -> bool:
    """Whether an inference of weight ``pro`` carries a statement that nothing speaks against."""
    if standard in (Standard.DIALECTICAL, Standard.SCINTILLA):
        return True
    return not blocks(standard, pro, 0, bounds)


def blocks(standard: Standard, pro: float, con: float, bounds: ProofBounds) -> bool:
    """Whether an attack of weight ``con`` blocks a support of weight ``pro``.

    What blocks an inference blocks every weaker one, and is blocked by no weaker one than it
    outweighs: a standard looks at the strongest on either side only, and one look at each pair says
    the same.
    """
    if standard is Standard.SCINTILLA:
        return False
    if standard is Standard.DIALECTICAL or pro <= con + _FINE:
        return True
    if standard is Standard.PREPONDERANCE:
        return False
    if pro < bounds.strong - _FINE or pro - con < bounds.margin - _FINE:
        return True
    return standard is Standard.BEYOND_REASONABLE_DOUBT and con >= bounds.doubt - _FINE


class Carrier(NamedTuple):
    """What can carry a statement, and how many of the inferences against it block that.

    ``inference`` is None for the statement itself, where it is asserted. The heaviest ``blockers``
    inferences of `Weighing.against` block it.
    """

    inference: int | None
    blockers: int


class Weighing(NamedTuple):
    """What can carry a statement and what can block that, both heaviest first.

    An inference that blocks a carrier blocks every lighter one, so each carrier needs only a
    number.
    """

    carriers: list[Carrier]
    against: list[int]

    def blockers(self, carrier: Carrier) -> list[int]:
        """Return the inferences that block a carrier."""
        return self.against[: carrier.blockers]


def effective_standard(statement: Statement, argument_map: ArgumentMap) -> Standard:
    """Return the standard a statement is held to.

    The map's is for claims: a counterpoint that would have to meet a high one would fall by itself,
    and the claim it questions would be the easier to hold. It may have one of its own. Evidence and
    assumptions have none.
    """
    if statement.is_ground:
        return Standard.DIALECTICAL
    of_all = argument_map.standard if statement.kind == "claim" else None
    return statement.standard or of_all or Standard.DIALECTICAL


def build_weighings(
    argument_map: ArgumentMap,
    asserted: list[bool],
    pro: list[list[int]],
    con: list[list[int]],
) -> dict[int, Weighing]:
    """Return what can carry each statement whose standard is not the dialectical one.

    The lists are those of `argmap.evaluation.framework.Framework`.
    """
    statements = list(argument_map.statements.values())
    if argument_map.standard is None and all(each.standard is None for each in statements):
        return {}
    inferences = list(argument_map.inferences.values())
    bounds = proof_bounds(argument_map)

    def weight(inference: int) -> float:
        return _weight(inferences[inference - len(statements)], argument_map)

    def weighed(node: int, statement: Statement, standard: Standard) -> Weighing:
        against = sorted(
            ((weight(inference), inference) for inference in con[node]), key=_heaviest_first
        )
        own = [(base_score(statement, argument_map), None)] if asserted[node] else []
        inferences_for = [(weight(inference), inference) for inference in pro[node]]
        carriers = [
            Carrier(
                inference,
                bisect_left(
                    against, True, key=lambda con: not blocks(standard, its_weight, con[0], bounds)
                ),
            )
            for its_weight, inference in sorted([*own, *inferences_for], key=_heaviest_first)
            if suffices(standard, its_weight, bounds)
        ]
        return Weighing(carriers, [inference for _, inference in against])

    return {
        node: weighed(node, statement, standard)
        for node, statement in enumerate(statements)
        if (standard := effective_standard(statement, argument_map)) is not Standard.DIALECTICAL
    }


def _heaviest_first(weighed: tuple[float, int | None]) -> float:
    return -weighed[0]


def _weight(inference: Inference, argument_map: ArgumentMap) -> float:
    premises = (argument_map.statements[premise] for premise in inference.premises)
    return min((base_score(premise, argument_map) for premise in premises), default=1.0)
