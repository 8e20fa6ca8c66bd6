"""What crosses the tree: steps whose premises are drawn elsewhere, and contradictions."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.model import Inference
from argmap.render.scene.parts import Link, LinkKind, Seat
from argmap.render.scene.plan import Plan


def find_links(plan: Plan, seats: dict[str, Seat], boxes: dict[str, int]) -> Iterator[Link]:
    """Yield the links in the author's order: steps first, then contradictions."""
    for step in plan.argument.inferences.values():
        if step.id in boxes:
            yield from _to_box(plan, step, seats, boxes[step.id])
        elif not plan.docks(step):
            yield from _to_conclusion(plan, step, seats)
    drawn: set[frozenset[str]] = set()
    for pair in plan.argument.contradictions:
        ends = frozenset((pair.first, pair.second))
        if ends not in drawn:
            drawn.add(ends)
            key = f"{pair.first}<>{pair.second}"
            yield Link(key, LinkKind.CONTRADICTION, seats[pair.first], seats[pair.second])


def _to_conclusion(plan: Plan, step: Inference, seats: dict[str, Seat]) -> Iterator[Link]:
    role = plan.role_of(step)
    for premise in plan.premises(step):
        yield Link(step.id, LinkKind(role.value), seats[premise], seats[step.conclusion])


def _to_box(plan: Plan, step: Inference, seats: dict[str, Seat], box: int) -> Iterator[Link]:
    for entry, premise in enumerate(plan.premises(step)):
        if not plan.is_at_home(premise, step):
            key = f"{premise}>{step.id}"
            yield Link(key, LinkKind.REFERENCE, seats[premise], Seat(box, entry))
    for name in plan.undercutters_elsewhere(step):
        yield Link(f"{name}/{step.id}", LinkKind.UNDERCUT, seats[name], Seat(box))
