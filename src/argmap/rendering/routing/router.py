"""Routes all edges of a scene: the tree edges, and the links across the tree (cross edges).

Links run along the channels between the layers. Where they must pass a layer, they pass through
gaps between its cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from attrs import define, field, frozen

from argmap.rendering.layout.components import add_track_space
from argmap.rendering.layout.geometry import CHANNEL_MARGIN, TRACK_SPACING, Component, Layout
from argmap.rendering.routing.channels import FreeSpace, Terminal, clamp
from argmap.rendering.routing.labels import MIN_LABELED_LENGTH, add_labels
from argmap.rendering.routing.paths import (
    ArrowHead,
    ArrowShape,
    Path,
    Point,
    Route,
    head_length,
)
from argmap.rendering.routing.ports import CLEARANCE, PortGeometry, arrow_shape_of
from argmap.rendering.routing.tree_edges import STEM_LENGTH, end_at_dot, route_tree_edges
from argmap.rendering.scene import CardRef, Link
from argmap.rendering.scene.roles import LinkKind
from argmap.rendering.scene.scene import Scene

_CORNER_RADIUS = 8.0

_MAX_OFFSET_WITHOUT_TRACK = 1.0
"""Points along the cross axis up to which a link needs no track."""

_MAX_PORTS = 200
"""Number of links on one side of a card that get different ports."""

_PORT_SPACING = 12.0
_PORT_SPACINGS = (_PORT_SPACING, _PORT_SPACING / 2, CLEARANCE)
"""Points between two links on one side of a card: the smaller ones if the side is crowded."""

_AHEAD_TOLERANCE = 0.5
"""Points along the cross axis up to which a target counts as straight ahead.

A target straight ahead is on the side with the larger coordinates.
"""


def route_edges(scene: Scene, layout: Layout) -> tuple[Layout, list[Route]]:
    """Return the routes of a scene, and the layout with space for their tracks.

    The choice of tracks depends on no position on the main axis. So links are routed twice: first
    to count the tracks of each channel, and then with space for them.
    """
    if scene.links:
        spaces = _free_spaces(scene, layout)
        for _ in route_cross_edges(spaces[0].ports, spaces):
            pass
        layout = add_track_space(layout, [space.channels.track_counts for space in spaces])
    spaces = _free_spaces(scene, layout)
    ports = spaces[0].ports
    tree_edges = list(route_tree_edges(ports))
    labeled = {
        len(tree_edges) + number: spaces[layout.component_of[link.source.card]]
        for number, link in enumerate(scene.links)
        if link.kind is LinkKind.CONTRADICTION
    }
    return layout, add_labels([*tree_edges, *route_cross_edges(ports, spaces)], labeled)


def _free_spaces(scene: Scene, layout: Layout) -> list[FreeSpace]:
    ports = PortGeometry(scene, layout)
    return [FreeSpace(ports, number) for number in range(len(layout.components))]


def route_cross_edges(ports: PortGeometry, spaces: Sequence[FreeSpace]) -> Iterator[Route]:
    """Yield a route for each link, in order; ``spaces`` holds the free space of each component."""
    allocator = PortAllocator(ports, spaces)
    routers = [_Router(ports, space.component, space, allocator) for space in spaces]
    for link in ports.scene.links:
        yield routers[ports.layout.component_of[link.source.card]].route(link)


@frozen
class _Router:
    """Routes the links of one component.

    A link runs inward if it runs towards the root, and outward otherwise.
    """

    ports: PortGeometry
    component: Component
    space: FreeSpace
    allocator: PortAllocator

    def route(self, link: Link) -> Route:
        """Return the route of a link from its source to its target."""
        if link.kind.is_undercut:
            return self._route_to_dot(link)
        source, target = self._depth(link.source), self._depth(link.target)
        if source == target:
            return self._route_within_layer(link)
        return self._route_between_layers(link, source, target)

    def _depth(self, card_ref: CardRef) -> int:
        return self.ports.scene.cards[card_ref.card].depth

    def _route_between_layers(self, link: Link, source: int, target: int) -> Route:
        """Route a link to another layer: along the channels, and straight through the layers."""
        inward = source > target
        sign = -1 if inward else 1
        slot = self.ports.slot(link.target)
        shape = arrow_shape_of(link.kind)
        path = self._start_path(link.source, self.ports.cross_at(link.target, 0.5), inward=inward)
        arrival = self._arrival_port(link, path.end.cross, inward=inward)
        self._pass_layers(link, path, source + sign, target, arrival)
        tip = Point(slot.main_end if inward else slot.main_start, arrival)
        end = tip.main - sign * head_length(shape)
        if inward:
            stem = max(self.component.layers[target].main_end, end) + STEM_LENGTH
            self._cross_channel(link, path, target, stem, arrival)
        else:
            self._cross_channel(link, path, target - 1, self._channel_end(target), arrival)
        path.line_to(end, arrival)
        return self._make_route(link, path, ArrowHead(shape, tip, sign, 0) if shape else None)

    def _route_within_layer(self, link: Link) -> Route:
        """Route a link within a layer: out to a track, along it, and back."""
        source_slot, slot = self.ports.slot(link.source), self.ports.slot(link.target)
        shape = arrow_shape_of(link.kind)
        departure = self.allocator.allocate_end_port(
            link.source, self.ports.cross_at(link.target, 0.5)
        )
        arrival = self._arrival_port(link, departure, inward=True)
        track = self._allocate_track(
            link, self._depth(link.source), Terminal(departure, True), Terminal(arrival, True)
        )
        path = Path()
        path.move_to(source_slot.main_end, departure)
        path.enter_track(track, arrival, _CORNER_RADIUS)
        path.leave_track(slot.main_end + head_length(shape), arrival, _CORNER_RADIUS)
        head = ArrowHead(shape, Point(slot.main_end, arrival), -1, 0) if shape else None
        return self._make_route(link, path, head)

    def _route_to_dot(self, link: Link) -> Route:
        """Route an undercut to the dot of the inference."""
        source, target = self._depth(link.source), self._depth(link.target)
        statement = self.ports.scene.statement_ids[link.source]
        dot_track = self.ports.dot_tracks[statement, link.target.card]
        dot = self.ports.dot(link.target.card, dot_track)
        if source >= target:
            path = self._start_path(
                link.source, dot.cross, inward=True, is_same_layer=source == target
            )
            self._pass_layers(link, path, source - 1, target - 1, dot.cross)
        else:
            path = self._start_path(link.source, dot.cross, inward=False)
            self._pass_layers(link, path, source + 1, target, dot.cross)
            crossing = self.space.channels.find_free_crossing(target - 1, path.end.cross, dot.cross)
            self._cross_channel(link, path, target - 1, self._channel_end(target), crossing)
        shape = arrow_shape_of(link.kind) or ArrowShape.TEE
        return self._make_route(link, path, end_at_dot(path, dot, shape))

    def _start_path(
        self, card_ref: CardRef, target: float, *, inward: bool, is_same_layer: bool = False
    ) -> Path:
        """Return a path from a card to the channel next to it.

        An undercut within a layer only runs to the dots, which are at the end of the channel.
        """
        slot, layer = self.ports.slot(card_ref), self.component.layers[self._depth(card_ref)]
        path = Path()
        if inward:
            cross = self.allocator.allocate_start_port(card_ref, target)
            path.move_to(slot.main_start, cross)
            dots_end = layer.main_start - STEM_LENGTH
            end = dots_end if is_same_layer else self._channel_end(self._depth(card_ref))
            path.line_to(end, cross)
        else:
            cross = self.allocator.allocate_end_port(card_ref, target)
            path.move_to(slot.main_end, cross)
            path.line_to(layer.main_end + STEM_LENGTH, cross)
        return path

    def _channel_end(self, depth: int) -> float:
        """Return where the channel before a layer ends; lines are straight from there to cards."""
        layer = self.component.layers[depth]
        return layer.main_start - max(layer.dot_space, STEM_LENGTH)

    def _pass_layers(self, link: Link, path: Path, start: int, stop: int, target: float) -> None:
        """Continue a path through the layers from ``start`` up to, not including, ``stop``."""
        sign = 1 if stop >= start else -1
        depths = list(range(start, stop, sign))
        for number, depth in enumerate(depths):
            cross = path.end.cross
            preferred = cross + (target - cross) / (len(depths) - number + 1)
            gap = self.space.allocate_gap(depth, cross, preferred, sign)
            layer = self.component.layers[depth]
            enter, leave = layer.main_start, layer.main_end
            if sign < 0:
                enter, leave = leave, enter
            self._cross_channel(link, path, depth - 1 if sign > 0 else depth, enter, gap)
            path.line_to(leave, gap)

    def _cross_channel(self, link: Link, path: Path, depth: int, main: float, cross: float) -> None:
        """Continue a path through the channel after a layer to a point, along a track if needed.

        An S-curve would run along the tree edges, which are S-curves themselves.
        """
        if abs(cross - path.end.cross) <= _MAX_OFFSET_WITHOUT_TRACK:
            self.space.channels.add_crossing(depth, cross)
            path.s_curve_to(main, cross)
            return
        first_track = self.component.layers[depth].main_end + CHANNEL_MARGIN
        start = Terminal(path.end.cross, path.end.main < first_track)
        end = Terminal(cross, main < first_track)
        path.enter_track(self._allocate_track(link, depth, start, end), cross, _CORNER_RADIUS)
        path.leave_track(main, cross, _CORNER_RADIUS)

    def _allocate_track(self, link: Link, depth: int, start: Terminal, end: Terminal) -> float:
        """Return the position on the main axis of a free track in the channel after a layer.

        If the link may be labeled there, the track has space for the label. Links that find no
        track in the space for tracks share the last one.
        """
        layer = self.component.layers[depth]
        length = abs(end.cross - start.cross)
        is_labeled = link.kind is LinkKind.CONTRADICTION and length >= MIN_LABELED_LENGTH
        number = self.space.channels.allocate_track(depth, start, end, int(is_labeled))
        track = layer.main_end + CHANNEL_MARGIN + TRACK_SPACING * number
        last_track = layer.main_end + max(layer.track_space - TRACK_SPACING, CHANNEL_MARGIN)
        return min(track, last_track)

    def _arrival_port(self, link: Link, source: float, *, inward: bool) -> float:
        """Return the point on the cross axis where a link meets its target."""
        if not inward:
            return self.allocator.allocate_start_port(link.target, source)
        if not link.kind.targets_statement:
            return self.allocator.allocate_end_port(link.target, source)
        preferred = self.ports.entry_port(link.target, source, link.kind.bundle)
        return self.allocator.allocate_entry_port(link.target, preferred, source)

    def _make_route(self, link: Link, path: Path, head: ArrowHead | None) -> Route:
        heads = [head] if head else []
        if link.kind is LinkKind.CONTRADICTION:
            first, second = path.commands[0][1][0], path.commands[1][1][0]
            sign = -1 if second.main > first.main else 1
            heads.append(ArrowHead(ArrowShape.TEE, first, sign, 0))
        return Route(
            link.key,
            link.kind.value,
            path,
            tuple(heads),
            is_link=True,
            is_faint=self.ports.scene.is_faint(link),
        )


@define
class PortAllocator:
    """Assigns each link a separate port on its cards, apart from the ports of tree edges.

    All points are on the cross axis. ``target`` is the point that the link comes from or runs to,
    and decides on which side of a tree edge it is, so that the two do not cross.
    """

    ports: PortGeometry
    spaces: Sequence[FreeSpace]
    """The free space of each component."""
    _occupied: dict[tuple[int, bool], list[float]] = field(factory=dict)
    """The ports that are occupied, by card and by whether they are at its main end."""

    def allocate_start_port(self, card_ref: CardRef, target: float) -> float:
        """Return a port at the main start of a card, next to the card's tree edge."""
        card = self.ports.scene.cards[card_ref.card]
        center = self.ports.slot(card_ref).cross_center
        tree_edge_end = center
        if card.undercuts is not None:
            inference_card = self.ports.scene.card_by_inference[card.undercuts]
            tree_edge_end = self.ports.dot(inference_card).cross
        elif card.parent is not None:
            tree_edge_end = self.ports.parent_port(card_ref.card)
        sign = -1 if target < tree_edge_end - _AHEAD_TOLERANCE else 1
        return self._allocate(card_ref, center + sign * _PORT_SPACING, sign, is_main_end=False)

    def allocate_end_port(self, card_ref: CardRef, target: float) -> float:
        """Return a port at the main end of a card, near the corner that is closer to the target."""
        start, end = self.ports.cross_range(card_ref)
        sign = 1 if target > (start + end) / 2 - _AHEAD_TOLERANCE else -1
        fraction = 0.5 if card_ref.row >= 0 else 0.5 + 0.35 * sign
        return self._allocate(card_ref, start + (end - start) * fraction, sign, is_main_end=True)

    def allocate_entry_port(self, card_ref: CardRef, preferred: float, target: float) -> float:
        """Return a port at the main end of a card, near the preferred one."""
        sign = 1 if target > preferred - _AHEAD_TOLERANCE else -1
        return self._allocate(card_ref, preferred, sign, is_main_end=True)

    def _allocate(
        self, card_ref: CardRef, preferred: float, sign: int, *, is_main_end: bool
    ) -> float:
        """Return the free port nearest to the preferred one; if none is free, links share it."""
        start, end = self.ports.cross_range(card_ref)
        limits = (start + CLEARANCE, end - CLEARANCE)
        side = card_ref.card, is_main_end
        if side not in self._occupied:
            self._occupied[side] = self._tree_ports(card_ref.card, is_main_end=is_main_end)
        occupied = self._occupied[side]
        preferred = clamp(preferred, limits)
        candidates = (
            preferred + direction * number * spacing
            for spacing in _PORT_SPACINGS
            for number in range(ceil((limits[1] - limits[0]) / spacing) + 1)
            for direction in (sign, -sign)
            if _is_clear(preferred + direction * number * spacing, occupied, spacing)
        )
        free = (port for port in candidates if limits[0] <= port <= limits[1])
        if not is_main_end:
            free = (port for port in free if not self._is_crossed(card_ref.card, port))
        port = next(free, preferred)
        if len(occupied) < _MAX_PORTS:
            occupied.append(port)
        return port

    def _is_crossed(self, card: int, cross: float) -> bool:
        """Whether a tree edge or another link runs in front of a port at a card's main start."""
        component = self.ports.layout.component_of[card]
        depth = self.ports.scene.cards[card].depth - 1
        is_on_tree_edge = self.ports.is_on_tree_edge(component, depth, cross)
        return is_on_tree_edge or self.spaces[component].channels.is_crossed(depth, cross)

    def _tree_ports(self, index: int, *, is_main_end: bool) -> list[float]:
        """Return the ports of tree edges on one side of a card."""
        scene = self.ports.scene
        if not is_main_end:
            has_parent = scene.cards[index].parent is not None
            return [self.ports.layout.slots[index].cross_center] if has_parent else []
        children = (
            child for child in scene.children[index] if scene.cards[child].undercuts is None
        )
        return list(dict.fromkeys(map(self.ports.parent_port, children)))


def _is_clear(port: float, occupied: list[float], spacing: float) -> bool:
    return all(abs(port - other) >= spacing - 0.5 for other in occupied)
