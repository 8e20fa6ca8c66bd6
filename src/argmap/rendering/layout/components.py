"""The packing of a map's connected components, and the space for tracks within each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from attrs import evolve

from argmap.rendering.layout.geometry import (
    CHANNEL_MARGIN,
    TARGET_ASPECT_RATIO,
    TRACK_SPACING,
    CardSlot,
    Component,
    Extent,
    Layout,
)

_COMPONENT_GAP = 36
"""Points between two components."""

_MAX_ROWS = 24
"""Number of rows up to which a packing is tried."""

_MAX_TRACK_SPACE = 400.0
"""Points that tracks take in a channel at most; with more of them, lines cannot be followed."""


def pack_components(layout: Layout) -> Layout:
    """Return the layout with its components arranged so that they do not overlap."""
    slots = list(layout.slots)
    starts = [
        Extent(
            component.layers[0].main_start,
            min(slots[index].cross_start for index in component.cards),
        )
        for component in layout.components
    ]
    sizes = [
        Extent(
            component.layers[-1].main_end - start.main,
            max(slots[index].cross_end for index in component.cards) - start.cross,
        )
        for component, start in zip(layout.components, starts, strict=True)
    ]
    components: list[Component] = []
    positions = pack(sizes, layout.direction)
    for component, start, position in zip(layout.components, starts, positions, strict=True):
        offsets = [position.main - start.main] * len(component.layers)
        components.append(_move(component, slots, offsets, position.cross - start.cross))
    return evolve(layout, slots=tuple(slots), components=tuple(components))


def add_track_space(layout: Layout, track_counts: Sequence[Mapping[int, int]]) -> Layout:
    """Return the layout with space for tracks.

    Args:
        layout: A layout without tracks.
        track_counts: For each component, the number of tracks after each layer, by its depth.
    """
    slots = list(layout.slots)
    components: list[Component] = []
    for component, counts in zip(layout.components, track_counts, strict=True):
        spaces = [_track_space(counts.get(depth, 0)) for depth in range(len(component.layers))]
        moved = _move(component, slots, [0.0, *accumulate(spaces[:-1])], 0.0)
        layers = [
            evolve(layer, track_space=space)
            for layer, space in zip(moved.layers, spaces, strict=True)
        ]
        components.append(evolve(moved, layers=tuple(layers)))
    return pack_components(evolve(layout, slots=tuple(slots), components=tuple(components)))


def _track_space(count: int) -> float:
    return min(CHANNEL_MARGIN + count * TRACK_SPACING, _MAX_TRACK_SPACE) if count else 0.0


def _move(
    component: Component, slots: list[CardSlot], main_offsets: Sequence[float], cross_offset: float
) -> Component:
    """Return a component moved by an offset for each layer, and move its cards in ``slots``."""
    layers = []
    for layer, offset in zip(component.layers, main_offsets, strict=True):
        for index in layer.cards:
            slot = slots[index]
            slots[index] = CardSlot(
                slot.main_start + offset,
                slot.main_end + offset,
                slot.cross_start + cross_offset,
                slot.cross_end + cross_offset,
            )
        layers.append(
            evolve(layer, main_start=layer.main_start + offset, main_end=layer.main_end + offset)
        )
    grids = [
        evolve(
            grid,
            cross_start=grid.cross_start + cross_offset,
            cross_end=grid.cross_end + cross_offset,
            bus=grid.bus + cross_offset,
        )
        for grid in component.grids
    ]
    return evolve(component, layers=tuple(layers), grids=tuple(grids))


def pack(sizes: Sequence[Extent], direction: str) -> list[Extent]:
    """Return the start of each component, in the order given.

    The components follow each other along the cross axis, as siblings do, and break into rows if
    that brings the whole closer to `TARGET_ASPECT_RATIO`.
    """
    best: list[Extent] = []
    best_scale = float("inf")
    total = sum(size.cross + _COMPONENT_GAP for size in sizes)
    for rows in range(1, min(len(sizes), _MAX_ROWS) + 1):
        limit = max(total / rows, *(size.cross for size in sizes), 0)
        positions, whole = _fill_rows(sizes, limit)
        width, height = whole if direction == "right" else (whole.cross, whole.main)
        scale = max(width / TARGET_ASPECT_RATIO, height)
        if scale < best_scale:
            best, best_scale = positions, scale
    return best


def _fill_rows(sizes: Sequence[Extent], limit: float) -> tuple[list[Extent], Extent]:
    """Fill rows of at most ``limit`` points; return the start of each component and the size."""
    positions: list[Extent] = []
    row_start, row_size, cross, longest = 0.0, 0.0, 0.0, 0.0
    for size in sizes:
        if cross and cross + size.cross > limit:
            row_start, row_size, cross = row_start + row_size + _COMPONENT_GAP, 0.0, 0.0
        positions.append(Extent(row_start, cross))
        longest = max(longest, cross + size.cross)
        cross, row_size = cross + size.cross + _COMPONENT_GAP, max(row_size, size.main)
    return positions, Extent(row_start + row_size, longest)
