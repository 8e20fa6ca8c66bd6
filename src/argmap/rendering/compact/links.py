"""The ways of links through the gutters, corridors and gaps of a compact picture.

A link leaves its card at the left, into the gutter of the card's stack. From there it climbs block
by block until both ends are in one gutter, or in two gutters below one corridor: a column's gutter
leads up to a corridor, and that one to the gutter at its left; the gutter at the right of a card
leads to the gap above or below the card's block. So a link is a sequence of vertical runs in
gutters and horizontal runs in corridors or gaps, and the latter each have a lane for one link.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import define, field

from argmap.rendering.compact.blocks import CardBlock, Gap, Stack
from argmap.rendering.compact.placement import corridor_link, gap_lane, link_lane
from argmap.rendering.compact.spacing import LINK_LANE
from argmap.rendering.scene.scene import Link, Scene


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

    def reset(self) -> None:
        """Move all runs back into their lanes."""
        for run in self.runs:
            run.shift = 0.0
        for crosswise in self.crosswise:
            crosswise.shift = 0.0


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
