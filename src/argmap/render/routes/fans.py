"""The lines of a fan: one trunk for each kind of line, and from every card a twig to it."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.render.layout.parts import Fan
from argmap.render.layout.runs import AISLE
from argmap.render.routes.paths import Head, Path, Point, Route, reach
from argmap.render.routes.ports import Ports, ending_of
from argmap.render.scene.roles import Role

_STEM = 5.0
_APART = 8.0
"""Points between the trunks of two kinds."""


def fan_routes(ports: Ports, fan: Fan) -> Iterator[Route]:
    """Yield for each kind of line its trunk, with the head at the statement, and its twigs."""
    cards = ports.scene.cards
    by_role: dict[Role, list[int]] = {}
    for column in fan.columns:
        for index in column:
            by_role.setdefault(cards[index].line, []).append(index)

    def arrival(role: Role) -> float:
        card = cards[by_role[role][0]]
        assert card.parent is not None
        return ports.entry(card.parent, fan.alley, is_against=role.is_against)

    for number, role in enumerate(sorted(by_role, key=arrival)):  # so that no two trunks cross
        indexes = by_role[role]
        shift = number * _APART
        twigs = [_twig(ports, index, role, shift) for index in indexes]
        yield _trunk(ports, fan, indexes, role, shift, is_faint=all(t.is_faint for t in twigs))
        yield from twigs


def _aisle(ports: Ports, column: tuple[int, ...], shift: float) -> float:
    """Return where, in the direction of growth, the lines before a column run."""
    return ports.layout.slots[column[0]].u - AISLE / 3 - shift


def _twig(ports: Ports, index: int, role: Role, shift: float) -> Route:
    card, slot = ports.scene.cards[index], ports.layout.slots[index]
    path = Path()
    path.move(slot.u, slot.middle)
    path.line(_aisle(ports, (index,), shift), slot.middle)
    key = card.step.id if card.step else card.key
    return Route(key, role.value, path, (), is_faint=ports.scene.marks.fails(card.step))


def _trunk(
    ports: Ports, fan: Fan, indexes: list[int], role: Role, shift: float, *, is_faint: bool
) -> Route:
    first = indexes[0]
    card = ports.scene.cards[first]
    assert card.parent is not None
    group = ports.layout.groups[ports.layout.group_of[first]]
    ending = ending_of(role)
    alley = fan.alley + shift - _APART / 2
    tip = Point(
        ports.slot(card.parent).end,
        ports.entry(card.parent, alley, is_against=card.role.is_against),
    )
    start = tip.u + reach(ending)
    path = Path()
    mine = set(indexes)
    columns = [tuple(index for index in column if index in mine) for column in fan.columns]
    columns = [column for column in columns if column]
    path.move(_aisle(ports, columns[-1], shift), alley)
    path.line(_aisle(ports, fan.columns[0], shift), alley)
    lanes = group.far[card.depth - 1] + group.lane_room[card.depth - 1]
    path.sweep(max(lanes, start) + _STEM, tip.v)
    path.line(start, tip.v)
    for column in columns:
        middles = [alley, *(ports.layout.slots[index].middle for index in column)]
        u = _aisle(ports, column, shift)
        path.move(u, min(middles))
        path.line(u, max(middles))
    heads = (Head(ending, tip, -1, 0),) if ending else ()
    key = f"{card.step.id if card.step else card.key}/fan"
    return Route(key, role.value, path, heads, is_faint=is_faint)
