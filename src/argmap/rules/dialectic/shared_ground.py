"""Two reasons that are added up rest on one ground.

What it does
    Reports two reasons for one statement, or two objections to it, that share a ground further down
    if the standard of proof of the statement is `accrual`. Reasons that share a premise are not
    reported, because argmap counts only one of them. On a large map the search stops early.

    Also reports more than 20 reasons that share premises with each other: argmap then counts only
    the heaviest of them, because it would take too long to find the best selection.

Why it matters
    Accrual adds up the weights of reasons because they are independent. Reasons that rest on one
    ground are not: if it falls, all of them fall, and its weight counts twice.

Example
    map "How do we get there?" { standard: accrual }
    claim bus "We should take the bus" {
      claim cheap "It is cheap" { evidence report "So says the report" @paper:1 }
      claim green "It is green" { supported-by: report }
    }
    source paper "The transport report"

Instead
    map "How do we get there?" { standard: accrual }
    claim bus "We should take the bus" {
      claim cheap "It is cheap" { evidence report "So says the report" @paper:1 }
      claim green "It is green" { evidence meter "So says the meter" @log:1 }
    }
    source paper "The transport report"
    source log "The log of the meter"

How to silence
    Write `# argmap: ignore[DIA420] because …` before the statement that the reasons are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.evaluation.preferences import is_conceded
from argmap.model import ArgumentMap, Inference, Polarity, Standard, Statement
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA420", Severity.INFO, is_structural=True)
_MAX_VISITED = 100_000
"""The most statements to visit in the search for shared grounds."""


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    standards = (
        argument_map.standard,
        *(question.standard for question in argument_map.questions.values()),
        *(statement.standard for statement in context.statements),
    )
    if Standard.ACCRUAL not in standards:
        return
    from argmap.evaluation.standards import effective_standard

    search = _Search(argument_map)
    for id_, inferences in argument_map.inferences_to.items():
        statement = argument_map.statements[id_]
        if len(inferences) > 1 and (
            effective_standard(statement, argument_map) is Standard.ACCRUAL
        ):
            for polarity in Polarity:
                side = [
                    inference
                    for inference in inferences
                    if inference.polarity is polarity and not is_conceded(inference, context.map)
                ]
                yield from search.diagnostics(statement, side)
                yield from _large_clusters(statement, side)


def _large_clusters(statement: Statement, inferences: list[Inference]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each group of too many inferences that share premises."""
    from argmap.evaluation.weighing import MAX_CLUSTER_SIZE, find_clusters

    if len(inferences) <= MAX_CLUSTER_SIZE:
        return
    numbers: dict[str, int] = {}
    premises = {
        index: [numbers.setdefault(premise, len(numbers)) for premise in inference.premises]
        for index, inference in enumerate(inferences)
    }
    for cluster in find_clusters(premises):
        if len(cluster) > MAX_CLUSTER_SIZE:
            noun = _noun(inferences[0])
            yield RULE.diagnostic(
                statement.location,
                f"{len(cluster)} {noun} {display_name(statement)} share premises, "
                "so only the heaviest of them counts",
                help="combine some of them in one `reason`, or use a separate premise for each",
                element=statement.id,
            )


class _Search:
    """Finds the grounds that several inferences share, up to a number of visited statements."""

    def __init__(self, argument_map: ArgumentMap) -> None:
        self._map = argument_map
        self._visited_count = 0

    def diagnostics(
        self, statement: Statement, inferences: list[Inference]
    ) -> Iterator[Diagnostic]:
        """Yield one diagnostic for each group of inferences that share a ground."""
        users: dict[str, list[int]] = {}
        if len(inferences) > 1:
            for number, inference in enumerate(inferences):
                for id_ in self._below(inference):
                    users.setdefault(id_, []).append(number)
        reported: set[tuple[int, ...]] = set()
        for id_, numbers in users.items():
            group = tuple(numbers)
            sharing = [inferences[number] for number in group]
            if len(group) <= 1 or group in reported or _share_premise(sharing):
                continue
            reported.add(group)
            yield _diagnostic(self._map, statement, sharing, self._map.statements[id_])

    def _below(self, inference: Inference) -> dict[str, None]:
        """Return the statements that an inference rests on, nearest first."""
        below = dict.fromkeys(inference.premises)
        queue = list(below)
        for id_ in queue:  # grows during the iteration
            for support in self._map.inferences_to.get(id_, ()):
                if support.polarity is Polarity.PRO:
                    for premise in support.premises:
                        if premise not in below and self._visited_count < _MAX_VISITED:
                            self._visited_count += 1
                            below[premise] = None
                            queue.append(premise)
        return below


def _share_premise(inferences: list[Inference]) -> bool:
    """Return whether all inferences have a premise in common, of which accrual counts one."""
    first, *others = (set(inference.premises) for inference in inferences)
    return bool(first.intersection(*others))


def _diagnostic(
    argument_map: ArgumentMap, statement: Statement, sharing: list[Inference], ground: Statement
) -> Diagnostic:
    noun = _noun(sharing[0])
    names = [
        display_name(argument_map.statements[inference.premises[0]]) for inference in sharing[:2]
    ]
    others = len(sharing) - len(names)
    rest = f" and {others} other{'s' if others > 1 else ''}" if others else ""
    subject = f"{', '.join(names)}{rest}" if rest else " and ".join(names)
    return RULE.diagnostic(
        statement.location,
        f"{len(sharing)} {noun} {display_name(statement)} rest on {display_name(ground)}, "
        f"but accrual adds them up: {subject}",
        labels=(Label(ground.location, "they share this"),),
        help="combine them in one `reason`, or support each by another ground",
        element=statement.id,
    )


def _noun(inference: Inference) -> str:
    return "reasons for" if inference.polarity is Polarity.PRO else "objections to"
