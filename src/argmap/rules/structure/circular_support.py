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
from argmap.model.graph import shortest_path, strong_components
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "STR204", Severity.ERROR, is_structural=True)
_SHOWN = 12
_RINGS = 10


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map

    def supported(id_: str) -> list[str]:
        return [inference.conclusion for inference in _supporting_inferences(argument_map, id_)]

    for component in strong_components(argument_map.statements, supported):
        members = set(component)
        first = component[0]
        if len(component) == 1 and first not in supported(first):
            continue

        def supported_inside(id_: str, members: set[str] = members) -> list[str]:
            return [other for other in supported(id_) if other in members]

        for ring in islice(_rings(component, supported_inside), _RINGS):
            yield _diagnostic(argument_map, ring)


def _rings(component: list[str], supported: Callable[[str], list[str]]) -> Iterator[list[str]]:
    """Yield shortest cycles that together contain every inference of a component."""
    told: set[tuple[str, str]] = set()
    for start in component:
        for following in supported(start):
            if (start, following) in told:
                continue
            back = None if following == start else shortest_path(following, start, supported)
            ring = [start, *(back or [start])]
            told.update(pairwise(ring))
            yield ring


def _supporting_inferences(argument_map: ArgumentMap, id_: str) -> list[Inference]:
    return [s for s in argument_map.inferences_from.get(id_, ()) if s.polarity is Polarity.PRO]


def _diagnostic(argument_map: ArgumentMap, ring: list[str]) -> Diagnostic:
    inferences = [
        next(
            inference
            for inference in _supporting_inferences(argument_map, a)
            if inference.conclusion == b
        )
        for a, b in pairwise(ring)
    ]
    names = [display_name(argument_map.statements[id_]) for id_ in ring]
    message = (
        f"{names[0]} supports itself"
        if len(inferences) == 1
        else f"{len(inferences)} statements support each other in a ring"
    )
    lines = tuple(
        "  " * depth + (f"└ supports {name}" if depth else name)
        for depth, name in enumerate(names[:_SHOWN])
    )
    return RULE.diagnostic(
        inferences[0].location,
        message,
        labels=tuple(Label(inference.location, "and this") for inference in inferences[1:_SHOWN]),
        tree=(*lines, "  …") if len(names) > _SHOWN else lines,
        help="a ring carries nothing: take one of these inferences out",
        element=ring[0],
    )
