"""The figures in a text: numbers, years and dates, whichever way they are written.

A figure is compared by what it means. What it may mean are its `readings`: `150 000` is one number
or, seldom, two. A reading is the atoms that must all be found: a number (a `Decimal`), a `Date`, or
a `Decade`. Units and currencies are not compared, nor signs: `$34 billion` is the number
34,000,000,000.

Words are read in English; digits of any script are digits.

Figures that a text asserts, and those that another mentions: are the ones among the others?
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from attrs import frozen

from argmap.sources import number_scanners
from argmap.sources.normalize import ALIKE
from argmap.sources.number_scanners import Atom, Date, Decade, Reading, Token
from argmap.text import Span

_RANGE = re.compile(r" ?(?:-|to|and|or|nor|and a) ?[$€£¥]?", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c]")  # notes, and powers of what is counted
_BEFORE = re.compile(r"(?:[A-Z]{1,3}\$|[$€£¥]|\b[A-Z]{1,6}-) ?$")
_MOST_BEFORE = 8
_BEHIND = re.compile(r" ?(?:%|percent\b|per cent\b)")
_DECADE = 10


@frozen
class NumberMention:
    """A number or a date in a text: where it stands with its sign or unit, what it may mean."""

    span: Span
    readings: tuple[Reading, ...]


@frozen(eq=False, repr=False)
class MentionedNumbers:
    """All numbers and dates of a text."""

    numbers: frozenset[Decimal] = frozenset()
    decades: frozenset[int] = frozenset()
    dates: tuple[Date, ...] = ()

    def mentions(self, figure: NumberMention) -> bool:
        """Whether the text says what the figure says, in any of its readings."""
        return any(all(map(self._has, reading)) for reading in figure.readings)

    def _has(self, atom: Atom) -> bool:
        if isinstance(atom, Decimal):
            return atom in self.numbers or atom in self.decades
        if isinstance(atom, Decade):
            years = range(atom.first, atom.first + _DECADE)
            return atom.first in self.decades or any(year in self.numbers for year in years)
        return any(self._agrees(atom, date) for date in self.dates)

    def _agrees(self, wanted: Date, date: Date) -> bool:
        """Whether a date says at least as much; its year may stand elsewhere in the text."""
        if date.month != wanted.month or wanted.day not in (None, date.day):
            return False
        if wanted.year is None or date.year is None:
            return wanted.year is None or Decimal(wanted.year) in self.numbers
        return wanted.year == date.year


def asserted_numbers(text: str) -> list[NumberMention]:
    """Return the figures that an author puts forward in a text, in order.

    Number words are read in English.

    Words that only point at a number (`both`, `the three`, `first`, a lone `one`) are none. Beside
    a number of millions another may leave the word out: `19 million, against 10 the year before`.
    """
    tokens = [token for token in _tokens(text) if not token.is_loose]
    factors = sorted({token.factor for token in tokens} - {1})
    return [
        NumberMention(_whole(text, token), (*token.readings, *_elided(token, factors)))
        for token in tokens
    ]


def mentioned_numbers(text: str) -> MentionedNumbers:
    """Return every number and date that somebody could find in a text."""
    atoms: dict[Atom, None] = {}
    for token in _tokens(text):
        for reading in (*token.readings, token.also):
            atoms.update(dict.fromkeys(reading))
    return MentionedNumbers(
        frozenset(atom for atom in atoms if isinstance(atom, Decimal)),
        frozenset(atom.first for atom in atoms if isinstance(atom, Decade)),
        tuple(atom for atom in atoms if isinstance(atom, Date)),
    )


def _whole(text: str, token: Token) -> Span:
    """Return where a figure stands with what belongs to it: `$34 billion`, `40 percent`, `F-16`."""
    before = _BEFORE.search(text[max(0, token.start - _MOST_BEFORE) : token.start])
    after = _BEHIND.match(text, token.end)
    return Span(
        token.start - len(before[0]) if before else token.start, after.end() if after else token.end
    )


def _tokens(text: str) -> list[Token]:
    prepared = _prepared(text)
    scanned = (
        *number_scanners.scan_dates(prepared),
        *number_scanners.scan_numerals(prepared),
        *number_scanners.scan_number_words(prepared),
    )
    return list(_ranges(prepared, _apart(sorted(scanned, key=lambda token: token.start))))


def _prepared(text: str) -> str:
    """Return the text with blanks, dashes and quotes of one kind, character for character."""
    return _SPACE.sub(" ", _RAISED.sub(" ", text.translate(ALIKE)))


def _apart(tokens: Iterable[Token]) -> list[Token]:
    """Leave out what overlaps with a token before it: the year of a date, the scale of a number."""
    kept: list[Token] = []
    for token in tokens:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    return kept


def _ranges(text: str, tokens: list[Token]) -> Iterator[Token]:
    """`5 to 8 billion`: the first of two may be billions as well."""
    for token, following in zip(tokens, (*tokens[1:], None), strict=False):
        readings = token.readings
        if following and _RANGE.fullmatch(text, token.end, following.start):
            readings += tuple(_elided(token, {following.factor} - {1}))
        yield token._replace(readings=readings)


def _elided(token: Token, factors: Iterable[int]) -> Iterator[Reading]:
    if token.factor != 1:
        return
    for reading in token.readings:
        if len(reading) == 1 and isinstance(reading[0], Decimal):
            yield from ((reading[0] * factor,) for factor in factors)


__all__ = ["MentionedNumbers", "NumberMention", "asserted_numbers", "mentioned_numbers"]
