"""The lanes of links in gutters, corridors and gaps: apart from each other, with few crossings."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from argmap.rendering.compact.blocks import Stack
from argmap.rendering.compact.links import Crosswise, Run, Way
from argmap.rendering.compact.spacing import LINK_LANE
from argmap.rendering.scene.roles import LinkKind

MIN_LABELED_HEIGHT = 70.0
"""Length of a vertical run from which on a label fits on it."""

_CLEARANCE = 4.0
"""Points between two links in one lane."""

_MAX_SEARCHED = 100
"""Number of links in a gutter up to which the shortest get the lanes nearest to the cards."""

_MAX_SORTED = 60
"""Number of links in a corridor or a gap up to which they are sorted."""


def set_heights(ways: Sequence[Way]) -> None:
    """Set the top and the bottom of each vertical run."""
    for way in ways:
        for run, (start, end) in zip(way.runs, pairwise(way.heights), strict=True):
            run.top, run.bottom = min(start, end), max(start, end)


def assign_lanes(ways: Sequence[Way]) -> None:
    """Assign a lane to each vertical run, so that no two in one lane overlap.

    The lane of a contradiction has space for its label.
    """
    runs: dict[Stack, list[tuple[Run, bool]]] = {}
    for way in ways:
        is_labeled = way.link.kind is LinkKind.CONTRADICTION
        for run in way.runs:
            runs.setdefault(run.stack, []).append((run, is_labeled))
    for stack, listed in runs.items():
        if len(listed) <= _MAX_SEARCHED:
            stack.link_lanes = _assign_shortest_first(listed)
        else:
            stack.link_lanes = _assign_in_order([run for run, _ in listed])


def separate_runs(ways: Sequence[Way]) -> None:
    """Move runs that would meet another one in a corridor, by half a lane.

    A link between the right side of a card and a column below it runs down into the corridor, and
    down again out of it. The latter may be below the former of another link, in the other gutter.
    """
    runs_above: dict[int, list[Run]] = {}
    below: dict[int, list[float]] = {}
    for way in ways:
        for run, ends in zip(way.crosswise, pairwise(way.runs), strict=True):
            stacks = [end.stack for end in ends]
            if run.is_above and not run.is_beside and stacks[0].owner == stacks[1].owner:
                for end in ends:
                    if end.stack.is_right:
                        runs_above.setdefault(end.stack.owner, []).append(end)
                    else:
                        below.setdefault(end.stack.owner, []).append(end.x)
    for owner, listed in runs_above.items():
        positions = sorted(below[owner])
        for upper in listed:
            place = bisect_left(positions, upper.x - LINK_LANE / 2)
            if place < len(positions) and positions[place] < upper.x + LINK_LANE / 2:
                other = positions[place]
                side = 1 if upper.x >= other else -1
                upper.shift = other - upper.x + side * LINK_LANE / 2


def _assign_shortest_first(runs: list[tuple[Run, bool]]) -> int:
    """Assign the lanes nearest to the cards to the shortest runs; return the number of lanes."""
    runs.sort(key=lambda item: (item[0].bottom - item[0].top, item[0].top))
    lanes: list[list[tuple[float, float]]] = []
    for run, is_labeled in runs:
        margin = int(is_labeled and run.bottom - run.top >= MIN_LABELED_HEIGHT)
        run.lane = _free_lane(lanes, run, margin)
        for lane in range(run.lane - margin, run.lane + margin + 1):
            while len(lanes) <= lane:
                lanes.append([])
            insort(lanes[lane], (run.top, run.bottom))
    return len(lanes)


def _assign_in_order(runs: list[Run]) -> int:
    """Assign as few lanes as possible, from the uppermost run on; return their number."""
    runs.sort(key=lambda run: (run.top, run.bottom))
    ends: list[tuple[float, int]] = []
    for run in runs:
        if ends and ends[0][0] + _CLEARANCE <= run.top:
            _, run.lane = heappop(ends)
        else:
            run.lane = len(ends)
        heappush(ends, (run.bottom, run.lane))
    return len(ends)


def _free_lane(lanes: Sequence[Sequence[tuple[float, float]]], run: Run, margin: int) -> int:
    """Return the first lane in which a run overlaps no other, with free lanes at its sides."""
    free = 0
    for lane, occupied in enumerate(lanes):
        place = bisect_left(occupied, (run.top, run.bottom))
        is_free = (place == 0 or occupied[place - 1][1] + _CLEARANCE <= run.top) and (
            place == len(occupied) or run.bottom + _CLEARANCE <= occupied[place][0]
        )
        free = free + 1 if is_free else 0
        if free == 2 * margin + 1:
            return lane - margin
    return len(lanes) - free + margin


# ---- Order in corridors and gaps -----------------------------------------------------------------


def sort_channels(ways: Sequence[Way]) -> None:
    """Sort the links in each corridor and gap so that they cross each other less.

    Neighbors are swapped as long as that removes a crossing. The positions of the lanes must be
    known; afterwards they are computed anew.
    """
    channels: dict[tuple[int, bool], list[_Bend]] = {}
    for way in ways:
        for run, (before, after) in zip(way.crosswise, pairwise(way.runs), strict=True):
            channel = id(run.gap or run.block), run.is_above
            channels.setdefault(channel, []).append(_Bend(run, before, after))
    for bends in channels.values():
        if 1 < len(bends) <= _MAX_SORTED:
            _sort(bends)


class _Bend(NamedTuple):
    """A horizontal run of a link with the vertical runs at its ends."""

    run: Crosswise
    before: Run
    after: Run

    @property
    def span(self) -> tuple[float, float]:
        """The positions between which it runs."""
        low, high = sorted((self.before.x, self.after.x))
        return low, high

    def count_crossings(self, lower: _Bend) -> int:
        """Return how often it crosses another one that is below it."""
        return sum(_is_inside(x, self.span) for x in lower._ends(is_upward=True)) + sum(
            _is_inside(x, lower.span) for x in self._ends(is_upward=False)
        )

    def _ends(self, *, is_upward: bool) -> Iterator[float]:
        """Yield the positions at which it is left upwards, or else downwards."""
        for run in (self.before, self.after):
            goes_up = run.top < self.run.y - 1 and run.bottom < self.run.y + 1
            if goes_up == is_upward:
                yield run.x


def _is_inside(position: float, span: tuple[float, float]) -> bool:
    return span[0] < position < span[1]


def _sort(bends: list[_Bend]) -> None:
    bends.sort(key=lambda bend: bend.run.number)
    numbers = [bend.run.number for bend in bends]
    for _ in bends:
        is_sorted = True
        for place in range(len(bends) - 1):
            upper, lower = bends[place : place + 2]
            must_stay = upper.run.is_above and upper.run.order != lower.run.order
            if not must_stay and lower.count_crossings(upper) < upper.count_crossings(lower):
                bends[place : place + 2] = lower, upper
                is_sorted = False
        if is_sorted:
            break
    for number, bend in zip(numbers, bends, strict=True):
        bend.run.number = number
