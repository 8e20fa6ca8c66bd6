"""Line breaks (UAX 14) and grapheme clusters (UAX 29), as far as scripts in use need them.

Lines break at spaces, after dashes, and where scripts without spaces allow it. This is the core of
Unicode's annex 14 and of JIS X 4051: Chinese and Japanese break between any two characters, except
before closing and after opening punctuation. Korean keeps its words together. Thai and Lao, whose
word boundaries require a dictionary, break before the vowels that begin a syllable. A soft hyphen
and a zero-width space allow a break inside a word; a no-break space forbids one.

A grapheme cluster is what a reader takes for one character, and is never split: a letter with its
marks, consonants joined by a virama (as in Hindi), a decomposed Korean syllable, an emoji with its
skin tone or joined to others, the two letters of a flag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

_SOFT_HYPHEN = "\xad"
_ZERO_WIDTH_SPACE = "\u200b"
_NO_BREAK = "\xa0\u2007\u202f\u2060\ufeff"
_SPACES = re.compile(r"[^\S\xa0\u2007\u202f]+")
_REMOVE_BREAK_HINTS = str.maketrans("", "", _SOFT_HYPHEN + _ZERO_WIDTH_SPACE)

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

_DASH_BREAKS = r"(?<=\w[-/])(?=\w)|(?<=\w[\u2013-\u2014])(?=\w)"
"""Matches after a dash or a slash inside a word, where a line may end."""

_AFTER_DASH = re.compile(_DASH_BREAKS)


Segment = tuple[str, bool, bool]
"""A text that stays on one line, whether a space separates it from the segment before it, and
whether a line that ends with it needs a hyphen."""


# ---- Line breaks -------------------------------------------------------------------------------


def line_breaks(paragraph: str) -> Iterator[Segment]:
    """Yield the segments of a paragraph, between which lines may end."""
    paragraph = _limit_marks(paragraph)
    if not paragraph.isascii() and _needs_full_algorithm().search(paragraph):
        yield from _split_by_script(paragraph)
        return
    for word in paragraph.split():
        is_spaced = True
        for part in _AFTER_DASH.split(word):
            yield part, is_spaced, False
            is_spaced = False


def _split_by_script(paragraph: str) -> Iterator[Segment]:
    split = _break_opportunities().split
    for word in filter(None, _SPACES.split(paragraph)):
        is_spaced = True
        for part in split(word):
            if text := part.translate(_REMOVE_BREAK_HINTS):
                yield text, is_spaced, part.endswith(_SOFT_HYPHEN)
                is_spaced = False


def on_one_line(text: str) -> str:
    """Return a text without line breaks, soft hyphens and zero-width spaces."""
    return " ".join(_limit_marks(text).translate(_REMOVE_BREAK_HINTS).split())


def _limit_marks(text: str) -> str:
    """Return a text with at most three combining marks in a row; more reach into other lines."""
    return text if text.isascii() else _mark_stacks().sub(r"\1", text)


@cache
def _mark_stacks() -> re.Pattern[str]:
    marks = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]"
    return re.compile(f"({marks}{{3}}){marks}+")


@cache
def _needs_full_algorithm() -> re.Pattern[str]:
    """Match characters with other break opportunities than spaces and dashes."""
    return re.compile(f"[{_SOFT_HYPHEN}{_ZERO_WIDTH_SPACE}{_NO_BREAK}{_THAI_FIRST}{_IDEOGRAPH}]")


@cache
def _break_opportunities() -> re.Pattern[str]:
    opening, closing = re.escape(_OPENING), re.escape(_CLOSING).replace(r"\-", "-")
    ideograph, no_end, no_start = (
        f"[{_IDEOGRAPH}]",
        f"{opening}{_NO_BREAK}",
        f"{closing}{_NO_BREAK}",
    )
    breaks = (
        f"(?<=[{_SOFT_HYPHEN}{_ZERO_WIDTH_SPACE}])",
        f"(?<=[{_THAI}])(?=[{_THAI_FIRST}])",
        f"(?<=[^{no_end}])(?={ideograph})(?=[^{no_start}])",
        f"(?<={ideograph})(?<=[^{no_end}])(?=[^{no_start}{_SOFT_HYPHEN}{_ZERO_WIDTH_SPACE}])",
        _DASH_BREAKS,
    )
    return re.compile("|".join(breaks))


# ---- Grapheme clusters -------------------------------------------------------------------------

_JOINER = "\u200d"
_VIRAMA = 9
"""The combining class of viramas, which remove the vowel of a consonant and join it to the next."""

_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_SPACING_VOWELS = frozenset("\u0e33\u0eb3")  # Thai and Lao AM: category Lo, but extends a cluster


def graphemes(text: str) -> list[str]:
    """Return the grapheme clusters of a text."""
    if text.isascii():
        return list(text)
    ends = [0]
    for end, (before, char) in enumerate(pairwise(text), 1):
        if not _joins(before, char):
            ends.append(end)
        elif _is_flag(before) and _is_flag(char) and end - ends[-1] > 1:
            ends.append(end)  # a third regional indicator begins the next flag
    return [text[start:end] for start, end in pairwise([*ends, len(text)])]


def _joins(before: str, char: str) -> bool:
    """Return whether a character is in the cluster of the character before it."""
    if before == _JOINER or char in _SPACING_VOWELS:
        return True
    if _is_flag(before) and _is_flag(char):
        return True
    if _ZERO_WIDTH_SPACE in (before, char):
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
    """Return whether a character is a regional indicator; two of them make a flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"
