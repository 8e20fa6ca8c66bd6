"""The points at which the lines of a compact picture meet its cards and dots."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from attrs import define, field, frozen

from argmap.rendering.compact.blocks import BusKey, CardBlock, Stack, is_straight
from argmap.rendering.compact.links import Way
from argmap.rendering.compact.placement import link_lane
from argmap.rendering.compact.spacing import DOT_DISTANCE, DOT_LANE, port_height
from argmap.rendering.scene.scene import CardRef, Scene

_PORT_DISTANCE = 6.0
"""Points between two lines that meet a side of a card."""

_HEAD_DISTANCE = 10.0
"""Points between two arrowheads at a side of a card."""

_CORNER = 8.0
"""Points between a corner of a card and a line."""

_LANE_DISTANCE = 4.0
"""Points between a line and another one that runs along it in a gutter or a corridor."""

_JOG = 12.0
"""Points between a dot and the height at which a link turns towards it."""


@define
class CardEdge:
    """The heights on one side of a card at which lines meet it."""

    occupied: list[tuple[float, float]] = field(factory=list)
    """Each height, with the distance that others keep from it."""

    def add(self, height: float, distance: float) -> None:
        """Occupy a height."""
        insort(self.occupied, (height, distance))

    def find(self, preferred: float, low: float, high: float, distance: float) -> float:
        """Return the free height nearest to the preferred one, and occupy it.

        If none is free, lines keep less distance; at last, they share a height.
        """
        preferred = min(max(preferred, low), high)
        for spacing in (distance, distance / 2, 2.0):
            for height in _around(preferred, low, high):
                if self.is_free(height, spacing):
                    self.add(height, spacing)
                    return height
        return preferred

    def is_free(self, height: float, spacing: float) -> bool:
        """Return whether a height keeps its distance from all others."""
        place = bisect_left(self.occupied, (height, 0.0))
        return all(
            abs(height - other) >= min(spacing, reserved)
            for other, reserved in self.occupied[max(place - 4, 0) : place + 4]
        )


def _around(preferred: float, low: float, high: float) -> Iterator[float]:
    """Yield heights from ``low`` to ``high``, those nearest to the preferred one first."""
    yield preferred
    for step in range(1, int(high - low) + 1):
        if preferred + step <= high:
            yield preferred + step
        if preferred - step >= low:
            yield preferred - step


@frozen
class Ports:
    """The points where lines meet cards: first the heights, and then the positions below a card."""

    scene: Scene
    blocks: Sequence[CardBlock]
    left: dict[tuple[int, BusKey], float] = field(factory=dict)
    """Where a bus enters a card from the left, by the card and the bus."""
    right: dict[tuple[int, BusKey], float] = field(factory=dict)
    below: dict[tuple[int, BusKey], float] = field(factory=dict)
    _left_sides: dict[int, CardEdge] = field(factory=dict)

    def line_height(self, card: int) -> float:
        """Return the height at which the line of a card leaves it."""
        block = self.blocks[card]
        return block.top + port_height(block.face)

    def dot(self, card: int, lane: int = 0) -> tuple[float, float]:
        """Return where a line ends on the dot before a card."""
        stack = self.blocks[card].stack
        assert stack is not None
        return stack.x - DOT_DISTANCE - lane * DOT_LANE, self.line_height(card)

    def undercut_lane(self, card: int) -> int:
        """Return the lane of the dot that the line of an undercutter in the tree ends on."""
        undercutter = self.scene.cards[card]
        return int(undercutter.undercuts in self._mixed and undercutter.role.is_granted)

    @cached_property
    def _mixed(self) -> set[str | None]:
        """The inferences with undercutters in the tree of which only some are granted."""
        undercuts = {(card.undercuts, card.role.is_granted) for card in self.scene.cards}
        return {id_ for id_, is_granted in undercuts if is_granted and (id_, False) in undercuts}

    def set_heights(self, ways: Sequence[Way]) -> None:
        """Set the heights at which buses and links meet the left and the right sides of cards."""
        for index, block in enumerate(self.blocks[:-1]):
            for key in block.left_buses:
                low, high = self._inner_range(CardRef(index, key[0]))
                preferred = low + (high - low) * _share(key, block.left_buses)
                self.left[index, key] = self._left_side(index).find(
                    preferred, low, high, _HEAD_DISTANCE
                )
        jogs: dict[int, int] = {}
        for way in ways:
            if not way.starts_right:
                way.start = self._left_port(way.link.source)
            if way.link.kind.is_undercut:
                self._turn_to_dot(way, jogs)
            elif not way.ends_right:
                way.end = self._left_port(way.link.target)
        self._set_right_heights(ways)

    def _left_side(self, card: int) -> CardEdge:
        if card not in self._left_sides:
            side = self._left_sides[card] = CardEdge()
            if self.scene.cards[card].parent is not None:
                distance = _HEAD_DISTANCE if self.blocks[card].dot_lanes else _PORT_DISTANCE
                side.add(self.line_height(card), distance)
        return self._left_sides[card]

    def _left_port(self, card_ref: CardRef) -> float:
        low, high = self._inner_range(card_ref)
        side = self._left_side(card_ref.card)
        return side.find((low + high) / 2, low, high, _PORT_DISTANCE)

    def _inner_range(self, card_ref: CardRef) -> tuple[float, float]:
        """Return the heights of a statement, apart from the corners of its card."""
        block = self.blocks[card_ref.card]
        assert block.face is not None
        low, high = height_range(block, card_ref)
        low = max(low + 3.0, block.top + _CORNER)
        high = min(high - 3.0, block.top + block.face.height - _CORNER)
        return min(low, high), high

    def _turn_to_dot(self, way: Way, jogs: dict[int, int]) -> None:
        """Set the height at which a link turns to a dot: each lower than the one before."""
        card = way.link.target.card
        block = self.blocks[card]
        assert block.face is not None
        number = jogs[card] = jogs.get(card, -1) + 1
        way.dot_lane = block.dot_lanes - 1 - number
        low = self.line_height(card) + _JOG
        high = max(block.top + block.face.height - 3.0, low)
        way.end = self._left_side(card).find(low, low, high, _PORT_DISTANCE)

    def _set_right_heights(self, ways: Sequence[Way]) -> None:
        opposite = _heights_at_right(ways)
        self._nudge(ways, opposite)
        sides: dict[int, CardEdge] = {}
        for index, block in enumerate(self.blocks[:-1]):
            if block.right is not None:
                side = sides[index] = self._right_side(block, opposite.get(block.right, []))
                self._enter_from_right(index, block, block.right, side)
        for way in ways:
            for is_right, card_ref, run in (
                (way.starts_right, way.link.source, way.runs[0]),
                (way.ends_right, way.link.target, way.runs[-1]),
            ):
                if is_right and card_ref.card not in sides:
                    block, heights = self.blocks[card_ref.card], opposite.get(run.stack, [])
                    sides[card_ref.card] = self._right_side(block, heights)
            if way.starts_right:
                way.start = self._right_port(way.link.source, sides)
            if way.ends_right:
                way.end = self._right_port(way.link.target, sides)

    def _nudge(self, ways: Sequence[Way], opposite: dict[Stack, list[float]]) -> None:
        """Move links in corridors that would meet a line on the other side of a gutter."""
        heights: dict[Stack, list[float]] = {}
        for way in ways:
            for run, (before, after) in zip(way.crosswise, pairwise(way.runs), strict=True):
                if not run.is_beside:
                    continue
                stack = before.stack if before.stack.is_right else after.stack
                if stack not in heights:
                    lines = (self.line_height(card) for card in stack.blocks)
                    heights[stack] = sorted([*lines, *opposite.get(stack, ())])
                run.nudge(heights[stack])
                insort(heights[stack], run.y)

    def _right_port(self, card_ref: CardRef, sides: dict[int, CardEdge]) -> float:
        low, high = self._inner_range(card_ref)
        return sides[card_ref.card].find((low + high) / 2, low, high, _PORT_DISTANCE)

    def _right_side(self, block: CardBlock, opposite: Sequence[float]) -> CardEdge:
        """Return the right side of a card, with the heights of the lines that come towards it."""
        assert block.face is not None
        side = CardEdge()
        bottom = block.top + block.face.height
        for height in opposite:
            if block.top <= height <= bottom:
                side.add(height, _LANE_DISTANCE)
        for card in block.right.blocks if block.right is not None else ():
            height = self.line_height(card)
            if height > bottom:
                break
            if self.scene.cards[card].undercuts is not None:
                side.add(height, _LANE_DISTANCE)
        return side

    def _enter_from_right(self, index: int, block: CardBlock, stack: Stack, side: CardEdge) -> None:
        """Let buses enter a card at the height of one of their cards, so that its line is straight.

        The others enter where no line comes towards them.
        """
        heights: dict[BusKey, list[float]] = {}
        for card, key in zip(stack.blocks, stack.keys, strict=True):
            if key is not None:
                heights.setdefault(key, []).append(self.line_height(card))
        self._enter_straight(index, block, heights)
        bottom = block.top + (block.face.height if block.face is not None else 0.0)
        for key, listed in heights.items():
            for height in takewhile(lambda height: height <= bottom, listed):
                is_own = self.right.get((index, key)) == height
                side.add(height, _HEAD_DISTANCE if is_own else _LANE_DISTANCE)
        for key in block.right_buses:
            if (index, key) not in self.right:
                low, high = self._inner_range(CardRef(index, key[0]))
                preferred = low + (high - low) * _share(key, block.right_buses)
                self.right[index, key] = side.find(preferred, low, high, _HEAD_DISTANCE)

    def _enter_straight(
        self, index: int, block: CardBlock, heights: Mapping[BusKey, Sequence[float]]
    ) -> None:
        """Let each bus enter at the first of its heights that is at its premise and free."""
        occupied: list[float] = []
        for key in block.right_buses:
            low, high = self._inner_range(CardRef(index, key[0]))
            for height in heights[key]:
                is_free = all(abs(height - other) >= _HEAD_DISTANCE for other in occupied)
                if low <= height <= high and is_free:
                    self.right[index, key] = height
                    occupied.append(height)
                    break

    def set_positions_below(self) -> None:
        """Set where buses enter the lower edges of cards, once the lanes have positions."""
        for index, block in enumerate(self.blocks[:-1]):
            if block.below_buses:
                self._enter_from_below(index, block)

    def _enter_from_below(self, index: int, block: CardBlock) -> None:
        assert block.face is not None
        side = CardEdge()
        right = block.x + block.face.width
        for key in block.below_buses:
            low, high = self._panel_range(block, key[0])
            first = next(column for column in block.columns if key in column.buses)
            x = first.bus_x[key]
            is_free = low <= x <= high and side.is_free(x, _HEAD_DISTANCE)
            if is_free or is_straight(block, key, first):
                self.below[index, key] = x
                side.add(x, _HEAD_DISTANCE)
        for column in block.columns:
            if column.left > right:
                break
            for key, x in column.bus_x.items():
                if self.below.get((index, key)) != x:
                    side.add(x, _LANE_DISTANCE)
            for lane in range(column.link_lanes):
                side.add(link_lane(column, lane), _LANE_DISTANCE)
        for key in block.below_buses:
            if (index, key) not in self.below:
                low, high = self._panel_range(block, key[0])
                first = next(column for column in block.columns if key in column.buses)
                self.below[index, key] = side.find(first.bus_x[key], low, high, _HEAD_DISTANCE)

    def _panel_range(self, block: CardBlock, entry: int) -> tuple[float, float]:
        """Return the positions at the lower edge of a card where lines enter a premise."""
        assert block.face is not None
        low, high = block.x, block.x + block.face.width
        if block.face.is_wide:
            area = block.face.panels[entry].area
            low, high = block.x + area.x, block.x + area.x + area.width
        return low + 12.0, high - 12.0


def height_range(block: CardBlock, card_ref: CardRef) -> tuple[float, float]:
    """Return the heights of a statement on its card without its evidence, or of a row of evidence.

    A line that met a statement beside a row of its evidence would seem to belong to this row.
    """
    assert block.face is not None
    panels = block.face.panels
    if not panels or block.face.is_wide:
        return block.top, block.top + block.face.height
    panel = panels[card_ref.entry]
    if card_ref.row >= 0:
        panel = panel.docked_rows[card_ref.row]
    rows = panel.docked_rows
    bottom = rows[0].area.y if rows else panel.area.y + panel.area.height
    return block.top + panel.area.y, block.top + bottom


def _share(key: BusKey, buses: Sequence[BusKey]) -> float:
    """Return how far down a premise a bus enters it, as a share of its height."""
    beside = sorted(other for other in buses if other[0] == key[0])
    return (beside.index(key) + 1) / (len(beside) + 1)


def _heights_at_right(ways: Sequence[Way]) -> dict[Stack, list[float]]:
    """Return where links come from the right into gutters."""
    opposite: dict[Stack, list[float]] = {}
    for way in ways:
        heights = way.heights
        is_left = [way.starts_right, *(run.is_beside for run in way.crosswise), way.ends_right]
        for number, run in enumerate(way.runs):
            listed = opposite.setdefault(run.stack, [])
            listed += [heights[end] for end in (number, number + 1) if not is_left[end]]
    return opposite
