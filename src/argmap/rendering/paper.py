"""Sizes of pages: standard paper, a slide, and sizes that a user names."""

from __future__ import annotations

import re

from attrs import frozen

MARGIN = 28.35
"""The margin of a page: 10 mm, in points."""

_POINTS = {"mm": 72 / 25.4, "in": 72.0, "px": 0.75}
"""The length of each unit in points; a pixel is that of CSS."""

_MIN_SIDE, _MAX_SIDE = 200.0, 14_400.0
"""The sides of a page, in points; no PDF page is larger."""

_PAPER_TEXT, _SLIDE_TEXT = 9.0, 14.0
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(mm|in|px)?")


@frozen
class PageSize:
    """The size of a page.

    Attributes:
        name: The name that the user gave it.
        width: The width in points.
        height: The height in points.
        min_text: The size in points that the text of statements has at least.
        can_turn: Whether the page may also be turned by a quarter.
    """

    name: str
    width: float
    height: float
    min_text: float = _PAPER_TEXT
    can_turn: bool = True

    @property
    def turned(self) -> PageSize:
        """The page turned by a quarter."""
        return PageSize(self.name, self.height, self.width, self.min_text, self.can_turn)

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def inner_height(self) -> float:
        """The height between the margins."""
        return self.height - 2 * MARGIN


A4 = PageSize("a4", 595.28, 841.89)

PAGE_SIZES = {
    "a4": A4,
    "a3": PageSize("a3", 841.89, 1190.55),
    "letter": PageSize("letter", 612.0, 792.0),
    "slide": PageSize("slide", 960.0, 540.0, _SLIDE_TEXT, can_turn=False),
}
"""The pages that have a name."""


def parse_page_size(text: str) -> PageSize:
    """Return the page that a user named: ``a4``, ``slide``, ``200x300mm``; the unit may be missing.

    Raises:
        ValueError: If it is neither a name nor a size, or too small or too large.
    """
    name = text.strip().lower()
    if name in PAGE_SIZES:
        return PAGE_SIZES[name]
    match = _SIZE.fullmatch(name)
    if match is None:
        names = ", ".join(PAGE_SIZES)
        raise ValueError(f"unknown page size `{text}`; use {names}, or a size such as 200x300mm")
    points = _POINTS[match[3] or "mm"]
    width, height = float(match[1]) * points, float(match[2]) * points
    if not (min(width, height) >= _MIN_SIDE and max(width, height) <= _MAX_SIDE):
        raise ValueError(
            f"the page `{text}` is {width:,.0f} by {height:,.0f} points; each side must be between "
            f"{_MIN_SIDE:,.0f} and {_MAX_SIDE:,.0f} points"
        )
    return PageSize(name, round(width, 2), round(height, 2), can_turn=False)
