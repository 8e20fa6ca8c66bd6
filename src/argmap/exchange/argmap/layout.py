"""Which declaration stands inside which, so that reading the text again gives the same map.

The model knows what bears on what, but not always where it was written: a premise of a ``reason``
may stand inside of it, or elsewhere and be listed under ``premises:``. The order of the statements
decides: what is put inside must leave that order, and that of every list in the model, as it is.
"""

from __future__ import annotations

from itertools import pairwise

from attrs import Factory, define

from argmap.exchange.argmap.arrows import Arrows
from argmap.exchange.argmap.placing import Placing
from argmap.model import ArgumentMap, Form, Inference

_ATTEMPTS = 10


@define
class Layout:
    """What stands where, in order.

    ``homes`` are the steps that statements are written for; ``members`` are the statements in a
    group, ``denials`` those of all groups that undercut theirs; ``bodies`` are the steps written
    under a statement; ``chapters`` are the statements and the sections in a section, or in none.
    """

    homes: dict[str, Inference]
    members: dict[str, list[str]]
    denials: set[str]
    chapters: dict[str | None, list[tuple[str, str]]]
    bodies: dict[str, list[Inference]] = Factory(dict)

    def is_nested(self, step: Inference) -> bool:
        """Return whether a step is written as a statement under another."""
        return step.form is not Form.GROUP and self.homes.get(step.premises[0]) is step

    def listed(self, step: Inference) -> list[str]:
        """Return the premises of a group that stand elsewhere."""
        inside = set(self.members.get(step.id, ())) - self.denials
        return [premise for premise in step.premises if premise not in inside]

    def undercuts_inside(self, statement: str, step: Inference) -> bool:
        """Return whether a statement stands in a group as what denies it."""
        return self.homes.get(statement) is step and statement in self.denials


def lay_out(argument_map: ArgumentMap) -> Layout:
    """Find a place for everything.

    A statement that could stand in a group is put there, and taken out again when the rest of its
    group turns out to stand elsewhere, so that they could not be listed in their order.
    """
    arrows = Arrows(argument_map)
    forbidden: set[tuple[str, str]] = set()
    for _ in range(_ATTEMPTS):
        placing = Placing(argument_map, arrows, forbidden)
        placing.place()
        conflicts = set(placing.blamed)
        for step in argument_map.inferences.values():
            conflicts |= _conflicts(step, placing)
        if conflicts <= forbidden:
            break  # there are none, or none that moving something would end
        forbidden |= conflicts
    denials = {each for undercutters in placing.undercutters.values() for each in undercutters}
    layout = Layout(placing.homes, placing.members, denials, placing.chapters)
    for step in argument_map.inferences.values():
        if step.form is Form.GROUP or layout.is_nested(step):
            layout.bodies.setdefault(step.conclusion, []).append(step)
    return layout


def _conflicts(step: Inference, placing: Placing) -> set[tuple[str, str]]:
    """Return what must not stand where it was put, so that the step's lists keep their order."""
    if step.form is not Form.GROUP:
        return set()
    undercutters = set(placing.undercutters.get(step.id, ()))
    premises = set(placing.members.get(step.id, ())) - undercutters
    # What `premises:` lists comes before what stands inside …
    listed = len(step.premises) - len(premises)
    conflicts = {(each, step.id) for each in step.premises[:listed] if each in premises}
    # … and what undercuts from elsewhere after it, in the order of the map.
    others = [each for each in step.undercutters if each not in undercutters]
    return conflicts | {
        (one, placing.homes[one].id)
        for one, two in pairwise(others)
        if placing.order[one] > placing.order[two] and one in placing.homes
    }
