"""Standing unconnected parts of a map beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

GAP = 36
"""Points between two parts."""

ASPECT = 1.4
"""Width to height of a sheet, about that of paper on its side."""

_TRIES = 24


class Extent(NamedTuple):
    """A size: ``u`` in the direction of growth, ``v`` across it."""

    u: float
    v: float


def pack(sizes: Sequence[Extent], direction: str) -> list[Extent]:
    """Return where each part begins, in the order given.

    Parts follow each other across the direction of growth, as siblings do, and break into lanes
    where that makes the whole fit a sheet better.
    """
    best: list[Extent] = []
    least = float("inf")
    total = sum(size.v + GAP for size in sizes)
    for lanes in range(1, min(len(sizes), _TRIES) + 1):
        limit = max(total / lanes, *(size.v for size in sizes), 0)
        places, whole = _fill(sizes, limit)
        width, height = whole if direction == "right" else (whole.v, whole.u)
        scale = max(width / ASPECT, height)
        if scale < least:
            best, least = places, scale
    return best


def _fill(sizes: Sequence[Extent], limit: float) -> tuple[list[Extent], Extent]:
    """Fill one lane after the other up to ``limit``."""
    places: list[Extent] = []
    lane, depth, at, longest = 0.0, 0.0, 0.0, 0.0
    for size in sizes:
        if at and at + size.v > limit:
            lane, depth, at = lane + depth + GAP, 0.0, 0.0
        places.append(Extent(lane, at))
        longest = max(longest, at + size.v)
        at, depth = at + size.v + GAP, max(depth, size.u)
    return places, Extent(lane + depth, longest)
