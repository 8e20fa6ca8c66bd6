"""A statement supports two statements that contradict each other.

What it does
    Reports a statement that supports two statements that contradict each other by `contradicts:`.
    It may support them alone or as one of several premises. The severity is info, because evidence
    may fit several rival hypotheses without deciding between them. It is warning if one of the two
    is the literal negation of the other (in English or German: “P” and “¬P” or “not P”), or if a
    `reason` with several premises supports both.

    Of the options of a question, evidence may support several; the rule reports a statement that
    supports all of them.

Why it matters
    Evidence that fits both sides does not decide between them. A reason that proves both a sentence
    and its negation proves neither.

Example
    claim bus "We should take the bus" { contradicts: train }
    claim train "We should take the train"
    claim hurry "We are in a hurry" { supports: bus, train }

Instead
    claim bus "We should take the bus" { contradicts: train }
    claim train "We should take the train"
    claim hurry "We are in a hurry" { supports: bus }

How to silence
    Write `# argmap: ignore[DIA405] because …` before the statement that supports both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Contradiction, Inference, Polarity, Question
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA405", Severity.INFO, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    supported_pairs: dict[str, list[Contradiction]] = defaultdict(list)
    for pair in argument_map.contradictions:
        if pair.first != pair.second and not _are_options(argument_map, pair):
            supporting_second = _supporting_premises(argument_map, pair.second)
            for id_ in _supporting_premises(argument_map, pair.first):
                if id_ in supporting_second:
                    supported_pairs[id_].append(pair)
    for id_, pairs in supported_pairs.items():
        yield from _diagnostics(argument_map, id_, pairs)
    for question in argument_map.questions.values():
        yield from _all_options(argument_map, question)


def _are_options(argument_map: ArgumentMap, pair: Contradiction) -> bool:
    """Return whether two statements are options of one exclusive question."""
    return any(
        question.is_exclusive and pair.second in question.options
        for question in argument_map.questions_of.get(pair.first, ())
    )


def _all_options(argument_map: ArgumentMap, question: Question) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each statement that supports all options of a question."""
    if len(question.options) <= 1 or not question.is_exclusive:
        return
    first, *others = [_supporting_premises(argument_map, option) for option in question.options]
    for id_ in first:
        if all(id_ in supporting for supporting in others):
            inferences = [
                next(i for i in argument_map.inferences_from[id_] if _is_for(i, option))
                for option in question.options
            ]
            yield RULE.diagnostic(
                inferences[-1].location,
                f"{display_name(argument_map.statements[id_])} supports all options of "
                f"{display_name(question)}, so it does not decide between them",
                labels=tuple(
                    Label(inference.location, "it also supports this option here")
                    for inference in inferences[:-1]
                ),
                help="keep it if it fits each of them, and add evidence that fits only one",
                element=id_,
            )


def _is_for(inference: Inference, conclusion: str) -> bool:
    return inference.conclusion == conclusion and inference.polarity is Polarity.PRO


def _supporting_premises(argument_map: ArgumentMap, conclusion: str) -> dict[str, None]:
    """Return the statements that support another, alone or with others, in order."""
    return {
        premise: None
        for inference in argument_map.inferences_to.get(conclusion, ())
        if inference.polarity is Polarity.PRO
        for premise in inference.premises
    }


def _diagnostics(
    argument_map: ArgumentMap, id_: str, pairs: list[Contradiction]
) -> Iterator[Diagnostic]:
    """Yield a warning for each pair that is a mistake, and one info for all other pairs."""
    from argmap.text.comparison import is_negation  # imported only for maps with contradictions

    supports = {
        inference.conclusion: inference
        for inference in argument_map.inferences_from.get(id_, ())
        if inference.polarity is Polarity.PRO
    }
    rivals: list[Contradiction] = []
    for pair in pairs:
        first, second = supports[pair.first], supports[pair.second]
        is_same_reason = len(first.premises) > 1 and set(first.premises) == set(second.premises)
        texts = (argument_map.statements[side].text for side in (pair.first, pair.second))
        if not is_same_reason and not is_negation(*texts):
            rivals.append(pair)
        elif not is_same_reason or first.premises[0] == id_:  # a reason is reported once
            yield _diagnostic(
                argument_map,
                id_,
                [first, second],
                pair,
                Severity.WARNING,
                ", which contradict each other",
                "delete one of the two edges",
            )
    if rivals:
        conclusions = dict.fromkeys(side for pair in rivals for side in (pair.first, pair.second))
        yield _diagnostic(
            argument_map,
            id_,
            [supports[conclusion] for conclusion in conclusions],
            rivals[0],
            Severity.INFO,
            ", which contradict each other, so it does not decide between them",
            "keep it if it fits each of them, and add evidence that fits only one",
        )


def _diagnostic(
    argument_map: ArgumentMap,
    id_: str,
    inferences: list[Inference],
    pair: Contradiction,
    severity: Severity,
    problem: str,
    help_: str,
) -> Diagnostic:
    *names, last = [display_name(argument_map.statements[i.conclusion]) for i in inferences]
    both = "both " if len(names) == 1 else ""
    return RULE.diagnostic(
        inferences[1].location,
        f"{display_name(argument_map.statements[id_])} supports {both}{', '.join(names)} and {last}"
        f"{problem}",
        severity=severity,
        labels=(
            Label(inferences[0].location, "it supports the first here"),
            Label(pair.location, "the contradiction is declared here"),
        ),
        help=help_,
        element=id_,
    )
