"""How wide text is: the same on every machine, whatever fonts it has.

The widths are those of Liberation Sans, which Arial, Arimo and Helvetica share; the tables lie in
``liberation_sans.txt``. What it has no letter for comes from another font, nobody knows which, and
is estimated, by the first of these that holds:

- combining marks, joiners and other signs without a shape of their own: nothing;
- an accented letter: its base letter, or more if the table below says so;
- what ``estimates.txt`` has: the widest that Noto Sans and DejaVu Sans draw it, regular or bold, in
  tenths of an em (Arabic, Hebrew, Thai, the scripts of India, symbols, …);
- Chinese, Japanese and Korean: 1 em, half-width forms half of it; emoji 1.3 em, two of the letters
  that make a flag 1.6 em, and 0.8 em more for a sign that is asked to be shown as an emoji;
- other planes: 1.4 em, cuneiform and hieroglyphs 2.6 em; whatever is left: 1 em.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

UNITS_PER_EM = 2048
"""The unit of the widths: so many make one em, as in the font's own tables."""

SAFETY_FACTOR = 1.05
"""By what text is taken to be wider than measured: renderers hint, and may use other fonts."""

_NONE = frozenset({"Mn", "Me", "Cf"})
_EMOJI = 1.3
_RANGES = (
    (0x0600, 0x0605, 2.2),  # Arabic signs that stand under a number
    (0x1160, 0x11FF, 0),  # the rest of a Korean syllable that is written letter by letter
    (0x2600, 0x27FF, _EMOJI),  # symbols, of which fonts show many as emoji
    (0x2900, 0x2BFF, _EMOJI),
    (0xFE0F, 0xFE0F, 0.8),  # asks for the emoji of the sign before it
    (0xFF61, 0xFFDC, 0.5),  # half-width forms
    (0x12000, 0x1254F, 2.6),  # cuneiform
    (0x13000, 0x1467F, 1.6),  # hieroglyphs
    (0x1F1E6, 0x1F1FF, 0.8),  # letters of flags
    (0x1F000, 0x1FAFF, _EMOJI),
    (0x10000, 0x1FFFF, 1.4),
)
_FOLDER = Path(__file__).parent


class _Widths(dict[str, int]):
    """Widths by character; what is missing is estimated and remembered."""

    def __missing__(self, char: str) -> int:
        width = self[char] = self._estimate(char)
        return width

    def _estimate(self, char: str) -> int:
        base = unicodedata.normalize("NFD", char)[0]
        least = self[base] if base != char else 0
        return max(least, round(_estimate(char) * UNITS_PER_EM))


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` in points at ``size`` points, without `SAFETY_FACTOR`."""
    return sum(map(widths(bold=bold).__getitem__, text)) * size / UNITS_PER_EM


@cache
def widths(*, bold: bool = False) -> _Widths:
    """Return the width of every character, in `UNITS_PER_EM` ths."""
    card_layout = "[bold]" if bold else "[regular]"
    return _Widths(_table("liberation_sans.txt", card_layout))


def _estimate(char: str) -> float:
    """Return how wide, in ems, a character may be that the font has no letter for."""
    code = ord(char)
    for first, last, width in _RANGES:
        if first <= code <= last:
            return width
    category = unicodedata.category(char)
    if category in _NONE:
        return 0
    tenths = _estimates().get(char)
    if unicodedata.east_asian_width(char) in "WF":
        return max(_EMOJI if category == "So" else 1, (tenths or 0) / 10)
    return 1 if tenths is None else tenths / 10


@cache
def _estimates() -> dict[str, int]:
    return _table("estimates.txt", "[tenths]")


def _table(name: str, part: str) -> dict[str, int]:
    section = (_FOLDER / name).read_text(encoding="utf-8").partition(part)[2].partition("[")[0]
    table: dict[str, int] = {}
    for line in filter(None, section.split("\n")):
        start, _, cells = line.partition(" ")
        for code, width in enumerate(_unpack(cells), int(start, 16)):
            table[chr(code)] = width
    return table


def _unpack(cells: str) -> list[int]:
    """Read ``569*2 727`` as 569, 569, 727."""
    values: list[int] = []
    for cell in cells.split():
        width, _, count = cell.partition("*")
        values += [int(width)] * int(count or 1)
    return values
