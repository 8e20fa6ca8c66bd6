"""Attribute values: from what is written to what is meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from argmap.model import (
    ESTIMATIVE_WORDS,
    Burden,
    Confidence,
    Expectation,
    Locator,
    Standard,
    Status,
    Unit,
)
from argmap.model.vocabulary import Takes
from argmap.syntax import unquote
from argmap.syntax.tree import Arrow, Bound, Value
from argmap.text import Location, nearest

Written = Value | Arrow | Bound

E = TypeVar("E", bound=Enum)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"[12]\d{3}")
_PLACE = re.compile(r"(p?)(\d{1,6})(?:-(\d{1,6}))?")
_SCHEMES = ("http://", "https://", "mailto:")


class Refusal(Exception):
    """A value that its attribute cannot take."""

    def __init__(self, message: str, help: str = "", suggestion: str | None = None) -> None:  # noqa: A002
        super().__init__(message)
        self.message = message
        self.help = help
        self.suggestion = suggestion


def shown(value: Written) -> str:
    """Return a value as it is written, for a message."""
    if isinstance(value, Value):
        return value.text
    if isinstance(value, Arrow):
        return f"{value.premise.text} -> {value.conclusion.text}"
    return f"{value.comparison} {value.number}"


def said(value: Written) -> str:
    """Return what a word or a text says."""
    if isinstance(value, Value):
        return unquote(value.text) if value.kind == "TEXT" else value.text
    return shown(value)


def read(takes: Takes, value: Written, location: Location) -> Any:
    """Return what a value means to an attribute that takes ``takes``.

    Raises:
        Refusal: when it cannot mean anything to it.
    """
    return _READERS[takes](value, location)


def _word(value: Written, _: Location) -> str:
    if not isinstance(value, Value) or value.kind == "PATH":
        raise Refusal(f"`{shown(value)}` is not a word")
    return said(value)


def _text(value: Written, _: Location) -> str:
    if not isinstance(value, Value):
        raise Refusal(f"`{shown(value)}` is not a text", help="put it in quotes")
    return said(value)


def _number(value: Written) -> float | None:
    if isinstance(value, Value) and value.kind == "NUMBER":
        return float(value.text)
    return None


def _confidence(value: Written, _: Location) -> Confidence:
    number = _number(value)
    if number is not None:
        if 0 <= number <= 1:
            return Confidence(number)
        hint = f"{number:g} percent is written {number / 100:g}" if 1 < number <= 100 else ""  # noqa: PLR2004
        raise Refusal(f"a confidence lies between 0 and 1, and {shown(value)} does not", help=hint)
    word = said(value)
    if word in ESTIMATIVE_WORDS:
        return Confidence.from_word(word)
    raise Refusal(
        f"`{shown(value)}` is no word of probability",
        help="use a number from 0 to 1, or one of: " + ", ".join(ESTIMATIVE_WORDS),
        suggestion=nearest(word, ESTIMATIVE_WORDS),
    )


def _credibility(value: Written, _: Location) -> int:
    number = _number(value)
    if number is None or number not in range(1, 7):
        raise Refusal(
            f"`{shown(value)}` is no credibility",
            help="it is a number of the Admiralty code: 1 (confirmed) to 6 (cannot be judged)",
        )
    return int(number)


def _reliability(value: Written, _: Location) -> str:
    letter = said(value).upper()
    if letter not in {"A", "B", "C", "D", "E", "F"}:
        raise Refusal(
            f"`{shown(value)}` is no reliability",
            help="it is a letter of the Admiralty code: A (completely reliable) "
            "to F (cannot be judged)",
        )
    return letter


def _expectation(value: Written, location: Location) -> Expectation:
    if isinstance(value, Bound):
        bound = float(value.number)
        if not 0 <= bound <= 1:
            raise Refusal(f"a strength lies between 0 and 1, and {value.number} does not")
        return Expectation(comparison=value.comparison, bound=bound, location=location)
    words = [status.value for status in Status]
    word = said(value)
    if word in words:
        return Expectation(Status(word), location=location)
    raise Refusal(
        f"`{shown(value)}` is nothing that can be expected",
        help=f"use {', '.join(words[:-1])} or {words[-1]}, or a bound on the strength: >= 0.6",
        suggestion=nearest(word, words),
    )


def _share(value: Written, _: Location) -> float:
    number = _number(value)
    if number is None or not 0 <= number <= 1:
        raise Refusal(f"`{shown(value)}` is no number from 0 to 1")
    return number


def _standard(value: Written, _: Location) -> Standard:
    return _one_of(Standard, value, "standard of proof")


def _burden(value: Written, _: Location) -> Burden:
    return _one_of(Burden, value, "burden of proof")


def _one_of(choices: type[E], value: Written, what: str) -> E:
    words = [choice.value for choice in choices]
    word = said(value)
    if word in words:
        return choices(word)
    raise Refusal(
        f"`{shown(value)}` is no {what}",
        help=f"use {', '.join(words[:-1])} or {words[-1]}",
        suggestion=nearest(word, words),
    )


def _date(value: Written, _: Location) -> str:
    import calendar  # few maps hold dates

    match = _DATE.fullmatch(said(value))
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        if 1 <= month <= 12 and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]:  # noqa: PLR2004
            return match.group()
    raise Refusal(
        f"`{shown(value)}` is no date", help="a date is written 2024, 2024-05 or 2024-05-31"
    )


def _question(value: Written, _: Location) -> int:
    number = _number(value)
    if number is None or number not in range(1, 100):
        raise Refusal(
            f"`{shown(value)}` is no number of a critical question",
            help="the questions of a scheme are counted from 1",
        )
    return int(number)


def _year(value: Written, _: Location) -> int:
    number = _number(value)
    if number is None or number != int(number) or abs(number) > 9999:  # noqa: PLR2004
        digits = said(value).strip()
        raise Refusal(
            f"`{shown(value)}` is not a year",
            help="write a year without quotes: 2024",
            suggestion=digits if _YEAR.fullmatch(digits) else None,
        )
    return int(number)


def _address(value: Written, _: Location) -> str:
    address = said(value)
    has_scheme = re.match(r"[a-zA-Z][\w+.-]*:", address)
    if has_scheme and not address.lower().startswith(_SCHEMES):
        raise Refusal(
            f"`{shown(value)}` is no address that argmap links to",
            help="it begins with https://, http:// or mailto:, or is a relative path",
        )
    return address


def place(written: str) -> Locator | None:
    """Return the place in a source that is written `31`, `31-33` or `p12`; None if it is none."""
    match = _PLACE.fullmatch(written)
    if match is None:
        return None
    first = int(match.group(2))
    last = int(match.group(3) or first)
    unit = Unit.PAGE if match.group(1) else Unit.PARAGRAPH
    return Locator(unit, first, last) if 0 < first <= last else None


def _passages(value: Written, _: Location) -> Locator:
    found = place(said(value))
    if found is None:
        raise Refusal(
            f"`{shown(value)}` is no part of a source",
            help='write paragraphs as "2-89" and pages as "p3-12", counted from 1',
        )
    return found


_READERS: dict[Takes, Callable[[Written, Location], Any]] = {
    Takes.WORD: _word,
    Takes.WORDS: _text,
    Takes.TEXT: _text,
    Takes.CONFIDENCE: _confidence,
    Takes.CREDIBILITY: _credibility,
    Takes.RELIABILITY: _reliability,
    Takes.EXPECTATION: _expectation,
    Takes.SHARE: _share,
    Takes.STANDARD: _standard,
    Takes.BURDEN: _burden,
    Takes.DATE: _date,
    Takes.YEAR: _year,
    Takes.QUESTIONS: _question,
    Takes.ADDRESS: _address,
    Takes.PASSAGES: _passages,
}
