"""Widths and heights of text, independent of the fonts that a machine has.

The widths are those of Liberation Sans, which Arial, Arimo and Helvetica share; the tables are in
``liberation_sans.txt``. Characters that the font lacks are drawn with an unknown fallback font, so
their width is estimated. The first rule that matches applies:

- combining marks, joiners and other characters without a glyph: 0;
- an accented letter: its base letter, or more if the rules below say so;
- a character in ``estimates.txt``: its largest width in Noto Sans and DejaVu Sans, regular or bold,
  in tenths of an em (Arabic, Hebrew, Thai, the scripts of India, symbols, …);
- Chinese, Japanese and Korean: 1 em, half-width forms half of it; emoji 1.3 em, two letters that
  make a flag 1.6 em, and 0.8 em more for a symbol with an emoji variation selector;
- the other planes: 1.4 em, cuneiform and hieroglyphs 2.6 em; any other character: 1 em.

Most scripts fit the distance between lines of Latin text. In some, letters are stacked or have deep
subscripts, and fonts need lines of up to twice that height. Their figures are those of Noto Sans,
or of Noto Serif or Nastaliq where there is no Sans: the ascent and descent of the font, or the
bounds of its glyphs where they are smaller. Letters of Urdu count as Nastaliq, its usual hand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

UNITS_PER_EM = 2048
"""The number of units in one em, as in the tables of the font."""

SAFETY_FACTOR = 1.05
"""A measured width is multiplied by this, since renderers hint and may use another font."""

_ZERO_WIDTH_CATEGORIES = frozenset({"Mn", "Me", "Cf"})
_EMOJI_WIDTH = 1.3
_RANGES = (  # first and last code point, width in ems
    (0x0600, 0x0605, 2.2),  # Arabic signs that extend under a number
    (0x1160, 0x11FF, 0),  # vowels and final consonants of a decomposed Korean syllable
    (0x2600, 0x27FF, _EMOJI_WIDTH),  # symbols, many of which fonts show as emoji
    (0x2900, 0x2BFF, _EMOJI_WIDTH),
    (0xFE0F, 0xFE0F, 0.8),  # emoji variation selector: affects the symbol before it
    (0xFF61, 0xFFDC, 0.5),  # half-width forms
    (0x12000, 0x1254F, 2.6),  # cuneiform
    (0x13000, 0x1467F, 1.6),  # hieroglyphs
    (0x1F1E6, 0x1F1FF, 0.8),  # regional indicators; two make a flag
    (0x1F000, 0x1FAFF, _EMOJI_WIDTH),
    (0x10000, 0x1FFFF, 1.4),
)
_FOLDER = Path(__file__).parent


class _Widths(dict[str, int]):
    """Widths by character; missing ones are estimated on first use."""

    def __missing__(self, char: str) -> int:
        width = self[char] = self._estimate(char)
        return width

    def _estimate(self, char: str) -> int:
        base = unicodedata.normalize("NFD", char)[0]
        base_width = self[base] if base != char else 0
        return max(base_width, round(_estimate(char) * UNITS_PER_EM))


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` in points at ``size`` points, without the `SAFETY_FACTOR`."""
    return sum(map(widths(bold=bold).__getitem__, text)) * size / UNITS_PER_EM


@cache
def widths(*, bold: bool = False) -> _Widths:
    """Return the widths of all characters, in units of the font."""
    return _Widths(_read_table("liberation_sans.txt", "[bold]" if bold else "[regular]"))


def _estimate(char: str) -> float:
    """Return the estimated width, in ems, of a character that the font lacks."""
    code = ord(char)
    for first, last, width in _RANGES:
        if first <= code <= last:
            return width
    category = unicodedata.category(char)
    if category in _ZERO_WIDTH_CATEGORIES:
        return 0
    tenths = _estimates().get(char)
    if unicodedata.east_asian_width(char) in "WF":
        return max(_EMOJI_WIDTH if category == "So" else 1, (tenths or 0) / 10)
    return 1 if tenths is None else tenths / 10


@cache
def _estimates() -> dict[str, int]:
    return _read_table("estimates.txt", "[tenths]")


def _read_table(name: str, heading: str) -> dict[str, int]:
    """Return the widths under a heading of a file; a line has a first code point and widths."""
    section = (_FOLDER / name).read_text(encoding="utf-8").partition(heading)[2].partition("[")[0]
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


# ---- Heights -----------------------------------------------------------------------------------


class GlyphExtent(NamedTuple):
    """Distances from the baseline, in ems."""

    above: float
    below: float


_EXTENTS = (  # characters, as in a regular expression; above and below the baseline, in ems
    ("\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2\u06d3", GlyphExtent(1.8, 0.6)),  # Urdu
    ("\u0e80-\u0eff", GlyphExtent(1.12, 0.45)),  # Lao
    ("\u0f00-\u0fff", GlyphExtent(1.41, 0.93)),  # Tibetan
    ("\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f", GlyphExtent(1.26, 0.7)),  # Burmese
    ("\u1780-\u17ff\u19e0-\u19ff", GlyphExtent(1.16, 0.7)),  # Khmer
    ("\u1800-\u18af\U00011660-\U0001167f", GlyphExtent(1.46, 0.28)),  # Mongolian
    ("\u1a20-\u1aaf", GlyphExtent(1.07, 0.52)),  # Lanna
    ("\u1b00-\u1b7f", GlyphExtent(1.3, 0.84)),  # Balinese
    ("\ua980-\ua9df", GlyphExtent(1.05, 0.93)),  # Javanese
    ("\U00011200-\U0001124f", GlyphExtent(1.41, 0.46)),  # Khojki
    ("\U00011300-\U0001137f", GlyphExtent(1.15, 0.54)),  # Grantha
    ("\U00011580-\U000115ff", GlyphExtent(1.0, 1.03)),  # Siddham
    ("\U00011700-\U0001174f", GlyphExtent(0.98, 0.68)),  # Ahom
    ("\U00011a00-\U00011aaf", GlyphExtent(1.62, 0.82)),  # Zanabazar Square, Soyombo
    ("\U00012000-\U0001254f", GlyphExtent(1.6, 0.7)),  # cuneiform
    ("\U00013000-\U0001342f", GlyphExtent(1.32, 0.34)),  # hieroglyphs
)


def extent_of(text: str) -> GlyphExtent | None:
    """Return the largest extent of the tall glyphs in a text; None if there are none."""
    if text.isascii() or not _tall().search(text):
        return None
    found = [extent for pattern, extent in _patterns() if pattern.search(text)]
    return GlyphExtent(max(e.above for e in found), max(e.below for e in found))


@cache
def _tall() -> re.Pattern[str]:
    return re.compile(f"[{''.join(characters for characters, _ in _EXTENTS)}]")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], GlyphExtent], ...]:
    return tuple((re.compile(f"[{characters}]"), extent) for characters, extent in _EXTENTS)
