"""Dates: `24 February 2022`, `February 24, 2022`, `February 2022`, `2022-02-24`, `24.02.2022`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from argmap.sources.figures.atoms import Atom, Date, Reading, Token

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)}
_NAMES = _NUMBERS | {name[:3]: number for name, number in _NUMBERS.items()} | {"Sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"

_FORMS = tuple(
    re.compile(rf"(?<![\w.-]){form}(?!\d)", re.VERBOSE)
    for form in (
        rf"{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)",
        rf"(?P<day>\d\d?)\.[ ]?(?P<number>\d\d?)\.[ ]?{_YEAR}",
        rf"{_DAY}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR})?",
        rf"{_MONTH}[ ]{_DAY}\b(?:,?[ ]{_YEAR})?",
        rf"{_MONTH},?[ ](?:of[ ])?{_YEAR}",
    )
)
_YEAR_AND_MONTH = re.compile(r"(?<![\w.-])(?P<year>\d{4})-(?P<number>0[1-9]|1[0-2])(?![\w-])")
_SLASHED = re.compile(r"(?<![\w/])(\d\d?)/(\d\d?)/(\d{4})(?![\w/])")


def scan(text: str) -> Iterator[Token]:
    """Yield the dates of a prepared text; where two overlap, the form listed first comes first."""
    for form in _FORMS:
        for match in form.finditer(text):
            date = _date(match)
            if date is not None:
                yield Token(match.start(), match.end(), ((date,),), also=_mentioned(date))
    yield from _years_and_months(text)
    yield from _slashed(text)


def _date(match: re.Match[str]) -> Date | None:
    found = match.groupdict()
    month = _NAMES[found["month"]] if found.get("month") else int(found["number"])
    day = int(found["day"]) if found.get("day") else None
    return _valid(Date(int(found["year"]) if found.get("year") else None, month, day))


def _valid(date: Date) -> Date | None:
    is_day = date.day is None or 1 <= date.day <= 31  # noqa: PLR2004
    return date if 1 <= date.month <= 12 and is_day else None  # noqa: PLR2004


def _mentioned(date: Date) -> tuple[Atom, ...]:
    return tuple(Decimal(part) for part in (date.year, date.day) if part is not None)


def _years_and_months(text: str) -> Iterator[Token]:
    """`2022-02` is February, or seldom the years 2022 to 2002."""
    for match in _YEAR_AND_MONTH.finditer(text):
        year, month = int(match["year"]), int(match["number"])
        years = (Decimal(year), Decimal(year // 100 * 100 + month))
        readings: tuple[Reading, ...] = ((Date(year, month, None),), years)
        yield Token(match.start(), match.end(), readings)


def _slashed(text: str) -> Iterator[Token]:
    """`24/02/2022` and `02/24/2022` are one day; which `03/04/2022` is, nobody can tell."""
    for match in _SLASHED.finditer(text):
        one, two, year = map(int, match.groups())
        dates = [_valid(Date(year, two, one)), _valid(Date(year, one, two))]
        readings = tuple((date,) for date in dates if date is not None)
        if readings:
            also = _mentioned(Date(year, 1, None))
            yield Token(match.start(), match.end(), readings, also=also)
