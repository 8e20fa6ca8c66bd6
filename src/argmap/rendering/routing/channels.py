"""The paths that are free for links: tracks in the channels, and gaps between the cards of a layer.

This is channel routing: links that overlap get different tracks of a channel, and if the ends of
two links meet from opposite sides of the channel, the order of their tracks keeps them apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from attrs import define, field

from argmap.rendering.layout.geometry import Component
from argmap.rendering.routing.ports import CLEARANCE, PortGeometry

_MAX_TRACKED_LINKS = 200
"""Number of links in a channel that are kept apart; with more, lines cannot be followed."""

_GAP_SPACING = 4.0
"""Points between two links in one gap."""

_MAX_GAP_DISTANCE = 10
"""Number of gaps on either side that are tried if the nearest one is occupied."""


class Terminal(NamedTuple):
    """The point where a link enters or leaves a track of a channel."""

    cross: float
    is_root_side: bool
    """Whether it comes from the layer before the channel, and not from the one after it."""


class _Segment(NamedTuple):
    """The part of a track that a link occupies, with free tracks on either side of it."""

    cross_start: float
    cross_end: float
    track: int
    margin: int


@define
class Channels:
    """The channels of one component, by the depth of the layer before each."""

    track_counts: dict[int, int] = field(factory=dict)
    """The number of tracks in each channel."""
    _segments: dict[int, list[_Segment]] = field(factory=dict)
    _terminals: dict[tuple[int, int], list[tuple[Terminal, int]]] = field(factory=dict)
    """The terminals of links with their tracks, by channel and by cell of `CLEARANCE` points."""
    _crossings: dict[tuple[int, int], list[float]] = field(factory=dict)
    """The links that cross a channel in a straight line, by channel and by cell."""

    def allocate_track(self, depth: int, start: Terminal, end: Terminal, margin: int = 0) -> int:
        """Return the number of a free track between two terminals, and occupy it.

        If there is such a track, neither terminal meets one of another link there. ``margin`` is
        the number of tracks that stay free on either side.
        """
        low, high = min(start.cross, end.cross), max(start.cross, end.cross)
        segments = self._segments.setdefault(depth, [])
        occupied = {
            track
            for segment in segments
            if segment.cross_start - CLEARANCE < high and low < segment.cross_end + CLEARANCE
            for track in _neighborhood(segment.track, max(segment.margin, margin))
        }
        first, limit = self._track_bounds(depth, start, end)
        track = _first_free(first, occupied)
        if track >= limit:
            track = _first_free(0, occupied)
        if len(segments) < _MAX_TRACKED_LINKS:
            segments.append(_Segment(low, high, track, margin))
            for terminal in (start, end):
                cell = depth, _cell(terminal.cross)
                self._terminals.setdefault(cell, []).append((terminal, track))
        self.track_counts[depth] = max(self.track_counts.get(depth, 0), track + margin + 1)
        return track

    def _track_bounds(self, depth: int, *terminals: Terminal) -> tuple[int, float]:
        """Return the first track, and the one after the last, in which no two terminals meet."""
        first, limit = 0, float("inf")
        for terminal in terminals:
            for other, track in self._terminals_near(depth, terminal.cross):
                is_met = abs(terminal.cross - other.cross) < CLEARANCE
                if is_met and terminal.is_root_side != other.is_root_side:
                    if terminal.is_root_side:
                        limit = min(limit, track)
                    else:
                        first = max(first, track + 1)
        return first, limit

    def add_crossing(self, depth: int, cross: float) -> None:
        """Occupy a straight line through a channel."""
        self._crossings.setdefault((depth, _cell(cross)), []).append(cross)

    def is_occupied(self, depth: int, cross: float) -> bool:
        """Return whether a straight line through a channel would meet another link."""
        meets_terminal = any(
            abs(cross - terminal.cross) < CLEARANCE
            for terminal, _ in self._terminals_near(depth, cross)
        )
        return meets_terminal or self.is_crossed(depth, cross)

    def has_terminal(self, depth: int, terminal: Terminal) -> bool:
        """Whether a link has a terminal at the same point, on the same side of the channel."""
        return any(
            abs(terminal.cross - other.cross) < CLEARANCE
            and terminal.is_root_side == other.is_root_side
            for other, _ in self._terminals_near(depth, terminal.cross)
        )

    def is_crossed(self, depth: int, cross: float) -> bool:
        """Return whether a link crosses a channel in a straight line at that point."""
        cells = ((depth, cell) for cell in _neighborhood(_cell(cross), 1))
        return any(
            abs(cross - other) < CLEARANCE
            for cell in cells
            for other in self._crossings.get(cell, ())
        )

    def find_free_crossing(self, depth: int, cross: float, target: float) -> float:
        """Return the free point nearest to ``cross``, on the way to ``target``."""
        sign = 1 if target > cross else -1
        candidates = (cross + sign * number * CLEARANCE for number in range(_MAX_TRACKED_LINKS))
        return next((point for point in candidates if not self.is_occupied(depth, point)), cross)

    def _terminals_near(self, depth: int, cross: float) -> Iterator[tuple[Terminal, int]]:
        for cell in _neighborhood(_cell(cross), 1):
            yield from self._terminals.get((depth, cell), ())


def _cell(cross: float) -> int:
    return int(cross // CLEARANCE)


def _neighborhood(number: int, distance: int) -> range:
    return range(number - distance, number + distance + 1)


def _first_free(first: int, occupied: set[int]) -> int:
    """Return the first number from ``first`` on that is not occupied."""
    candidates = range(first, first + len(occupied) + 1)
    return next(number for number in candidates if number not in occupied)


@define
class FreeSpace:
    """The channels of one component, and the gaps between the cards of its layers."""

    ports: PortGeometry
    number: int
    """The number of the component."""
    channels: Channels = field(factory=Channels)
    _links_in_gap: dict[tuple[int, int], list[float]] = field(factory=dict)
    _obstacles: dict[int, list[tuple[float, float]]] = field(factory=dict)

    @property
    def component(self) -> Component:
        return self.ports.layout.components[self.number]

    @property
    def is_right(self) -> bool:
        """Whether the main axis runs to the right, and not down."""
        return self.ports.layout.direction == "right"

    def is_covered(self, box: tuple[float, float, float, float]) -> bool:
        """Return whether a card is in a box: start on the main and the cross axis, and ends."""
        main_start, cross_start, main_end, cross_end = box
        for depth, layer in enumerate(self.component.layers):
            if layer.main_start < main_end and main_start < layer.main_end:
                obstacles = self.obstacles(depth)
                first = bisect_left(obstacles, cross_start, key=lambda obstacle: obstacle[1])
                if first < len(obstacles) and obstacles[first][0] < cross_end:
                    return True
        return False

    def obstacles(self, depth: int) -> list[tuple[float, float]]:
        """Return the ranges on the cross axis that the cards and the grids of a layer occupy."""
        if depth not in self._obstacles:
            slots, cards = self.ports.layout.slots, self.ports.scene.cards
            grids = [
                grid for grid in self.component.grids if cards[grid.columns[0][0]].depth == depth
            ]
            inside = {index for grid in grids for column in grid.columns for index in column}
            outside = (
                slots[index] for index in self.component.layers[depth].cards if index not in inside
            )
            obstacles = [(slot.cross_start, slot.cross_end) for slot in outside]
            obstacles += [(grid.cross_start, grid.cross_end) for grid in grids]
            self._obstacles[depth] = sorted(obstacles)
        return self._obstacles[depth]

    def allocate_gap(self, depth: int, cross: float, preferred: float, sign: int) -> float:
        """Return the point on the cross axis at which a link passes a layer, and occupy it.

        A gap takes as many links as can be distinguished; others pass through the next gap.

        Args:
            depth: The depth of the layer.
            cross: The point at which the link arrives; it stays there if it can.
            preferred: The point that is best if it cannot.
            sign: 1 if the link runs away from the root, -1 if it runs towards it.
        """
        obstacles = self.obstacles(depth)
        gap_ahead = bisect_left(obstacles, cross, key=lambda obstacle: obstacle[1])
        start, end = self._gap_limits(depth, gap_ahead)
        links = self._links_in_gap.setdefault((depth, gap_ahead), [])
        is_occupied = self.channels.is_occupied(depth - 1 if sign > 0 else depth, cross)
        if start <= cross <= end and not is_occupied and self._is_free(depth, cross, links):
            links.append(cross)
            return cross
        nearest = bisect_left(obstacles, 2 * preferred, key=sum)
        gaps = range(
            max(nearest - _MAX_GAP_DISTANCE, 0),
            min(nearest + _MAX_GAP_DISTANCE, len(obstacles)) + 1,
        )
        all_limits = {gap: self._gap_limits(depth, gap) for gap in gaps}
        open_gaps = {gap: limits for gap, limits in all_limits.items() if limits[0] <= limits[1]}
        if not open_gaps:
            return preferred
        points = (
            (gap, self._free_point(depth, gap, limits, preferred))
            for gap, limits in open_gaps.items()
        )
        free = [(abs(point - preferred), gap, point) for gap, point in points if point is not None]
        if not free:  # links share a point
            shared = (clamp(preferred, limits) for limits in open_gaps.values())
            return min(shared, key=lambda point: abs(point - preferred))
        _, gap, point = min(free)
        self._links_in_gap.setdefault((depth, gap), []).append(point)
        return point

    def _free_point(
        self, depth: int, gap: int, limits: tuple[float, float], preferred: float
    ) -> float | None:
        """Return the free point of a gap that is nearest to the preferred one."""
        links = self._links_in_gap.get((depth, gap), [])
        start = clamp(preferred, limits)
        if limits[1] - limits[0] < 3 * _GAP_SPACING:  # narrow: lines are as close as possible
            start = limits[0] + round((start - limits[0]) / _GAP_SPACING) * _GAP_SPACING
        candidates = (
            start + sign * number * _GAP_SPACING
            for number in range(len(links) + 2)
            for sign in (1, -1)
        )
        return next(
            (
                point
                for point in candidates
                if limits[0] <= point <= limits[1] and self._is_free(depth, point, links)
            ),
            None,
        )

    def _is_free(self, depth: int, cross: float, links: list[float]) -> bool:
        """Whether a link can be distinguished from others in the gap, and from tree edges."""
        if any(abs(cross - other) < _GAP_SPACING - 0.01 for other in links):
            return False
        channels = self.channels
        if channels.is_crossed(depth - 1, cross) or channels.is_crossed(depth, cross):
            return False
        if channels.has_terminal(depth - 1, Terminal(cross, is_root_side=False)):  # of an undercut
            return False
        return not self.ports.is_on_tree_edge(self.number, depth - 1, cross)

    def _gap_limits(self, depth: int, gap: int) -> tuple[float, float]:
        """Return the range of the gap before an obstacle, which is empty if the gap is closed."""
        obstacles = self.obstacles(depth)
        start = obstacles[gap - 1][1] + CLEARANCE if gap else float("-inf")
        end = obstacles[gap][0] - CLEARANCE if gap < len(obstacles) else float("inf")
        return start, end


def clamp(value: float, limits: tuple[float, float]) -> float:
    """Return the value within limits that is nearest to ``value``."""
    low, high = limits
    return min(max(value, low), high)
