"""How far glyphs reach above and below the baseline, for scripts with tall glyphs.

Most scripts fit the distance between lines of Latin text. In some, letters are stacked or have deep
subscripts, and fonts need lines of up to twice that height. The figures are those of Noto Sans, or
of Noto Serif or Nastaliq where there is no Sans: the ascent and descent of the font, or the bounds
of its glyphs where they are smaller. Letters of Urdu count as Nastaliq, its usual hand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Extent(NamedTuple):
    """Distances from the baseline, in ems."""

    above: float
    below: float


_EXTENTS = (  # characters, as in a regular expression; above and below the baseline, in ems
    ("\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2\u06d3", Extent(1.8, 0.6)),  # Urdu
    ("\u0e80-\u0eff", Extent(1.12, 0.45)),  # Lao
    ("\u0f00-\u0fff", Extent(1.41, 0.93)),  # Tibetan
    ("\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f", Extent(1.26, 0.7)),  # Burmese
    ("\u1780-\u17ff\u19e0-\u19ff", Extent(1.16, 0.7)),  # Khmer
    ("\u1800-\u18af\U00011660-\U0001167f", Extent(1.46, 0.28)),  # Mongolian
    ("\u1a20-\u1aaf", Extent(1.07, 0.52)),  # Lanna
    ("\u1b00-\u1b7f", Extent(1.3, 0.84)),  # Balinese
    ("\ua980-\ua9df", Extent(1.05, 0.93)),  # Javanese
    ("\U00011200-\U0001124f", Extent(1.41, 0.46)),  # Khojki
    ("\U00011300-\U0001137f", Extent(1.15, 0.54)),  # Grantha
    ("\U00011580-\U000115ff", Extent(1.0, 1.03)),  # Siddham
    ("\U00011700-\U0001174f", Extent(0.98, 0.68)),  # Ahom
    ("\U00011a00-\U00011aaf", Extent(1.62, 0.82)),  # Zanabazar Square, Soyombo
    ("\U00012000-\U0001254f", Extent(1.6, 0.7)),  # cuneiform
    ("\U00013000-\U0001342f", Extent(1.32, 0.34)),  # hieroglyphs
)


def extent_of(text: str) -> Extent | None:
    """Return the largest extent of the tall glyphs in a text; None if there are none."""
    if text.isascii() or not _tall().search(text):
        return None
    found = [extent for pattern, extent in _patterns() if pattern.search(text)]
    return Extent(max(e.above for e in found), max(e.below for e in found))


@cache
def _tall() -> re.Pattern[str]:
    return re.compile(f"[{''.join(characters for characters, _ in _EXTENTS)}]")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Extent], ...]:
    return tuple((re.compile(f"[{characters}]"), extent) for characters, extent in _EXTENTS)
