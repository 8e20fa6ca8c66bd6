"""The screens that an overview is laid out for, instead of a printed page."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Screen(Enum):
    """A kind of screen."""

    WIDE = "wide"
    PHONE = "phone"


class ScreenShape(NamedTuple):
    """The shape of an overview on a screen; it may have any height.

    Attributes:
        width: The width, in the unit of the overview.
        margin: The space at each side.
        text_size: The size of the text.
        level: The number of the level of detail of the cards.
        min_width_ems: The least width of a column.
        max_columns: The greatest number of columns; None if there is no limit.
    """

    width: float
    margin: float
    text_size: float
    level: int
    min_width_ems: float
    max_columns: int | None = None


SCREENS = {
    Screen.WIDE: ScreenShape(900.0, 14.0, 10.0, 1, 17.0),
    Screen.PHONE: ScreenShape(292.5, 12.0, 10.5, 1, 17.0, 1),  # 390 pixels
}
