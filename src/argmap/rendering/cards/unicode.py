"""Where a line may end: at spaces, behind dashes, and where scripts without spaces allow it.

The core of Unicode's annex 14 and of JIS X 4051: Chinese and Japanese break between any two
characters, save before what closes and after what opens. Korean keeps its words together. Thai and
Lao, whose words only a dictionary could tell, break before the vowels that begin a syllable. A
soft hyphen and a space of no width say where a word may be parted; a no-break space says where a
line must not end.

What a reader takes for one letter, and no line may cut in two.

The clusters of Unicode's annex 29, as far as scripts in use need them: a letter with its marks, a
consonant with those it is joined to (as in Hindi), a Korean syllable written letter by letter, an
emoji with its colour or joined to others, the two letters of a flag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

_SOFT_HYPHEN = "\xad"
_NO_WIDTH = "\u200b"
_NO_BREAK = "\xa0\u2007\u202f\u2060\ufeff"
_SPACES = re.compile(r"[^\S\xa0\u2007\u202f]+")
_SILENT = str.maketrans("", "", _SOFT_HYPHEN + _NO_WIDTH)

_OPENING = "「『（［｛〈《【〔〖〘〝‘“«([{"
_CLOSING = (
    "、。，．・：；？！」』）］｝〉》】〕〗〙〟％’”»)]}.,:;!?%…‥—～"
    "ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々〻ゝゞヽヾ"
    "\u3099\u309a\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_IDEOGRAPH = (
    "\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff"
)
_THAI = "\u0e01-\u0e5b\u0e81-\u0edf"
_THAI_FIRST = "\u0e40-\u0e44\u0ec0-\u0ec4"

_DASHES = r"(?<=\w[-/])(?=\w)|(?<=\w[\u2013-\u2014])(?=\w)"
"""A word may also end behind a dash or a slash inside it."""

_AFTER_DASH = re.compile(_DASHES)


Segment = tuple[str, bool, bool]
"""What stays on one line: its text, whether a space parts it from the one before it, and whether a
line that ends with it ends with a hyphen."""


def line_breaks(paragraph: str) -> Iterator[Segment]:
    """Split a paragraph where lines may end."""
    paragraph = _low(paragraph)
    if not paragraph.isascii() and _unusual().search(paragraph):
        yield from _unusual_pieces(paragraph)
        return
    for word in paragraph.split():
        is_spaced = True
        for part in _AFTER_DASH.split(word):
            yield part, is_spaced, False
            is_spaced = False


def _unusual_pieces(paragraph: str) -> Iterator[Segment]:
    split = _anywhere().split
    for word in filter(None, _SPACES.split(paragraph)):
        is_spaced = True
        for part in split(word):
            if text := part.translate(_SILENT):
                yield text, is_spaced, part.endswith(_SOFT_HYPHEN)
                is_spaced = False


def on_one_line(text: str) -> str:
    """Return a text without line ends and without the signs for where a line might end."""
    return " ".join(_low(text).translate(_SILENT).split())


def _low(text: str) -> str:
    """Return a text without the marks that would reach into other lines: above the third."""
    return text if text.isascii() else _stacks().sub(r"\1", text)


@cache
def _stacks() -> re.Pattern[str]:
    annotations = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
    return re.compile(f"({annotations}{{3}}){annotations}+")


@cache
def _unusual() -> re.Pattern[str]:
    """What the simple way of splitting does not know."""
    return re.compile(f"[{_SOFT_HYPHEN}{_NO_WIDTH}{_NO_BREAK}{_THAI_FIRST}{_IDEOGRAPH}]")


@cache
def _anywhere() -> re.Pattern[str]:
    opening, closing = re.escape(_OPENING), re.escape(_CLOSING).replace(r"\-", "-")
    sign, no_end, no_start = f"[{_IDEOGRAPH}]", f"{opening}{_NO_BREAK}", f"{closing}{_NO_BREAK}"
    places = (
        f"(?<=[{_SOFT_HYPHEN}{_NO_WIDTH}])",
        f"(?<=[{_THAI}])(?=[{_THAI_FIRST}])",
        f"(?<=[^{no_end}])(?={sign})(?=[^{no_start}])",
        f"(?<={sign})(?<=[^{no_end}])(?=[^{no_start}{_SOFT_HYPHEN}{_NO_WIDTH}])",
        _DASHES,
    )
    return re.compile("|".join(places))


_JOINER = "\u200d"
_BREAKS = "\u200b"  # a space of no width is no part of a letter
_VIRAMA = 9
"""The combining class of the sign that takes a consonant's vowel and joins it to the next."""

_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_AFTER = frozenset("\u0e33\u0eb3")  # Thai and Lao AM: a letter of its own, and a mark


def graphemes(text: str) -> list[str]:
    """Return the letters of a text, each with all that belongs to it."""
    if text.isascii():
        return list(text)
    ends = [0]
    for end, (before, char) in enumerate(pairwise(text), 1):
        if not _joins(before, char):
            ends.append(end)
        elif _is_flag(before) and _is_flag(char) and end - ends[-1] > 1:
            ends.append(end)  # a third letter begins the next flag
    return [text[start:end] for start, end in pairwise([*ends, len(text)])]


def _joins(before: str, char: str) -> bool:
    """Whether a character belongs to the one before it."""
    if before == _JOINER or char in _AFTER or _is_flag(before) is _is_flag(char) is True:
        return True
    if _BREAKS in (before, char):
        return False
    if unicodedata.category(char) in _MARKS or "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    if unicodedata.combining(before) == _VIRAMA:
        return unicodedata.category(char) == "Lo"
    return _joins_in_hangul(before, char)


def _joins_in_hangul(before: str, char: str) -> bool:
    is_first = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    is_part = "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"
    if is_part:
        return is_first or "\u1160" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7fb"
    return is_first and ("\u1100" <= char <= "\u115f" or "\uac00" <= char <= "\ud7a3")


def _is_flag(char: str) -> bool:
    """Whether it is one of the letters of which two make a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"
