"""Standing the groups of a map beside each other, and making room in them for lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from attrs import evolve

from argmap.rendering.layout.geometry import (
    LANE,
    OUT,
    CardSlot,
    Extent,
    Group,
    Layout,
    LeafGrid,
    pack,
)

_MOST = 400.0
"""Points that lanes take in a corridor at the most; who could follow more lines?"""


def pack_components(layout: Layout) -> Layout:
    """Give each group its place on the sheet; they do not overlap."""
    slots = list(layout.slots)
    lows = [min(slots[index].low for index in group.cards) for group in layout.groups]
    sizes = [
        Extent(group.far[-1] - group.near[0], max(slots[index].high for index in group.cards) - low)
        for group, low in zip(layout.groups, lows, strict=True)
    ]
    groups: list[Group] = []
    places = pack(sizes, layout.direction)
    for group, low, place in zip(layout.groups, lows, places, strict=True):
        moved = [place.u - group.near[0]] * len(group.near)
        groups.append(_move(group, slots, moved, place.v - low))
    return evolve(layout, slots=tuple(slots), groups=tuple(groups))


def widen(layout: Layout, lanes: Sequence[Mapping[int, int]]) -> Layout:
    """Make room for so many lanes behind each rank of each group."""
    slots = list(layout.slots)
    groups: list[Group] = []
    for group, wanted in zip(layout.groups, lanes, strict=True):
        rooms = [_room(wanted.get(rank, 0)) for rank in range(len(group.near))]
        moves = [0.0, *accumulate(rooms[:-1])]
        groups.append(evolve(_move(group, slots, moves, 0.0), lane_room=tuple(rooms)))
    return pack_components(evolve(layout, slots=tuple(slots), groups=tuple(groups)))


def _room(lanes: int) -> float:
    """Return the room that so many lanes take, with what is kept free before the first."""
    return min(OUT + lanes * LANE, _MOST) if lanes else 0.0


def _move(group: Group, slots: list[CardSlot], us: Sequence[float], v: float) -> Group:
    """Move a group across by ``v``, and its ranks by ``us`` in the direction of growth."""
    for u, rank in zip(us, group.ranks, strict=True):
        for index in rank:
            slot = slots[index]
            slots[index] = CardSlot(slot.u + u, slot.end + u, slot.low + v, slot.high + v)
    near = tuple(place + u for place, u in zip(group.near, us, strict=True))
    far = tuple(place + u for place, u in zip(group.far, us, strict=True))
    grids = tuple(
        LeafGrid(grid.columns, grid.low + v, grid.high + v, grid.alley + v) for grid in group.grids
    )
    return evolve(group, near=near, far=far, grids=grids)
