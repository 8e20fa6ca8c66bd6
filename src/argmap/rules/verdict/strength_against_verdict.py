"""A statement's strength and its verdict disagree.

What it does
    Reports a statement that is rejected although its strength is above 0.5, or accepted although
    its strength is below 0.5: its negation, whose strength is one minus that number, has the
    opposite verdict and would be weaker or stronger. argmap computes strengths from `confidence:`,
    `credibility:` and `reliability:`; they do not affect the status unless a `standard:` weighs
    reasons.

    Strengths between 0.45 and 0.55 are roughly even and are not reported.

    Without such ratings, a strength only counts reasons. The rule therefore checks statements that
    are rated, or that have a rated reason or objection. Of the other statements it checks only
    those with a strength of at least 0.9 or at most 0.1. If a disagreement causes others, only the
    first one is reported. Statements that a preference (`outweighs:`) or the choice of another
    option decides are not reported. An accepted statement without reasons and objections is
    reported only if it supports a statement whose standard does not weigh.

Why it matters
    A reader who sees “rejected” beside 0.99 asks which of the two the author means. Usually one
    objection without an answer defeats many good reasons, because no standard of proof weighs them.

Example
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { confidence: almost-certain }
      assumption near "The stop is near" { confidence: almost-certain }
      counterpoint late "It was late once" { confidence: unlikely }
    }

Instead
    map "How do we get there?" { standard: preponderance }
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { confidence: almost-certain }
      assumption near "The stop is near" { confidence: almost-certain }
      counterpoint late "It was late once" { confidence: unlikely }
    }

How to silence
    Write `# argmap: ignore[SEM507] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap, Counterpoint, Polarity, Standard, Statement, Status
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext, with_article
from argmap.rules._rule import rule

RULE = rule(__name__, "SEM507", Severity.INFO, is_structural=True)
_NEUTRAL = 0.5
_MIN_DIFFERENCE = 0.05
"""Strengths that are closer to the neutral one say nothing."""
_TOLERANCE = 1e-9
_EXTREME = 0.9
"""The least strength at which a rejected statement without ratings is reported."""
_MIN_EXTREME_SUPPORTS = 3
"""The number of inferences without ratings that it takes to reach an extreme strength."""


def check(context: RuleContext) -> Iterator[Diagnostic]:
    rated = _rated(context.map)
    if not rated and not any(
        len(inferences) >= _MIN_EXTREME_SUPPORTS
        for inferences in context.map.inferences_to.values()
    ):
        return
    ranked = {id_ for p in context.map.preferences for id_ in (p.stronger, p.weaker)}
    disagreeing = {
        statement.id: strength
        for statement in context.statements
        if (strength := context.strengths.statements[statement.id]) is not None
        and _disagrees(context, statement.id, strength)
        and (max(strength, 1 - strength) >= _EXTREME or _is_rated(context.map, statement.id, rated))
        and not _is_deliberate(context.map, statement)
        and not _is_decided_otherwise(context, statement.id, ranked)
    }
    for id_ in _origins(context, disagreeing):
        yield _diagnostic(context, context.map.statements[id_], disagreeing[id_])


def _rated(argument_map: ArgumentMap) -> set[str]:
    """Return the statements and inferences with a rating of their own or of their source."""
    reliable = {source.id for source in argument_map.sources.values() if source.reliability}
    rated = {
        statement.id
        for statement in argument_map.statements.values()
        if statement.confidence
        or statement.credibility
        or any(citation.source in reliable for citation in statement.citations)
    }
    return rated | {i.id for i in argument_map.inferences.values() if i.confidence}


def _disagrees(context: RuleContext, id_: str, strength: float) -> bool:
    """Return whether a statement is rejected but strong, or accepted but weak."""
    if abs(strength - _NEUTRAL) < _MIN_DIFFERENCE - _TOLERANCE:
        return False
    status = context.evaluation.status(id_)
    return status is (Status.REJECTED if strength > _NEUTRAL else Status.ACCEPTED)


def _origins(context: RuleContext, disagreeing: dict[str, float]) -> Iterator[str]:
    """Yield the statements whose disagreement is not caused by that of another statement.

    Of statements that cause each other's disagreement, the first is an origin.
    """
    effects: dict[str, list[str]] = {id_: [] for id_ in disagreeing}
    caused: set[str] = set()
    for id_ in disagreeing:
        for cause in _causes(context, id_):
            if cause in disagreeing and cause != id_:
                effects[cause].append(id_)
                caused.add(id_)
    seen: set[str] = set()
    for id_ in (*(id_ for id_ in disagreeing if id_ not in caused), *disagreeing):
        if id_ in seen:
            continue
        yield id_
        seen.add(id_)
        pending = [id_]
        while pending:
            for effect in effects[pending.pop()]:
                if effect not in seen:
                    seen.add(effect)
                    pending.append(effect)


def _causes(context: RuleContext, id_: str) -> Iterator[str]:
    """Yield the statements that decide the status of another one."""
    for decisive in context.evaluation.statements[id_].decided_by:
        inference = context.map.inferences.get(decisive)
        if inference is None:
            yield decisive
        else:
            yield from inference.premises
            yield from inference.undercutters


def _is_rated(argument_map: ArgumentMap, id_: str, rated: set[str]) -> bool:
    """Return whether a statement is rated, or one of the inferences to it."""
    return id_ in rated or any(
        inference.id in rated
        or not rated.isdisjoint((*inference.premises, *inference.undercutters))
        for inference in argument_map.inferences_to.get(id_, ())
    )


def _is_deliberate(argument_map: ArgumentMap, statement: Statement) -> bool:
    """Return whether an author rates a statement low on purpose, because its weight counts."""
    from argmap.evaluation.standards import effective_standard

    if statement.id in argument_map.inferences_to:
        return False
    conclusions = (
        argument_map.statements[inference.conclusion]
        for inference in argument_map.inferences_from.get(statement.id, ())
        if inference.polarity is Polarity.PRO
    )
    return isinstance(statement, Counterpoint) or all(
        effective_standard(conclusion, argument_map).is_weighing for conclusion in conclusions
    )


def _is_decided_otherwise(context: RuleContext, id_: str, ranked: set[str]) -> bool:
    """Return whether a preference or another option decides, which no strength reflects."""
    from argmap.evaluation import Reason

    if context.evaluation.statements[id_].reason is Reason.EXCLUDED or id_ in ranked:
        return True
    return any(
        not ranked.isdisjoint((inference.id, *inference.premises, *inference.undercutters))
        for inference in context.map.inferences_to.get(id_, ())
    )


def _diagnostic(context: RuleContext, statement: Statement, strength: float) -> Diagnostic:
    from argmap.evaluation.standards import effective_standard

    standard = effective_standard(statement, context.map)
    status = context.evaluation.status(statement.id)
    if statement.id not in context.map.inferences_to:
        help_ = _help_without_reasons(context.map, statement)
    elif not standard.is_weighing and statement.kind != "claim":
        help_ = _help_without_standard(context.map, statement)
    elif not standard.is_weighing:
        help_ = (
            "set a `standard:` that weighs the reasons, such as preponderance, or check the ratings"
        )
    elif standard is Standard.PREPONDERANCE and status is Status.REJECTED:
        help_ = (
            "only the heaviest reason on each side counts; if the reasons should be added up, "
            "write `standard: accrual`"
        )
    else:
        help_ = "check the ratings of the reasons and objections"
    return RULE.diagnostic(
        statement.location,
        f"{display_name(statement)} is {status.value} although its strength is {strength:.2f}",
        tree=context.deciding_chain(statement.id),
        help=help_,
        element=statement.id,
    )


def _help_without_reasons(argument_map: ArgumentMap, statement: Statement) -> str:
    """Return how to make the rating of a statement without reasons count."""
    from argmap.evaluation.standards import effective_standard

    conclusion = next(
        conclusion
        for inference in argument_map.inferences_from[statement.id]
        if inference.polarity is Polarity.PRO
        and (conclusion := argument_map.statements[inference.conclusion])
        and not effective_standard(conclusion, argument_map).is_weighing
    )
    effect = "if its rating should count"
    map_standard = _weighing_standard(argument_map)
    if map_standard is None or conclusion.kind == "claim":
        remedy = (
            f"write `claim` instead of `{conclusion.kind}` for {display_name(conclusion)}, and set "
            "a `standard:` such as preponderance"
            if conclusion.is_ground
            else "set a `standard:` such as preponderance for the statement that it supports"
        )
        return f"{effect}, {remedy}"
    remedy = (
        f"write `claim` instead of `{conclusion.kind}` for {display_name(conclusion)}"
        if conclusion.is_ground
        else f"write `standard: {map_standard.value}` in {display_name(conclusion)}"
    )
    return f"the map's standard applies to claims only: {effect}, {remedy}"


def _weighing_standard(argument_map: ArgumentMap) -> Standard | None:
    """Return the map's standard of proof if it compares weights."""
    standard = argument_map.standard
    return standard if standard is not None and standard.is_weighing else None


def _help_without_standard(argument_map: ArgumentMap, statement: Statement) -> str:
    """Return how to weigh the reasons for and against a statement that is not a claim."""
    map_standard = _weighing_standard(argument_map)
    name = (map_standard or Standard.PREPONDERANCE).value
    if not statement.is_ground:
        remedy = f"write `standard: {name}` in it"
        return (
            f"the map's standard applies to claims only: {remedy}, or check the ratings"
            if map_standard
            else f"{remedy} to weigh the reasons, or check the ratings"
        )
    return (
        "the map's standard applies to claims only: to weigh the reasons, write `claim` instead of "
        f"`{statement.kind}`, or check the ratings"
        if map_standard
        else f"no standard applies to {with_article(statement.kind)}: to weigh the reasons, write "
        f"`claim` instead, with `standard: {name}`, or check the ratings"
    )
