"""Scanner for numbers in digits: `150,000`, `150 000`, `$34 billion`, `40 %`, `1960s`, `F-16`.

Where a notation is ambiguous, as `1.234` between languages, a number has a reading for each
meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from argmap.sources.number_language import NumberLanguage, alternatives
from argmap.sources.number_tokens import Atom, Decade, Reading, Token, fraction_values

_VULGAR_FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8)}
_YEAR = re.compile(r"\d{4}")
_CENTURY = 1900  # of decades without a century, such as `the 60s`
_TWO_DIGIT_DECADES = range(20, 100, 10)
_MAX_PREFIX_LENGTH = 40

# The number of a note is at the end of a sentence: after the full stop of a word, `plants.5`, or of
# a number, `in 2022.14`, which then looks like a decimal number.
_AFTER_A_WORD = re.compile(r"""[^\W\d_]['")\]]?[.,;:!?]['")\]]*$|(?<=\S)['")\]][.,;:!?]?$""")
_SENTENCE_ENDS = re.compile(r"""['")\]]*(?:\s+['"(\[]?[A-ZÀ-ÖØ-ÞĞİŞ]|\s*$)""")
_MAX_NOTE_DIGITS = 3

_FRACTION = re.compile(r"(?<![\w/.,])(\d{1,2})/(\d{1,2})(?![\w/]|[.,]\d)")


class _Notation:
    """The patterns of numbers in digits in one language."""

    def __init__(self, language: NumberLanguage) -> None:
        self.language = language
        self.factors = dict(language.factors)
        self.abbreviations = dict(language.values("abbreviated_scales"))
        self.decade_suffixes = language.lowercase_words["decade_suffixes"]
        self.decade_prefixes = tuple(f"{w} " for w in language.lowercase_words["decade_prefixes"])
        suffixes = (*self.decade_suffixes, *language.lowercase_words["digit_suffixes"])
        scales = alternatives(self.factors)
        self.numeral = re.compile(
            rf"""
            (?<!\d)(?<!\d[.,])
            (?: (?P<comma>\d{{1,3}}(?:,\d{{3}}){{1,6}}(?:\.\d{{1,12}})?)
              | (?P<dot>\d{{1,3}}(?:\.\d{{3}}){{1,6}}(?:,\d{{1,12}})?)
              | (?P<blank>\d{{1,3}}(?:[ ']\d{{3}}){{1,6}}(?:[.,]\d{{1,12}})?)
              | (?P<plain>\d{{1,18}}(?:[.,]\d{{1,12}})?)
            )(?!\d)
            (?P<suffix>(?:{alternatives(suffixes)})(?!\w))?
            (?P<vulgar>[ ]?[{"".join(_VULGAR_FRACTIONS)}])?
            (?P<scales>(?:[ -]?(?:{scales})(?!\w)){{1,2}})?
            """,
            re.IGNORECASE | re.VERBOSE,
        )
        self._scale = re.compile(scales, re.IGNORECASE)

    def scales(self, match: re.Match[str]) -> tuple[str, ...]:
        """Return the scales after the digits, in lower case."""
        written = match["scales"]
        return tuple(map(self.language.lower, self._scale.findall(written))) if written else ()

    def factor(self, match: re.Match[str]) -> int:
        """Return the product of the scales after the digits; 1 if there are none."""
        factor = 1
        for scale in self.scales(match):
            factor *= self.factors[scale]
        return factor


@lru_cache(maxsize=16)
def _notation(language: NumberLanguage) -> _Notation:
    return _Notation(language)


def scan_numerals(text: str, language: NumberLanguage) -> Iterator[Token]:
    """Yield the numbers in digits, except the numbers of notes."""
    yield from _fractions(text)
    notation = _notation(language)
    matches = list(notation.numeral.finditer(text))
    for index, match in enumerate(matches):
        if _is_note(text, match):
            continue
        readings = list(_readings(text, match, notation))
        if index and text[matches[index - 1].end() : match.start()] == "-":
            readings += _short_year(matches[index - 1], match)
        yield Token(
            match.start(),
            match.end(),
            tuple(dict.fromkeys(readings)),
            notation.factor(match),
            also=(*_number_before_note(text, match), *_years_of_decade(readings)),
        )


# ---- Values -------------------------------------------------------------------------------------


def _readings(text: str, match: re.Match[str], notation: _Notation) -> Iterator[Reading]:
    values = _values(match, has_decimal_comma=notation.language.has_decimal_comma)
    if match["vulgar"]:
        over, under = _VULGAR_FRACTIONS[match["vulgar"].strip()]
        values = [value + Decimal(over) / under for value in values]
    decade = _decade(text, match, values[0], notation)
    if decade is not None:
        yield (decade,)
        if _YEAR.fullmatch(match["plain"] or ""):
            return
    factor = notation.factor(match)
    for value in values:
        yield (value * factor,)
    if any(scale in notation.abbreviations for scale in notation.scales(match)):
        yield from ((value,) for value in values)  # `m` may mean meters
    if match["blank"] and "'" not in match["blank"]:  # or several numbers in a row
        yield tuple(Decimal(part.replace(",", ".")) for part in match["blank"].split())


def _values(match: re.Match[str], *, has_decimal_comma: bool) -> list[Decimal]:
    """Return the possible values of the digits, the most likely first."""
    if match["plain"]:
        return [Decimal(match["plain"].replace(",", "."))]
    if match["blank"]:
        return [Decimal(re.sub("[ ']", "", match["blank"]).replace(",", "."))]
    if match["comma"]:
        digits: str = match["comma"]
        joined = Decimal(digits.replace(",", ""))
        may_be_decimal = has_decimal_comma and digits.count(",") == 1 and "." not in digits
        return [Decimal(digits.replace(",", ".")), joined] if may_be_decimal else [joined]
    digits = match["dot"]
    joined = Decimal(digits.replace(".", "").replace(",", "."))
    may_be_decimal = digits.count(".") == 1 and "," not in digits
    return [joined, Decimal(digits)] if may_be_decimal else [joined]


def _fractions(text: str) -> Iterator[Token]:
    """Yield the fractions in digits: `2/3`, `½`; a text does not assert the latter."""
    for match in _FRACTION.finditer(text):
        numerator, denominator = Decimal(match[1]), int(match[2])
        if 0 < numerator < denominator:
            values = fraction_values(numerator, denominator)
            readings = ((numerator, Decimal(denominator)), *((value,) for value in values))
            also = (numerator, Decimal(denominator))
            yield Token(match.start(), match.end(), readings, also=also)
    for match in re.finditer(f"[{''.join(_VULGAR_FRACTIONS)}]", text):
        over, under = _VULGAR_FRACTIONS[match[0]]
        readings = tuple((value,) for value in fraction_values(Decimal(over), under))
        parts = (Decimal(over), Decimal(under))
        yield Token(match.start(), match.end(), readings, is_asserted=False, also=parts)


# ---- Decades and years --------------------------------------------------------------------------


def _decade(text: str, match: re.Match[str], value: Decimal, notation: _Notation) -> Decade | None:
    """Return the decade of `1960s`, `60s` or `années 60`."""
    if not match["plain"] or value % 10:
        return None
    if match["suffix"]:
        if notation.language.lower(match["suffix"]) not in notation.decade_suffixes:
            return None
    elif not _has_decade_prefix(text, match, notation):
        return None
    if _YEAR.fullmatch(match["plain"]):
        return Decade(int(value))
    return Decade(_CENTURY + int(value)) if int(value) in _TWO_DIGIT_DECADES else None


def _has_decade_prefix(text: str, match: re.Match[str], notation: _Notation) -> bool:
    if not notation.decade_prefixes:
        return False
    before = text[max(0, match.start() - _MAX_PREFIX_LENGTH) : match.start()].rstrip("'")
    return notation.language.lower(before).endswith(notation.decade_prefixes)


def _years_of_decade(readings: list[Reading]) -> tuple[Atom, ...]:
    return tuple(
        Decimal(atom.first % 100)
        for reading in readings
        for atom in reading
        if isinstance(atom, Decade)
    )


def _short_year(previous: re.Match[str], match: re.Match[str]) -> list[Reading]:
    """Return the reading of `15` in `2014-15` as a year of the same century, if it has one."""
    first, second = previous["plain"] or "", match["plain"] or ""
    if not _YEAR.fullmatch(first) or not re.fullmatch(r"\d\d", second):
        return []
    return [(Decimal(first[:2] + second),)]


# ---- Notes --------------------------------------------------------------------------------------


def _is_note(text: str, match: re.Match[str]) -> bool:
    if not match["plain"] or match["scales"] or match["suffix"]:
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
    if not point or match["scales"] or match["suffix"] or len(note) > _MAX_NOTE_DIGITS:
        return ()
    return (Decimal(integer),) if _SENTENCE_ENDS.match(text, match.end()) else ()
