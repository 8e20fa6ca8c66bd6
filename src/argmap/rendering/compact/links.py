"""The ways of links through the gutters, corridors and gaps of a compact picture.

A link leaves its card at the left, into the gutter of the card's stack, or at the right, into the
next gutter with no card in between. From there it climbs block by block until both ends are in one
gutter, or in two gutters below one corridor: a column's gutter leads up to a corridor, and that one
to the gutter at its left; the gutter at the right of a card leads to the gap above or below the
card's block. So a link is a sequence of vertical runs in gutters and horizontal runs in corridors
or gaps, and the latter each have a lane for one link.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.compact.blocks import CardBlock, Gap, Stack
from argmap.rendering.compact.placement import corridor_link, gap_lane, link_lane
from argmap.rendering.compact.spacing import LINK_LANE, PORT_OFFSET
from argmap.rendering.scene.scene import Link, Scene

_BEND_COST = 60.0
"""Points of a detour that a link makes rather than run through another corridor or gap."""

_GUTTER_OFFSET = 16.0
"""About the distance from the cards of a stack to the links in its gutter."""


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
        """Move it by up to half a lane, so that it is apart from the sorted heights."""
        lane, reach = self.y, LINK_LANE / 2
        first = bisect_left(heights, lane - 2 * reach)
        near = [height for height in heights[first:] if height < lane + 2 * reach]
        steps = (0, 1, -1, 2, -2, 3, -3, 4, -4)

        def distance(step: int) -> float:
            y = lane + step * reach / 4
            return min(reach, *(abs(y - height) for height in near), reach)

        self.shift = max(steps, key=distance) * reach / 4

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

    def reset(self) -> None:
        """Move all runs back into their lanes."""
        for run in self.runs:
            run.shift = 0.0
        for crosswise in self.crosswise:
            crosswise.shift = 0.0


class _Step(NamedTuple):
    """A horizontal run of a way that is not chosen yet.

    Attributes:
        owner: The card whose corridor it is in, or before or after whose block it is.
        gap: The gap in the stack of the owner, as the number of blocks above it; 0 in the corridor.
        is_above: Whether it comes from the right side of the card.
        order: The key by which the links of a corridor are sorted.
    """

    owner: int
    gap: int
    is_above: bool
    order: int = 0


class _Plan(NamedTuple):
    """A possible way of a link: the gutters that it runs through, and the steps between them."""

    starts_right: bool
    ends_right: bool
    stacks: list[Stack]
    steps: list[_Step]


@define
class WayFinder:
    """Finds the ways of links, and counts those in each corridor and gap.

    The blocks have their positions in the picture without links; they decide on which sides a link
    meets its cards, and whether it passes above or below a block.
    """

    scene: Scene
    blocks: Sequence[CardBlock]
    _channels: dict[tuple[int, int, bool], list[Crosswise]] = field(factory=dict)
    _facing: dict[Stack, Stack | None] = field(factory=dict)

    def find(self) -> list[Way]:
        """Return the way of each link, in order."""
        self._find_facing()
        ways = [self._make(link, self._choose(link)) for link in self.scene.links]
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

    def _find_facing(self) -> None:
        """Find the gutter at the right of each stack, with no card in between; None at the edge."""
        for block in [self.blocks[-1], *self.blocks[:-1]]:
            outer = self._facing[block.stack] if block.stack is not None else None
            for stack in block.stacks:
                self._facing[stack] = outer
            for stack, after in pairwise(block.columns):
                self._facing[stack] = after
            if block.columns and block.is_beside and block.right is not None:
                self._facing[block.columns[-1]] = block.right

    def _choose(self, link: Link) -> _Plan:
        """Return the shortest way of a link, where each bend counts as a detour."""
        source, target = link.source.card, link.target.card
        best, shortest = None, float("inf")
        for starts_right, first in self._gutters(source):
            for ends_right, last in self._gutters(target):
                if ends_right and link.kind.is_undercut:
                    continue
                stacks, steps = self._connect(first, last, source, target)
                plan = _Plan(starts_right, ends_right, stacks, steps)
                length = self._length(plan, link)
                if length < shortest:
                    best, shortest = plan, length
        assert best is not None
        return best

    def _gutters(self, card: int) -> Iterator[tuple[bool, Stack]]:
        """Yield the gutters at the left and the right of a card; the latter may be missing.

        Links reach premises side by side at the left only, where the first one is.
        """
        block = self.blocks[card]
        assert block.stack is not None
        assert block.face is not None
        yield False, block.stack
        if block.face.is_wide:
            return
        right = block.right or self._facing[block.stack]
        if right is not None:
            yield True, right

    def _connect(
        self, first: Stack, last: Stack, source: int, target: int
    ) -> tuple[list[Stack], list[_Step]]:
        """Return the gutters between two gutters, and the steps between them."""
        here, there = first, last
        stacks, other_stacks = [first], [last]
        before: list[_Step] = []
        after: list[_Step] = []
        while here is not there:
            if here.owner == there.owner:
                before.append(_through_corridor(here, there))
                break
            depth, other_depth = self._depth(here), self._depth(there)
            if depth >= other_depth:
                before.append(self._climb(here, self.blocks[target].top))
                here = self._stack(here.owner)
                stacks.append(here)
            if other_depth >= depth:
                after.append(self._climb(there, self.blocks[source].top))
                there = self._stack(there.owner)
                other_stacks.append(there)
        else:
            other_stacks.pop()
        return [*stacks, *reversed(other_stacks)], [*before, *reversed(after)]

    def _length(self, plan: _Plan, link: Link) -> float:
        """Return the length of a way without the lanes of links, and what its bends cost."""
        source, target = self.blocks[link.source.card], self.blocks[link.target.card]
        x, y = _side(source, is_right=plan.starts_right), source.top + PORT_OFFSET
        end_x, end_y = _side(target, is_right=plan.ends_right), target.top + PORT_OFFSET
        length = _BEND_COST * len(plan.steps)
        for stack, height in zip(plan.stacks, [*map(self._height, plan.steps), end_y], strict=True):
            gutter = stack.x - _GUTTER_OFFSET
            length += abs(x - gutter) + abs(y - height)
            x, y = gutter, height
        return length + abs(x - end_x)

    def _height(self, step: _Step) -> float:
        block = self.blocks[step.owner]
        if not step.gap:
            return block.corridor_top
        return block.top + (block.height if step.is_above else 0.0)

    def _make(self, link: Link, plan: _Plan) -> Way:
        runs = [Run(stack) for stack in plan.stacks]
        crosswise = [
            self._in_gap(self._stack(step.owner), step.gap, is_above=step.is_above)
            if step.gap
            else self._in_corridor(step.owner, is_above=step.is_above, order=step.order)
            for step in plan.steps
        ]
        return Way(link, runs, crosswise, plan.starts_right, plan.ends_right)

    def _stack(self, card: int) -> Stack:
        stack = self.blocks[card].stack
        assert stack is not None
        return stack

    def _depth(self, stack: Stack) -> int:
        is_outer = stack.owner == len(self.scene.cards)
        return 0 if is_outer else self.scene.cards[stack.owner].depth + 1

    def _climb(self, stack: Stack, goal: float) -> _Step:
        """Return the step from a gutter to the gutter of the owner of its stack."""
        owner = self.blocks[stack.owner]
        if not stack.is_right:
            return _Step(stack.owner, 0, is_above=False, order=-2 * stack.number)
        if goal < owner.top and owner.position > 0:
            return _Step(stack.owner, owner.position, is_above=False)
        if owner.columns and not owner.is_beside:
            return _Step(stack.owner, 0, is_above=True)
        return _Step(stack.owner, owner.position + 1, is_above=True)

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


def _through_corridor(stack: Stack, other: Stack) -> _Step:
    is_above = stack.is_right or other.is_right
    order = 1 if is_above else -2 * max(stack.number, other.number) + 1
    return _Step(stack.owner, 0, is_above=is_above, order=order)


def _side(block: CardBlock, *, is_right: bool) -> float:
    assert block.face is not None
    return block.x + (block.face.width if is_right else 0.0)
