"""Which declaration stands inside which, so that reading the text again gives the same map.

The model knows what bears on what, but not always where it was written: a premise of a ``reason``
may stand inside of it, or elsewhere and be listed under ``premises:``. The order of the statements
decides: what is put inside must leave that order, and that of every list in the model, as it is.
"""

from __future__ import annotations

from attrs import Factory, define

from argmap.exchange.argmap.placing import Placing, is_group
from argmap.model import ArgumentMap, Inference

_ATTEMPTS = 10


@define
class Layout:
    """``homes`` are the steps that statements are written for, ``members`` those in a group.

    ``bodies`` are the steps written under a statement; ``chapters`` are the statements and the
    sections that stand in a section, or in none. All are in order.
    """

    homes: dict[str, Inference]
    members: dict[str, list[str]]
    chapters: dict[str | None, list[tuple[str, str]]]
    bodies: dict[str, list[Inference]] = Factory(dict)

    def is_inside(self, statement: str, step: Inference) -> bool:
        return self.homes.get(statement) is step


def lay_out(argument_map: ArgumentMap) -> Layout:
    """Find a place for everything.

    A statement that could stand in a group is put there, and taken out again when the rest of its
    group turns out to stand elsewhere, so that they could not be listed in their order.
    """
    forbidden: set[tuple[str, str]] = set()
    for _ in range(_ATTEMPTS):
        placing = Placing(argument_map, forbidden)
        placing.place()
        conflicts = set(placing.blamed)
        for step in argument_map.inferences.values():
            conflicts |= _conflicts(step, placing)
        if conflicts <= forbidden:
            break
        forbidden |= conflicts
    layout = Layout(placing.homes, placing.members, placing.chapters)
    for step in argument_map.inferences.values():
        if is_group(step) or layout.is_inside(step.premises[0], step):
            layout.bodies.setdefault(step.conclusion, []).append(step)
    return layout


def _conflicts(step: Inference, placing: Placing) -> set[tuple[str, str]]:
    """Return what must not stand where it was put, so that the step's lists keep their order."""
    if not is_group(step):
        return _late(step.undercutters, placing)
    members = placing.members.get(step.id, ())
    inside = [each for each in step.premises if each in members]
    first_inside = len(step.premises) - len(inside)
    wrong = {(each, step.id) for each in step.premises[:first_inside] if each in members}
    outside = tuple(each for each in step.undercutters if each not in members)
    return wrong | _late(outside, placing)


def _late(undercutters: tuple[str, ...], placing: Placing) -> set[tuple[str, str]]:
    """Return who is named before an earlier statement: it must have stood in the group itself."""
    return {
        (one, placing.homes[one].id)
        for one, two in zip(undercutters, undercutters[1:], strict=False)
        if placing.order[one] > placing.order[two]
        and one in placing.homes
        and is_group(placing.homes[one])
    }
