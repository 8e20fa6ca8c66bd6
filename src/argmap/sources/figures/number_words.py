"""Numbers in English words: `three`, `thirty-five`, `a hundred and fifty thousand`, `both`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from argmap.sources.figures.atoms import SCALES, Reading, Token


def _counted(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + step * index for index, word in enumerate(words.split())}


_ONES = _counted("zero one two three four five six seven eight nine", 0)
_TEENS = _counted(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
)
_TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_SMALL = _ONES | _TEENS | _TENS
_ORDINALS = (
    _counted("first second third fourth fifth sixth seventh eighth ninth tenth", 1)
    | _counted("eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth", 11)
    | _counted("eighteenth nineteenth", 18)
    | {word.removesuffix("y") + "ieth": value for word, value in _TENS.items()}
)
_PERIODS = {"decade": 10, "century": 100, "centurie": 100, "dozen": 12}
"""Without a plural's s. With a number before them they are a second number: two decades, 20."""

_LOOSE: Mapping[str, tuple[float, ...]] = (
    dict.fromkeys(("both", "twice", "double", "doubled", "pair", "couple"), (2,))
    | {"once": (1,), "triple": (3,), "tripled": (3,)}
    | {"half": (0.5, 50), "halve": (0.5, 50), "quarter": (0.25, 25)}
    | {word: (value,) for word, value in (_PERIODS | _ORDINALS).items()}
)
"""Words that give a number to one who looks for it. An author who writes them claims no figure."""

_VAGUE = {"zero", "one"}
"""As often half of an idiom or a pronoun (zero-sum, no one); alone they are loose."""


def _any(words: object) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


_WORD = f"(?:{_any([*_SMALL, *SCALES])})"
_PHRASE = re.compile(rf"\b{_WORD}(?:(?:[ -]| and ){_WORD})*\b", re.IGNORECASE)
_PERIOD = re.compile(rf"[ -]({_any(_PERIODS)})s?\b", re.IGNORECASE)
_SINGLE = re.compile(rf"\b({_any(_LOOSE)})s?\b", re.IGNORECASE)
# Behind these a number is no news: what it counts is known already.
_KNOWN = re.compile(
    r"\b(?:the|these|those|all|any|both|other|its|his|her|our|their) $", re.IGNORECASE
)
_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)
_MOST_WORDS = 12  # of one number
_WORD_BEFORE = 8  # characters


class _Number(NamedTuple):
    start: int
    end: int
    value: int
    factor: int
    words: tuple[str, ...]


def scan(text: str) -> Iterator[Token]:
    """Yield the numbers in words of a prepared text, also the loose ones (`both`, `third`)."""
    for phrase in _PHRASE.finditer(text):
        numbers = list(_compose(phrase))
        for number in numbers:
            readings: list[Reading] = [(Decimal(number.value),)]
            if period := _PERIOD.match(text, number.end):
                readings.append((Decimal(number.value * _PERIODS[period[1].lower()]),))
            yield Token(
                number.start, number.end, tuple(readings), number.factor, _is_loose(text, number)
            )
    for match in _SINGLE.finditer(text):
        values = _LOOSE[match[1].lower()]
        readings = [(Decimal(str(value)),) for value in values]
        yield Token(match.start(), match.end(), tuple(readings), is_loose=True)


def _is_loose(text: str, number: _Number) -> bool:
    before = text[max(0, number.start - _WORD_BEFORE) : number.start]
    if len(number.words) == 1 and number.words[0] in SCALES:
        return _ARTICLE.search(before) is None
    if len(number.words) == 1 and number.words[0] in _VAGUE:
        return True
    return number.factor == 1 and _KNOWN.search(before) is not None


def _compose(phrase: re.Match[str]) -> Iterator[_Number]:
    """Yield the numbers that a row of words says: mostly one, and two of `one or two three`."""
    words: list[re.Match[str]] = []
    for word in re.finditer(r"[A-Za-z]+", phrase[0]):
        if word[0].lower() == "and":
            continue
        if words and not _goes_on(words[-1][0].lower(), word[0].lower(), len(words)):
            yield _number(phrase.start(), words)
            words = []
        words.append(word)
    yield _number(phrase.start(), words)


def _goes_on(last: str, word: str, count: int) -> bool:
    """Whether a word can be the next of the same number: `thirty` goes on with `five`."""
    if count == _MOST_WORDS:
        return False
    if word in SCALES:
        return True
    if last in SCALES:
        return word in _SMALL
    return last in _TENS and word in _ONES and word != "zero"


def _number(offset: int, words: list[re.Match[str]]) -> _Number:
    said = tuple(word[0].lower() for word in words)
    total = current = 0
    factor = 1
    for word in said:
        if word not in SCALES:
            current += _SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * SCALES[word]
        else:
            factor = SCALES[word]
            total += max(current, 1) * factor
            current = 0
    start, end = offset + words[0].start(), offset + words[-1].end()
    return _Number(start, end, total + current, factor, said)
