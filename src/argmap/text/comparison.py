"""Whether two sentences say the same, as far as their words and symbols show, or the opposite."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from argmap.text.patterns import lazy_pattern

_ASCII = str.maketrans({chr(c): None for c in range(128) if not chr(c).isalnum()})

_RAISED = lazy_pattern("[\u00b2\u00b3\u00b9\u2070-\u207f]+")
"""Superscripts: NFKC makes 10² a 102."""
_EMPHASIS = lazy_pattern(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\1(?![\w*])")
_HYPHENS = "\\-\u2010-\u2013\u2212"
_MINUS = lazy_pattern(
    rf"(?<=\d) ?[{_HYPHENS}] ?(?=\d)"  # 3-5, 3 – 5
    rf"|(?<![\w)\]}}])[{_HYPHENS}](?=[.,]?\d|[^\W\d_]\b|[$€£¥(√∞])"  # -5, -x, -$5
    rf"|(?<=\b\w) [{_HYPHENS}] (?=\w\b)"  # x - y
)
_SYMBOLIC = frozenset("%‰#&@^\\/*§¶†‡′″‴·")
"""Punctuation by Unicode's categories that says something."""
_EXCLAMATION = lazy_pattern(r"!(?=[\w=(!¬])|(?<=\d)!|(?<=\b\w)!")
"""Not, or a factorial; other exclamation marks end a sentence."""
_PRIME = lazy_pattern(r"(?<=(?<![\w'‘’\"“])\w)['’](?!\w)")
_BETWEEN_DIGITS = lazy_pattern(r"(?<=\d)[.,:](?=\d)|(?<!\w)[.,](?=\d)")
_BRACKETS = dict(zip("()[]{}", "()()()", strict=True))
_PAUSES = frozenset(",;:.!?–—―…")
_PAUSE = ","

_NEGATION_WORDS = (
    "not no never nor neither without cannot nobody none nothing nowhere nicht nein nie niemals "
    "kein keine keinen keinem keiner keines weder ohne ne non pas jamais sans ni nunca sin niet "
    "geen nooit değil hayır"
)
_NEGATIONS = frozenset(_NEGATION_WORDS.split())
"""Words after or before which a pause changes what is denied: “No, taxes rise”."""
_JUNCTIONS = (frozenset(("and", "or")), frozenset(("und", "oder")), frozenset(("et", "ou")))


@lru_cache(maxsize=50_000)  # while a map is being written, its texts are asked for again
def alphanumeric_key(text: str) -> str:
    """Return the letters and digits: sentences that say the same share them, quickly found."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    return "".join(filter(str.isalnum, _folded(text)))


def comparison_key(text: str) -> tuple[str, ...]:
    """Return what counts in a sentence: two that say the same have the same.

    Case, white space, quotation marks and most punctuation do not count. Symbols do: those of
    mathematics, logic and currencies, emoji, `%`, `#`, a minus sign however it is typed, an
    exclamation mark that denies or is a factorial, a question mark at the end. Brackets count in a
    formula; pauses count in a sentence that denies something.
    """
    prepared = _EMPHASIS.sub(r"\2", _RAISED.sub(_as_power, text))
    tokens = list(_tokens(_MINUS.sub(" \u2212 ", _folded(prepared))))
    words = {token for token in tokens if token[0].isalnum()}
    if words.isdisjoint(_NEGATIONS) and "¬" not in tokens:
        tokens = [token for token in tokens if token != _PAUSE]
    is_formula = any(unicodedata.category(token[0]) == "Sm" for token in tokens)
    if not is_formula and not any(words >= junction for junction in _JUNCTIONS):
        tokens = [token for token in tokens if token not in _BRACKETS]
    while tokens and tokens[-1] == _PAUSE:
        tokens.pop()
    if text.rstrip("\"'”’»)] ").endswith(("?", "\uff1f")):
        tokens.append("?")
    return tuple(tokens)


def _as_power(match: re.Match[str]) -> str:
    return f"^{match[0]}"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _tokens(text: str) -> Iterator[str]:
    """Yield words, numbers and symbols in order, and one pause for any row of them."""
    counting = {match.start() for match in _EXCLAMATION.finditer(text)}
    counting.update(match.start() for match in _PRIME.finditer(text))
    inside = {match.start() for match in _BETWEEN_DIGITS.finditer(text)}
    word: list[str] = []
    was_pause = True
    for offset, character in enumerate(text):
        category = unicodedata.category(character)
        if category[0] in "LNM" or character == "_" or offset in inside:
            if not _is_selector(character):
                word.append(character)
            continue
        if category == "Cf" and not "\U000e0020" <= character <= "\U000e007f":
            continue  # of no width: soft hyphens, joiners, marks of direction
        if word:
            yield "".join(word)
            word, was_pause = [], False
        is_symbol = category in {"Sm", "So", "Sc", "Cf", "Co"} or character in _SYMBOLIC
        if is_symbol or offset in counting:
            yield "'" if character == "’" else character
            was_pause = False
        elif character in _BRACKETS:
            yield _BRACKETS[character]
        elif character in _PAUSES and not was_pause:
            yield _PAUSE
            was_pause = True
    if word:
        yield "".join(word)


def _is_selector(character: str) -> bool:
    """Whether it only chooses how the character before it looks."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


# ---- Negations ----------------------------------------------------------------------------------

_CONTRACTIONS = (
    (lazy_pattern(r"\b(?:won|shan)['’]t\b"), "will not"),
    (lazy_pattern(r"\bcan(?:['’]t|not)\b"), "can not"),
    (lazy_pattern(r"n['’]t\b"), " not"),
    (
        lazy_pattern(
            r"^\W*(?:it is (?:not the case|not true|false|wrong)|it isn['’]t (?:true|the case)|"
            r"es (?:ist nicht der fall|ist nicht wahr|ist falsch|stimmt nicht),?) (?:that|dass) "
        ),
        "¬ ",
    ),
    (lazy_pattern(r"^\W*(?:it is (?:true|the case)|es (?:ist wahr|stimmt),?) (?:that|dass) "), ""),
)
_DENIAL_WORDS = "¬ ! ~ not never no nicht nie niemals kein keine keinen keinem keiner"
_DENIALS = frozenset(_DENIAL_WORDS.split())
_OF_NOUNS_WORDS = "no kein keine keinen keinem keiner"
_OF_NOUNS = frozenset(_OF_NOUNS_WORDS.split())
_ARTICLE_WORDS = "a an any some the ein eine einen einem einer"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_HELPERS = frozenset(("do", "does", "did"))


def is_negation(one: str, other: str) -> bool:
    """Whether one sentence is the other's negation, word for word, in English or German."""
    first, is_first_denied = _core(one)
    second, is_second_denied = _core(other)
    if is_first_denied is is_second_denied or not first or not second:
        return False
    has_article_lost = bool(_OF_NOUNS & {*_all_words(one), *_all_words(other)})
    return _bare(first, has_article_lost) == _bare(second, has_article_lost)


def _core(text: str) -> tuple[list[str], bool]:
    """Return a sentence without what denies it, and whether it is denied."""
    words = _all_words(text)
    denials = [word for word in words if word in _DENIALS]
    return [word for word in words if word not in _DENIALS], len(denials) % 2 == 1


def _all_words(text: str) -> list[str]:
    plain = _folded(text)
    for pattern, replacement in _CONTRACTIONS:
        plain = pattern.sub(replacement, plain)
    return [token for token in comparison_key(plain) if token not in {_PAUSE, "(", ")"}]


def _bare(words: list[str], has_article_lost: bool) -> list[str]:
    """Return words without what a negation changes beside itself: helpers, articles, endings."""
    left = [word for word in words if word not in _HELPERS]
    if has_article_lost:
        left = [word for word in left if word not in _ARTICLES]
    return [word.removesuffix("s").removesuffix("e") for word in left]
