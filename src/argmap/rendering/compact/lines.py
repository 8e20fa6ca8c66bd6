"""The routes of a compact picture: the lines of the tree, and the links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations

from attrs import frozen

from argmap.rendering.compact.blocks import BusKey, CardBlock
from argmap.rendering.compact.links import Way
from argmap.rendering.compact.placement import corridor_line, left_bus
from argmap.rendering.compact.ports import Ports
from argmap.rendering.compact.spacing import line_key
from argmap.rendering.routing.paths import (
    ArrowHead,
    ArrowShape,
    Path,
    Point,
    Route,
    head_length,
)
from argmap.rendering.routing.ports import arrow_shape_of
from argmap.rendering.routing.tree_edges import DOT_RADIUS
from argmap.rendering.scene.roles import LinkKind
from argmap.rendering.scene.scene import Card

_CORNER_RADIUS = 7.0

_MAX_SORTED_LINES = 5
"""Number of lines in a corridor up to which all orders are tried."""

_TOLERANCE = 0.01
"""Points up to which two points count as one."""

_CONTROL = 0.45
"""The distance of the control points of a rounded corner from it, as a share of the radius."""


@frozen
class LineRouter:
    """Makes the routes of placed blocks."""

    ports: Ports
    blocks: Sequence[CardBlock]
    _corridors: dict[int, dict[BusKey, float]]

    @classmethod
    def of(cls, ports: Ports, blocks: Sequence[CardBlock]) -> LineRouter:
        """Return a router for placed blocks; the lines in their corridors are sorted."""
        corridors = {
            index: _sort_lines(ports, index, block)
            for index, block in enumerate(blocks)
            if block.lines
        }
        return cls(ports, blocks, corridors)

    def tree_lines(self) -> Iterator[Route]:
        """Yield the line of each card that has a parent."""
        for index, card in enumerate(self.ports.scene.cards):
            if card.undercuts is not None:
                yield self._undercut(index, card)
            elif card.parent is not None:
                yield self._tree_line(index, card)

    def _tree_line(self, index: int, card: Card) -> Route:
        """Return the line from a card to its parent; its path begins at the parent.

        So the dashes of lines that share a bus coincide.
        """
        assert card.parent is not None
        shape = arrow_shape_of(card.line_role)
        points = [*self._trunk(index, card), self._start(index)]
        path, head = _path(points, shape)
        block = self.blocks[index]
        dot = None
        if block.dot_lanes:
            first, last = self.ports.dot(index), self.ports.dot(index, block.dot_lanes - 1)
            dot = Point(*first), Point(*last)
        return Route(
            card.inference.id if card.inference else card.key,
            card.line_role.value,
            path,
            (head,) if head else (),
            dot=dot,
            is_faint=self.ports.scene.annotations.is_inference_rejected(card.inference),
        )

    def _start(self, index: int) -> tuple[float, float]:
        return self.blocks[index].x, self.ports.line_height(index)

    def _trunk(self, index: int, card: Card) -> list[tuple[float, float]]:
        """Return the corners of a line, from the parent to the height of the card."""
        assert card.parent is not None
        parent, key = card.parent.card, line_key(card)
        assert key is not None
        owner, stack = self.blocks[parent], self.blocks[index].stack
        assert stack is not None
        assert owner.face is not None
        y, bus = self.ports.line_height(index), stack.bus_x[key]
        if stack.is_right:
            port = self.ports.right[parent, key]
            return [(owner.x + owner.face.width, port), (bus, port), (bus, y)]
        if key in owner.left_buses:
            port = self.ports.left[parent, key]
            x = left_bus(owner, owner.left_buses.index(key))
            points = [(owner.x, port), (x, port)]
        else:
            x = self.ports.below[parent, key]
            points = [(x, owner.top + owner.face.height)]
        if x != bus:
            corridor = self._corridors[parent][key]
            points += [(x, corridor), (bus, corridor)]
        return [*points, (bus, y)]

    def _undercut(self, index: int, card: Card) -> Route:
        """Return the line from an undercutter up to the dot of the inference."""
        assert card.undercuts is not None
        target = self.ports.scene.card_by_inference[card.undercuts]
        x, y = self.ports.dot(target, self.ports.undercut_lane(index))
        start = self._start(index)
        shape = arrow_shape_of(card.role) or ArrowShape.TEE
        path, head = _path([(x, y + DOT_RADIUS), (x, start[1]), start], shape)
        return Route(
            f"{card.key}/{card.undercuts}",
            card.role.value,
            path,
            (head,) if head else (),
            is_faint=self.ports.scene.is_rejected(card.key),
        )

    def links(self, ways: Sequence[Way]) -> Iterator[Route]:
        """Yield the route of each link."""
        for way in ways:
            link = way.link
            source, target = self.blocks[link.source.card], self.blocks[link.target.card]
            points = [(_edge(source, is_right=way.starts_right), way.start)]
            for run, (start, end) in zip(way.runs, pairwise(way.heights), strict=True):
                points += [(run.x, start), (run.x, end)]
            if link.kind.is_undercut:
                x, y = self.ports.dot(link.target.card, way.dot_lane)
                points += [(x, way.end), (x, y + DOT_RADIUS)]
            else:
                points.append((_edge(target, is_right=way.ends_right), way.end))
            shape = arrow_shape_of(link.kind)
            path, head = _path(points, shape, ends_at_head=True)
            heads = [head] if head else []
            if link.kind is LinkKind.CONTRADICTION:
                sign = -1 if way.starts_right else 1
                heads.append(ArrowHead(ArrowShape.TEE, Point(*points[0]), sign, 0))
            yield Route(
                link.key,
                link.kind.value,
                path,
                tuple(heads),
                is_link=True,
                is_faint=self.ports.scene.is_faint(link),
            )


def _edge(block: CardBlock, *, is_right: bool) -> float:
    assert block.face is not None
    return block.x + (block.face.width if is_right else 0.0)


# ---- Corridors -----------------------------------------------------------------------------------


def _sort_lines(ports: Ports, index: int, block: CardBlock) -> dict[BusKey, float]:
    """Return the height of each line in a corridor, in the order with the fewest crossings."""
    trunks, tips = {}, {}
    for key in block.lines:
        if key in block.left_buses:
            trunks[key] = left_bus(block, block.left_buses.index(key))
        else:
            trunks[key] = ports.below[index, key]
        tips[key] = [column.bus_x[key] for column in block.columns if key in column.buses]

    def crossings(order: Sequence[BusKey]) -> int:
        count = 0
        for number, upper in enumerate(order):
            low, high = min(trunks[upper], *tips[upper]), max(trunks[upper], *tips[upper])
            for lower in order[number + 1 :]:
                count += low < trunks[lower] < high
                bottom = min(trunks[lower], *tips[lower]), max(trunks[lower], *tips[lower])
                count += sum(bottom[0] < x < bottom[1] for x in tips[upper])
        return count

    order: Sequence[BusKey]
    if len(block.lines) <= _MAX_SORTED_LINES:
        order = min(permutations(block.lines), key=crossings)
    else:
        order = sorted(block.lines, key=lambda key: -trunks[key])
    return {key: corridor_line(block, number) for number, key in enumerate(order)}


# ---- Paths ---------------------------------------------------------------------------------------


def _path(
    points: Sequence[tuple[float, float]], shape: ArrowShape | None, *, ends_at_head: bool = False
) -> tuple[Path, ArrowHead | None]:
    """Return a path with rounded corners from or to the tip of an arrowhead, and the head."""
    corners = _without_straight(points)
    tip, before = (corners[-1], corners[-2]) if ends_at_head else (corners[0], corners[1])
    main = (tip[0] > before[0]) - (tip[0] < before[0])
    cross = (tip[1] > before[1]) - (tip[1] < before[1])
    head = ArrowHead(shape, Point(*tip), main, cross) if shape else None
    gap = head_length(shape)
    corners[-1 if ends_at_head else 0] = (tip[0] - main * gap, tip[1] - cross * gap)
    return Path(_round(corners)), head


def _round(corners: Sequence[tuple[float, float]]) -> list[tuple[str, tuple[Point, ...]]]:
    """Return the commands of a path through corners, which are rounded."""
    x, y = corners[0]
    commands: list[tuple[str, tuple[Point, ...]]] = [("M", (Point(x, y),))]
    for (corner_x, corner_y), (next_x, next_y) in pairwise(corners[1:]):
        main, cross = corner_x - x, corner_y - y
        next_main, next_cross = next_x - corner_x, next_y - corner_y
        length, next_length = abs(main) + abs(cross), abs(next_main) + abs(next_cross)
        radius = min(_CORNER_RADIUS, length / 2, next_length / 2)
        main, cross = main * radius / length, cross * radius / length
        next_main, next_cross = next_main * radius / next_length, next_cross * radius / next_length
        commands.append(("L", (Point(corner_x - main, corner_y - cross),)))
        curve = (
            Point(corner_x - main * _CONTROL, corner_y - cross * _CONTROL),
            Point(corner_x + next_main * _CONTROL, corner_y + next_cross * _CONTROL),
            Point(corner_x + next_main, corner_y + next_cross),
        )
        commands.append(("C", curve))
        x, y = corner_x, corner_y
    commands.append(("L", (Point(*corners[-1]),)))
    return commands


def _without_straight(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points at which a line begins, turns and ends."""
    corners: list[tuple[float, float]] = []
    for x, y in points:
        if corners:
            last_x, last_y = corners[-1]
            is_same_x, is_same_y = abs(x - last_x) < _TOLERANCE, abs(y - last_y) < _TOLERANCE
            if is_same_x and is_same_y:
                continue
            if len(corners) > 1:
                before_x, before_y = corners[-2]
                if (is_same_x and abs(x - before_x) < _TOLERANCE) or (
                    is_same_y and abs(y - before_y) < _TOLERANCE
                ):
                    corners.pop()
        corners.append((x, y))
    return corners
