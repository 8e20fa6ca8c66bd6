"""Values of a JSON map: each is checked and converted, or the file is refused with its place."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from attrs import frozen

from argmap.exchange.foreign import InvalidFile
from argmap.model import (
    ESTIMATIVE_WORDS,
    Burden,
    Confidence,
    Expectation,
    Fidelity,
    Form,
    Locator,
    Polarity,
    Standard,
    Status,
)
from argmap.model.identifiers import is_id
from argmap.model.locator import Unit
from argmap.text import Location

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SCHEME = re.compile(r"[a-zA-Z][\w+.-]*:")
_SAFE_SCHEMES = ("http://", "https://", "mailto:")
_FREE_NAME = re.compile(r"[a-z][a-z0-9_-]*", re.IGNORECASE)


@frozen
class JsonValue:
    """A value with its place in the file.

    Attributes:
        value: The value as the JSON parser returns it.
        pointer: Its JSON pointer (RFC 6901).
        file_name: The name of the file in messages.
    """

    value: Any
    pointer: str
    file_name: str

    def error(self, expected: str) -> InvalidFile:
        """Return the error that something else is expected here."""
        return InvalidFile(
            f"`{self.file_name}` has {_name(self.value)} at {self.pointer or '/'}; "
            f"expected {expected}"
        )

    def at(self, key: str | int, value: Any) -> JsonValue:
        """Return a value inside this one."""
        step = str(key).replace("~", "~0").replace("/", "~1")
        return JsonValue(value, f"{self.pointer}/{step}", self.file_name)

    def members(self) -> dict[str, JsonValue]:
        """Return the members of an object that are not null."""
        if not isinstance(self.value, dict):
            raise self.error("an object")
        return {key: self.at(key, value) for key, value in self.value.items() if value is not None}

    def items(self) -> Iterator[JsonValue]:
        """Yield the items of a list."""
        if not isinstance(self.value, list):
            raise self.error("a list")
        for index, item in enumerate(self.value):
            yield self.at(index, item)


def _name(value: Any) -> str:
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case None:
            return "null"
        case bool():
            return f"`{str(value).lower()}`"
        case str() if len(value) > 30:  # noqa: PLR2004 (a longer text would hide the message)
            return "a long text"
        case _:
            return f"`{value}`"


Reader = Callable[[JsonValue], Any]


class FieldSpec(NamedTuple):
    """A key of an object in JSON, the field of the model that it is, and how it is read."""

    key: str
    field: str
    read: Reader


def read_fields(data: JsonValue, specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
    """Return the fields of the model that an object gives; a null is a missing key."""
    members = data.members()
    return {spec.field: spec.read(members[spec.key]) for spec in specs if spec.key in members}


def unknown_keys(data: JsonValue, known: frozenset[str]) -> Iterator[JsonValue]:
    """Yield the members of an object with other keys."""
    for key, member in data.members().items():
        if key not in known:
            yield member


def free_attribute(member: JsonValue) -> tuple[str, tuple[str, ...]] | None:
    """Return the custom attribute (``x-…``) for a member that argmap does not know, if possible."""
    name = member.pointer.rpartition("/")[2]
    values = member.value if isinstance(member.value, list) else [member.value]
    is_simple = all(isinstance(value, str | int | float) for value in values)
    if not values or not is_simple or not _FREE_NAME.fullmatch(name):
        return None
    texts = tuple(
        str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
        for value in values
    )
    return f"x-{name.lower().replace('_', '-').removeprefix('x-')}", texts


# ---- Readers -------------------------------------------------------------------------------------


def text(value: JsonValue) -> str:
    """Return a text, or a whole number as text."""
    if isinstance(value.value, str):
        return value.value
    if isinstance(value.value, int) and not isinstance(value.value, bool):
        return str(value.value)
    raise value.error("a text")


def words(value: JsonValue) -> tuple[str, ...]:
    """Return a list of texts; a single text is a list of one."""
    if isinstance(value.value, list):
        return tuple(text(item) for item in value.items())
    return (text(value),)


def flag(value: JsonValue) -> bool:
    """Return a truth value."""
    if isinstance(value.value, bool):
        return value.value
    raise value.error("true or false")


def whole_number(low: int, high: int) -> Reader:
    """Return a reader of whole numbers in a range."""

    def read(value: JsonValue) -> int:
        number = value.value
        if isinstance(number, int) and not isinstance(number, bool) and low <= number <= high:
            return number
        raise value.error(f"a whole number from {low} to {high}")

    return read


def share(value: JsonValue) -> float:
    """Return a number from 0 to 1."""
    number = value.value
    if isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number <= 1:
        return float(number)
    raise value.error("a number from 0 to 1")


def date(value: JsonValue) -> str:
    """Return a day, month or year."""
    match = _DATE.fullmatch(text(value))
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        if 1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]:  # noqa: PLR2004
            return match.group()
    raise value.error("a date such as 2024, 2024-05 or 2024-05-31")


def url(value: JsonValue) -> str:
    """Return a web address or a relative path, which is safe to link to."""
    address = text(value)
    if _SCHEME.match(address) and not address.lower().startswith(_SAFE_SCHEMES):
        raise value.error("a link with https://, http:// or mailto:, or a relative path")
    return address


def reliability(value: JsonValue) -> str:
    """Return a letter of the Admiralty code."""
    letter = text(value).upper()
    if len(letter) != 1 or letter not in "ABCDEF":
        raise value.error("a letter from A to F")
    return letter


def one_of(options: type[Enum]) -> Reader:
    """Return a reader of the values of an enumeration."""
    by_value = {option.value: option for option in options}

    def read(value: JsonValue) -> Enum:
        option = by_value.get(value.value) if isinstance(value.value, str) else None
        if option is None:
            raise value.error(f"one of {', '.join(map(str, by_value))}")
        return option

    return read


def confidence(value: JsonValue) -> Confidence:
    """Return a confidence, given as a number, a word, or an object with both."""
    if isinstance(value.value, str):
        if value.value in ESTIMATIVE_WORDS:
            return Confidence.from_word(value.value)
        raise value.error(f"a number from 0 to 1, or one of {', '.join(ESTIMATIVE_WORDS)}")
    if isinstance(value.value, dict):
        members = value.members()
        if "value" not in members:
            raise value.error("the key `value`")
        word = members.get("word")
        if word is not None and text(word) not in ESTIMATIVE_WORDS:
            raise word.error(f"one of {', '.join(ESTIMATIVE_WORDS)}")
        return Confidence(share(members["value"]), None if word is None else text(word))
    return Confidence(share(value))


def expectation(value: JsonValue, location: Location) -> Expectation:
    """Return an expectation: a status as text, or an object as `argmap export json` writes it."""
    read_status = one_of(Status)
    if isinstance(value.value, str):
        return Expectation(read_status(value), location=location)
    members = value.members()
    if "status" in members:
        return Expectation(read_status(members["status"]), location=location)
    comparison = members.get("comparison")
    if comparison is None or comparison.value not in (">=", "<=", ">", "<"):
        raise (comparison or value).error("a status, or a comparison and a bound")
    if "bound" not in members:
        raise value.error("the key `bound`")
    return Expectation(
        comparison=comparison.value, bound=share(members["bound"]), location=location
    )


def extra(value: JsonValue) -> dict[str, tuple[str, ...]]:
    """Return custom attributes, whose names begin with ``x-``."""
    attributes = {}
    for name, member in value.members().items():
        if not (name.startswith("x-") and is_id(name)):
            raise member.error("a custom attribute whose name begins with `x-`")
        attributes[name] = words(member)
    return attributes


def locator(value: JsonValue) -> Locator:
    """Return a locator: an object as `argmap export json` writes it."""
    members = value.members()
    unit = one_of(Unit)(members.get("unit", value.at("unit", None)))
    if unit in (Unit.HEADING, Unit.OTHER):
        return Locator(unit, text=text(members.get("text", value.at("text", None))))
    number = whole_number(0 if unit is Unit.TIME else 1, 10**9)
    first = number(members.get("first", value.at("first", None)))
    last = number(members["last"]) if "last" in members else first
    if last < first:
        raise members["last"].error(f"a number from {first}")
    return Locator(unit, first, last)


def locators(value: JsonValue) -> tuple[Locator, ...]:
    """Return a list of locators."""
    return tuple(locator(item) for item in value.items())


def question_numbers(value: JsonValue) -> tuple[int, ...]:
    """Return the numbers of critical questions."""
    return tuple(whole_number(1, 1_000)(item) for item in value.items())


# ---- Fields --------------------------------------------------------------------------------------

_COMMON = (
    FieldSpec("tags", "tags", words),
    FieldSpec("note", "note", text),
    FieldSpec("extra", "extra", extra),
)
_HEAD = (
    FieldSpec("named", "is_named", flag),
    FieldSpec("label", "label", text),
    FieldSpec("section", "section", text),
)
_WAS = FieldSpec("was", "was", words)

MAP_FIELDS = (
    FieldSpec("title", "title", text),
    FieldSpec("standard", "standard", one_of(Standard)),
    FieldSpec("strong_from", "strong_from", share),
    FieldSpec("margin", "margin", share),
    FieldSpec("doubt_from", "doubt_from", share),
    FieldSpec("burden", "burden", one_of(Burden)),
    FieldSpec("lang", "lang", text),
    FieldSpec("author", "author", words),
    FieldSpec("date", "date", date),
    *_COMMON,
)
STATEMENT_FIELDS = (
    *_HEAD,
    _WAS,
    FieldSpec("fidelity", "fidelity", one_of(Fidelity)),
    FieldSpec("critical_question", "critical_question", question_numbers),
    FieldSpec("confidence", "confidence", confidence),
    FieldSpec("credibility", "credibility", whole_number(1, 6)),
    FieldSpec("held_by", "held_by", words),
    FieldSpec("standard", "standard", one_of(Standard)),
    FieldSpec("date", "date", date),
    FieldSpec("valid_until", "valid_until", date),
    FieldSpec("url", "url", url),
    *_COMMON,
)
INFERENCE_FIELDS = (
    FieldSpec("named", "is_named", flag),
    FieldSpec("polarity", "polarity", one_of(Polarity)),
    FieldSpec("form", "form", one_of(Form)),
    FieldSpec("scheme", "scheme", text),
    FieldSpec("undercutters", "undercutters", words),
    FieldSpec("confidence", "confidence", confidence),
    FieldSpec("label", "label", text),
    FieldSpec("fidelity", "fidelity", one_of(Fidelity)),
    *_COMMON,
)
QUESTION_FIELDS = (
    *_HEAD,
    _WAS,
    FieldSpec("options", "options", words),
    FieldSpec("exclusive", "is_exclusive", flag),
    FieldSpec("standard", "standard", one_of(Standard)),
    FieldSpec("expected_options", "expected_options", words),
    FieldSpec("expects_open", "expects_open", flag),
    *_COMMON,
)
CONTEXT_FIELDS = (
    *_HEAD,
    _WAS,
    FieldSpec("parent", "parent", text),
    FieldSpec("date", "date", date),
    FieldSpec("url", "url", url),
    *_COMMON,
)
SOURCE_FIELDS = (
    FieldSpec("title", "title", text),
    FieldSpec("author", "author", words),
    FieldSpec("year", "year", whole_number(-10_000, 10_000)),
    FieldSpec("date", "date", date),
    FieldSpec("valid_until", "valid_until", date),
    FieldSpec("publisher", "publisher", text),
    FieldSpec("url", "url", url),
    FieldSpec("doi", "doi", text),
    FieldSpec("text", "text", text),
    FieldSpec("passages", "passages", locators),
    FieldSpec("lang", "lang", text),
    FieldSpec("reliability", "reliability", reliability),
    *_COMMON,
)
SECTION_FIELDS = (
    FieldSpec("named", "is_named", flag),
    FieldSpec("title", "title", text),
    FieldSpec("parent", "parent", text),
    *_COMMON,
)
