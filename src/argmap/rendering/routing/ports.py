"""Where lines touch cards."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property

from attrs import frozen

from argmap.rendering.layout.geometry import DOT_LANE, DOT_LANES, DOT_ROOM, CardSlot, Layout
from argmap.rendering.routing.paths import ArrowShape, Point
from argmap.rendering.scene.scene import CardRef, LinkKind, Role, Scene

CLEAR = 4.0
"""Points a link keeps from a card that it passes, and from a line of the tree."""

_APART = (0.34, 0.66)
_CORNER = 12.0


def arrow_shape_of(kind: Role | LinkKind) -> ArrowShape | None:
    """Return what stands at the end of a line of that kind: an arrow for, a tee against."""
    if kind in (Role.HEADING, LinkKind.REFERENCE):
        return None
    return ArrowShape.ARROW if kind.value == "support" else ArrowShape.TEE


@frozen
class PortGeometry:
    """The places on the cards of a layout where lines arrive and leave."""

    scene: Scene
    layout: Layout

    def slot(self, card_ref: CardRef) -> CardSlot:
        return self.layout.slots[card_ref.card]

    def span(self, card_ref: CardRef) -> tuple[float, float]:
        """Return from where to where, across, a statement's area goes."""
        slot, card_layout = self.slot(card_ref), self.layout.card_layouts[card_ref.card]
        is_right = self.layout.direction == "right"
        if not card_layout.panels or card_layout.is_wide == is_right:
            return slot.low, slot.high
        panel = card_layout.panels[card_ref.entry]
        if card_ref.row >= 0:
            panel = panel.evidence_rows[card_ref.row]
        start, size = (
            (panel.area.y, panel.area.height) if is_right else (panel.area.x, panel.area.width)
        )
        return slot.low + start, slot.low + start + size

    def at(self, card_ref: CardRef, fraction: float) -> float:
        low, high = self.span(card_ref)
        return low + (high - low) * fraction

    def entry(self, card_ref: CardRef, wish: float, *, is_against: bool) -> float:
        """Return the ``v`` where support, or attack, comes in.

        Where both come in, support comes in above and attack below, unless all attacks stand above
        all support: then the lines would cross for nothing. A line that comes in alone does so at
        the ``v`` wished for, if that is well within the statement's area: it is straight then.
        """
        count, attack_first = self._comings.get(card_ref._replace(row=-1), (0, None))
        if attack_first is not None:
            return self.at(card_ref, _APART[is_against != attack_first])
        low, high = self.span(card_ref)
        if count == 1 and low + _CORNER <= wish <= high - _CORNER:
            return wish
        return (low + high) / 2

    @cached_property
    def _comings(self) -> dict[CardRef, tuple[int, bool | None]]:
        """How many lines come in at each statement, and whether all attacks stand first.

        None: they are all of one kind.
        """
        return {
            card_ref: (
                len(incoming),
                incoming == sorted(incoming, reverse=True) if len({*incoming}) > 1 else None,
            )
            for card_ref, incoming in self.scene.incoming.items()
        }

    def is_on_branch(self, group: int, depth: int, v: float) -> bool:
        """Whether a line of the tree runs straight in at a card of a group and depth, by ``v``."""
        places = self._branches.get((group, depth), [])
        after = bisect_left(places, v)
        return any(abs(place - v) < CLEAR for place in places[max(after - 1, 0) : after + 1])

    @cached_property
    def _branches(self) -> dict[tuple[int, int], list[float]]:
        """Where lines of the tree come in, by group and depth, in order."""
        places: dict[tuple[int, int], set[float]] = {}
        for index, card in enumerate(self.scene.cards):
            if card.parent is not None and card.undercuts is None:
                at = (self.layout.group_of[index], card.depth - 1)
                places.setdefault(at, set()).add(self.goal(index))
        return {at: sorted(found) for at, found in places.items()}

    def goal(self, card: int) -> float:
        """Return the ``v`` at which a card's own line comes in at what it hangs under."""
        its = self.scene.cards[card]
        assert its.parent is not None
        middle = self.layout.slots[card].middle
        return self.entry(its.parent, middle, is_against=its.role.is_against)

    def dot(self, card: int, lane: int = 0) -> Point:
        """Return where a lane meets the dot of the inference before a card."""
        slot = self.layout.slots[card]
        return Point(slot.u - DOT_ROOM / 2 - DOT_LANE * min(lane, DOT_LANES - 1), slot.middle)

    @cached_property
    def hooks(self) -> dict[tuple[str, int], int]:
        """The lane of every line that ends on a dot, by what undercuts and the inference's card.

        What hangs beside its inference takes the lanes from the inside out, so that no two cross;
        each link has a lane that no other of its rank takes.
        """
        scene, layout = self.scene, self.layout
        lanes: dict[tuple[str, int], int] = {}
        taken: Counter[int] = Counter()
        for card in scene.cards:
            if card.undercuts is not None:
                box = scene.card_by_inference[card.undercuts]
                lanes[card.key, box] = taken[box]
                taken[box] += 1
        linked: Counter[tuple[int, int]] = Counter()
        for link in scene.links:
            if link.kind is LinkKind.UNDERCUT:
                box = link.target.card
                group, depth = layout.group_of[box], scene.cards[box].depth
                lane = layout.groups[group].hooks[depth] + linked[group, depth]
                lanes[scene.statement_ids[link.source], box] = lane
                linked[group, depth] += 1
        return lanes

    @cached_property
    def dots(self) -> dict[int, tuple[Point, Point]]:
        """From where to where the dot before each card goes."""
        last: dict[int, int] = {}
        for (_, box), lane in self.hooks.items():
            last[box] = max(lane, last.get(box, 0))
        return {box: (self.dot(box), self.dot(box, lane)) for box, lane in last.items()}
