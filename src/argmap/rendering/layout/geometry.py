"""The data of a layout: the position of each card, and the layers that the cards are in.

Coordinates are points on two axes. The main axis runs in the direction in which the argument grows,
the cross axis at right angles to it. If the map grows to the right, the main axis is ``x``; if it
grows down, the main axis is ``y``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from argmap.rendering.cards.layout import CardLayout

DOT_SPACE = 24.0
"""Points before a card in which the dot of its inference is drawn."""

DOT_TRACK_SPACING = 12.0
"""Points between two lines that end on one dot, which is elongated to reach all of them."""

MAX_DOT_TRACKS = 12
"""Number of lines ending on the dots of a layer that get separate tracks."""

TRACK_SPACING = 5.0
"""Points between two tracks of a channel."""

CHANNEL_MARGIN = 14.0
"""Points between a layer and the first track of the channel after it."""

TARGET_ASPECT_RATIO = 1.4
"""Width divided by height of a good picture: about that of paper in landscape format."""

SIBLING_GAP = {"right": 12, "down": 20}
"""Points between siblings, by direction."""


class Extent(NamedTuple):
    """A size, in points along each axis."""

    main: float
    cross: float


def card_extent(card_layout: CardLayout, direction: str) -> Extent:
    """Return the size of a card along the axes of a direction."""
    if direction == "right":
        return Extent(card_layout.width, card_layout.height)
    return Extent(card_layout.height, card_layout.width)


class CardSlot(NamedTuple):
    """The area of a card."""

    main_start: float
    main_end: float
    cross_start: float
    cross_end: float

    @property
    def cross_center(self) -> float:
        return (self.cross_start + self.cross_end) / 2


@frozen
class Layer:
    """The cards of one depth, in order along the cross axis, and the space around them.

    The channel before a layer ends with space for the dots of the layer's inferences. The channel
    after a layer begins with tracks for the links; the tree edges cross these tracks at right
    angles.
    """

    cards: tuple[int, ...]
    main_start: float
    main_end: float
    dot_space: float
    """Points before the cards that are reserved for dots."""
    undercut_tracks: int
    """How many tracks of the dots are for undercutters in the tree; those of links follow."""
    track_space: float = 0.0
    """Points after the cards that are reserved for the tracks of links."""

    @property
    def tracks_end(self) -> float:
        """The position on the main axis where the tracks after the layer end."""
        return self.main_end + self.track_space


@frozen
class LeafGrid:
    """Leaves under one statement that are arranged in columns, on both sides of a bus.

    The bus is a gap along the main axis, through which the edges of all columns run. ``bus`` is the
    center of that gap on the cross axis.
    """

    columns: tuple[tuple[int, ...], ...]
    cross_start: float
    cross_end: float
    bus: float


@frozen
class Component:
    """Trees that are laid out together because links connect them."""

    layers: tuple[Layer, ...]
    grids: tuple[LeafGrid, ...] = ()

    @property
    def cards(self) -> Iterator[int]:
        """The cards of all layers."""
        return (index for layer in self.layers for index in layer.cards)


@frozen
class Layout:
    """The positions of all cards, and the connected components that they belong to."""

    direction: str
    card_layouts: tuple[CardLayout, ...]
    slots: tuple[CardSlot, ...]
    components: tuple[Component, ...]

    @cached_property
    def component_of(self) -> dict[int, int]:
        """The number of each card's component."""
        return {
            index: number
            for number, component in enumerate(self.components)
            for index in component.cards
        }

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the area of all cards."""
        main = max(slot.main_end for slot in self.slots)
        cross = max(slot.cross_end for slot in self.slots)
        return (main, cross) if self.direction == "right" else (cross, main)
