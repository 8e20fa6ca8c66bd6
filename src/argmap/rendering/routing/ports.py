"""The points where edges meet cards and dots."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby

from attrs import frozen

from argmap.rendering.layout.geometry import (
    DOT_SPACE,
    DOT_TRACK_SPACING,
    MAX_DOT_TRACKS,
    CardSlot,
    Layout,
)
from argmap.rendering.routing.paths import ArrowShape, Point
from argmap.rendering.scene.roles import Bundle, LinkKind, Role
from argmap.rendering.scene.scene import CardRef, Scene

CLEARANCE = 4.0
"""Points between a link and a card that it passes, or a tree edge."""

_ENTRY_FRACTIONS = {2: (0.34, 0.66), 3: (0.25, 0.5, 0.75)}
"""Where the bundles enter a statement that has several, as fractions of its size."""

_MIN_CORNER_DISTANCE = 12.0
"""Points between a corner of a statement's area and an edge that enters it."""


def arrow_shape_of(kind: Role | LinkKind) -> ArrowShape | None:
    """Return the arrowhead of an edge: an arrow for support, a tee or a ring for attacks."""
    if kind in (Role.HEADING, Role.OPTION, LinkKind.OPTION, LinkKind.REFERENCE):
        return None
    if kind.value in ("concession", "conceded-undercut"):
        return ArrowShape.RING
    return ArrowShape.ARROW if kind.value == "support" else ArrowShape.TEE


@frozen
class PortGeometry:
    """Computes the points where edges meet the cards and dots of a layout.

    Edges leave a card at its main start, towards the root, and enter it at its main end.
    """

    scene: Scene
    layout: Layout

    def slot(self, card_ref: CardRef) -> CardSlot:
        """Return the area of the card that a statement is drawn on."""
        return self.layout.slots[card_ref.card]

    def cross_range(self, card_ref: CardRef) -> tuple[float, float]:
        """Return the range on the cross axis of a statement's area."""
        slot, card_layout = self.slot(card_ref), self.layout.card_layouts[card_ref.card]
        is_right = self.layout.direction == "right"
        if not card_layout.panels or card_layout.is_wide == is_right:
            return slot.cross_start, slot.cross_end
        panel = card_layout.panels[card_ref.entry]
        if card_ref.row >= 0:
            panel = panel.docked_rows[card_ref.row]
        start, size = (
            (panel.area.y, panel.area.height) if is_right else (panel.area.x, panel.area.width)
        )
        return slot.cross_start + start, slot.cross_start + start + size

    def cross_at(self, card_ref: CardRef, fraction: float) -> float:
        """Return the point on the cross axis at a fraction of a statement's area."""
        start, end = self.cross_range(card_ref)
        return start + (end - start) * fraction

    def entry_port(self, card_ref: CardRef, preferred: float, bundle: Bundle) -> float:
        """Return the point on the cross axis where a bundle of edges enters a statement.

        If a statement has several, they enter in the order of `Bundle`, unless the edges of each
        bundle follow one another: then that is the order, since the edges would cross for nothing.
        A single edge enters at the preferred point, and is straight, if that point is well within
        the statement's area.
        """
        count, bundles = self._incoming.get(card_ref._replace(row=-1), (0, []))
        if len(bundles) > 1:
            return self.cross_at(card_ref, _ENTRY_FRACTIONS[len(bundles)][bundles.index(bundle)])
        start, end = self.cross_range(card_ref)
        if count == 1 and start + _MIN_CORNER_DISTANCE <= preferred <= end - _MIN_CORNER_DISTANCE:
            return preferred
        return (start + end) / 2

    @cached_property
    def _incoming(self) -> dict[CardRef, tuple[int, list[Bundle]]]:
        """The number of edges that enter each statement, and their bundles in order."""
        return {
            card_ref: (len(incoming), bundle_order(incoming))
            for card_ref, incoming in self.scene.incoming.items()
        }

    def parent_port(self, card: int) -> float:
        """Return the point on the cross axis where a card's tree edge enters its parent."""
        child = self.scene.cards[card]
        assert child.parent is not None
        center = self.layout.slots[card].cross_center
        return self.entry_port(child.parent, center, child.role.bundle)

    def is_on_tree_edge(self, component: int, depth: int, cross: float) -> bool:
        """Return whether a tree edge enters a card of a layer at a point, or close to it."""
        ports = self._tree_ports.get((component, depth), [])
        after = bisect_left(ports, cross)
        return any(abs(port - cross) < CLEARANCE for port in ports[max(after - 1, 0) : after + 1])

    @cached_property
    def _tree_ports(self) -> dict[tuple[int, int], list[float]]:
        """The points where tree edges enter the cards of each component and depth, sorted."""
        ports: dict[tuple[int, int], set[float]] = {}
        for index, card in enumerate(self.scene.cards):
            if card.parent is not None and card.undercuts is None:
                layer = self.layout.component_of[index], card.depth - 1
                ports.setdefault(layer, set()).add(self.parent_port(index))
        return {layer: sorted(crosses) for layer, crosses in ports.items()}

    def dot(self, card: int, track: int = 0) -> Point:
        """Return the point where a track meets the dot of the inference before a card."""
        slot = self.layout.slots[card]
        track_offset = DOT_TRACK_SPACING * min(track, MAX_DOT_TRACKS - 1)
        return Point(slot.main_start - DOT_SPACE / 2 - track_offset, slot.cross_center)

    @cached_property
    def dot_tracks(self) -> dict[tuple[str, int], int]:
        """The track of each line that ends on a dot, by the undercutter and the inference's card.

        Undercutters in the tree take tracks in order, the first one nearest to the card, so that
        their lines do not cross. Each link has a track that no other link of its layer takes.
        """
        scene, layout = self.scene, self.layout
        tracks: dict[tuple[str, int], int] = {}
        undercutters: Counter[int] = Counter()
        for card in scene.cards:
            if card.undercuts is not None:
                target = scene.card_by_inference[card.undercuts]
                tracks[card.key, target] = undercutters[target]
                undercutters[target] += 1
        links: Counter[tuple[int, int]] = Counter()
        for link in scene.links:
            if link.kind.is_undercut:
                target = link.target.card
                component, depth = layout.component_of[target], scene.cards[target].depth
                layer = layout.components[component].layers[depth]
                track = layer.undercut_tracks + links[component, depth]
                tracks[scene.statement_ids[link.source], target] = track
                links[component, depth] += 1
        return tracks

    @cached_property
    def dots(self) -> dict[int, tuple[Point, Point]]:
        """The start and the end of the dot before each card."""
        last_tracks: dict[int, int] = {}
        for (_, card), track in self.dot_tracks.items():
            last_tracks[card] = max(track, last_tracks.get(card, 0))
        return {
            card: (self.dot(card), self.dot(card, track)) for card, track in last_tracks.items()
        }


def bundle_order(incoming: Sequence[Bundle]) -> list[Bundle]:
    """Return the bundles of some edges in the order in which they enter a statement."""
    runs = [bundle for bundle, _ in groupby(incoming)]
    return runs if len(set(runs)) == len(runs) else sorted(set(runs))
