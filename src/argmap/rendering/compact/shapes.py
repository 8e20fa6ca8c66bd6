"""The data of arrangements: the shapes that a card can have with everything below it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from argmap.rendering.cards.layout import CardLayout

LENGTH_WEIGHT = 0.1
"""How many points of height a point of lines is worth."""


class Column(NamedTuple):
    """A column of children below a card.

    Attributes:
        end: The number of children up to the end of the column.
        width: The width that no child exceeds.
        offset: The distance from the left edge of the card at which the column begins at least.
    """

    end: int
    width: float
    offset: float = 0.0


class Arrangement(NamedTuple):
    """How a card and its children are arranged.

    Attributes:
        is_wide: Whether the premises on the card are side by side.
        right_count: The number of children at the right; the others are below.
        right_width: The width that no child at the right exceeds.
        columns: The columns below the card.
        is_beside: Whether the children at the right are also at the right of the columns, so that
            the columns begin below the card and not below all that is at its right.
    """

    is_wide: bool = False
    right_count: int = 0
    right_width: float = 0.0
    columns: tuple[Column, ...] = ()
    is_beside: bool = False


class Shape(NamedTuple):
    """The size of a card with everything below it, and the length of the lines in it."""

    width: float
    height: float
    length: float
    arrangement: Arrangement

    @property
    def cost(self) -> float:
        return self.height + LENGTH_WEIGHT * self.length


class Faces(NamedTuple):
    """The layouts of a card: with its premises below each other, and side by side if it has one."""

    narrow: CardLayout
    wide: CardLayout | None = None


class Limits(NamedTuple):
    """The width and the height that a picture must not exceed."""

    width: float
    height: float

    def excess(self, shape: Shape) -> float:
        """Return how much larger a shape is, as a factor; at most 1 if it fits."""
        return max(shape.width / self.width, shape.height / self.height)


def pick(shapes: Sequence[Shape], width: float) -> Shape:
    """Return the lowest shape that is not wider than ``width``, or else the narrowest."""
    return shapes[max(bisect_right(shapes, width, key=lambda shape: shape.width) - 1, 0)]


def prune(shapes: Iterable[Shape], limit: int) -> list[Shape]:
    """Return the shapes that no narrower one is better than, at most ``limit`` of them."""
    kept: list[Shape] = []
    best = float("inf")
    for shape in sorted(shapes, key=lambda shape: (shape.width, shape.cost)):
        cost = shape.cost
        if cost < best:
            if kept and kept[-1].width == shape.width:
                kept.pop()
            kept.append(shape)
            best = cost
    while len(kept) > limit:
        losses = [
            (after.width - shape.width) * (before.cost - shape.cost)
            for before, shape, after in zip(kept, kept[1:], kept[2:], strict=False)
        ]
        del kept[losses.index(min(losses)) + 1]
    return kept
