"""Scanner for dates: `24 February 2022`, `24. Februar`, `2022-02-24`, `24.02.2022`, `24/2/22`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from argmap.sources.number_language import NumberLanguage, alternatives
from argmap.sources.number_tokens import Atom, Date, Reading, Token

_DAY = r"(?P<day>\d{1,2})(?:(?:st|nd|rd|th|er|º|ª|°|e)(?!\w)|\.)?"
_YEAR = r"(?P<year>\d{4})"
_BEFORE = r"(?<![\w.-])"
_ISO = re.compile(rf"{_BEFORE}{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)")
_DOTTED = re.compile(
    rf"{_BEFORE}(?P<day>\d\d?)\.[ ]?(?P<number>\d\d?)\.[ ]?(?P<year>\d{{4}}|\d\d)(?!\d|[.,]\d)"
)
_DOTTED_WITHOUT_YEAR = re.compile(rf"{_BEFORE}(\d\d?)\.[ ]?(\d\d?)\.(?!\d)")
_YEAR_AND_MONTH = re.compile(rf"{_BEFORE}{_YEAR}-(?P<number>0[1-9]|1[0-2])(?![\w-])")
_SLASHED = re.compile(r"(?<![\w/])(\d\d?)/(\d\d?)/(\d{4})(?![\w/])")
_HYPHENATED = re.compile(rf"{_BEFORE}(\d\d?)-(\d\d?)-(\d{{4}})(?![\w-])")
_CENTURIES = (2000, 1900)
_SHORT_YEAR = 100


class _Notation:
    """The patterns of dates with the names of months in one language."""

    def __init__(self, language: NumberLanguage) -> None:
        self.language = language
        # English capitalizes its months: `may` and `march` are also verbs.
        is_capitalized = all(name[0].isupper() for name in language.months)
        names = language.months
        self.lowercase_months = {language.lower(name): month for name, month in names.items()}
        ignore = "" if is_capitalized else "i"
        month = rf"(?{ignore}:(?P<month>{alternatives(names)}))(?!\w)\.?"
        of = rf"(?:(?:{alternatives(language.words('date_of'))})[ ])?"
        separator = rf",?[ ]{of}"
        first = alternatives(language.spellings(language.words("first_day")))
        day = rf"(?:{_DAY}|(?P<first>(?:{first})))"
        between = rf"[ ]?(?:-|(?:{alternatives(language.words('range'))})(?=[ ]))[ ]?"
        start = rf"(?P<from>\d{{1,2}})\.?{between}"
        patterns = [
            rf"(?:{start})?{day}(?:[ ]|(?<=\.)){of}{month}(?:{separator}{_YEAR})?",
            rf"{month}{separator}{_YEAR}",
        ]
        if language.has("month_first"):
            patterns.append(rf"{month}[ ]{_DAY}\b(?:,?[ ]{of}{_YEAR})?")
        self.patterns = [re.compile(rf"{_BEFORE}{pattern}(?!\d)") for pattern in patterns]

    def month(self, name: str) -> int:
        """Return the number of a month."""
        return self.lowercase_months[self.language.lower(name)]


@lru_cache(maxsize=16)
def _notation(language: NumberLanguage) -> _Notation:
    return _Notation(language)


def scan_dates(text: str, language: NumberLanguage) -> Iterator[Token]:
    """Yield the dates, by notation; of overlapping dates, the first one counts."""
    yield from _dates_in_digits(text)
    notation = _notation(language)
    for pattern in notation.patterns:
        for match in pattern.finditer(text):
            yield from _date_with_month_name(match, notation)
    yield from _years_and_months(text)
    for pattern in (_SLASHED, _HYPHENATED):
        yield from _dates_in_either_order(pattern, text)
    if language.has_decimal_comma:
        yield from _dates_without_year(text)


def _date_with_month_name(match: re.Match[str], notation: _Notation) -> Iterator[Token]:
    parts = match.groupdict()
    day = int(parts["day"]) if parts.get("day") else 1 if parts.get("first") else None
    year = int(parts["year"]) if parts["year"] else None
    date = _valid(Date(year, notation.month(parts["month"]), day))
    if date is None:
        return
    reading: Reading = (date,)
    if parts.get("from") and (first := _valid(date._replace(day=int(parts["from"])))):
        reading = (first, date)
    also = tuple(atom for part in reading for atom in (part, *_year_and_day(part)))
    yield Token(match.start(), match.end(), (reading,), also=also)


def _valid(date: Date) -> Date | None:
    is_day = date.day is None or 1 <= date.day <= 31  # noqa: PLR2004
    return date if 1 <= date.month <= 12 and is_day else None  # noqa: PLR2004


def _year_and_day(date: Atom) -> tuple[Atom, ...]:
    assert isinstance(date, Date)
    return tuple(Decimal(part) for part in (date.year, date.day) if part is not None)


# ---- Digits -------------------------------------------------------------------------------------


def _dates_in_digits(text: str) -> Iterator[Token]:
    for pattern in (_ISO, _DOTTED):
        for match in pattern.finditer(text):
            year, month, day = (int(match[name]) for name in ("year", "number", "day"))
            years = [year]
            if len(match["year"]) == 2:  # noqa: PLR2004
                years = [century + year for century in _CENTURIES]
            dates = [date for y in years if (date := _valid(Date(y, month, day)))]
            if dates:
                readings = tuple((date,) for date in dates)
                also = tuple(atom for date in dates for atom in _year_and_day(date))
                yield Token(match.start(), match.end(), readings, also=also)


def _dates_without_year(text: str) -> Iterator[Token]:
    """Yield dates such as `24.2.`; it may also be a number at the end of a sentence."""
    for match in _DOTTED_WITHOUT_YEAR.finditer(text):
        if date := _valid(Date(None, int(match[2]), int(match[1]))):
            digits = (Decimal(match[1]), Decimal(match[2]))
            readings: tuple[Reading, ...] = ((date,), (Decimal(f"{match[1]}.{match[2]}"),), digits)
            yield Token(match.start(), match.end(), readings, also=digits)


def _years_and_months(text: str) -> Iterator[Token]:
    """Yield dates such as `2022-02`: February or, rarely, the years 2022 to 2002."""
    for match in _YEAR_AND_MONTH.finditer(text):
        year, month = int(match["year"]), int(match["number"])
        years = (Decimal(year), Decimal(year // _SHORT_YEAR * _SHORT_YEAR + month))
        readings: tuple[Reading, ...] = ((Date(year, month, None),), years)
        yield Token(match.start(), match.end(), readings)


def _dates_in_either_order(pattern: re.Pattern[str], text: str) -> Iterator[Token]:
    """Yield dates whose day may come first or second; `03/04/2022` has two readings."""
    for match in pattern.finditer(text):
        first, second, year = map(int, match.groups())
        dates = [_valid(Date(year, second, first)), _valid(Date(year, first, second))]
        readings = tuple((date,) for date in dates if date is not None)
        if readings:
            also = _year_and_day(Date(year, 1, None))
            yield Token(match.start(), match.end(), readings, also=also)
