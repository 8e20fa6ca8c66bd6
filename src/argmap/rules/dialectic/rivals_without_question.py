"""Several claims all contradict each other, but no question asks which of them is right.

What it does
    Reports three or more claims of which each contradicts all others by `contradicts:`, unless one
    question has them as options.

Why it matters
    Such claims are the possible answers to a question. A `question` says what is to be decided and
    which answers are open. At most one of its options is accepted, without a list of
    contradictions, and an option that prevails is chosen; claims that only contradict each other
    stay undecided.

Example
    claim bus "We should take the bus" { contradicts: train, bike }
    claim train "We should take the train" { contradicts: bike }
    claim bike "We should cycle"

Instead
    question way "How should we get there?" {
      claim bus "We should take the bus"
      claim train "We should take the train"
      claim bike "We should cycle"
    }

How to silence
    Write `# argmap: ignore[DIA410] because …` before the first of the claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Claim
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA410", Severity.INFO, is_structural=True)
_MIN_RIVALS = 3
_MAX_NAMES = 5
_MAX_LABELS = 8


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    if len(argument_map.contradictions) < _MIN_RIVALS:
        return
    for group in _groups(argument_map):
        common = set.intersection(
            *({q.id for q in argument_map.questions_of.get(id_, ())} for id_ in group)
        )
        if not common:
            yield _diagnostic(argument_map, group)


def _groups(argument_map: ArgumentMap) -> Iterator[list[str]]:
    """Yield groups of claims that all contradict each other, in order; no claim is in two groups.

    A claim joins the first group that it fits in, so a group that shares claims with an earlier one
    may be smaller than it could be, or missing.
    """
    rivals = {
        id_: dict.fromkeys(
            other
            for other in others
            if other != id_ and isinstance(argument_map.statements[other], Claim)
        )
        for id_, others in argument_map.contradicted_by.items()
        if isinstance(argument_map.statements[id_], Claim)
    }
    position = {id_: index for index, id_ in enumerate(argument_map.statements)}
    grouped: set[str] = set()
    for id_ in position:
        if id_ not in rivals or id_ in grouped:
            continue
        group = [id_]
        for other in rivals[id_]:
            if other not in grouped and all(member in rivals[other] for member in group):
                group.append(other)
        if len(group) >= _MIN_RIVALS:
            grouped.update(group)
            yield sorted(group, key=position.__getitem__)


def _diagnostic(argument_map: ArgumentMap, group: list[str]) -> Diagnostic:
    first, *others = [argument_map.statements[id_] for id_ in group]
    names = [display_name(statement) for statement in (first, *others)]
    listed = (
        f"{', '.join(names[:-1])} and {names[-1]}"
        if len(names) <= _MAX_NAMES
        else f"{names[0]} and {len(others)} other claims"
    )
    are_named = all(statement.is_named for statement in (first, *others))
    options = ", ".join(group) if are_named and len(group) <= _MAX_NAMES else "…"
    return RULE.diagnostic(
        first.location,
        f"{listed} all contradict each other",
        labels=tuple(Label(other.location, "a rival") for other in others[:_MAX_LABELS]),
        help="write a question with these claims as its options: "
        f'question "Which of them is right?" {{ options: {options} }}',
        element=first.id,
    )
