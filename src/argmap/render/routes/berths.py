"""Where links touch cards: a place of its own for each, beside the lines of the tree."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from attrs import define, field

from argmap.render.routes.passages import Passages, clamp
from argmap.render.routes.ports import CLEAR, Ports
from argmap.render.scene import Seat

_MOST = 200
"""So many links on one side of a card get places of their own."""

_BERTH = 12.0
_BERTHS = (_BERTH, _BERTH / 2, CLEAR)
"""Points between two links on one side of a card; less, where it is crowded."""

_LEVEL = 0.5
"""Points: what is nearer than this is straight ahead, and passed on the greater side."""


@define
class Berths:
    """Where links touch cards beside the tree's own lines, each in a place of its own."""

    ports: Ports
    passages: Sequence[Passages]
    taken: dict[tuple[int, bool], list[float]] = field(factory=dict)
    """By card and by whether it is the side where lines come in: what is taken of it."""

    def near(self, seat: Seat, toward: float) -> float:
        """Return a ``v`` on the side where the card's own line leaves, beside that line.

        It is on the side of that line where ``toward`` is, so that the two do not cross.
        """
        card = self.ports.scene.cards[seat.card]
        middle = self.ports.slot(seat).middle
        goal = middle
        if card.undercuts is not None:
            goal = self.ports.dot(self.ports.scene.boxes[card.undercuts]).v
        elif card.parent is not None:
            goal = self.ports.goal(seat.card)
        way = -1 if toward < goal - _LEVEL else 1
        return self._place(seat, middle + way * _BERTH, way, is_far=False)

    def far(self, seat: Seat, toward: float) -> float:
        """Return a ``v`` on the side where lines come in: by the corner towards ``toward``."""
        low, high = self.ports.span(seat)
        way = 1 if toward > (low + high) / 2 - _LEVEL else -1
        share = 0.5 if seat.row >= 0 else 0.5 + 0.35 * way
        return self._place(seat, low + (high - low) * share, way, is_far=True)

    def entry(self, seat: Seat, wish: float, toward: float) -> float:
        """Return a ``v`` near the one wished for on the side where lines come in."""
        way = 1 if toward > wish - _LEVEL else -1
        return self._place(seat, wish, way, is_far=True)

    def _place(self, seat: Seat, wish: float, way: int, *, is_far: bool) -> float:
        """Return what is free nearest to the wish, and take it; where all is taken, share."""
        low, high = self.ports.span(seat)
        limits = (low + CLEAR, high - CLEAR)
        taken = self.taken.get((seat.card, is_far))
        if taken is None:
            taken = self.taken[seat.card, is_far] = self._tree_lines(seat.card, is_far=is_far)
        wish = clamp(wish, limits)
        tries = (
            wish + side * step * apart
            for apart in _BERTHS
            for step in range(ceil((limits[1] - limits[0]) / apart) + 1)
            for side in (way, -way)
            if _is_clear(wish + side * step * apart, taken, apart)
        )
        open_ = (v for v in tries if limits[0] <= v <= limits[1])
        if not is_far:
            open_ = (v for v in open_ if not self._is_crossed(seat.card, v))
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
