"""Tree edges: from each card to its parent, through the channel between the two layers.

The leaves of a grid share a bus for each kind of edge.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from argmap.rendering.layout.geometry import LeafGrid
from argmap.rendering.layout.leaf_blocks import COLUMN_GAP
from argmap.rendering.routing.paths import (
    ArrowHead,
    ArrowShape,
    Path,
    Point,
    Route,
    head_length,
)
from argmap.rendering.routing.ports import PortGeometry, arrow_shape_of
from argmap.rendering.scene.roles import Role
from argmap.rendering.scene.scene import Card

DOT_RADIUS = 4.0

STEM_LENGTH = 5.0
"""Points that a line runs straight at an end."""

_BUS_SPACING = 8.0
"""Points between the buses of two kinds of edges."""

_CORNER_RADIUS = 10.0


def route_tree_edges(ports: PortGeometry) -> Iterator[Route]:
    """Yield the edge of every card that has a parent, those of grids first."""
    grids = [grid for component in ports.layout.components for grid in component.grids]
    in_grid = {index for grid in grids for column in grid.columns for index in column}
    for grid in grids:
        yield from _route_grid_edges(ports, grid)
    for index, card in enumerate(ports.scene.cards):
        if index in in_grid:
            continue
        if card.undercuts is not None:
            yield _route_undercut(ports, index, card)
        elif card.parent is not None:
            yield _route_to_parent(ports, index, card)


def _route_to_parent(ports: PortGeometry, index: int, card: Card) -> Route:
    slot = ports.layout.slots[index]
    component = ports.layout.components[ports.layout.component_of[index]]
    layer = component.layers[card.depth]
    path = Path()
    path.move_to(slot.main_start, slot.cross_center)
    path.line_to(layer.main_start - layer.dot_space, slot.cross_center)
    heads = _enter_parent(ports, index, path, ports.parent_port(index))
    return Route(
        _route_key(card),
        card.line_role.value,
        path,
        heads,
        dot=ports.dots.get(index),
        is_faint=ports.scene.annotations.is_inference_rejected(card.inference),
    )


def _enter_parent(
    ports: PortGeometry, index: int, path: Path, cross: float
) -> tuple[ArrowHead, ...]:
    """Continue a path through the channel to the parent of a card; return its arrowheads."""
    card = ports.scene.cards[index]
    assert card.parent is not None
    component = ports.layout.components[ports.layout.component_of[index]]
    shape = arrow_shape_of(card.line_role)
    tip = Point(ports.slot(card.parent).main_end, cross)
    end = tip.main + head_length(shape)
    path.s_curve_to(max(component.layers[card.depth - 1].tracks_end, end) + STEM_LENGTH, tip.cross)
    path.line_to(end, tip.cross)
    return (ArrowHead(shape, tip, -1, 0),) if shape else ()


def _route_key(card: Card) -> str:
    return card.inference.id if card.inference else card.key


def _route_undercut(ports: PortGeometry, index: int, card: Card) -> Route:
    """Route the edge from an undercutter to the dot of the inference."""
    assert card.undercuts is not None
    slot = ports.layout.slots[index]
    path = Path()
    path.move_to(slot.main_start, slot.cross_center)
    target = ports.scene.card_by_inference[card.undercuts]
    shape = arrow_shape_of(card.role) or ArrowShape.TEE
    head = end_at_dot(path, ports.dot(target, ports.dot_tracks[card.key, target]), shape)
    return Route(
        f"{card.key}/{card.undercuts}",
        card.role.value,
        path,
        (head,),
        is_faint=ports.scene.is_rejected(card.key),
    )


def end_at_dot(path: Path, dot: Point, shape: ArrowShape) -> ArrowHead:
    """Continue a path along the main axis, and then along the cross axis to a dot."""
    start = path.end
    sign = 1 if dot.cross > start.cross else -1
    tip = Point(dot.main, dot.cross - sign * DOT_RADIUS)
    end = tip.cross - sign * head_length(shape)
    radius = min(_CORNER_RADIUS, abs(end - start.cross), abs(start.main - dot.main))
    backward = 1 if start.main > dot.main else -1
    path.line_to(dot.main + backward * radius, start.cross)
    corner = Point(dot.main, start.cross)
    path.curve_to(corner, corner, Point(dot.main, start.cross + sign * radius))
    path.line_to(dot.main, end)
    return ArrowHead(shape, tip, 0, sign)


def _route_grid_edges(ports: PortGeometry, grid: LeafGrid) -> Iterator[Route]:
    """Yield for each kind of edge its bus, and the connectors of the cards to it."""
    cards = ports.scene.cards
    cards_by_role: dict[Role, list[int]] = {}
    for column in grid.columns:
        for index in column:
            cards_by_role.setdefault(cards[index].line_role, []).append(index)

    def entry_port(role: Role) -> float:
        card = cards[cards_by_role[role][0]]
        assert card.parent is not None
        return ports.entry_port(card.parent, grid.bus, role.bundle)

    roles = sorted(cards_by_role, key=entry_port)  # so that no two buses cross
    for number, role in enumerate(roles):
        bus = _Bus(ports, grid, role, cards_by_role[role], number * _BUS_SPACING)
        connectors = [bus.route_connector(index) for index in bus.cards]
        yield bus.route(is_faint=all(route.is_faint for route in connectors))
        yield from connectors


@frozen
class _Bus:
    """The common line of those leaves of a grid that have the same kind of edge.

    It consists of a main line along the main axis, and of a line before each column along the cross
    axis. ``offset`` keeps it apart from the buses of other kinds.
    """

    ports: PortGeometry
    grid: LeafGrid
    role: Role
    cards: list[int]
    offset: float

    def route(self, *, is_faint: bool) -> Route:
        """Return the bus, which ends at the parent of the leaves."""
        ports, first = self.ports, self.cards[0]
        card = ports.scene.cards[first]
        assert card.parent is not None
        cross = self.grid.bus + self.offset - _BUS_SPACING / 2
        members = set(self.cards)
        columns = [[index for index in column if index in members] for column in self.grid.columns]
        columns = [column for column in columns if column]
        path = Path()
        path.move_to(self._column_line(columns[-1][0]), cross)
        path.line_to(self._column_line(self.grid.columns[0][0]), cross)
        port = ports.entry_port(card.parent, cross, card.role.bundle)
        heads = _enter_parent(ports, first, path, port)
        for column in columns:
            ends = [cross, *(ports.layout.slots[index].cross_center for index in column)]
            main = self._column_line(column[0])
            path.move_to(main, min(ends))
            path.line_to(main, max(ends))
        return Route(f"{_route_key(card)}/fan", self.role.value, path, heads, is_faint=is_faint)

    def route_connector(self, index: int) -> Route:
        """Return the line from a card to the bus."""
        card, slot = self.ports.scene.cards[index], self.ports.layout.slots[index]
        path = Path()
        path.move_to(slot.main_start, slot.cross_center)
        path.line_to(self._column_line(index), slot.cross_center)
        is_faint = self.ports.scene.annotations.is_inference_rejected(card.inference)
        return Route(_route_key(card), self.role.value, path, (), is_faint=is_faint)

    def _column_line(self, index: int) -> float:
        """Return the position on the main axis of the line before the column of a card."""
        return self.ports.layout.slots[index].main_start - COLUMN_GAP / 3 - self.offset
