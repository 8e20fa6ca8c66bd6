"""Numbers in English words: `three`, `thirty-five`, `a hundred and fifty thousand`, `two decades`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from argmap.sources.figures.atoms import SCALES, Reading, Token

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        "thirty forty fifty sixty seventy eighty ninety".split(), start=3
    )
} | {"twenty": 20}
_CARDINALS = _SMALL | _TENS
_SPANS = {"decade": 10, "decades": 10, "century": 100, "centuries": 100, "dozen": 12}
"""Words that make a second number of the one before them: `two decades` are twenty years too."""

_LOOSE = {
    **{"once": 1, "both": 2, "twice": 2, "double": 2, "doubled": 2, "triple": 3, "tripled": 3},
    **{"pair": 2, "couple": 2, "half": Decimal("0.5"), "quarter": Decimal("0.25")},
    **{"decade": 10, "century": 100, "dozen": 12},
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth".split(),
        start=1,
    )
} | {word.removesuffix("y") + "ieth": value for word, value in _TENS.items()}

_WORDS = "|".join(sorted((*_CARDINALS, *SCALES), key=len, reverse=True))
_PHRASE = re.compile(
    rf"\b(?:an?[ ](?=(?:{'|'.join(SCALES)})\b))?(?:{_WORDS})\b(?:(?:[ -]|[ ]and[ ])(?:{_WORDS})\b)*",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"[ -]({'|'.join(_SPANS)})\b", re.IGNORECASE)
_SINGLE = re.compile(rf"\b(?:{'|'.join((*_LOOSE, *_ORDINALS))})s?\b", re.IGNORECASE)
_ONES = range(1, 10)
# Behind these a number is no news: what it counts has been counted before.
_KNOWN = re.compile(r"\b(?:the|these|those|both|any|all|its|their|our|other)[ ](?:\w+[ ])?$", re.IGNORECASE)
_VAGUE = {"zero", "one"}  # more often a pronoun, or half of a word: no one, zero-sum


def scan(text: str) -> Iterator[Token]:
    """Yield the numbers in words of a prepared text, also the loose ones (`both`, `third`)."""
    for match in _PHRASE.finditer(text):
        span = _SPAN.match(text, match.end())
        for start, end, words in _composed(match):
            is_last = end == match.end()
            value = _value(words)
            readings: list[Reading] = [(value,)]
            if span and is_last:
                readings.append((value * _SPANS[span[1].lower()],))
            yield Token(start, end, tuple(readings), _scale(words), _is_loose(text, start, words))
    for match in _SINGLE.finditer(text):
        word = match[0].lower()
        value = _LOOSE.get(word) or _ORDINALS.get(word) or _ORDINALS[word.removesuffix("s")]
        yield Token(match.start(), match.end(), ((Decimal(value),),), is_loose=True)
