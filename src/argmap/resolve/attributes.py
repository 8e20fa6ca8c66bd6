"""The attributes of one declaration: looked up, read, and sorted by what they are for.

Attribute values: from what is written to what is meant.

Citations: ``@paper:31-33 "34 billion"``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple, TypeVar

from attrs import define, field

from argmap.model import (
    ESTIMATIVE_WORDS,
    Burden,
    Citation,
    Confidence,
    Expectation,
    Locator,
    Standard,
    Status,
    Unit,
)
from argmap.model.attributes import ATTRIBUTES, FREE_PREFIX, AttributeSpec, ValueKind
from argmap.model.identifiers import is_id
from argmap.resolve.errors import BadValue, ResolveError, UndefinedSource, UnknownAttribute
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind, Scope
from argmap.syntax import unquote
from argmap.syntax.grammar import keywords
from argmap.syntax.tree import Arrow, Attribute, Bound, CitationDecl, Item, Value, Word
from argmap.text import Location, Span, closest_match

Written = Value | Arrow | Bound

E = TypeVar("E", bound=Enum)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_YEAR = re.compile(r"[12]\d{3}")
_PLACE = re.compile(r"(p?)(\d{1,6})(?:-(\d{1,6}))?")
_SCHEMES = ("http://", "https://", "mailto:")


class InvalidValue(Exception):
    """A value that its attribute cannot take."""

    def __init__(self, message: str, help: str = "", suggestion: str | None = None) -> None:  # noqa: A002
        super().__init__(message)
        self.message = message
        self.help = help
        self.suggestion = suggestion


def display(value: Written) -> str:
    """Return a value as it is written, for a message."""
    if isinstance(value, Value):
        return value.text
    if isinstance(value, Arrow):
        return f"{value.premise.text} -> {value.conclusion.text}"
    return f"{value.comparison} {value.number}"


def text_of(value: Written) -> str:
    """Return what a word or a text says."""
    if isinstance(value, Value):
        return unquote(value.text) if value.kind == "TEXT" else value.text
    return display(value)


def read(takes: ValueKind, value: Written, location: Location) -> Any:
    """Return what a value means to an attribute that takes ``takes``.

    Raises:
        Refusal: when it cannot mean anything to it.
    """
    return _READERS[takes](value, location)


def _word(value: Written, _: Location) -> str:
    if not isinstance(value, Value) or value.kind == "PATH":
        raise InvalidValue(f"`{display(value)}` is not a word")
    return text_of(value)


def _text(value: Written, _: Location) -> str:
    if not isinstance(value, Value):
        raise InvalidValue(f"`{display(value)}` is not a text", help="put it in quotes")
    return text_of(value)


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
        raise InvalidValue(
            f"a confidence lies between 0 and 1, and {display(value)} does not", help=hint
        )
    word = text_of(value)
    if word in ESTIMATIVE_WORDS:
        return Confidence.from_word(word)
    raise InvalidValue(
        f"`{display(value)}` is no word of probability",
        help="use a number from 0 to 1, or one of: " + ", ".join(ESTIMATIVE_WORDS),
        suggestion=closest_match(word, ESTIMATIVE_WORDS),
    )


def _credibility(value: Written, _: Location) -> int:
    number = _number(value)
    if number is None or number not in range(1, 7):
        raise InvalidValue(
            f"`{display(value)}` is no credibility",
            help="it is a number of the Admiralty code: 1 (confirmed) to 6 (cannot be judged)",
        )
    return int(number)


def _reliability(value: Written, _: Location) -> str:
    letter = text_of(value).upper()
    if letter not in {"A", "B", "C", "D", "E", "F"}:
        raise InvalidValue(
            f"`{display(value)}` is no reliability",
            help="it is a letter of the Admiralty code: A (completely reliable) "
            "to F (cannot be judged)",
        )
    return letter


def _expectation(value: Written, location: Location) -> Expectation:
    if isinstance(value, Bound):
        bound = float(value.number)
        if not 0 <= bound <= 1:
            raise InvalidValue(f"a strength lies between 0 and 1, and {value.number} does not")
        return Expectation(comparison=value.comparison, bound=bound, location=location)
    words = [status.value for status in Status]
    word = text_of(value)
    if word in words:
        return Expectation(Status(word), location=location)
    raise InvalidValue(
        f"`{display(value)}` is nothing that can be expected",
        help=f"use {', '.join(words[:-1])} or {words[-1]}, or a bound on the strength: >= 0.6",
        suggestion=closest_match(word, words),
    )


def _share(value: Written, _: Location) -> float:
    number = _number(value)
    if number is None or not 0 <= number <= 1:
        raise InvalidValue(f"`{display(value)}` is no number from 0 to 1")
    return number


def _standard(value: Written, _: Location) -> Standard:
    return _one_of(Standard, value, "standard of proof")


def _burden(value: Written, _: Location) -> Burden:
    return _one_of(Burden, value, "burden of proof")


def _one_of(choices: type[E], value: Written, what: str) -> E:
    words = [choice.value for choice in choices]
    word = text_of(value)
    if word in words:
        return choices(word)
    raise InvalidValue(
        f"`{display(value)}` is no {what}",
        help=f"use {', '.join(words[:-1])} or {words[-1]}",
        suggestion=closest_match(word, words),
    )


def _date(value: Written, _: Location) -> str:
    import calendar  # few maps hold dates

    match = _DATE.fullmatch(text_of(value))
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        if 1 <= month <= 12 and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]:  # noqa: PLR2004
            return match.group()
    raise InvalidValue(
        f"`{display(value)}` is no date", help="a date is written 2024, 2024-05 or 2024-05-31"
    )


def _question(value: Written, _: Location) -> int:
    number = _number(value)
    if number is None or number not in range(1, 100):
        raise InvalidValue(
            f"`{display(value)}` is no number of a critical question",
            help="the questions of a scheme are counted from 1",
        )
    return int(number)


def _year(value: Written, _: Location) -> int:
    number = _number(value)
    if number is None or number != int(number) or abs(number) > 9999:  # noqa: PLR2004
        digits = text_of(value).strip()
        raise InvalidValue(
            f"`{display(value)}` is not a year",
            help="write a year without quotes: 2024",
            suggestion=digits if _YEAR.fullmatch(digits) else None,
        )
    return int(number)


def _address(value: Written, _: Location) -> str:
    address = text_of(value)
    has_scheme = re.match(r"[a-zA-Z][\w+.-]*:", address)
    if has_scheme and not address.lower().startswith(_SCHEMES):
        raise InvalidValue(
            f"`{display(value)}` is no address that argmap links to",
            help="it begins with https://, http:// or mailto:, or is a relative path",
        )
    return address


def read_locator(written: str) -> Locator | None:
    """Return the place in a source that is written `31`, `31-33` or `p12`; None if it is none."""
    match = _PLACE.fullmatch(written)
    if match is None:
        return None
    first = int(match.group(2))
    last = int(match.group(3) or first)
    unit = Unit.PAGE if match.group(1) else Unit.PARAGRAPH
    return Locator(unit, first, last) if 0 < first <= last else None


def _passages(value: Written, _: Location) -> Locator:
    found = read_locator(text_of(value))
    if found is None:
        raise InvalidValue(
            f"`{display(value)}` is no part of a source",
            help='write paragraphs as "2-89" and pages as "p3-12", counted from 1',
        )
    return found


_READERS: dict[ValueKind, Callable[[Written, Location], Any]] = {
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
    ValueKind.DATE: _date,
    ValueKind.YEAR: _year,
    ValueKind.QUESTIONS: _question,
    ValueKind.ADDRESS: _address,
    ValueKind.PASSAGES: _passages,
}


_FIELDS = {name: name.replace("-", "_") for name in ATTRIBUTES}
_NUMBERS = (ValueKind.CONFIDENCE, ValueKind.SHARE)
_REFERRING = (ValueKind.THESIS, ValueKind.STATEMENTS, ValueKind.INFERENCES)


@define(eq=False, repr=False)
class Attributes:
    """``values`` by the model's field names; ``edges`` are names to be looked up later.

    An edge is the attribute's name with a word, or the two words of an arrow, and where it stands.
    """

    values: dict[str, Any] = field(factory=dict)
    edges: list[tuple[str, Word | Arrow]] = field(factory=list)
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    spans: dict[str, Span] = field(factory=dict)


NONE = Attributes()
"""Of a declaration without a block; never changed."""


def read_attributes(
    items: list[Item], word: str, module: Module, errors: list[ResolveError], element: str | None
) -> Attributes:
    """Read the attributes among a block's ``items``; ``word`` is the keyword they stand under."""
    result = Attributes()
    for item in items:
        if type(item) is Attribute:
            _Reading(result, word, module, errors, element).take(item)
    return result if result.spans else NONE


class _Reading(NamedTuple):
    result: Attributes
    word: str
    module: Module
    errors: list[ResolveError]
    element: str | None

    def take(self, attribute: Attribute) -> None:
        name, span = attribute.name
        if name.startswith(FREE_PREFIX):
            values = tuple(text_of(value) for value in attribute.values)
            self.result.extra[name] = self.result.extra.get(name, ()) + values
            self.result.spans[name] = span
            return
        spec = ATTRIBUTES.get(name)
        if spec is None or self.word not in spec.declarations:
            self._unknown(name, span, spec)
        elif name in self.result.spans and not spec.is_list:
            first = self.module.locate(self.result.spans[name])
            line = first.start.line
            self._refuse(span, f"`{name}` is given twice; the first is in line {line}")
        else:
            self.result.spans[name] = span
            self._read(spec, attribute)

    def _read(self, spec: AttributeSpec, attribute: Attribute) -> None:
        if len(attribute.values) > 1 and not spec.is_list:
            second = attribute.values[1]
            self._refuse_second(spec, attribute.values[0], second)
        values = attribute.values if spec.is_list else attribute.values[:1]
        if spec.value_kind in _REFERRING:
            for value in values:
                self._refer(spec, value)
            return
        read_values = []
        for value in values:
            location = self.module.locate(value.span)
            try:
                read_values.append(read(spec.value_kind, value, location))
            except InvalidValue as refusal:
                self._refuse(value.span, refusal.message, refusal.help, refusal.suggestion)
        key = _FIELDS[spec.name]
        if spec.is_list or key == "author":
            self.result.values[key] = (*self.result.values.get(key, ()), *read_values)
        elif read_values:
            self.result.values[key] = read_values[0]

    def _refuse_second(self, spec: AttributeSpec, first: Written, second: Written) -> None:
        """Refuse a second value; `0,8` is a number with a decimal comma."""
        message = f"`{spec.name}` takes one value"
        numbers = [value.text for value in (first, second) if isinstance(value, Value)]
        is_number = spec.value_kind in _NUMBERS and all(map(str.isdigit, numbers))
        if not is_number or len(numbers) != 2 or second.span.start != first.span.end + 1:  # noqa: PLR2004
            self._refuse(second.span, message)
            return
        meant = ".".join(numbers)
        span = Span(first.span.start, second.span.end)
        self._refuse(span, f"a decimal comma in `{spec.name}`", f"write {meant}", meant)

    def _refer(self, spec: AttributeSpec, value: Written) -> None:
        if isinstance(value, Value) and value.kind in {"ID", "PATH"}:
            self.result.edges.append((spec.name, Word(value.text, value.span)))
        elif isinstance(value, Arrow) and spec.value_kind is ValueKind.INFERENCES:
            self.result.edges.append((spec.name, value))
        else:
            self._refuse_id(spec, value)

    def _refuse_id(self, spec: AttributeSpec, value: Written) -> None:
        """Refuse what is not an id; one in quotes is suggested without them, and read so."""
        is_text = isinstance(value, Value) and value.kind == "TEXT"
        name = text_of(value) if is_text else ""
        if is_text and is_id(name) and name not in keywords():
            self.result.edges.append((spec.name, Word(name, value.span)))
            message, hint = "an id is written without quotes", ""
            self._refuse(value.span, message, hint, name)
            return
        self._refuse(
            value.span, f"`{display(value)}` is not an id", f"it takes {spec.value_kind.value}"
        )

    def _unknown(self, name: str, span: Span, spec: AttributeSpec | None) -> None:
        allowed = tuple(spec.name for spec in ATTRIBUTES.values() if self.word in spec.declarations)
        location = self.module.locate(span)
        under = spec.declarations if spec else ()
        error = UnknownAttribute(location, name, self.word, allowed, under, element=self.element)
        self.errors.append(error)

    def _refuse(
        self,
        span: Span,
        message: str,
        help: str = "",  # noqa: A002
        suggestion: str | None = None,
    ) -> None:
        location = self.module.locate(span)
        self.errors.append(BadValue(location, message, help, suggestion, element=self.element))


def resolve_citation(
    citation: CitationDecl, module: Module, scope: Scope, errors: list[ResolveError], element: str
) -> Citation | None:
    """Look up the source and read the locator; None where there is no such source."""
    (written, span), quotation = citation
    name, colon, place = written[1:].partition(":")
    name_span = Span(span.start + 1, span.start + 1 + len(name))
    source = scope.find(module, name)
    locator = None
    if colon:
        place_span = Span(name_span.end + 1, span.end)
        locator = _locator(place, module, place_span, errors, element)
    if source is None and module.is_missing(name):
        return None  # told at the import
    if source is None or scope.kinds[source] is not NameKind.SOURCE:
        known = scope.known(module, NameKind.SOURCE)
        errors.append(UndefinedSource(module.locate(name_span), name, known, element=element))
        return None
    whole = span.join(quotation.span) if quotation else span
    said = unquote(quotation.raw) if quotation else None
    return Citation(source, locator, said, location=module.locate(whole))


def _locator(
    place: str, module: Module, span: Span, errors: list[ResolveError], element: str
) -> Locator | None:
    locator = read_locator(place)
    if locator is not None:
        return locator
    errors.append(
        BadValue(
            module.locate(span),
            f"`{place}` is no place in a source",
            help="write a paragraph (@paper:31), paragraphs (@paper:31-33) or a page (@paper:p12), "
            "counted from 1",
            element=element,
        )
    )
    return None
