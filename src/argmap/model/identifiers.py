"""The syntax of ids, and their normalization.

An id follows the Unicode recommendation for identifiers (UAX 31): a letter or ``_``, then letters,
digits, combining marks, ``_`` and ``-``. The grammar repeats this definition, and a test checks
that `ID` is the same as its terminal. Two ids are equal if their NFC forms are (UAX 15), since
``é`` can be one code point or two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from argmap.text.patterns import lazy_pattern

FULL_WIDTH = r"\uff10-\uff5e"
"""Full-width digits and letters: letters to Unicode, but input-method mistakes in a map."""

LETTER = rf"[^\W\d{FULL_WIDTH}]"
WORD = rf"[^\W{FULL_WIDTH}]"

MARKS = (
    r"\u00b7\u0387"
    r"\u0300-\u034e\u0350-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5"
    r"\u05c7-\u05c9\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    r"\u0711-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u08e1\u08e3-\u0963\u0981-\u09e3"
    r"\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83"
    r"\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece"
    r"\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6\u102b-\u103e"
    r"\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u1773\u17b6-\u17d3\u17dd\u180b-\u180d"
    r"\u180f-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1abd\u1abf-\u1b44\u1b6b-\u1b73"
    r"\u1b80-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0"
    r"\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\u30fb\ua66f\ua674-\ua67d\ua69e-\ua6f1"
    r"\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0"
    r"\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef\uaaf5-\uaaf6\uabe3-\uabea\uabec-\uabed\ufb1e"
    r"\ufe20-\ufe2f\U000101fd-\U0001037a\U00010a01-\U00010a3f\U00010ae5-\U00010ae6"
    r"\U00010d24-\U00010d6d\U00010eab-\U00010eac\U00010ecb-\U00010ecf\U00010ef0-\U00010f50"
    r"\U00010f82-\U00010f85\U00011000-\U00011046\U00011070-\U000110ba\U000110c2"
    r"\U00011100-\U00011134\U00011145-\U00011173\U00011180-\U000111c0\U000111c9-\U000111cc"
    r"\U000111ce-\U000111cf\U0001122c-\U00011237\U0001123e-\U00011241\U000112df-\U000113d2"
    r"\U000113e1-\U00011446\U0001145e-\U000114c3\U000115af-\U000115c0\U000115dc-\U00011640"
    r"\U000116ab-\U000116b7\U0001171d-\U0001172b\U0001182c-\U0001183a\U00011930-\U00011943"
    r"\U000119d1-\U000119e0\U000119e4-\U00011a3e\U00011a47-\U00011a99\U00011b60-\U00011b67"
    r"\U00011c2f-\U00011c3f\U00011c92-\U00011ef6\U00011f00-\U00011f42\U00011f5a"
    r"\U00013440-\U0001612f\U00016af0-\U00016af4\U00016b30-\U00016b36\U00016f4f-\U00016f92"
    r"\U00016fe4-\U00016ff1\U0001bc9d-\U0001bc9e\U0001cf00-\U0001cf46\U0001d127-\U0001d128"
    r"\U0001d165-\U0001d169\U0001d16d-\U0001d172\U0001d17b-\U0001d182\U0001d185-\U0001d18b"
    r"\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244\U0001d250-\U0001d252\U0001d25b-\U0001d25c"
    r"\U0001d25f\U0001d280-\U0001d281\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75"
    r"\U0001da84\U0001da9b-\U0001daaf\U0001e000-\U0001e136\U0001e2ae-\U0001e2ef"
    r"\U0001e4ec-\U0001e5ef\U0001e6e3-\U0001e94a"
)
"""The combining marks (Mn and Mc) of Unicode 18 except the invisible ones, and the middle
dots of Catalan, Greek and Japanese.

Letters and unassigned code points between two marks are included, which keeps the list short and
lets it cover the marks of several versions of Unicode.
"""

JOINING = (
    r"\u0600-\u0dff\u1000-\u109f\u1700-\u18af\ua800-\ua9ff"
    r"\U00010a00-\U00011fff\U0001e900-\U0001e95f"
)
"""The blocks of the scripts whose letters change shape at a joiner: cursive and Indic ones."""

JOINER = rf"[\u200c\u200d](?=[{JOINING}])"
HYPHEN = r"-(?!>)"

ID = rf"{LETTER}(?:{WORD}++|{HYPHEN}|[{MARKS}]|{JOINER})*+"
"""An id, as a regular expression."""

MARKLESS_ID = rf"{LETTER}(?:{WORD}++|{HYPHEN})*+"
"""An id in a text for which `may_have_marks` is false; it compiles and matches much faster."""

LENIENT_ID = r"[^\W\d][^\s!-,./:-@\[-^`{-~¡§«¶»¿‐-⁯、-〃〈-】！-／：-＠［-｀｛-･]*"
"""An id in a text with errors: a letter, then anything but spaces and punctuation."""

LENIENT_PATH = rf"{LENIENT_ID}(?:\.{LENIENT_ID})*"
"""A `LENIENT_ID` qualified by the names of the files that it is imported from."""

_MAY_BE_MARK = lazy_pattern(
    r"[\u00b7\u0300-\u0387\u0483-\u0487\u0591-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f"
    r"\u3099\u309a\u30fb\ua66f-\uabff\ufb1e\ufe20-\ufe2f\U000101fd-\U0001efff]"
)

INVISIBLE = (
    r"\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Invisible characters: controls, default ignorables and variation selectors.

They include the joiners; the lexer accepts a joiner where an id can contain one (`JOINER`).
"""

ID_CHARACTER = rf"(?:{WORD}|[-\u200c\u200d{MARKS}])"
"""A character of an unfinished id, which may still end in a hyphen or a joiner."""


def may_have_marks(text: str) -> bool:
    """Return whether a text may contain a combining mark or a joiner that belongs to an id."""
    return not text.isascii() and _MAY_BE_MARK.search(text) is not None


def id_expression(text: str) -> str:
    """Return the fastest regular expression that matches all ids of a text."""
    return ID if may_have_marks(text) else MARKLESS_ID


def is_id(word: str) -> bool:
    """Return whether a word has the syntax of an id, as keywords also do."""
    return id_pattern(word).fullmatch(word) is not None


def id_pattern(text: str) -> re.Pattern[str]:
    """Return the compiled `id_expression` of a text."""
    return _compiled(id_expression(text))


def normalize_id(id_: str) -> str:
    """Return the NFC form of an id or a path of ids, which is used for lookups."""
    return id_ if id_.isascii() else unicodedata.normalize("NFC", id_)


def id_words(text: str) -> list[str]:
    """Return the words of a text that can be parts of an id, normalized and without hyphens."""
    text = normalize_id(text)
    return _words(full=may_have_marks(text)).findall(text)


def with_letter_first(words: list[str]) -> list[str]:
    """Return words of an id so that a letter comes first: numbers at the beginning move to the end.

    ``1984 cold`` becomes ``cold 1984``.
    """
    for index, word in enumerate(words):
        if not word[0].isdecimal():
            return words[index:] + words[:index] if index else words
    return words


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def _words(*, full: bool) -> re.Pattern[str]:
    return re.compile(rf"{WORD}(?:{WORD}|[{MARKS}]|{JOINER})*" if full else rf"{WORD}+")
