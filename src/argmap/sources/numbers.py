"""Numbers, years and dates in a text, in whatever notation they are written.

A number is compared by its value. A notation can have several `readings`: `150 000` is one number
or, rarely, two. A reading consists of atoms that must all be found: numbers (`Decimal`), dates
(`Date`) and decades (`Decade`). Units, currencies and signs are not compared: `$34 billion` is the
number 34,000,000,000.

Words and notations depend on the language (`argmap.sources.number_language`); digits of any script
are digits. Where a notation is ambiguous, all its meanings are readings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from argmap.sources.dates import scan_dates
from argmap.sources.normalize import ASCII_PUNCTUATION
from argmap.sources.number_language import NumberLanguage, alternatives
from argmap.sources.number_tokens import Atom, Date, Decade, Reading, Token
from argmap.sources.number_words import scan_number_words
from argmap.sources.numerals import scan_numerals
from argmap.text import Span

__all__ = ["MentionedNumbers", "NumberMention", "asserted_numbers", "mentioned_numbers"]

_SPACE = re.compile(r"\s")
_SUPERSCRIPT = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c]")  # numbers of notes, and powers
_PREFIX = re.compile(r"(?:[A-Z]{1,3}\$|[$€£¥]|\b[A-Z]{1,6}-) ?$")
_MAX_PREFIX_LENGTH = 8
_YEARS_PER_DECADE = 10


@frozen
class NumberMention:
    """A number or a date in a text: its span, including sign and unit, and its readings."""

    span: Span
    readings: tuple[Reading, ...]


@frozen(eq=False, repr=False)
class MentionedNumbers:
    """All numbers and dates of a text."""

    numbers: frozenset[Decimal] = frozenset()
    decades: frozenset[int] = frozenset()
    dates: tuple[Date, ...] = ()

    def mentions(self, number: NumberMention) -> bool:
        """Return whether the text contains a number or date, in any of its readings."""
        return any(all(map(self._has, reading)) for reading in number.readings)

    def _has(self, atom: Atom) -> bool:
        if isinstance(atom, Decimal):
            return atom in self.numbers or atom in self.decades
        if isinstance(atom, Decade):
            years = range(atom.first, atom.first + _YEARS_PER_DECADE)
            return atom.first in self.decades or any(year in self.numbers for year in years)
        return any(self._includes(date, atom) for date in self.dates)

    def _includes(self, date: Date, expected: Date) -> bool:
        """Return whether ``date`` is ``expected``, or more precise; its year may be elsewhere."""
        if date.month != expected.month or expected.day not in (None, date.day):
            return False
        if expected.year is None or date.year is None:
            return expected.year is None or Decimal(expected.year) in self.numbers
        return expected.year == date.year


def asserted_numbers(text: str, language: NumberLanguage) -> list[NumberMention]:
    """Return the numbers and dates that a text in a language asserts, in order.

    Words that only refer to a number (`both`, `the three`, `first`, `one` alone) are left out. A
    number may omit the scale of another one: `19 million, against 10 the year before`.
    """
    tokens = [token for token in _tokens(text, language) if token.is_asserted]
    unit = _unit_pattern(language)
    factors = sorted({token.factor for token in tokens} - {1})
    return [
        NumberMention(
            _span_with_unit(text, token, unit), (*token.readings, *_scaled_readings(token, factors))
        )
        for token in tokens
    ]


def mentioned_numbers(text: str, language: NumberLanguage) -> MentionedNumbers:
    """Return all numbers and dates that a reader could find in a text in a language."""
    atoms: dict[Atom, None] = {}
    for token in _tokens(unicodedata.normalize("NFC", text), language):
        for reading in (*token.readings, token.also):
            atoms.update(dict.fromkeys(reading))
    return MentionedNumbers(
        frozenset(atom for atom in atoms if isinstance(atom, Decimal)),
        frozenset(atom.first for atom in atoms if isinstance(atom, Decade)),
        tuple(atom for atom in atoms if isinstance(atom, Date)),
    )


@lru_cache(maxsize=16)
def _unit_pattern(language: NumberLanguage) -> re.Pattern[str]:
    words = alternatives(language.words("percent"))
    return re.compile(rf" ?(?:%|-?(?:{words})(?!\w))", re.IGNORECASE)


@lru_cache(maxsize=16)
def _range_pattern(language: NumberLanguage) -> re.Pattern[str]:
    words = alternatives(language.words("range"))
    return re.compile(rf" ?(?:-|{words}) ?[$€£¥]?", re.IGNORECASE)


def _span_with_unit(text: str, token: Token, unit: re.Pattern[str]) -> Span:
    """Return the span of a number with its sign or unit: `$34 billion`, `40 percent`, `F-16`."""
    prefix = _PREFIX.search(text[max(0, token.start - _MAX_PREFIX_LENGTH) : token.start])
    suffix = unit.match(text, token.end)
    start = token.start - len(prefix[0]) if prefix else token.start
    return Span(start, suffix.end() if suffix else token.end)


def _tokens(text: str, language: NumberLanguage) -> list[Token]:
    # Spaces, dashes and quotes of one kind. The length stays the same, so that offsets do, too.
    text = _SPACE.sub(" ", _SUPERSCRIPT.sub(" ", text.translate(ASCII_PUNCTUATION)))
    scanned = (
        *scan_dates(text, language),
        *scan_numerals(text, language),
        *scan_number_words(text, language),
    )
    tokens = _without_overlaps(sorted(scanned, key=lambda token: token.start))
    return list(_scale_ranges(text, tokens, _range_pattern(language)))


def _without_overlaps(tokens: Iterable[Token]) -> list[Token]:
    """Drop tokens that overlap an earlier one: the year of a date, the scale of a number."""
    kept: list[Token] = []
    for token in tokens:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _scale_ranges(text: str, tokens: list[Token], range_: re.Pattern[str]) -> Iterator[Token]:
    """Add readings to the first number of a range: `5 to 8 billion` may be 5 billion."""
    for token, following in zip(tokens, (*tokens[1:], None), strict=False):
        readings = token.readings
        if following and range_.fullmatch(text, token.end, following.start):
            readings += tuple(_scaled_readings(token, {following.factor} - {1}))
        yield token._replace(readings=readings)


def _scaled_readings(token: Token, factors: Iterable[int]) -> Iterator[Reading]:
    """Yield the readings of a number without a scale, multiplied by each factor."""
    if token.factor != 1:
        return
    for reading in token.readings:
        if len(reading) == 1 and isinstance(reading[0], Decimal):
            yield from ((reading[0] * factor,) for factor in factors)
