"""Where lines touch cards."""

from __future__ import annotations

from attrs import frozen

from argmap.render.layout.parts import DOT_ROOM, Layout, Slot
from argmap.render.routes.paths import Ending, Point
from argmap.render.scene.parts import LinkKind, Scene, Seat
from argmap.render.scene.roles import Role

_APART = (0.34, 0.66)
_CORNER = 12.0


def ending_of(kind: Role | LinkKind) -> Ending | None:
    """Return what stands at the end of a line of that kind: an arrow for, a tee against."""
    if kind in (Role.HEADING, LinkKind.REFERENCE):
        return None
    return Ending.ARROW if kind.value == "support" else Ending.TEE


@frozen
class Ports:
    """The places on the cards of a layout where lines arrive and leave."""

    scene: Scene
    layout: Layout

    def slot(self, seat: Seat) -> Slot:
        return self.layout.slots[seat.card]

    def span(self, seat: Seat) -> tuple[float, float]:
        """Return from where to where, across, a statement's area goes."""
        slot, face = self.slot(seat), self.layout.faces[seat.card]
        is_right = self.layout.direction == "right"
        if not face.panels or face.is_wide == is_right:
            return slot.low, slot.high
        panel = face.panels[seat.entry]
        if seat.row >= 0:
            panel = panel.slips[seat.row]
        start, size = (
            (panel.area.y, panel.area.height) if is_right else (panel.area.x, panel.area.width)
        )
        return slot.low + start, slot.low + start + size

    def at(self, seat: Seat, fraction: float) -> float:
        low, high = self.span(seat)
        return low + (high - low) * fraction

    def entry(self, seat: Seat, wish: float, *, is_against: bool) -> float:
        """Return the ``v`` where support, or attack, comes in.

        Where both come in, support comes in above and attack below, unless all attacks stand above
        all support: then the lines would cross for nothing. A line that comes in alone does so at
        the ``v`` wished for, if that is well within the statement's area: it is straight then.
        """
        incoming = self.scene.incoming.get(seat._replace(row=-1), [])
        if len(set(incoming)) == len((True, False)):
            attack_first = incoming == sorted(incoming, reverse=True)
            return self.at(seat, _APART[is_against != attack_first])
        low, high = self.span(seat)
        if len(incoming) == 1 and low + _CORNER <= wish <= high - _CORNER:
            return wish
        return (low + high) / 2

    def dot(self, card: int) -> Point:
        """Return where the dot of the step before a card stands."""
        slot = self.layout.slots[card]
        return Point(slot.u - DOT_ROOM / 2, slot.middle)
