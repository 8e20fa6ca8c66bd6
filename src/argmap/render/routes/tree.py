"""The lines of the tree: from each card to what it hangs under, through free corridors only."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.render.routes.fans import fan_routes
from argmap.render.routes.paths import Ending, Head, Path, Point, Route, reach
from argmap.render.routes.ports import Ports, ending_of
from argmap.render.scene.parts import Card
from argmap.render.scene.roles import Role

DOT_RADIUS = 4.0
_STEM = 5.0
"""A line runs straight for so long behind its head."""
_TURN = 10.0


def tree_routes(ports: Ports) -> Iterator[Route]:
    """Yield a line for every card that hangs under another, those of fans first."""
    fans = [fan for group in ports.layout.groups for fan in group.fans]
    in_fan = {index for fan in fans for column in fan.columns for index in column}
    for fan in fans:
        yield from fan_routes(ports, fan)
    for index, card in enumerate(ports.scene.cards):
        if index in in_fan:
            continue
        if card.undercuts is not None:
            yield _undercut(ports, index, card)
        elif card.parent is not None:
            yield _branch(ports, index, card)


def _branch(ports: Ports, index: int, card: Card) -> Route:
    """Draw the line from a card to its parent, which the head touches."""
    assert card.parent is not None
    group = ports.layout.groups[ports.layout.group_of[index]]
    slot, parent = ports.layout.slots[index], ports.slot(card.parent)
    ending = ending_of(card.line)
    tip = Point(parent.end, ports.goal(index))
    depth = card.depth
    straight = group.dot_room[depth]
    start = tip.u + reach(ending)
    path = Path()
    path.move(slot.u, slot.middle)
    path.line(group.near[depth] - straight, slot.middle)
    lanes = group.far[depth - 1] + group.lane_room[depth - 1]
    path.sweep(max(lanes, start) + _STEM, tip.v)
    path.line(start, tip.v)
    heads = (Head(ending, tip, -1, 0),) if ending else ()
    key = card.step.id if card.step else card.key
    dot = ports.dots.get(index)
    is_faint = ports.scene.marks.fails(card.step)
    return Route(key, card.line.value, path, heads, dot=dot, is_faint=is_faint)


def _undercut(ports: Ports, index: int, card: Card) -> Route:
    """Draw the hook from what undercuts a step to the step's dot."""
    assert card.undercuts is not None
    slot = ports.layout.slots[index]
    path = Path()
    path.move(slot.u, slot.middle)
    box = ports.scene.boxes[card.undercuts]
    dot = ports.dot(box, ports.hooks[card.key, box])
    head = hook(path, dot)
    key = f"{card.key}/{card.undercuts}"
    is_faint = ports.scene.falls(card.key)
    return Route(key, Role.UNDERCUT.value, path, (head,), is_faint=is_faint)


def hook(path: Path, dot: Point) -> Head:
    """Lead a path, along the direction of growth and then across it, to a dot; return its head."""
    start = path.at
    way = 1 if dot.v > start.v else -1
    tip = Point(dot.u, dot.v - way * DOT_RADIUS)
    stop = tip.v - way * reach(Ending.TEE)
    turn = min(_TURN, abs(stop - start.v), abs(start.u - dot.u))
    side = 1 if start.u > dot.u else -1
    path.line(dot.u + side * turn, start.v)
    corner = Point(dot.u, start.v)
    path.curve(corner, corner, Point(dot.u, start.v + way * turn))
    path.line(dot.u, stop)
    return Head(Ending.TEE, tip, 0, way)
