"""Text that runs from right to left, among text that runs from left to right.

What runs to the left is wrapped in isolating signs of Unicode, which every program that draws
pictures heeds; few heed SVG's own ``direction``. They have no width, and no letter stands for them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TO_LEFT, _AS_IT_BEGINS, _END = "\u2067", "\u2068", "\u2069"
_BEGINS = frozenset({"LRI", "RLI", "FSI"})


def runs_left(text: str) -> bool:
    """Whether a text runs from right to left: its first letter says so, isolated parts aside."""
    if not _has_right_to_left(text):
        return False
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _BEGINS:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def to_left(line: str) -> str:
    """Return a line of a text that runs to the left, so marked."""
    return f"{_TO_LEFT}{line}{_END}"


def isolate(text: str) -> str:
    """Return a text so marked that its letters change nothing about the order of its neighbours."""
    return f"{_AS_IT_BEGINS}{text}{_END}" if _has_right_to_left(text) else text


def _has_right_to_left(text: str) -> bool:
    return not text.isascii() and _right_to_left().search(text) is not None


@cache
def _right_to_left() -> re.Pattern[str]:
    """The letters of Hebrew, Arabic, Syriac and their like, and the signs that ask for it."""
    letters = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
    return re.compile(f"[{letters}\u200f\u202b\u202e\u2067]")
