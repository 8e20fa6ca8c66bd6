"""All lines of a layout, which is made wide enough for them.

The lines across the tree: along corridors, and between cards where they must pass a rank.

Where links touch cards: a place of its own for each, beside the lines of the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from attrs import define, field, frozen

from argmap.rendering.layout.components import widen
from argmap.rendering.layout.geometry import LANE, OUT, Group, Layout
from argmap.rendering.routing.channels import LayerGaps, Terminal, clamp
from argmap.rendering.routing.labels import WORD_STROKE, with_labels
from argmap.rendering.routing.paths import ArrowHead, ArrowShape, Path, Point, Route, reach
from argmap.rendering.routing.ports import CLEAR, PortGeometry, arrow_shape_of
from argmap.rendering.routing.tree_edges import hook, tree_routes
from argmap.rendering.scene import CardRef, Link
from argmap.rendering.scene.scene import LinkKind, Scene

_MOST = 200
"""So many links on one side of a card get places of their own."""

_BERTH = 12.0
_BERTHS = (_BERTH, _BERTH / 2, CLEAR)
"""Points between two links on one side of a card; less, where it is crowded."""

_LEVEL = 0.5
"""Points: what is nearer than this is straight ahead, and passed on the greater side."""


@define
class PortAllocator:
    """Where links touch cards beside the tree's own lines, each in a place of its own."""

    ports: PortGeometry
    passages: Sequence[LayerGaps]
    taken: dict[tuple[int, bool], list[float]] = field(factory=dict)
    """By card and by whether it is the side where lines come in: what is taken of it."""

    def near(self, card_ref: CardRef, toward: float) -> float:
        """Return a ``v`` on the side where the card's own line leaves, beside that line.

        It is on the side of that line where ``toward`` is, so that the two do not cross.
        """
        card = self.ports.scene.cards[card_ref.card]
        middle = self.ports.slot(card_ref).middle
        goal = middle
        if card.undercuts is not None:
            goal = self.ports.dot(self.ports.scene.card_by_inference[card.undercuts]).v
        elif card.parent is not None:
            goal = self.ports.goal(card_ref.card)
        way = -1 if toward < goal - _LEVEL else 1
        return self._place(card_ref, middle + way * _BERTH, way, is_far=False)

    def far(self, card_ref: CardRef, toward: float) -> float:
        """Return a ``v`` on the side where lines come in: by the corner towards ``toward``."""
        low, high = self.ports.span(card_ref)
        way = 1 if toward > (low + high) / 2 - _LEVEL else -1
        share = 0.5 if card_ref.row >= 0 else 0.5 + 0.35 * way
        return self._place(card_ref, low + (high - low) * share, way, is_far=True)

    def entry(self, card_ref: CardRef, wish: float, toward: float) -> float:
        """Return a ``v`` near the one wished for on the side where lines come in."""
        way = 1 if toward > wish - _LEVEL else -1
        return self._place(card_ref, wish, way, is_far=True)

    def _place(self, card_ref: CardRef, wish: float, way: int, *, is_far: bool) -> float:
        """Return what is free nearest to the wish, and take it; where all is taken, share."""
        low, high = self.ports.span(card_ref)
        limits = (low + CLEAR, high - CLEAR)
        taken = self.taken.get((card_ref.card, is_far))
        if taken is None:
            taken = self.taken[card_ref.card, is_far] = self._tree_lines(
                card_ref.card, is_far=is_far
            )
        wish = clamp(wish, limits)
        tries = (
            wish + side * number * apart
            for apart in _BERTHS
            for number in range(ceil((limits[1] - limits[0]) / apart) + 1)
            for side in (way, -way)
            if _is_clear(wish + side * number * apart, taken, apart)
        )
        open_ = (v for v in tries if limits[0] <= v <= limits[1])
        if not is_far:
            open_ = (v for v in open_ if not self._is_crossed(card_ref.card, v))
        place = next(open_, wish)
        if len(taken) < _MOST:
            taken.append(place)
        return place

    def _is_crossed(self, card: int, v: float) -> bool:
        """Whether a line of the tree, or another link, runs where a link would begin."""
        group, rank = self.ports.layout.group_of[card], self.ports.scene.cards[card].depth - 1
        is_on_branch = self.ports.is_on_branch(group, rank, v)
        return is_on_branch or self.passages[group].lanes.is_crossed(rank, v)

    def _tree_lines(self, index: int, *, is_far: bool) -> list[float]:
        """Return where lines of the tree touch one side of a card."""
        scene = self.ports.scene
        if not is_far:
            has_line = scene.cards[index].parent is not None
            return [self.ports.layout.slots[index].middle] if has_line else []
        below = [child for child in scene.children[index] if scene.cards[child].undercuts is None]
        return list(dict.fromkeys(map(self.ports.goal, below)))


def _is_clear(v: float, taken: list[float], apart: float) -> bool:
    return all(abs(v - other) >= apart - 0.5 for other in taken)


_STEM = 5.0
"""A line runs straight for so long at its ends."""

_TURN = 8.0

_NEAR = 1.0
"""Points across: a link that goes no farther to the side needs no lane for that."""


def route_cross_edges(ports: PortGeometry, passages: Sequence[LayerGaps]) -> Iterator[Route]:
    """Yield a line for every link, in order, on the ways through each group."""
    allocator = PortAllocator(ports, passages)
    routers = [_Router(ports, ways.group, ways, allocator) for ways in passages]
    for link in ports.scene.links:
        yield routers[ports.layout.group_of[link.source.card]].route(link)


@frozen
class _Router:
    """Finds the ways of the links of one group."""

    ports: PortGeometry
    group: Group
    passages: LayerGaps
    allocator: PortAllocator

    def route(self, link: Link) -> Route:
        """Draw a link from its source to its target."""
        if link.kind is LinkKind.UNDERCUT:
            return self._to_dot(link)
        source, target = self._rank(link.source), self._rank(link.target)
        if source == target:
            return self._around(link)
        return self._across(link, source, target)

    def _rank(self, card_ref: CardRef) -> int:
        return self.ports.scene.cards[card_ref.card].depth

    def _across(self, link: Link, source: int, target: int) -> Route:
        """Draw a link to another rank: along each corridor, straight through each rank."""
        inward = source > target
        slot = self.ports.slot(link.target)
        ending = arrow_shape_of(link.kind)
        path = self._leave(link.source, self.ports.at(link.target, 0.5), inward=inward)
        arrival = self._arrival(link, path.at.v, inward=inward)
        way = -1 if inward else 1
        self._pass(link, path, source + way, target, arrival)
        tip = Point(slot.end if inward else slot.u, arrival)
        stop = tip.u - way * reach(ending)
        last = max(self.group.far[target], stop) + _STEM if inward else self._brink(target)
        self._shift(link, path, last, arrival, target if inward else target - 1)
        path.line(stop, arrival)
        return self._finish(link, path, ArrowHead(ending, tip, way, 0) if ending else None)

    def _around(self, link: Link) -> Route:
        """Draw a link within a rank: out to a lane of its own, along it, and back."""
        start, slot = self.ports.slot(link.source), self.ports.slot(link.target)
        ending = arrow_shape_of(link.kind)
        leave = self.allocator.far(link.source, self.ports.at(link.target, 0.5))
        arrival = self._arrival(link, leave, inward=True)
        lane = self._lane(
            link, self._rank(link.source), Terminal(leave, True), Terminal(arrival, True)
        )
        path = Path()
        path.move(start.end, leave)
        path.bend(lane, arrival, _TURN)
        path.leave(slot.end + reach(ending), arrival, _TURN)
        tip = ArrowHead(ending, Point(slot.end, arrival), -1, 0) if ending else None
        return self._finish(link, path, tip)

    def _lane(self, link: Link, rank: int, start: Terminal, end: Terminal) -> float:
        """Return the ``u`` of a free lane behind a rank; beyond its room, they share the last.

        Where a word may stand on it, there is room for that.
        """
        far, room = self.group.far[rank], self.group.lane_room[rank]
        has_word = link.kind is LinkKind.CONTRADICTION and abs(end.v - start.v) >= WORD_STROKE
        lane = far + OUT + LANE * self.passages.lanes.take(rank, start, end, int(has_word))
        return min(lane, far + max(room - LANE, OUT))

    def _shift(self, link: Link, path: Path, u: float, v: float, rank: int) -> None:
        """Lead a path through the corridor behind a rank to another ``v``, in a lane of its own.

        An S would lie on the lines of the tree, which are such themselves.
        """
        if abs(v - path.at.v) <= _NEAR:
            self.passages.lanes.cross(rank, v)
            path.sweep(u, v)
            return
        inner = self.group.far[rank] + OUT
        start, end = Terminal(path.at.v, path.at.u < inner), Terminal(v, u < inner)
        path.bend(self._lane(link, rank, start, end), v, _TURN)
        path.leave(u, v, _TURN)

    def _to_dot(self, link: Link) -> Route:
        """Draw an undercut from elsewhere to the dot of the inference."""
        source, target = self._rank(link.source), self._rank(link.target)
        name = self.ports.scene.statement_ids[link.source]
        dot = self.ports.dot(link.target.card, self.ports.hooks[name, link.target.card])
        inward = source >= target
        path = self._leave(link.source, dot.v, inward=inward, beside=source == target)
        way = -1 if inward else 1
        if inward:
            self._pass(link, path, source + way, target - 1, dot.v)
        else:
            self._pass(link, path, source + way, target, dot.v)
            place = self.passages.lanes.way_through(target - 1, path.at.v, dot.v)
            self._shift(link, path, self._brink(target), place, target - 1)
        head = hook(path, dot)
        return self._finish(link, path, head)

    def _brink(self, rank: int) -> float:
        """Return where the corridor before a rank ends: lines run straight from there to cards."""
        return self.group.near[rank] - max(self.group.dot_room[rank], _STEM)

    def _leave(
        self, card_ref: CardRef, toward: float, *, inward: bool, beside: bool = False
    ) -> Path:
        """Begin a path at a card's edge, and lead it to the corridor, or to what is just beside."""
        slot, rank = self.ports.slot(card_ref), self._rank(card_ref)
        path = Path()
        if inward:
            v = self.allocator.near(card_ref, toward)
            path.move(slot.u, v)
            path.line(self.group.near[rank] - _STEM if beside else self._brink(rank), v)
        else:
            v = self.allocator.far(card_ref, toward)
            path.move(slot.end, v)
            path.line(self.group.far[rank] + _STEM, v)
        return path

    def _pass(self, link: Link, path: Path, start: int, stop: int, goal: float) -> None:
        """Lead a path through the ranks from ``start`` up to, not including, ``stop``."""
        way = 1 if stop >= start else -1
        ranks = list(range(start, stop, way))
        for number, rank in enumerate(ranks):
            v = path.at.v
            wish = v + (goal - v) / (len(ranks) - number + 1)
            place = self.passages.gap(rank, v, wish, way)
            near, far = self.group.near[rank], self.group.far[rank]
            enter, leave = (near, far) if way > 0 else (far, near)
            self._shift(link, path, enter, place, rank - 1 if way > 0 else rank)
            path.line(leave, place)

    def _arrival(self, link: Link, toward: float, *, inward: bool) -> float:
        """Return the ``v`` at which a link touches its target, clear of the lines of the tree."""
        if not inward:
            return self.allocator.near(link.target, toward)
        if not link.kind.targets_statement:
            return self.allocator.far(link.target, toward)
        is_against = link.kind is not LinkKind.SUPPORT
        wish = self.ports.entry(link.target, toward, is_against=is_against)
        return self.allocator.entry(link.target, wish, toward)

    def _finish(self, link: Link, path: Path, head: ArrowHead | None) -> Route:
        heads = [head] if head else []
        if link.kind is LinkKind.CONTRADICTION:
            first, second = path.commands[0][1][0], path.commands[1][1][0]
            heads.append(ArrowHead(ArrowShape.TEE, first, -1 if second.u > first.u else 1, 0))
        return Route(
            link.key,
            link.kind.value,
            path,
            tuple(heads),
            is_link=True,
            is_faint=self.ports.scene.is_faint(link),
        )


def route_edges(scene: Scene, layout: Layout) -> tuple[Layout, list[Route]]:
    """Return the lines of a scene, and the layout with room for them.

    Which lanes links take hangs on nothing in the direction of growth. So they are led twice: to
    find how many lanes there are behind each rank, and once there is room for these.
    """
    if scene.links:
        passages = _passages(scene, layout)
        for _ in route_cross_edges(passages[0].ports, passages):
            pass
        layout = widen(layout, [ways.lanes.counts for ways in passages])
    passages = _passages(scene, layout)
    ports = passages[0].ports
    tree = list(tree_routes(ports))
    worded = {
        len(tree) + number: passages[layout.group_of[link.source.card]]
        for number, link in enumerate(scene.links)
        if link.kind is LinkKind.CONTRADICTION
    }
    return layout, with_labels([*tree, *route_cross_edges(ports, passages)], worded)


def _passages(scene: Scene, layout: Layout) -> list[LayerGaps]:
    ports = PortGeometry(scene, layout)
    return [LayerGaps(ports, number) for number in range(len(layout.groups))]
