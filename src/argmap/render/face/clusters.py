"""What a reader takes for one letter, and no line may cut in two.

The clusters of Unicode's annex 29, as far as scripts in use need them: a letter with its marks, a
consonant with those it is joined to (as in Hindi), a Korean syllable written letter by letter, an
emoji with its colour or joined to others, the two letters of a flag.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

_JOINER = "\u200d"
_BREAKS = "\u200b"  # a space of no width is no part of a letter
_VIRAMA = 9
"""The combining class of the sign that takes a consonant's vowel and joins it to the next."""

_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_AFTER = frozenset("\u0e33\u0eb3")  # Thai and Lao AM: a letter of its own, and a mark


def clusters(text: str) -> list[str]:
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
