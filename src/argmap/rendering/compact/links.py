"""The ways of links through the gutters, corridors and gaps of a compact picture.

A link leaves its card at the left, into the gutter of the card's stack. From there it climbs block
by block until both ends are in one gutter, or in two gutters below one corridor: a column's gutter
leads up to a corridor, and that one to the gutter at its left; the gutter at the right of a card
leads to the gap above or below the card's block. So a link is a sequence of vertical runs in
gutters and horizontal runs in corridors or gaps, and the latter each have a lane for one link.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import pairwise

from attrs import define, field

from argmap.rendering.compact.blocks import CardBlock, Gap, Stack
from argmap.rendering.compact.placement import corridor_link, gap_lane, link_lane
from argmap.rendering.compact.spacing import LINK_LANE
from argmap.rendering.scene.roles import LinkKind
from argmap.rendering.scene.scene import Link, Scene

MIN_LABELED_HEIGHT = 70.0
"""Length of a vertical run from which on a label fits on it."""

_CLEARANCE = 4.0
"""Points between two links in one lane."""

_MAX_SEARCHED = 100
"""Number of links in a gutter up to which the shortest get the lanes nearest to the cards."""


@define(eq=False)
class Crosswise:
    """A horizontal run of a link, in a corridor or a gap.

    Attributes:
        block: The block whose corridor it is in; None in a gap.
        gap: The gap that it is in; None in a corridor.
        is_above: Whether it comes from the right side of the card: the block above a gap, or the
            card above a corridor.
        order: The key by which the links of a channel are sorted.
        number: Its lane.
        shift: How far it is moved out of its lane, away from other lines.
    """

    block: CardBlock | None
    gap: Gap | None
    is_above: bool
    order: int = 0
    number: int = 0
    shift: float = 0.0

    @property
    def is_beside(self) -> bool:
        """Whether it comes from a stack that is beside the corridor."""
        return self.is_above and self.block is not None and self.block.is_beside

    def nudge(self, heights: Sequence[float]) -> None:
        """Move it by half a lane if it is at one of the sorted heights."""
        place = bisect_left(heights, self.y)
        for height in heights[max(place - 1, 0) : place + 1]:
            if abs(self.y - height) < LINK_LANE / 2:
                side = 1 if self.y >= height else -1
                self.shift = height - self.y + side * LINK_LANE / 2
                return

    @property
    def y(self) -> float:
        if self.gap is not None:
            return gap_lane(self.gap, self.number, is_from_above=self.is_above)
        assert self.block is not None
        return corridor_link(self.block, self.number, is_above=self.is_above) + self.shift


@define(eq=False)
class Run:
    """A vertical run of a link in a gutter, from ``top`` to ``bottom``."""

    stack: Stack
    lane: int = 0
    top: float = 0.0
    bottom: float = 0.0
    shift: float = 0.0
    """How far it is moved out of its lane, away from another run."""

    @property
    def x(self) -> float:
        return link_lane(self.stack, self.lane) + self.shift


@define(eq=False)
class Way:
    """The way of a link: vertical runs, with a horizontal one between each two of them.

    Attributes:
        link: The link.
        runs: The vertical runs, from the source to the target.
        crosswise: The horizontal runs between them.
        starts_right: Whether it leaves the source at the right edge of the card.
        ends_right: Whether it meets the target at the right edge of the card.
        start: The height at which it leaves the source.
        end: The height at which it meets the target, or turns towards the dot of the target.
        dot_lane: The lane of the target's dot that it ends on.
    """

    link: Link
    runs: list[Run]
    crosswise: list[Crosswise]
    starts_right: bool = False
    ends_right: bool = False
    start: float = 0.0
    end: float = 0.0
    dot_lane: int = 0

    @property
    def heights(self) -> list[float]:
        """The heights at its start, at its horizontal runs, and at its end."""
        return [self.start, *(run.y for run in self.crosswise), self.end]


@define
class WayFinder:
    """Finds the ways of links, and counts those in each corridor and gap.

    ``tops`` are the positions of the blocks in the picture without links; they decide whether a
    link passes above or below a block.
    """

    scene: Scene
    blocks: Sequence[CardBlock]
    tops: Sequence[float]
    _channels: dict[tuple[int, int, bool], list[Crosswise]] = field(factory=dict)

    def find(self) -> list[Way]:
        """Return the way of each link, in order."""
        ways = [self._find(link) for link in self.scene.links]
        for (_, _, is_above), listed in self._channels.items():
            listed.sort(key=lambda run: run.order)
            for number, run in enumerate(listed):
                run.number = number
            first = listed[0]
            if first.gap is not None and is_above:
                first.gap.from_above = len(listed)
            elif first.gap is not None:
                first.gap.from_below = len(listed)
            elif first.block is not None and is_above:
                first.block.corridor_above = len(listed)
            elif first.block is not None:
                first.block.corridor_below = len(listed)
        return ways

    def _find(self, link: Link) -> Way:
        source, target = link.source.card, link.target.card
        here, there = source, target
        first = [Run(self._stack(source))]
        last = [Run(self._stack(target))]
        before: list[Crosswise] = []
        after: list[Crosswise] = []
        way = Way(link, first, before)
        while (stack := self._stack(here)) is not (other := self._stack(there)):
            if stack.owner == other.owner:
                before.append(self._through_corridor(stack.owner, stack, other))
                break
            if stack.owner == target and stack.is_right and not link.kind.is_undercut:
                way.ends_right = True
                last.clear()
                break
            if other.owner == source and other.is_right:
                way.starts_right = True
                first.clear()
                break
            depth, other_depth = (self._depth(index) for index in (here, there))
            if depth >= other_depth:
                before.append(self._climb(here, self.tops[target]))
                here = stack.owner
                first.append(Run(self._stack(here)))
            if other_depth >= depth:
                after.append(self._climb(there, self.tops[source]))
                there = other.owner
                last.append(Run(self._stack(there)))
        else:
            if first and last:
                last.pop()
        way.runs = [*first, *reversed(last)]
        way.crosswise = [*before, *reversed(after)]
        return way

    def _stack(self, card: int) -> Stack:
        stack = self.blocks[card].stack
        assert stack is not None
        return stack

    def _depth(self, card: int) -> int:
        return self.scene.cards[card].depth

    def _climb(self, card: int, goal: float) -> Crosswise:
        """Return the run from the gutter of a card to the gutter of the owner of its stack."""
        stack = self._stack(card)
        owner = self.blocks[stack.owner]
        if not stack.is_right:
            return self._in_corridor(stack.owner, is_above=False, order=-2 * stack.number)
        outer = self._stack(stack.owner)
        if goal < owner.top and owner.position > 0:
            return self._in_gap(outer, owner.position, is_above=False)
        if owner.columns and not owner.is_beside:
            return self._in_corridor(stack.owner, is_above=True, order=0)
        return self._in_gap(outer, owner.position + 1, is_above=True)

    def _through_corridor(self, owner: int, stack: Stack, other: Stack) -> Crosswise:
        is_above = stack.is_right or other.is_right
        order = 1 if is_above else -2 * max(stack.number, other.number) + 1
        return self._in_corridor(owner, is_above=is_above, order=order)

    def _in_corridor(self, owner: int, *, is_above: bool, order: int) -> Crosswise:
        run = Crosswise(self.blocks[owner], None, is_above, order)
        self._channels.setdefault((owner, 0, is_above), []).append(run)
        return run

    def _in_gap(self, stack: Stack, position: int, *, is_above: bool) -> Crosswise:
        gap = stack.gaps.setdefault(position, Gap())
        run = Crosswise(None, gap, is_above)
        above = stack.blocks[position - 1]
        self._channels.setdefault((above, 1, is_above), []).append(run)
        return run


# ---- Lanes ---------------------------------------------------------------------------------------


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
