"""The face of a card, as data: its texts and areas, in points from its upper left corner.

Both the SVG and the label in the DOT are written from it, so that they agree to the point.
"""

from __future__ import annotations

from typing import NamedTuple

from attrs import frozen

from argmap.model import Statement
from argmap.render.face.lettering import Line, Sign

WIDTH = 236
"""Of a card, in points: at 11 points some 40 characters a line, the measure that reads best."""

HEADING_WIDTH = 150
PAD = 9
GUTTER = 20
"""Between linked premises that stand side by side: room for the word that joins them."""

INSET = 5
"""Between the edge of a card and the slips docked on it."""

SLIP_PAD = 6
ICON = 12
"""The room of the little page before a piece of evidence."""


class Rect(NamedTuple):
    """A rectangle: upper left corner, width and height; ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float


@frozen
class Panel:
    """A statement's area on a card, with its texts and the slips of evidence docked on it."""

    statement: Statement
    area: Rect
    lines: tuple[Line, ...]
    slips: tuple[Panel, ...] = ()
    is_reference: bool = False
    signs: tuple[Sign, ...] = ()


@frozen
class Face:
    """A card's size, the lines that belong to the card as a whole, and its panels.

    ``is_wide`` says that the panels stand side by side.
    """

    width: float
    height: float
    lines: tuple[Line, ...]
    panels: tuple[Panel, ...]
    is_wide: bool = False
    signs: tuple[Sign, ...] = ()
