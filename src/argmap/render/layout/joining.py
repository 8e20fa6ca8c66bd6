"""Putting the pieces of a large tree together again: the cards above stand over what is below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from argmap.render.layout.outlines import Outline, outline_of
from argmap.render.layout.pieces import Cut
from argmap.render.scene.parts import Scene


@define
class Joiner:
    """Joins what was laid out apart; ``sizes`` are the cards' lengths across, ``gap`` is between.

    A part is a piece, or a card with all that hangs under it; each has its own zero, and goes by
    its first card.
    """

    scene: Scene
    sizes: Sequence[float]
    gap: float
    middles: dict[int, float] = field(factory=dict)
    _outlines: dict[int, Outline] = field(factory=dict)
    _part_of: dict[int, int] = field(factory=dict)
    _shifts: dict[int, float] = field(factory=dict)
    """How far the zero of a part is moved within the part that it belongs to."""

    def join(self, cut: Cut, placed: Iterable[Mapping[int, float]]) -> dict[int, float]:
        """Return the middle of every card, given those of each piece."""
        for piece, middles in zip(cut.pieces, placed, strict=True):
            self._add(piece[0].start, middles, outline_of(self._spans(middles)))
        rows = {}
        for index in reversed(cut.above):
            below = self.scene.children[index]
            rows[index], outline = self._row(below)
            middle = (self._within(below[0]) + self._within(below[-1])) / 2
            outline.put_above(*self._span(index, middle))
            self._add(index, {index: middle}, outline)
        zeros = dict.fromkeys(self._row(cut.roots)[0], 0.0)
        for part in zeros:
            zeros[part] = self._shifts[part]
        for index in cut.above:
            for part in rows[index]:
                zeros[part] = zeros[index] + self._shifts[part]
        return {card: zeros[self._part_of[card]] + middle for card, middle in self.middles.items()}

    def _add(self, part: int, middles: Mapping[int, float], outline: Outline) -> None:
        self.middles.update(middles)
        self._part_of.update(dict.fromkeys(middles, part))
        self._outlines[part] = outline

    def _row(self, cards: Sequence[int]) -> tuple[list[int], Outline]:
        """Stand the parts of some siblings beside each other; return them, and their outline."""
        parts = list(dict.fromkeys(self._part_of[card] for card in cards))
        row = self._outlines.pop(parts[0])
        self._shifts[parts[0]] = 0.0
        for part in parts[1:]:
            outline = self._outlines.pop(part)
            self._shifts[part] = row.beside(outline, self.gap)
            outline.at += self._shifts[part]
            row = row.joined(outline)
        return parts, row

    def _within(self, card: int) -> float:
        """Return the middle of a card, reckoned from the zero of the row that it stands in."""
        return self.middles[card] + self._shifts[self._part_of[card]]

    def _span(self, card: int, middle: float) -> tuple[float, float]:
        return middle - self.sizes[card] / 2, middle + self.sizes[card] / 2

    def _spans(self, middles: Mapping[int, float]) -> dict[int, tuple[float, float]]:
        """Return from where to where, in each rank, the cards of a piece reach."""
        spans: dict[int, tuple[float, float]] = {}
        for card, middle in middles.items():
            depth, (low, high) = self.scene.cards[card].depth, self._span(card, middle)
            least, most = spans.get(depth, (low, high))
            spans[depth] = min(least, low), max(most, high)
        return spans
