"""Numbers in digits: `150,000`, `150 000`, `$34 billion`, `40 %`, `1960s`, `15th`, `F-16`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from argmap.sources.figures.atoms import SCALES, Atom, Decade, Reading, Token

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


def scan(text: str) -> Iterator[Token]:
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
