"""Compares sentences by their words and symbols: are they equal, or is one a negation?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from argmap.text.patterns import lazy_pattern

_ASCII = str.maketrans({chr(c): None for c in range(128) if not chr(c).isalnum()})

_SUPERSCRIPTS = lazy_pattern("[\u00b2\u00b3\u00b9\u2070-\u207f]+")
"""Superscripts, since NFKC turns 10² into 102."""
_EMPHASIS = lazy_pattern(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\1(?![\w*])")
_HYPHENS = "\\-\u2010-\u2013\u2212"
_MINUS = lazy_pattern(
    rf"(?<=\d) ?[{_HYPHENS}] ?(?=\d)"  # 3-5, 3 – 5
    rf"|(?<![\w)\]}}])[{_HYPHENS}](?=[.,]?\d|[^\W\d_]\b|[$€£¥(√∞])"  # -5, -x, -$5
    rf"|(?<=\b\w) [{_HYPHENS}] (?=\w\b)"  # x - y
)
_MEANINGFUL_PUNCTUATION = frozenset("%‰#&@^\\/*§¶†‡′″‴·")
"""Characters that Unicode classifies as punctuation, but that carry meaning."""
_OPERATOR_EXCLAMATION = lazy_pattern(r"!(?=[\w=(!¬])|(?<=\d)!|(?<=\b\w)!")
"""An exclamation mark that means “not” or a factorial; others end a sentence."""
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
"""Negations. A pause next to one changes what it negates: “No, taxes rise”."""
_CONJUNCTION_PAIRS = (frozenset(("and", "or")), frozenset(("und", "oder")), frozenset(("et", "ou")))


@lru_cache(maxsize=50_000)  # an editor compares the same texts after every keystroke
def alphanumeric_key(text: str) -> str:
    """Return the letters and digits of a text: a fast key that equal sentences share."""
    if text.isascii():
        return text.lower().translate(_ASCII)
    return "".join(filter(str.isalnum, _folded(text)))


def comparison_key(text: str) -> tuple[str, ...]:
    """Return the meaningful tokens of a sentence; equal sentences have the same tokens.

    Case, white space, quotation marks and most punctuation are ignored. Symbols are kept: those of
    mathematics, logic and currencies, emoji, `%`, `#`, a minus sign in any form, an exclamation
    mark that is a negation or a factorial, and a question mark at the end. Brackets are kept in a
    formula, pauses in a sentence with a negation.
    """
    prepared = _EMPHASIS.sub(r"\2", _SUPERSCRIPTS.sub(r"^\g<0>", text))
    tokens = list(_tokens(_MINUS.sub(" \u2212 ", _folded(prepared))))
    words = {token for token in tokens if token[0].isalnum()}
    if words.isdisjoint(_NEGATIONS) and "¬" not in tokens:
        tokens = [token for token in tokens if token != _PAUSE]
    is_formula = any(unicodedata.category(token[0]) == "Sm" for token in tokens)
    if not is_formula and not any(words >= pair for pair in _CONJUNCTION_PAIRS):
        tokens = [token for token in tokens if token not in _BRACKETS]
    while tokens and tokens[-1] == _PAUSE:
        tokens.pop()
    if text.rstrip("\"'”’»)] ").endswith(("?", "\uff1f")):
        tokens.append("?")
    return tuple(tokens)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _tokens(text: str) -> Iterator[str]:
    """Yield words, numbers and symbols in order, and one pause for a sequence of pauses."""
    operators = {match.start() for match in _OPERATOR_EXCLAMATION.finditer(text)}
    operators.update(match.start() for match in _PRIME.finditer(text))
    in_number = {match.start() for match in _BETWEEN_DIGITS.finditer(text)}
    word: list[str] = []
    was_pause = True
    for offset, character in enumerate(text):
        category = unicodedata.category(character)
        if category[0] in "LNM" or character == "_" or offset in in_number:
            if not _is_variation_selector(character):
                word.append(character)
            continue
        if category == "Cf" and not "\U000e0020" <= character <= "\U000e007f":
            continue  # zero width: soft hyphens, joiners, directional marks
        if word:
            yield "".join(word)
            word, was_pause = [], False
        is_symbol = (
            category in {"Sm", "So", "Sc", "Cf", "Co"} or character in _MEANINGFUL_PUNCTUATION
        )
        if is_symbol or offset in operators:
            yield "'" if character == "’" else character
            was_pause = False
        elif character in _BRACKETS:
            yield _BRACKETS[character]
        elif character in _PAUSES and not was_pause:
            yield _PAUSE
            was_pause = True
    if word:
        yield "".join(word)


def _is_variation_selector(character: str) -> bool:
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
_NEGATOR_WORDS = "¬ ! ~ not never no nicht nie niemals kein keine keinen keinem keiner"
_NEGATORS = frozenset(_NEGATOR_WORDS.split())
_NEGATIVE_ARTICLE_WORDS = "no kein keine keinen keinem keiner"
_NEGATIVE_ARTICLES = frozenset(_NEGATIVE_ARTICLE_WORDS.split())
_ARTICLE_WORDS = "a an any some the ein eine einen einem einer"
_ARTICLES = frozenset(_ARTICLE_WORDS.split())
_AUXILIARIES = frozenset(("do", "does", "did"))


def is_negation(first: str, second: str) -> bool:
    """Return whether one sentence is the literal negation of the other, in English or German."""
    first_words, second_words = _words(first), _words(second)
    first_core, is_first_negated = _without_negators(first_words)
    second_core, is_second_negated = _without_negators(second_words)
    if is_first_negated is is_second_negated or not first_core or not second_core:
        return False
    ignores_articles = not _NEGATIVE_ARTICLES.isdisjoint([*first_words, *second_words])
    return _stems(first_core, ignores_articles) == _stems(second_core, ignores_articles)


def _without_negators(words: list[str]) -> tuple[list[str], bool]:
    """Return the words of a sentence without negators, and whether they negate it."""
    core = [word for word in words if word not in _NEGATORS]
    return core, (len(words) - len(core)) % 2 == 1


def _words(text: str) -> list[str]:
    plain = _folded(text)
    for pattern, replacement in _CONTRACTIONS:
        plain = pattern.sub(replacement, plain)
    return [token for token in comparison_key(plain) if token not in {_PAUSE, "(", ")"}]


def _stems(words: list[str], ignores_articles: bool) -> list[str]:
    """Return words without auxiliaries, articles and endings, which change with a negation."""
    ignored = _AUXILIARIES | _ARTICLES if ignores_articles else _AUXILIARIES
    return [word.removesuffix("s").removesuffix("e") for word in words if word not in ignored]
