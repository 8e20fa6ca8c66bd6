"""Attributes of a declaration: from the values in the syntax tree to typed values."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from attrs import define, field

from argmap.model import (
    ESTIMATIVE_WORDS,
    Burden,
    Confidence,
    Expectation,
    Fidelity,
    Locator,
    Standard,
    Status,
    Unit,
)
from argmap.model.attributes import (
    ARROW_KINDS,
    ATTRIBUTES,
    FORMER_NAMES,
    FREE_PREFIX,
    REFERENCE_KINDS,
    AttributeSpec,
    ValueKind,
)
from argmap.model.identifiers import is_id
from argmap.model.locator import find_problem, parse_locator
from argmap.model.statement import estimative_word_for
from argmap.resolve.errors import (
    BadValue,
    RenamedAttribute,
    ResolveError,
    UnknownAttribute,
)
from argmap.resolve.imports import Module
from argmap.syntax import unquote
from argmap.syntax.grammar import keywords
from argmap.syntax.tree import Arrow, Attribute, Bound, Item, Value, Word
from argmap.text import Location, Span, closest_match

AnyValue = Value | Arrow | Bound
"""A value in the syntax tree."""

E = TypeVar("E", bound=Enum)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"[12]\d{3}")
_URL_SCHEMES = ("http://", "https://", "mailto:")
_MAX_YEAR = 9999
_SWITCH_WORDS = {
    **dict.fromkeys(("true", "yes", "on"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
}
_FIELDS = {name: name.replace("-", "_") for name in ATTRIBUTES}
_FRACTIONS = (ValueKind.CONFIDENCE, ValueKind.SHARE)


# ---- Attributes ---------------------------------------------------------------------------------


@define(eq=False, repr=False)
class Attributes:
    """The attributes of a declaration.

    Attributes:
        values: The values by the field names of the model.
        edges: References that are resolved later: the name of the attribute, and the id of a
            statement or inference, or the arrow (`a -> b`) of an inference.
        extra: The values of free attributes (`x-…`).
        spans: The spans of the attributes' names.
    """

    values: dict[str, Any] = field(factory=dict)
    edges: list[tuple[str, Word | Arrow]] = field(factory=list)
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    spans: dict[str, Span] = field(factory=dict)


NO_ATTRIBUTES = Attributes()
"""The attributes of a declaration without a block; never changed."""


def read_attributes(
    items: list[Item], keyword: str, module: Module, errors: list[ResolveError], element: str | None
) -> Attributes:
    """Return the attributes in a block of a declaration, which begins with ``keyword``."""
    attributes = Attributes()
    reader = _AttributeReader(attributes, keyword, module, errors, element)
    for item in items:
        if type(item) is Attribute:
            reader.read(item)
    return attributes if attributes.spans else NO_ATTRIBUTES


class _AttributeReader(NamedTuple):
    attributes: Attributes
    keyword: str
    module: Module
    errors: list[ResolveError]
    element: str | None

    def read(self, attribute: Attribute) -> None:
        name, span = attribute.name
        if name.startswith(FREE_PREFIX):
            values = tuple(text_of(value) for value in attribute.values)
            self.attributes.extra[name] = self.attributes.extra.get(name, ()) + values
            self.attributes.spans[name] = span
            return
        spec = ATTRIBUTES.get(name) or self._renamed(attribute)
        if spec is None or self.keyword not in spec.declarations:
            self._report_unknown(name, span, spec)
            return
        kind = spec.kind_for(self.keyword)
        if spec.name in self.attributes.spans and not kind.is_list:
            line = self.module.locate(self.attributes.spans[spec.name]).start.line
            self._report(span, f"`{name}` is given twice; the first is on line {line}")
        else:
            self.attributes.spans[spec.name] = span
            self._read_values(spec, kind, attribute)

    def _renamed(self, attribute: Attribute) -> AttributeSpec | None:
        """Return the attribute that had this name in earlier versions, and report the name."""
        name, span = attribute.name
        spec = ATTRIBUTES.get(FORMER_NAMES.get(name, ""))
        if spec is None or self.keyword not in spec.declarations:
            return None
        if any(isinstance(value, Value) and value.kind == "TEXT" for value in attribute.values):
            return None  # `question: "Which?"` is meant as a question
        location = self.module.locate(span)
        self.errors.append(RenamedAttribute(location, name, spec.name, element=self.element))
        return spec

    def _read_values(self, spec: AttributeSpec, kind: ValueKind, attribute: Attribute) -> None:
        if len(attribute.values) > 1 and not kind.is_list:
            self._report_second_value(spec, *attribute.values[:2])
        values = attribute.values if kind.is_list else attribute.values[:1]
        if kind in REFERENCE_KINDS:
            for value in values:
                self._read_reference(spec, kind, value)
            return
        typed_values = []
        for value in values:
            try:
                typed_values.append(read_value(kind, value, self.module.locate(value.span)))
            except InvalidAttributeValue as error:
                self._report(value.span, error.message, error.help, error.suggestion)
        key = _FIELDS[spec.name]
        if kind.is_list or key == "author":
            self.attributes.values[key] = (*self.attributes.values.get(key, ()), *typed_values)
        elif typed_values:
            self.attributes.values[key] = typed_values[0]

    def _read_reference(self, spec: AttributeSpec, kind: ValueKind, value: AnyValue) -> None:
        if isinstance(value, Value) and value.kind in {"ID", "PATH"}:
            self.attributes.edges.append((spec.name, Word(value.text, value.span)))
        elif isinstance(value, Arrow) and kind in ARROW_KINDS:
            self.attributes.edges.append((spec.name, value))
        else:
            self._report_not_an_id(spec, kind, value)

    def _report_not_an_id(self, spec: AttributeSpec, kind: ValueKind, value: AnyValue) -> None:
        """Report a value that is not an id; an id in quotes is used as if it had none."""
        is_text = isinstance(value, Value) and value.kind == "TEXT"
        name = text_of(value) if is_text else ""
        if is_text and is_id(name) and name not in keywords():
            self.attributes.edges.append((spec.name, Word(name, value.span)))
            self._report(value.span, "unexpected quotes around an id", suggestion=name)
            return
        hint = f"`{spec.name}` takes {kind.value}"
        self._report(value.span, f"`{display(value)}` is not an id", hint)

    def _report_second_value(self, spec: AttributeSpec, first: AnyValue, second: AnyValue) -> None:
        """Report a second value; the two values `0,8` are a number with a decimal comma."""
        digits = [value.text for value in (first, second) if isinstance(value, Value)]
        is_decimal_comma = (
            spec.value_kind in _FRACTIONS
            and len(digits) == 2  # noqa: PLR2004
            and all(map(str.isdigit, digits))
            and second.span.start == first.span.end + 1
        )
        if not is_decimal_comma:
            self._report(second.span, f"`{spec.name}` takes one value")
            return
        number = ".".join(digits)
        span = Span(first.span.start, second.span.end)
        self._report(span, f"decimal comma in `{spec.name}`", f"write {number}", number)

    def _report_unknown(self, name: str, span: Span, spec: AttributeSpec | None) -> None:
        allowed = tuple(
            spec.name for spec in ATTRIBUTES.values() if self.keyword in spec.declarations
        )
        self.errors.append(
            UnknownAttribute(
                self.module.locate(span),
                name,
                self.keyword,
                allowed,
                allowed_under=spec.declarations if spec else (),
                element=self.element,
            )
        )

    def _report(
        self,
        span: Span,
        message: str,
        help: str = "",  # noqa: A002
        suggestion: str | None = None,
    ) -> None:
        location = self.module.locate(span)
        self.errors.append(BadValue(location, message, help, suggestion, element=self.element))


# ---- Values -------------------------------------------------------------------------------------


class InvalidAttributeValue(Exception):
    """A value that its attribute cannot take."""

    def __init__(self, message: str, help: str = "", suggestion: str | None = None) -> None:  # noqa: A002
        super().__init__(message)
        self.message = message
        self.help = help
        self.suggestion = suggestion


def display(value: AnyValue) -> str:
    """Return a value as it is written, for a message."""
    if isinstance(value, Value):
        return value.text
    if isinstance(value, Arrow):
        return f"{value.premise.text} -> {value.conclusion.text}"
    return f"{value.comparison} {value.number}"


def text_of(value: AnyValue) -> str:
    """Return the text of a value, without quotes and escapes."""
    if isinstance(value, Value) and value.kind == "TEXT":
        return unquote(value.text)
    return display(value)


def read_value(kind: ValueKind, value: AnyValue, location: Location) -> Any:
    """Return the typed value for an attribute that takes values of a ``kind``.

    Raises:
        InvalidAttributeValue: If the value is not valid.
    """
    return _READERS[kind](value, location)


def _word(value: AnyValue, _: Location) -> str:
    if not isinstance(value, Value) or value.kind == "PATH":
        raise InvalidAttributeValue(f"`{display(value)}` is not a word")
    return text_of(value)


def _text(value: AnyValue, _: Location) -> str:
    if not isinstance(value, Value):
        raise InvalidAttributeValue(f"`{display(value)}` is not a text", help="write it in quotes")
    return text_of(value)


def _number(value: AnyValue) -> float | None:
    if isinstance(value, Value) and value.kind == "NUMBER":
        return float(value.text)
    return None


def _confidence(value: AnyValue, _: Location) -> Confidence:
    number = _number(value)
    if number is not None:
        if 0 <= number <= 1:
            return Confidence(number)
        hint = f"write {number / 100:g} for {number:g} percent" if 1 < number <= 100 else ""  # noqa: PLR2004
        raise InvalidAttributeValue(
            f"confidence must be between 0 and 1, not {display(value)}", help=hint
        )
    word = text_of(value)
    if word in ESTIMATIVE_WORDS:
        return Confidence.from_word(word)
    raise InvalidAttributeValue(
        f"unknown word of probability `{display(value)}`",
        help="use a number from 0 to 1, or one of: " + ", ".join(ESTIMATIVE_WORDS),
        suggestion=estimative_word_for(word) or closest_match(word, ESTIMATIVE_WORDS),
    )


def _credibility(value: AnyValue, _: Location) -> int:
    number = _number(value)
    if number is None or number not in range(1, 7):
        raise InvalidAttributeValue(
            f"`{display(value)}` is not a valid credibility",
            help="use a number of the Admiralty code, from 1 (confirmed) to 6 (cannot be judged)",
        )
    return int(number)


def _reliability(value: AnyValue, _: Location) -> str:
    letter = text_of(value).upper()
    if letter not in {"A", "B", "C", "D", "E", "F"}:
        raise InvalidAttributeValue(
            f"`{display(value)}` is not a valid reliability",
            help="use a letter of the Admiralty code, from A (completely reliable) "
            "to F (cannot be judged)",
        )
    return letter


def _expectation(value: AnyValue, location: Location) -> Expectation:
    if isinstance(value, Bound):
        bound = float(value.number)
        if not 0 <= bound <= 1:
            raise InvalidAttributeValue(f"strength must be between 0 and 1, not {value.number}")
        return Expectation(comparison=value.comparison, bound=bound, location=location)
    words = [status.value for status in Status]
    word = text_of(value)
    if word in words:
        return Expectation(Status(word), location=location)
    raise InvalidAttributeValue(
        f"`{display(value)}` is not a valid expectation",
        help=f"use {_enumerate(words)}, or a bound on the strength: >= 0.6",
        suggestion=closest_match(word, words),
    )


def _share(value: AnyValue, _: Location) -> float:
    number = _number(value)
    if number is None or not 0 <= number <= 1:
        raise InvalidAttributeValue(f"`{display(value)}` is not a number from 0 to 1")
    return number


def _standard(value: AnyValue, _: Location) -> Standard:
    return _one_of(Standard, value, "standard of proof")


def _burden(value: AnyValue, _: Location) -> Burden:
    return _one_of(Burden, value, "burden of proof")


def _fidelity(value: AnyValue, _: Location) -> Fidelity:
    return _one_of(Fidelity, value, "fidelity")


def _switch(value: AnyValue, _: Location) -> bool:
    word = text_of(value)
    if word in {"true", "false"}:
        return word == "true"
    raise InvalidAttributeValue(
        f"`{display(value)}` is neither true nor false",
        help="write `true` or `false`",
        suggestion=_SWITCH_WORDS.get(word.casefold()),
    )


def _one_of(choices: type[E], value: AnyValue, name: str) -> E:
    words = [choice.value for choice in choices]
    word = text_of(value)
    if word in words:
        return choices(word)
    raise InvalidAttributeValue(
        f"unknown {name} `{display(value)}`",
        help=f"use {_enumerate(words)}",
        suggestion=closest_match(word, words),
    )


def _enumerate(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _date(value: AnyValue, _: Location) -> str:
    import calendar  # few maps contain dates

    match = _DATE.fullmatch(text_of(value))
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        if 1 <= month <= 12 and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]:  # noqa: PLR2004
            return match.group()
    raise InvalidAttributeValue(
        f"`{display(value)}` is not a valid date", help="write 2024, 2024-05 or 2024-05-31"
    )


def _question(value: AnyValue, _: Location) -> int:
    number = _number(value)
    if number is None or number not in range(1, 100):
        raise InvalidAttributeValue(
            f"`{display(value)}` is not the number of a critical question",
            help="critical questions of a scheme are numbered from 1",
        )
    return int(number)


def _year(value: AnyValue, _: Location) -> int:
    number = _number(value)
    if number is None or number != int(number) or abs(number) > _MAX_YEAR:
        digits = text_of(value).strip()
        raise InvalidAttributeValue(
            f"`{display(value)}` is not a year",
            help="write a year without quotes: 2024",
            suggestion=digits if _YEAR.fullmatch(digits) else None,
        )
    return int(number)


def _url(value: AnyValue, _: Location) -> str:
    """Return a URL that is safe to link to: no `javascript:`."""
    url = text_of(value)
    has_scheme = re.match(r"[a-zA-Z][\w+.-]*:", url)
    if has_scheme and not url.lower().startswith(_URL_SCHEMES):
        raise InvalidAttributeValue(
            f"`{display(value)}` is not a valid link",
            help="use https://, http:// or mailto:, or a relative path",
        )
    return url


def _passages(value: AnyValue, _: Location) -> Locator:
    locator = parse_locator(text_of(value))
    if locator is None or locator.unit not in (Unit.PARAGRAPH, Unit.PAGE):
        problem = None if locator else find_problem(text_of(value))
        raise InvalidAttributeValue(
            f"`{display(value)}` is not a valid range of passages"
            + (f": {problem.message}" if problem else ""),
            help='write paragraphs as "2-89" and pages as "p3-12", counted from 1',
        )
    return locator


_READERS: dict[ValueKind, Callable[[AnyValue, Location], Any]] = {
    ValueKind.WORD: _word,
    ValueKind.WORDS: _text,
    ValueKind.TEXT: _text,
    ValueKind.CONFIDENCE: _confidence,
    ValueKind.CREDIBILITY: _credibility,
    ValueKind.RELIABILITY: _reliability,
    ValueKind.EXPECTATION: _expectation,
    ValueKind.SHARE: _share,
    ValueKind.STANDARD: _standard,
    ValueKind.BURDEN: _burden,
    ValueKind.FIDELITY: _fidelity,
    ValueKind.SWITCH: _switch,
    ValueKind.DATE: _date,
    ValueKind.YEAR: _year,
    ValueKind.QUESTIONS: _question,
    ValueKind.ADDRESS: _url,
    ValueKind.PASSAGES: _passages,
}
