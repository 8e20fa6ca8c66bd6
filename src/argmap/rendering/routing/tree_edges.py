"""The lines of the tree: from each card to what it hangs under, through free corridors only.

The lines of a fan: one trunk for each kind of line, and from every card a twig to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.rendering.layout.geometry import LeafGrid
from argmap.rendering.layout.leaf_blocks import AISLE
from argmap.rendering.routing.paths import ArrowHead, ArrowShape, Path, Point, Route, reach
from argmap.rendering.routing.ports import PortGeometry, arrow_shape_of
from argmap.rendering.scene.scene import Card, Role

_APART = 8.0
"""Points between the trunks of two kinds."""


def fan_routes(ports: PortGeometry, grid: LeafGrid) -> Iterator[Route]:
    """Yield for each kind of line its trunk, with the head at the statement, and its twigs."""
    cards = ports.scene.cards
    by_role: dict[Role, list[int]] = {}
    for column in grid.columns:
        for index in column:
            by_role.setdefault(cards[index].line_role, []).append(index)

    def arrival(role: Role) -> float:
        card = cards[by_role[role][0]]
        assert card.parent is not None
        return ports.entry(card.parent, grid.alley, is_against=role.is_against)

    for number, role in enumerate(sorted(by_role, key=arrival)):  # so that no two trunks cross
        indexes = by_role[role]
        shift = number * _APART
        twigs = [_twig(ports, index, role, shift) for index in indexes]
        yield _trunk(ports, grid, indexes, role, shift, is_faint=all(t.is_faint for t in twigs))
        yield from twigs


def _aisle(ports: PortGeometry, column: tuple[int, ...], shift: float) -> float:
    """Return where, in the direction of growth, the lines before a column run."""
    return ports.layout.slots[column[0]].u - AISLE / 3 - shift


def _twig(ports: PortGeometry, index: int, role: Role, shift: float) -> Route:
    card, slot = ports.scene.cards[index], ports.layout.slots[index]
    path = Path()
    path.move(slot.u, slot.middle)
    path.line(_aisle(ports, (index,), shift), slot.middle)
    key = card.inference.id if card.inference else card.key
    return Route(
        key,
        role.value,
        path,
        (),
        is_faint=ports.scene.annotations.is_inference_rejected(card.inference),
    )


def _trunk(
    ports: PortGeometry,
    grid: LeafGrid,
    indexes: list[int],
    role: Role,
    shift: float,
    *,
    is_faint: bool,
) -> Route:
    first = indexes[0]
    card = ports.scene.cards[first]
    assert card.parent is not None
    group = ports.layout.groups[ports.layout.group_of[first]]
    ending = arrow_shape_of(role)
    alley = grid.alley + shift - _APART / 2
    tip = Point(
        ports.slot(card.parent).end,
        ports.entry(card.parent, alley, is_against=card.role.is_against),
    )
    start = tip.u + reach(ending)
    path = Path()
    mine = set(indexes)
    columns = [tuple(index for index in column if index in mine) for column in grid.columns]
    columns = [column for column in columns if column]
    path.move(_aisle(ports, columns[-1], shift), alley)
    path.line(_aisle(ports, grid.columns[0], shift), alley)
    lanes = group.far[card.depth - 1] + group.lane_room[card.depth - 1]
    path.sweep(max(lanes, start) + _STEM, tip.v)
    path.line(start, tip.v)
    for column in columns:
        middles = [alley, *(ports.layout.slots[index].middle for index in column)]
        u = _aisle(ports, column, shift)
        path.move(u, min(middles))
        path.line(u, max(middles))
    heads = (ArrowHead(ending, tip, -1, 0),) if ending else ()
    key = f"{card.inference.id if card.inference else card.key}/fan"
    return Route(key, role.value, path, heads, is_faint=is_faint)


DOT_RADIUS = 4.0
_STEM = 5.0
"""A line runs straight for so long behind its head."""
_TURN = 10.0


def tree_routes(ports: PortGeometry) -> Iterator[Route]:
    """Yield a line for every card that hangs under another, those of fans first."""
    grids = [grid for group in ports.layout.groups for grid in group.grids]
    in_fan = {index for grid in grids for column in grid.columns for index in column}
    for grid in grids:
        yield from fan_routes(ports, grid)
    for index, card in enumerate(ports.scene.cards):
        if index in in_fan:
            continue
        if card.undercuts is not None:
            yield _undercut(ports, index, card)
        elif card.parent is not None:
            yield _branch(ports, index, card)


def _branch(ports: PortGeometry, index: int, card: Card) -> Route:
    """Draw the line from a card to its parent, which the head touches."""
    assert card.parent is not None
    group = ports.layout.groups[ports.layout.group_of[index]]
    slot, parent = ports.layout.slots[index], ports.slot(card.parent)
    ending = arrow_shape_of(card.line_role)
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
    heads = (ArrowHead(ending, tip, -1, 0),) if ending else ()
    key = card.inference.id if card.inference else card.key
    dot = ports.dots.get(index)
    is_faint = ports.scene.annotations.is_inference_rejected(card.inference)
    return Route(key, card.line_role.value, path, heads, dot=dot, is_faint=is_faint)


def _undercut(ports: PortGeometry, index: int, card: Card) -> Route:
    """Draw the hook from what undercuts an inference to the inference's dot."""
    assert card.undercuts is not None
    slot = ports.layout.slots[index]
    path = Path()
    path.move(slot.u, slot.middle)
    box = ports.scene.card_by_inference[card.undercuts]
    dot = ports.dot(box, ports.hooks[card.key, box])
    head = hook(path, dot)
    key = f"{card.key}/{card.undercuts}"
    is_faint = ports.scene.is_rejected(card.key)
    return Route(key, Role.UNDERCUT.value, path, (head,), is_faint=is_faint)


def hook(path: Path, dot: Point) -> ArrowHead:
    """Lead a path, along the direction of growth and then across it, to a dot; return its head."""
    start = path.at
    way = 1 if dot.v > start.v else -1
    tip = Point(dot.u, dot.v - way * DOT_RADIUS)
    stop = tip.v - way * reach(ArrowShape.TEE)
    turn = min(_TURN, abs(stop - start.v), abs(start.u - dot.u))
    side = 1 if start.u > dot.u else -1
    path.line(dot.u + side * turn, start.v)
    corner = Point(dot.u, start.v)
    path.curve(corner, corner, Point(dot.u, start.v + way * turn))
    path.line(dot.u, stop)
    return ArrowHead(ArrowShape.TEE, tip, 0, way)
