"""Two statements have the same text.

What it does
    Reports statements whose texts are the same apart from case, white space and punctuation.
    Symbols count as differences (`¬`, `≤`, `→`, `−`, `#`, emoji). So do brackets in a formula and
    pauses in a sentence that contains a negation. Statements that contradict or oppose each other
    are not reported.

Why it matters
    One reason counts twice, and an answer to one statement leaves the other unanswered.

Example
    claim bus "We should take the bus" { assumption "It is late." }
    claim walk "We should walk" { assumption "It is late" }

Instead
    assumption late "It is late" { supports: bus, walk }
    claim bus "We should take the bus"
    claim walk "We should walk"

How to silence
    Write `# argmap: ignore[TXT704] because …` before the second statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Polarity, Statement
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text.comparison import alphanumeric_key, comparison_key

RULE = rule(__name__, "TXT704", Severity.WARNING)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    by_letters: dict[str, list[Statement]] = defaultdict(list)
    for statement in context.statements:
        by_letters[alphanumeric_key(statement.text)].append(statement)
    for key, candidates in by_letters.items():
        if key and len(candidates) > 1:
            yield from _duplicates(context.map, candidates)


def _duplicates(argument_map: ArgumentMap, candidates: list[Statement]) -> Iterator[Diagnostic]:
    by_words: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for statement in candidates:
        by_words[comparison_key(statement.text)].append(statement)
    for group in by_words.values():
        rivals = _rivals(argument_map, group)
        for index, statement in enumerate(group[1:], start=1):
            earlier = next(
                (other for other in islice(group, index) if other.id not in rivals[statement.id]),
                None,
            )
            if earlier is not None:
                yield _diagnostic(statement, earlier)


def _rivals(argument_map: ArgumentMap, group: list[Statement]) -> dict[str, set[str]]:
    """Return the statements that contradict or oppose each statement, or that it opposes."""
    rivals: dict[str, set[str]] = defaultdict(set)
    if len(group) > 1:
        for statement in group:
            rivals[statement.id].update(argument_map.contradicted_by.get(statement.id, ()))
            for inference in argument_map.inferences_from.get(statement.id, ()):
                if inference.polarity is Polarity.CON:
                    rivals[statement.id].add(inference.conclusion)
                    rivals[inference.conclusion].add(statement.id)
    return rivals


def _diagnostic(statement: Statement, earlier: Statement) -> Diagnostic:
    return RULE.diagnostic(
        statement.location,
        f"{display_name(statement)} has the same text as {display_name(earlier)}"
        if statement.is_named and earlier.is_named
        else f"this {statement.kind} has the same text as another statement",
        labels=(Label(earlier.location, "the same text is here"),),
        help="write it once and connect it with `supports:` or `opposes:`; "
        "if the two mean different things, reword one",
        element=statement.id,
    )
