"""A map such as the language can write it.

The language writes a step as one statement under another or as an attribute only where it is that
simple. A map that comes from elsewhere may hold others: they are written as groups.
"""

from __future__ import annotations

from collections import defaultdict

from attrs import evolve

from argmap.model import ArgumentMap, Form, Inference

Between = dict[tuple[str, str], set[str]]
"""The ids of the steps from a statement, alone or with others, to another."""


def writable(argument_map: ArgumentMap) -> ArgumentMap:
    """Return the map with every step as a group that only a group can express."""
    between: Between = defaultdict(set)
    for step in argument_map.inferences.values():
        for premise in step.premises:
            between[premise, step.conclusion].add(step.id)
    groups = {
        step.id: evolve(step, form=Form.GROUP)
        for step in argument_map.inferences.values()
        if step.form is not Form.GROUP and not _is_simple(step, between, argument_map)
    }
    if not groups:
        return argument_map
    return evolve(argument_map, inferences={**argument_map.inferences, **groups})


def _is_simple(step: Inference, between: Between, argument_map: ArgumentMap) -> bool:
    if len(step.premises) != 1 or step.is_named or step.tags or step.extra or step.note:
        return False
    others = between[step.premises[0], step.conclusion] - {step.id}
    # An arrow (`undercuts: a -> b`) would undercut the others, too.
    return all(
        undercutter in argument_map.inferences[other].undercutters
        for undercutter in step.undercutters
        for other in others
    )
