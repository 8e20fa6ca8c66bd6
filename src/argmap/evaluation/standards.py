"""Proof standards: how much it takes for a statement to stand.

A step weighs as much as its weakest premise is held to be likely (`argmap.evaluation.standards`);
what a statement has of itself (a claim that nothing supports) weighs its own base score. These
weights are the author's and do not change with the verdicts: a standard over weights that did would
have no single answer (Prakken, ICAIL 2019). Only steps that hold are weighed, so that an objection
that was answered weighs nothing.

Source: Gordon, Prakken & Walton 2007 and Gordon & Walton 2009 (`argmap.model.Standard`); they leave
the three bounds open.

How strong a statement is by itself, before anything speaks for or against it.

An author's `confidence:` is the base score. Without one, evidence has the score of the information
(`credibility:`, 1 to 6), drawn towards one half by as much as its source is unreliable
(`reliability:`, A to F). What nobody has judged is one half: it may as well be so as not.

Sources: the two scales are the NATO Admiralty code (AJP-2.1, Intelligence Procedures). It gives
words and no numbers; the numbers are ours, in even steps. Drawing a judgement towards ignorance by
the reliability of its source is discounting (Shafer, A Mathematical Theory of Evidence, 1976,
chapter 11), read as a probability.
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


def base_score(statement: Statement, argument: ArgumentMap) -> float:
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
        if (source := argument.sources.get(citation.source)) and source.reliability in RELIABILITY
    ]
    if not grades:
        return NEUTRAL if told is None else told
    kept = max(grades)
    return kept * (1.0 if told is None else told) + (1 - kept) * NEUTRAL


_FINE = 1e-9
"""Differences of weights that are no more than a rounding."""


class Bounds(NamedTuple):
    """The numbers that two of the standards need, each from 0 to 1."""

    strong: float = 0.6
    """What is clear and convincing weighs at least this."""
    margin: float = 0.3
    """And outweighs what is against it by at least this."""
    doubt: float = 0.2
    """Beyond reasonable doubt is what nothing of this weight or more speaks against."""


def bounds_of(argument: ArgumentMap) -> Bounds:
    """Return the bounds that a map sets, and the usual ones where it sets none."""
    usual = Bounds()
    return Bounds(
        usual.strong if argument.strong_from is None else argument.strong_from,
        usual.margin if argument.margin is None else argument.margin,
        usual.doubt if argument.doubt_from is None else argument.doubt_from,
    )


def suffices(standard: Standard, pro: float, bounds: Bounds) -> bool:
    """Whether a step of weight ``pro`` carries a statement that nothing speaks against."""
    if standard in (Standard.DIALECTICAL, Standard.SCINTILLA):
        return True
    return not blocks(standard, pro, 0, bounds)


def blocks(standard: Standard, pro: float, con: float, bounds: Bounds) -> bool:
    """Whether a step of weight ``con`` against it keeps one of weight ``pro`` from carrying it.

    What blocks a step blocks every weaker one, and is blocked by no weaker one than it outweighs:
    a standard looks at the strongest on either side only, and one look at each pair says the same.
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
    """What can carry a statement, and how many of the steps against it block that.

    ``step`` is None for the statement itself, where it is asserted. The heaviest ``blockers`` steps
    of `Weighing.against` block it.
    """

    step: int | None
    blockers: int


class Weighing(NamedTuple):
    """What can carry a statement and what can block that, both heaviest first.

    A step that blocks a carrier blocks every lighter one, so each carrier needs only a number.
    """

    carriers: list[Carrier]
    against: list[int]

    def blockers(self, carrier: Carrier) -> list[int]:
        """Return the steps that block a carrier."""
        return self.against[: carrier.blockers]


def standard_of(statement: Statement, argument: ArgumentMap) -> Standard:
    """Return the standard a statement is held to.

    The map's is for claims: a counterpoint that would have to meet a high one would fall by itself,
    and the claim it questions would be the easier to hold. It may have one of its own. Evidence and
    assumptions have none.
    """
    if statement.is_ground:
        return Standard.DIALECTICAL
    of_all = argument.standard if statement.kind == "claim" else None
    return statement.standard or of_all or Standard.DIALECTICAL


def weighings(
    argument: ArgumentMap,
    asserted: list[bool],
    pro: list[list[int]],
    con: list[list[int]],
) -> dict[int, Weighing]:
    """Return what can carry each statement whose standard is not the dialectical one.

    The lists are those of `argmap.evaluation.framework.Framework`.
    """
    statements = list(argument.statements.values())
    if argument.standard is None and all(each.standard is None for each in statements):
        return {}
    steps = list(argument.inferences.values())
    bounds = bounds_of(argument)

    def weight(step: int) -> float:
        return _weight(steps[step - len(statements)], argument)

    def weighed(node: int, statement: Statement, standard: Standard) -> Weighing:
        against = sorted(((weight(step), step) for step in con[node]), key=_heaviest_first)
        own = [(base_score(statement, argument), None)] if asserted[node] else []
        steps_for = [(weight(step), step) for step in pro[node]]
        carriers = [
            Carrier(
                step,
                bisect_left(
                    against, True, key=lambda con: not blocks(standard, its_weight, con[0], bounds)
                ),
            )
            for its_weight, step in sorted([*own, *steps_for], key=_heaviest_first)
            if suffices(standard, its_weight, bounds)
        ]
        return Weighing(carriers, [step for _, step in against])

    return {
        node: weighed(node, statement, standard)
        for node, statement in enumerate(statements)
        if (standard := standard_of(statement, argument)) is not Standard.DIALECTICAL
    }


def _heaviest_first(weighed: tuple[float, int | None]) -> float:
    return -weighed[0]


def _weight(step: Inference, argument: ArgumentMap) -> float:
    premises = (argument.statements[premise] for premise in step.premises)
    return min((base_score(premise, argument) for premise in premises), default=1.0)
