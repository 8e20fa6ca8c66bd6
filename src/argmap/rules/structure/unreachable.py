"""A statement is not connected to the thesis.

What it does
    Reports statements that no chain of inferences, undercuts and contradictions connects to the
    thesis. Statements that are connected to each other are reported together.

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
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import ids_behind_undefined

RULE = rule(__name__, "STR203", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    if argument_map.thesis is None:
        return
    neighbours = _neighbours(argument_map)
    loose, _ = ids_behind_undefined(context.resolution)
    reached = _reach(argument_map.thesis, neighbours)
    for id_ in (*argument_map.roots, *argument_map.statements):
        if id_ in reached:
            continue
        island = _reach(id_, neighbours)
        reached |= island
        if not loose.isdisjoint(island):
            continue  # the undefined name is already reported
        statement = argument_map.statements[id_]
        others = len(island) - 1
        rest = f", with {others} joined to it," if others else ""
        yield RULE.diagnostic(
            statement.location,
            f"{display_name(statement)}{rest} has nothing to do with the thesis "
            f"{display_name(argument_map.statements[argument_map.thesis])}",
            help="put it under what it bears on, name that in `supports:` or `opposes:`, "
            "or take it out",
            element=id_,
        )


def _neighbours(argument_map: ArgumentMap) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = defaultdict(list)
    for inference in argument_map.inferences.values():
        for end in (*inference.premises, *inference.undercutters):
            joined[inference.conclusion].append(end)
            joined[end].append(inference.conclusion)
    for pair in argument_map.contradictions:
        joined[pair.first].append(pair.second)
        joined[pair.second].append(pair.first)
    return joined


def _reach(start: str, neighbours: dict[str, list[str]]) -> set[str]:
    reached = {start}
    waiting = [start]
    while waiting:
        for neighbour in neighbours.get(waiting.pop(), ()):
            if neighbour not in reached:
                reached.add(neighbour)
                waiting.append(neighbour)
    return reached
