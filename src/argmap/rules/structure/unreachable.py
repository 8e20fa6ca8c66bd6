"""A statement is not connected to the thesis.

What it does
    Reports statements that no chain of inferences, undercuts and contradictions connects to a
    thesis or to an option of a question. Statements that are connected to each other are reported
    together.

Why it matters
    The statement looks like part of the argument, but has no effect on it.

Example
    map "The bus" { thesis: late }
    claim late "The bus is late"
    claim red "The bus is red"

Instead
    claim late "The bus is late" {
      claim red "The bus is red, and red buses are the slow ones"
    }

How to silence
    Write `# argmap: ignore[STR203] because …` before the statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import affected_by_undefined

RULE = rule(__name__, "STR203", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    theses = argument_map.theses
    if not theses:
        return
    neighbors = _neighbors(argument_map)
    affected, _ = affected_by_undefined(context.resolution)
    reached = _reachable((*theses, *argument_map.questions_of), neighbors)
    for id_ in (*argument_map.roots, *argument_map.statements):
        if id_ in reached:
            continue
        component = _reachable((id_,), neighbors)
        reached |= component
        if not affected.isdisjoint(component):
            continue  # the undefined name is already reported
        statement = argument_map.statements[id_]
        if context.is_misplaced(statement):
            continue  # as is its wrong place
        others = len(component) - 1
        rest = f" and {others} related statement{'s' if others > 1 else ''}" if others else ""
        yield RULE.diagnostic(
            statement.location,
            f"{display_name(statement)}{rest} {'are' if others else 'is'} not connected "
            f"to {_goals(argument_map)}",
            help="nest it under the statement that it supports or opposes, name that one in "
            "`supports:` or `opposes:`, or delete it",
            element=id_,
        )


def _neighbors(argument_map: ArgumentMap) -> dict[str, list[str]]:
    neighbors: dict[str, list[str]] = defaultdict(list)
    for inference in argument_map.inferences.values():
        for id_ in (*inference.premises, *inference.undercutters):
            neighbors[inference.conclusion].append(id_)
            neighbors[id_].append(inference.conclusion)
    for pair in argument_map.contradictions:
        neighbors[pair.first].append(pair.second)
        neighbors[pair.second].append(pair.first)
    return neighbors


def _goals(argument_map: ArgumentMap) -> str:
    """Return what a statement could be connected to, for a message."""
    names = [display_name(argument_map.statements[id_]) for id_ in argument_map.theses]
    if len(names) == 1 and not argument_map.questions:
        return f"the thesis {names[0]}"
    return "a thesis or a question" if argument_map.questions else "any of the theses"


def _reachable(starts: Iterable[str], neighbors: dict[str, list[str]]) -> set[str]:
    reached = set(starts)
    pending = list(reached)
    while pending:
        for neighbor in neighbors.get(pending.pop(), ()):
            if neighbor not in reached:
                reached.add(neighbor)
                pending.append(neighbor)
    return reached
