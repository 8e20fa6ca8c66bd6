"""Scanners for numbers and dates in a text.

- Words: `three`, `thirty-five`, `a hundred and fifty thousand`, `both`.
- Digits: `150,000`, `150 000`, `$34 billion`, `40 %`, `1960s`, `15th`, `F-16`.
- Dates: `24 February 2022`, `February 24, 2022`, `February 2022`, `2022-02-24`, `24.02.2022`.

The scanners expect a text with spaces, dashes and quotes of one kind (`argmap.sources.numbers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple


class Date(NamedTuple):
    """A calendar date, or the known part of one: `February 2022`, `24 February`."""

    year: int | None
    month: int
    day: int | None


class Decade(NamedTuple):
    """`1960s`: any year from ``first`` to ``first`` + 9."""

    first: int


Atom = Decimal | Date | Decade
Reading = tuple[Atom, ...]
"""Atoms that a text must all contain."""


class Token(NamedTuple):
    """A number or date in a text.

    Attributes:
        start: The offset of its first character.
        end: The offset after its last character.
        readings: Its possible meanings, the most likely first.
        factor: The factor of its scale (`million`); 1 without a scale.
        is_asserted: Whether the text asserts the number. Words such as `both` or `first` mention a
            number, but the author does not claim it.
        also: Further numbers that it mentions, such as the year of a date.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    factor: int = 1
    is_asserted: bool = True
    also: tuple[Atom, ...] = ()


# ---- Words --------------------------------------------------------------------------------------

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
"""Words that multiply the preceding number."""


def _number_words(words: str, start: int, step: int = 1) -> dict[str, int]:
    return {word: start + step * index for index, word in enumerate(words.split())}


_ONES = _number_words("zero one two three four five six seven eight nine", 0)
_TEENS = _number_words(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
)
_TENS = _number_words("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_SMALL = _ONES | _TEENS | _TENS
_ORDINALS = (
    _number_words("first second third fourth fifth sixth seventh eighth ninth tenth", 1)
    | _number_words("eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth", 11)
    | _number_words("eighteenth nineteenth", 18)
    | {word.removesuffix("y") + "ieth": value for word, value in _TENS.items()}
)
_PERIODS = {"decade": 10, "century": 100, "centurie": 100, "dozen": 12}
"""Units of counting, without a plural s; a preceding number is multiplied: two decades are 20."""

_NOT_ASSERTED: Mapping[str, tuple[float, ...]] = (
    dict.fromkeys(("both", "twice", "double", "doubled", "pair", "couple"), (2,))
    | {"once": (1,), "triple": (3,), "tripled": (3,)}
    | {"half": (0.5, 50), "halve": (0.5, 50), "quarter": (0.25, 25)}
    | {word: (value,) for word, value in (_PERIODS | _ORDINALS).items()}
)
"""Words that mention a number without asserting it, with its possible values."""

_IDIOMATIC = {"zero", "one"}
"""Words that alone are often part of an idiom or a pronoun (zero-sum, no one)."""


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = f"(?:{_alternatives([*_SMALL, *SCALES])})"
_PHRASE = re.compile(rf"\b{_WORD}(?:(?:[ -]| and ){_WORD})*\b", re.IGNORECASE)
_PERIOD = re.compile(rf"[ -]({_alternatives(_PERIODS)})s?\b", re.IGNORECASE)
_SINGLE = re.compile(rf"\b({_alternatives(_NOT_ASSERTED)})s?\b", re.IGNORECASE)
# After these words a number only refers to things that were counted before.
_DEFINITE = re.compile(
    r"\b(?:the|these|those|all|any|both|other|its|his|her|our|their) $", re.IGNORECASE
)
_INDEFINITE_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)
_MAX_NUMBER_WORDS = 12  # of one number
_PRECEDING_LENGTH = 8  # characters in which a preceding word is searched


class _Number(NamedTuple):
    start: int
    end: int
    value: int
    factor: int
    words: tuple[str, ...]


def scan_number_words(text: str) -> Iterator[Token]:
    """Yield the numbers in words, also those that are not asserted (`both`, `third`)."""
    for phrase in _PHRASE.finditer(text):
        numbers = list(_compose(phrase))
        for number in numbers:
            readings: list[Reading] = [(Decimal(number.value),)]
            if period := _PERIOD.match(text, number.end):
                readings.append((Decimal(number.value * _PERIODS[period[1].lower()]),))
            yield Token(
                number.start,
                number.end,
                tuple(readings),
                number.factor,
                is_asserted=_is_asserted(text, number),
            )
    for match in _SINGLE.finditer(text):
        values = _NOT_ASSERTED[match[1].lower()]
        readings = [(Decimal(str(value)),) for value in values]
        yield Token(match.start(), match.end(), tuple(readings), is_asserted=False)


def _is_asserted(text: str, number: _Number) -> bool:
    before = text[max(0, number.start - _PRECEDING_LENGTH) : number.start]
    if len(number.words) == 1 and number.words[0] in SCALES:
        return _INDEFINITE_ARTICLE.search(before) is not None
    if len(number.words) == 1 and number.words[0] in _IDIOMATIC:
        return False
    return number.factor != 1 or _DEFINITE.search(before) is None


def _compose(phrase: re.Match[str]) -> Iterator[_Number]:
    """Yield the numbers that consecutive number words form; mostly it is only one."""
    words: list[re.Match[str]] = []
    for word in re.finditer(r"[A-Za-z]+", phrase[0]):
        if word[0].lower() == "and":
            continue
        if words and not _continues(words[-1][0].lower(), word[0].lower(), len(words)):
            yield _number(phrase.start(), words)
            words = []
        words.append(word)
    yield _number(phrase.start(), words)


def _continues(last: str, word: str, count: int) -> bool:
    """Whether ``word`` belongs to the same number as ``last``, as `five` in `thirty-five`."""
    if count == _MAX_NUMBER_WORDS:
        return False
    if word in SCALES:
        return True
    if last in SCALES:
        return word in _SMALL
    return last in _TENS and word in _ONES and word != "zero"


def _number(offset: int, words: list[re.Match[str]]) -> _Number:
    lowercase = tuple(word[0].lower() for word in words)
    total = current = 0
    factor = 1
    for word in lowercase:
        if word not in SCALES:
            current += _SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * SCALES[word]
        else:
            factor = SCALES[word]
            total += max(current, 1) * factor
            current = 0
    start, end = offset + words[0].start(), offset + words[-1].end()
    return _Number(start, end, total + current, factor, lowercase)


# ---- Digits -------------------------------------------------------------------------------------

_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9} | {
    "bcm": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
"""Abbreviated scales. `m` may also mean meters, so the number itself is a reading, too."""

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

# The number of a note is at the end of a sentence: after the full stop of a word, `plants.5`, or of
# a number, `in 2022.14`, which then looks like a decimal number.
_AFTER_A_WORD = re.compile(r"""[^\W\d_]['")\]]?[.,;:!?]['")\]]*$|['")\]][.,;:!?]?$""")
_SENTENCE_ENDS = re.compile(r"""['")\]]*(?:\s+['"(\[]?[A-Z]|\s*$)""")
_MAX_NOTE_DIGITS = 3


def scan_numerals(text: str) -> Iterator[Token]:
    """Yield the numbers in digits, except the numbers of notes."""
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
            also=_number_before_note(text, match),
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
    if match["blank"] and "'" not in match["blank"]:  # or several numbers in a row
        yield tuple(Decimal(part.replace(",", ".")) for part in match["blank"].split())


def _values(match: re.Match[str]) -> list[Decimal]:
    """Return the possible values of the digits, the most likely first."""
    if match["plain"]:
        return [Decimal(match["plain"].replace(",", "."))]
    if match["comma"]:
        return [Decimal(match["comma"].replace(",", ""))]
    if match["blank"]:
        return [Decimal(re.sub("[ ']", "", match["blank"]).replace(",", "."))]
    digits: str = match["dot"]
    joined = Decimal(digits.replace(".", "").replace(",", "."))
    may_be_decimal = digits.count(".") == 1 and "," not in digits
    return [joined, Decimal(digits)] if may_be_decimal else [joined]


def _short_year(previous: re.Match[str], match: re.Match[str]) -> list[Reading]:
    """Return the reading of `15` in `2014-15` as a year of the same century, if it has one."""
    first, second = previous["plain"] or "", match["plain"] or ""
    if not _YEAR.fullmatch(first) or not re.fullmatch(r"\d\d", second):
        return []
    return [(Decimal(first[:2] + second),)]


def _is_note(text: str, match: re.Match[str]) -> bool:
    if not match["plain"] or match["scale"] or match["suffix"]:
        return False
    before = text[max(0, match.start() - 4) : match.start()]
    return (
        match.end() - match.start() <= _MAX_NOTE_DIGITS
        and _AFTER_A_WORD.search(before) is not None
        and _SENTENCE_ENDS.match(text, match.end()) is not None
    )


def _number_before_note(text: str, match: re.Match[str]) -> tuple[Atom, ...]:
    """Return 2022 for `2022.14`, which may be a decimal number, or a number with a note."""
    integer, point, note = (match["plain"] or "").replace(",", ".").partition(".")
    if not point or match["scale"] or match["suffix"] or len(note) > _MAX_NOTE_DIGITS:
        return ()
    return (Decimal(integer),) if _SENTENCE_ENDS.match(text, match.end()) else ()


# ---- Dates --------------------------------------------------------------------------------------

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_FULL_NAMES = {name: number for number, name in enumerate(_MONTHS, 1)}
_MONTH_NUMBERS = (
    _FULL_NAMES | {name[:3]: number for name, number in _FULL_NAMES.items()} | {"Sept": 9}
)
_MONTH = rf"(?P<month>{_alternatives(_MONTH_NUMBERS)})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR_OF_DATE = r"(?P<year>\d{4})"

_DATE_PATTERNS = tuple(
    re.compile(rf"(?<![\w.-]){pattern}(?!\d)", re.VERBOSE)
    for pattern in (
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
    """Yield the dates, by notation; of overlapping dates, the first one counts."""
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(text):
            date = _date(match)
            if date is not None:
                yield Token(match.start(), match.end(), ((date,),), also=_year_and_day(date))
    yield from _years_and_months(text)
    yield from _dates_with_slashes(text)


def _date(match: re.Match[str]) -> Date | None:
    """Return the date of a match, or None if it is not valid."""
    parts = match.groupdict()
    month = _MONTH_NUMBERS[parts["month"]] if parts.get("month") else int(parts["number"])
    day = int(parts["day"]) if parts.get("day") else None
    return _valid(Date(int(parts["year"]) if parts.get("year") else None, month, day))


def _valid(date: Date) -> Date | None:
    is_day = date.day is None or 1 <= date.day <= 31  # noqa: PLR2004
    return date if 1 <= date.month <= 12 and is_day else None  # noqa: PLR2004


def _year_and_day(date: Date) -> tuple[Atom, ...]:
    return tuple(Decimal(part) for part in (date.year, date.day) if part is not None)


def _years_and_months(text: str) -> Iterator[Token]:
    """Yield dates such as `2022-02`: February or, rarely, the years 2022 to 2002."""
    for match in _YEAR_AND_MONTH.finditer(text):
        year, month = int(match["year"]), int(match["number"])
        years = (Decimal(year), Decimal(year // 100 * 100 + month))
        readings: tuple[Reading, ...] = ((Date(year, month, None),), years)
        yield Token(match.start(), match.end(), readings)


def _dates_with_slashes(text: str) -> Iterator[Token]:
    """Yield dates with slashes; `03/04/2022` has two readings."""
    for match in _SLASHED.finditer(text):
        first, second, year = map(int, match.groups())
        dates = [_valid(Date(year, second, first)), _valid(Date(year, first, second))]
        readings = tuple((date,) for date in dates if date is not None)
        if readings:
            also = _year_and_day(Date(year, 1, None))
            yield Token(match.start(), match.end(), readings, also=also)
