"""Numbers in digits: `150,000`, `150 000`, `$34 billion`, `40 %`, `1960s`, `15th`, `F-16`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from argmap.sources.figures.atoms import Decade, Reading, Token, number

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
"""Words that multiply the number before them."""

_SHORT_SCALES = {
    **{"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9},
    **{"bcm": 10**9, "tn": 10**12, "trn": 10**12},
}
"""Abbreviations; `m` may also be metres, so that the number by itself is a reading as well."""

_NUMERAL = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:"
    r"(?P<grouped>\d{1,3}(?:(?P<sep>[ ,.'])\d{3})(?:(?P=sep)\d{3})*(?:[.,]\d{1,12})?)(?![\d])(?!,\d{3}(?!\d))"
    r"|(?P<plain>\d{1,18}(?:[.,]\d{1,12})?)"
    r")(?!\d)"
    r"(?P<suffix>(?:st|nd|rd|th)\b|'?s\b)?"
    rf"(?:[ -]?(?P<scale>{'|'.join((*SCALES, *_SHORT_SCALES))})s?\b(?!'))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r" ?(?:-|to|and|or) ?[$€£¥]?")
_FOOTNOTE = re.compile(r"[^\W\d_]['\")\]]?[.,;:!?]['\")\]]*$|['\")\]][.,;:!?]?['\")\]]*$")
_SENTENCE_END = re.compile(r"['\")\]]*(?:\s+['\"(\[]?[^\W\d_a-z]|\s*$)")
_YEAR = re.compile(r"\d{4}")


def scan(text: str) -> Iterator[Token]:
    """Yield the numbers in digits of a prepared text."""
    matches = [match for match in _NUMERAL.finditer(text) if not _is_footnote(text, match)]
    following = [*matches[1:], None]
    previous = None
    for match, after in zip(matches, following, strict=True):
        readings = [*_readings(text, match)]
        if after is not None and _BETWEEN.fullmatch(text, match.end(), after.start()):
            readings += _scaled_like(match, after)
        if previous is not None and text[previous.end() : match.start()] == "-":
            readings += _short_year(previous, match)
        yield Token(match.start(), match.end(), tuple(dict.fromkeys(readings)))
        previous = match


def _is_footnote(text: str, match: re.Match[str]) -> bool:
    """Whether it is a note's number, set right behind a word at the end of a sentence."""
    if not match["plain"] or match["suffix"] or match["scale"] or match.end("plain") > match.start() + 3:
        return False
    before = text[max(0, match.start() - 4) : match.start()]
    return bool(_FOOTNOTE.search(before) and _SENTENCE_END.match(text, match.end()))


def _readings(text: str, match: re.Match[str]) -> Iterator[Reading]:
    written = match["grouped"] or match["plain"]
    values = _grouped(written, match["sep"]) if match["grouped"] else _plain(text, match)
    scale = (match["scale"] or "").lower()
    if match["suffix"] and match["suffix"].endswith("s") and values[0] % 10 == 0:
        year = int(values[0])
        if _YEAR.fullmatch(str(year)):
            yield (Decade(year),)
            return
    for value in values:
        if scale in SCALES:
            yield (value * SCALES[scale],)
        elif scale:
            yield (value * _SHORT_SCALES[scale],)
            yield (value,)
        else:
            yield (value,)
    if match["sep"] == " ":  # two numbers side by side, after all
        yield tuple(Decimal(part) for part in written.replace(",", ".").split(" "))


def _grouped(written: str, sep: str) -> list[Decimal]:
    """Return what digits in groups of three say, the likelier reading first."""
    whole = written.replace(sep, "")
    if sep == ".":
        joined = Decimal(whole.replace(",", "."))
        return [joined, Decimal(written)] if written.count(".") == 1 and "," not in written else [joined]
    if sep == ",":
        return [Decimal(whole)]
    return [Decimal(whole.replace(",", "."))]


def _plain(text: str, match: re.Match[str]) -> list[Decimal]:
    """Return what digits say; a decimal that ends a sentence may be a number and a note's number."""
    written = match["plain"]
    value = Decimal(written.replace(",", "."))
    whole, point, part = written.replace(",", ".").partition(".")
    is_bare = not match["scale"] and not match["suffix"]
    if point and len(part) <= 3 and is_bare and _SENTENCE_END.match(text, match.end()):
        return [value, Decimal(whole)]
    return [value]


def _scaled_like(match: re.Match[str], after: re.Match[str]) -> list[Reading]:
    """`5 to 8 billion`: the first of the two may be billions as well."""
    scale = (after["scale"] or "").lower()
    factor = SCALES.get(scale) or _SHORT_SCALES.get(scale)
    if factor is None or match["scale"] or match["suffix"] or not match["plain"]:
        return []
    return [(Decimal(match["plain"].replace(",", ".")) * factor,)]


def _short_year(previous: re.Match[str], match: re.Match[str]) -> list[Reading]:
    """`2014-15`: the second is a year of the same century."""
    first, second = previous["plain"] or "", match["plain"] or ""
    if not _YEAR.fullmatch(first) or len(second) != 2 or not second.isdecimal():
        return []
    return [number(first[:2] + second)]


assert pairwise
