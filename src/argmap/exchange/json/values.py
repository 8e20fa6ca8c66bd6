"""Values of a JSON map: each is checked and converted, or reported with its JSON pointer.

The report of a file lists all mistakes, so that a program or a language model can fix them at once.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar

from attrs import Factory, frozen

from argmap.exchange.foreign import InvalidFile
from argmap.model import (
    ESTIMATIVE_WORDS,
    Confidence,
    Expectation,
    Locator,
    Status,
)
from argmap.model.identifiers import is_id
from argmap.model.locator import Unit, find_problem, guess_locator, parse_locator
from argmap.text import Location

_MAX_MISTAKES = 100
"""Number of mistakes that the report of a file lists."""

_MAX_QUOTED_LENGTH = 30
"""Length of the longest text that a message contains; a longer one would hide what is wrong."""

_Value = TypeVar("_Value")

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SCHEME = re.compile(r"[a-zA-Z][\w+.-]*:")
_SAFE_SCHEMES = ("http://", "https://", "mailto:")
_FREE_NAME = re.compile(r"[a-z][a-z0-9_-]*", re.IGNORECASE)


class InvalidValue(Exception):
    """A value is not valid; the message has its JSON pointer and what is expected."""


@frozen
class JsonValue:
    """A value with its place in the file.

    Attributes:
        value: The value as the JSON parser returns it.
        pointer: Its JSON pointer (RFC 6901).
        file_name: The name of the file in messages.
        mistakes: The invalid values that were found in the file so far.
    """

    value: Any
    pointer: str
    file_name: str
    mistakes: list[str] = Factory(list)

    def error(self, expected: str) -> InvalidValue:
        """Return the error that something else is expected here."""
        name = _name(self.value)
        return InvalidValue(f"{self.pointer or '/'}: expected {expected}, but found {name}")

    def attempt(self, read: Callable[[JsonValue], _Value], default: _Value) -> _Value:
        """Return what a reader makes of this value; report an error, and return the default."""
        try:
            return read(self)
        except InvalidValue as error:
            self.mistakes.append(str(error))
            return default

    def report(self, expected: str) -> None:
        """Report that something else is expected here."""
        self.mistakes.append(str(self.error(expected)))

    def raise_mistakes(self) -> None:
        """Raise an error if the file has mistakes.

        Raises:
            InvalidFile: With one line for each mistake.
        """
        if not self.mistakes:
            return
        first, *others = self.mistakes
        more = f" (and {len(others):,} more)" if others else ""
        listed = self.mistakes[:_MAX_MISTAKES]
        if others := self.mistakes[_MAX_MISTAKES:]:
            listed = [*listed, f"… and {len(others):,} more"]
        raise InvalidFile(f"`{self.file_name}` is not a valid map: {first}{more}", listed)

    def at(self, key: str | int, value: Any) -> JsonValue:
        """Return a value inside this one."""
        step = str(key).replace("~", "~0").replace("/", "~1")
        return JsonValue(value, f"{self.pointer}/{step}", self.file_name, self.mistakes)

    def members(self) -> dict[str, JsonValue]:
        """Return the members of an object that are not null."""
        if not isinstance(self.value, dict):
            raise self.error("an object")
        return {key: self.at(key, value) for key, value in self.value.items() if value is not None}

    def reported_members(self) -> dict[str, JsonValue]:
        """Return the members of an object; report any other value, and return none."""
        nothing: dict[str, JsonValue] = {}
        return self.attempt(JsonValue.members, nothing)

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
        case str() if len(value) > _MAX_QUOTED_LENGTH:
            return "a long text"
        case _:
            return f"`{value}`"


Reader = Callable[[JsonValue], Any]
Members = Mapping[str, JsonValue]


def entries(members: Members, key: str) -> Iterator[JsonValue]:
    """Yield the items of a list that an object may have; report a value that is not a list."""
    if key in members:
        nothing: list[JsonValue] = []
        yield from members[key].attempt(lambda value: list(value.items()), nothing)


def required(value: JsonValue, members: Members, key: str, read: Reader, default: Any = "") -> Any:
    """Return a member of an object; report it, and return the default, if it is not valid."""
    return (members.get(key) or value.at(key, None)).attempt(read, default)


def optional(members: Members, key: str, read: Reader, default: Any = "") -> Any:
    """Return a member of an object, or the default if it is missing; report an invalid one."""
    return members[key].attempt(read, default) if key in members else default


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


def identifier(value: JsonValue) -> str:
    """Return an id."""
    id_ = text(value)
    if not id_:
        raise value.error("an id")
    return id_


def words(value: JsonValue) -> tuple[str, ...]:
    """Return a list of texts; a single text is a list of one."""
    if isinstance(value.value, list):
        return tuple(item.attempt(text, "") for item in value.items())
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
    attributes: dict[str, tuple[str, ...]] = {}
    nothing: tuple[str, ...] = ()
    for name, member in value.members().items():
        if not (name.startswith("x-") and is_id(name)):
            member.report("a custom attribute whose name begins with `x-`")
        attributes[name] = member.attempt(words, nothing)
    return attributes


def locator(value: JsonValue) -> Locator:
    """Return a locator: a text as in the language, or an object as `argmap export json` writes."""
    if isinstance(value.value, str):
        return _written_locator(value, " ".join(value.value.replace("–", "-").split()))
    if not isinstance(value.value, dict):
        raise value.error("a text such as `31-33`, or an object")
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


def _written_locator(value: JsonValue, written: str) -> Locator:
    is_quoted = written.startswith('"') and written.endswith('"')
    if not written.startswith('"') or is_quoted:
        parsed = parse_locator(written) or guess_locator(written)
        if parsed is not None:
            return parsed
    place = written.replace('"', "").removeprefix("#").strip()
    if find_problem(written) or not any(character.isalpha() for character in place):
        raise value.error("a place such as `31`, `31-33`, `p12` or `ch4`")
    return Locator(Unit.HEADING if written.startswith("#") else Unit.OTHER, text=place)


def passages(value: JsonValue) -> tuple[Locator, ...]:
    """Return a list of paragraphs and pages."""
    read = (item.attempt(_passage, None) for item in value.items())
    return tuple(passage for passage in read if passage is not None)


def _passage(value: JsonValue) -> Locator:
    passage = locator(value)
    if passage.unit not in (Unit.PARAGRAPH, Unit.PAGE):
        raise value.error("paragraphs such as `1-89`, or pages such as `p3-12`")
    return passage


def question_numbers(value: JsonValue) -> tuple[int, ...]:
    """Return the numbers of critical questions."""
    read = whole_number(1, 99)
    return tuple(item.attempt(read, 1) for item in value.items())
