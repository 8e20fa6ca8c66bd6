"""What figures are made of, and what a scanner finds in a text.

Numbers in English words: `three`, `thirty-five`, `a hundred and fifty thousand`, `both`.

Numbers in digits: `150,000`, `150 000`, `$34 billion`, `40 %`, `1960s`, `15th`, `F-16`.

Dates: `24 February 2022`, `February 24, 2022`, `February 2022`, `2022-02-24`, `24.02.2022`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple


class Date(NamedTuple):
    """A calendar date, or the part of one that is said: `February 2022`, `24 February`."""

    year: int | None
    month: int
    day: int | None


class Decade(NamedTuple):
    """`1960s`: any year from ``first`` to ``first`` + 9."""

    first: int


Atom = Decimal | Date | Decade
Reading = tuple[Atom, ...]
"""Atoms that a text must all hold to say the same."""


class Token(NamedTuple):
    """A figure as it stands in a text, at ``start`` to ``end`` in code points.

    ``readings`` are what it may mean, the likeliest first. ``factor`` is what a scale (`million`)
    multiplies it by, 1 without. ``is_loose`` tells a word such as `both` or `first`, which gives a
    number only to one who looks for it; ``also`` are numbers it mentions besides, such as the year
    of a date.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    factor: int = 1
    is_loose: bool = False
    also: tuple[Atom, ...] = ()


SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
"""Words that multiply the number before them."""


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


def scan_number_words(text: str) -> Iterator[Token]:
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


_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9} | {
    "bcm": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
"""Abbreviations. `m` may also be metres: the number by itself is a reading of theirs as well."""

_FACTORS = SCALES | _SHORT_SCALES

_NUMERAL = re.compile(
    r"""
    (?<!\d)(?<!\d[.,])
    (?: (?P<comma>\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,12})?)
      | (?P<dot>\d{1,3}(?:\.\d{3}){1,6}(?:,\d{1,12})?)
      | (?P<blank>\d{1,3}(?:[ ']\d{3}){1,6}(?:[.,]\d{1,12})?)
      | (?P<plain>\d{1,18}(?:[.,]\d{1,12})?)
    )(?!\d)
    (?P<suffix>(?:st|nd|rd|th|'?s)\b)?
    (?:[ -]?(?P<scale>"""
    + "|".join(_FACTORS)
    + r""")s?\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_YEAR = re.compile(r"\d{4}")

# A note's number stands at a sentence's end: behind the word's full stop, `plants.5`, or behind a
# number's, `in 2022.14`, which then looks like a decimal.
_BEHIND_A_WORD = re.compile(r"""[^\W\d_]['")\]]?[.,;:!?]['")\]]*$|['")\]][.,;:!?]?$""")
_SENTENCE_ENDS = re.compile(r"""['")\]]*(?:\s+['"(\[]?[A-Z]|\s*$)""")
_MOST_NOTES = 3  # digits of a note's number


def scan_numerals(text: str) -> Iterator[Token]:
    """Yield the numbers in digits of a prepared text, those of notes left out."""
    matches = list(_NUMERAL.finditer(text))
    for index, match in enumerate(matches):
        if _is_note(text, match):
            continue
        readings = list(_readings(match))
        if index and text[matches[index - 1].end() : match.start()] == "-":
            readings += _short_year(matches[index - 1], match)
        yield Token(
            match.start(),
            match.end(),
            tuple(dict.fromkeys(readings)),
            _factor(match),
            also=_before_note(text, match),
        )


def _factor(match: re.Match[str]) -> int:
    return _FACTORS[match["scale"].lower()] if match["scale"] else 1


def _readings(match: re.Match[str]) -> Iterator[Reading]:
    values = _values(match)
    suffix = (match["suffix"] or "").lower()
    if suffix.endswith("s") and _YEAR.fullmatch(match["plain"] or "") and values[0] % 10 == 0:
        yield (Decade(int(values[0])),)
        return
    factor = _factor(match)
    for value in values:
        yield (value * factor,)
    if (match["scale"] or "").lower() in _SHORT_SCALES:
        yield (values[0],)
    if match["blank"] and "'" not in match["blank"]:  # numbers side by side, after all
        yield tuple(Decimal(part.replace(",", ".")) for part in match["blank"].split())


def _values(match: re.Match[str]) -> list[Decimal]:
    """Return what the digits say, the likeliest first."""
    if match["plain"]:
        return [Decimal(match["plain"].replace(",", "."))]
    if match["comma"]:
        return [Decimal(match["comma"].replace(",", ""))]
    if match["blank"]:
        return [Decimal(re.sub("[ ']", "", match["blank"]).replace(",", "."))]
    written: str = match["dot"]
    joined = Decimal(written.replace(".", "").replace(",", "."))
    is_decimal_too = written.count(".") == 1 and "," not in written
    return [joined, Decimal(written)] if is_decimal_too else [joined]


def _short_year(previous: re.Match[str], match: re.Match[str]) -> list[Reading]:
    """`2014-15`: the second may be a year of the same century."""
    first, second = previous["plain"] or "", match["plain"] or ""
    if not _YEAR.fullmatch(first) or not re.fullmatch(r"\d\d", second):
        return []
    return [(Decimal(first[:2] + second),)]


def _is_note(text: str, match: re.Match[str]) -> bool:
    if not match["plain"] or match["scale"] or match["suffix"]:
        return False
    before = text[max(0, match.start() - 4) : match.start()]
    return (
        match.end() - match.start() <= _MOST_NOTES
        and _BEHIND_A_WORD.search(before) is not None
        and _SENTENCE_ENDS.match(text, match.end()) is not None
    )


def _before_note(text: str, match: re.Match[str]) -> tuple[Atom, ...]:
    """Return the number that a note stands behind, where what looks like a decimal may be both."""
    whole, point, note = (match["plain"] or "").replace(",", ".").partition(".")
    if not point or match["scale"] or match["suffix"] or len(note) > _MOST_NOTES:
        return ()
    return (Decimal(whole),) if _SENTENCE_ENDS.match(text, match.end()) else ()


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)}
_NAMES = _NUMBERS | {name[:3]: number for name, number in _NUMBERS.items()} | {"Sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR_OF_DATE = r"(?P<year>\d{4})"

_FORMS = tuple(
    re.compile(rf"(?<![\w.-]){form}(?!\d)", re.VERBOSE)
    for form in (
        rf"{_YEAR_OF_DATE}-(?P<number>\d\d)-(?P<day>\d\d)",
        rf"(?P<day>\d\d?)\.[ ]?(?P<number>\d\d?)\.[ ]?{_YEAR_OF_DATE}",
        rf"{_DAY}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR_OF_DATE})?",
        rf"{_MONTH}[ ]{_DAY}\b(?:,?[ ]{_YEAR_OF_DATE})?",
        rf"{_MONTH},?[ ](?:of[ ])?{_YEAR_OF_DATE}",
    )
)
_YEAR_AND_MONTH = re.compile(r"(?<![\w.-])(?P<year>\d{4})-(?P<number>0[1-9]|1[0-2])(?![\w-])")
_SLASHED = re.compile(r"(?<![\w/])(\d\d?)/(\d\d?)/(\d{4})(?![\w/])")


def scan_dates(text: str) -> Iterator[Token]:
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
