"""Statements support each other in a circle.

What it does
    Reports a circle of supporting inferences of any length, and prints it. A statement that
    supports itself is the smallest circle. If several circles share statements, the rule reports at
    most ten of them.

Why it matters
    Circular support begs the question. argmap rejects claims that only support each other.

Example
    claim honest "He is honest" { supports: trusted }
    claim trusted "Everybody trusts him" { supports: honest }

Instead
    claim trusted "Everybody trusts him" {
      claim honest "He is honest" {
        evidence wallet "He brought a lost wallet back" @police:3
      }
    }

How to silence
    Remove one of the inferences, or write `# argmap: ignore[STR204] because …` before the
    underlined declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, pairwise

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Inference, Polarity
from argmap.model.graph import shortest_path, strongly_connected_components
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "STR204", Severity.ERROR, is_structural=True)
_MAX_LINES = 12
_MAX_CYCLES = 10  # to report of statements that share cycles


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map

    def supported(id_: str) -> list[str]:
        return [inference.conclusion for inference in _supporting_inferences(argument_map, id_)]

    for component in strongly_connected_components(argument_map.statements, supported):
        first = component[0]
        if len(component) == 1 and first not in supported(first):
            continue
        members = set(component)

        def supported_inside(id_: str, members: set[str] = members) -> list[str]:
            return [conclusion for conclusion in supported(id_) if conclusion in members]

        for cycle in islice(_cycles(component, supported_inside), _MAX_CYCLES):
            yield _diagnostic(argument_map, cycle)


def _cycles(component: list[str], supported: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """Yield shortest cycles that together contain every inference of a component."""
    covered: set[tuple[str, str]] = set()
    for start in component:
        for successor in supported(start):
            if (start, successor) in covered:
                continue
            path = None if successor == start else shortest_path(successor, start, supported)
            cycle = [start, *(path or [start])]
            covered.update(pairwise(cycle))
            yield cycle


def _supporting_inferences(argument_map: ArgumentMap, premise: str) -> list[Inference]:
    inferences = argument_map.inferences_from.get(premise, ())
    return [inference for inference in inferences if inference.polarity is Polarity.PRO]


def _diagnostic(argument_map: ArgumentMap, cycle: list[str]) -> Diagnostic:
    inferences = [
        next(
            inference
            for inference in _supporting_inferences(argument_map, premise)
            if inference.conclusion == conclusion
        )
        for premise, conclusion in pairwise(cycle)
    ]
    names = [display_name(argument_map.statements[id_]) for id_ in cycle]
    message = (
        f"{names[0]} supports itself"
        if len(inferences) == 1
        else f"{len(inferences)} statements support each other in a circle"
    )
    lines = tuple(
        "  " * depth + (f"└ supports {name}" if depth else name)
        for depth, name in enumerate(names[:_MAX_LINES])
    )
    return RULE.diagnostic(
        inferences[0].location,
        message,
        labels=tuple(
            Label(inference.location, "part of the cycle") for inference in inferences[1:_MAX_LINES]
        ),
        tree=(*lines, "  …") if len(names) > _MAX_LINES else lines,
        help="circular support counts as none; delete one of these inferences",
        element=cycle[0],
    )
