"""Preferences form a cycle.

What it does
    Reports elements that outweigh each other in a circle (`outweighs:`). It may lead through the
    inferences that a statement is a premise of, and through the options of a question, among which
    preferences are transitive.

Why it matters
    Such preferences contradict each other. argmap ignores all of them, so the map is evaluated
    without any of these decisions.

Example
    question how "How do we get there?" {
      claim bus "By bus" { outweighs: train }
      claim train "By train" { outweighs: bus }
    }

Instead
    question how "How do we get there?" {
      claim bus "By bus" { outweighs: train }
      claim train "By train"
    }

How to silence
    Delete one of the preferences, or write `# argmap: ignore[DIA417] because …` before the
    statement that declares the first one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Preference
from argmap.rules._context import RuleContext
from argmap.rules._preferences import element_name, preference_element
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA417", Severity.ERROR, is_structural=True)
_MAX_LINES = 8


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.map.preferences:
        return
    from argmap.evaluation.preferences import find_preferences

    for cycle in _cycles(context.map, find_preferences(context.map).cyclic):
        yield _diagnostic(context.map, cycle)


def _cycles(
    argument_map: ArgumentMap, cyclic: tuple[Preference, ...]
) -> Iterator[list[Preference]]:
    """Yield the groups of preferences that share elements, in order."""
    by_id: dict[str, list[Preference]] = defaultdict(list)
    for preference in cyclic:
        for id_ in _elements(argument_map, preference):
            by_id[id_].append(preference)
    seen: set[Preference] = set()
    for first in cyclic:
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for preference in group:  # grows during the iteration
            for id_ in _elements(argument_map, preference):
                for other in by_id.pop(id_, ()):
                    if other not in seen:
                        seen.add(other)
                        group.append(other)
        yield [preference for preference in cyclic if preference in set(group)]


def _elements(argument_map: ArgumentMap, preference: Preference) -> Iterator[str]:
    """Yield the ends of a preference, with the inferences that they are premises of."""
    for id_ in (preference.stronger, preference.weaker):
        yield id_
        for inference in argument_map.inferences_from.get(id_, ()):
            yield inference.id


def _diagnostic(argument_map: ArgumentMap, cycle: list[Preference]) -> Diagnostic:
    first, *others = cycle
    lines = [
        f"{element_name(argument_map, p.stronger)} outweighs {element_name(argument_map, p.weaker)}"
        for p in cycle[:_MAX_LINES]
    ]
    return RULE.diagnostic(
        first.location,
        f"{lines[0]}, and the other way round"
        if len(cycle) == 1
        else f"{' and '.join(lines)}"
        if len(cycle) == len({first.stronger, first.weaker})
        else f"{len(cycle)} preferences form a cycle",
        labels=tuple(
            Label(other.location, "part of the cycle") for other in others[: _MAX_LINES - 1]
        ),
        tree=tuple(lines) if len(cycle) > 1 else (),
        help="delete one of them; until then, none of them has an effect",
        element=preference_element(argument_map, first),
    )
