"""The attributes of one declaration: looked up, read, and sorted by what they are for."""

from __future__ import annotations

from typing import Any, NamedTuple

from attrs import define, field

from argmap.model.identifiers import is_id
from argmap.model.vocabulary import ATTRIBUTES, FREE_PREFIX, AttributeSpec, Takes
from argmap.resolve.faults import BadValue, Fault, UnknownAttribute
from argmap.resolve.modules import Module
from argmap.resolve.values import Refusal, Written, read, said, shown
from argmap.syntax.grammar import keywords
from argmap.syntax.tree import Arrow, Attribute, Item, Value, Word
from argmap.text import Span

_FIELDS = {name: name.replace("-", "_") for name in ATTRIBUTES}
_NUMBERS = (Takes.CONFIDENCE, Takes.SHARE)
_REFERRING = (Takes.THESIS, Takes.STATEMENTS, Takes.STEPS)


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
    items: list[Item], word: str, module: Module, faults: list[Fault], element: str | None
) -> Attributes:
    """Read the attributes among a block's ``items``; ``word`` is the keyword they stand under."""
    result = Attributes()
    for item in items:
        if type(item) is Attribute:
            _Reading(result, word, module, faults, element).take(item)
    return result if result.spans else NONE


class _Reading(NamedTuple):
    result: Attributes
    word: str
    module: Module
    faults: list[Fault]
    element: str | None

    def take(self, attribute: Attribute) -> None:
        name, span = attribute.name
        if name.startswith(FREE_PREFIX):
            values = tuple(said(value) for value in attribute.values)
            self.result.extra[name] = self.result.extra.get(name, ()) + values
            self.result.spans[name] = span
            return
        spec = ATTRIBUTES.get(name)
        if spec is None or self.word not in spec.under:
            self._unknown(name, span, spec)
        elif name in self.result.spans and not spec.many:
            first = self.module.locate(self.result.spans[name])
            line = first.start.line
            self._refuse(span, f"`{name}` is given twice; the first is in line {line}")
        else:
            self.result.spans[name] = span
            self._read(spec, attribute)

    def _read(self, spec: AttributeSpec, attribute: Attribute) -> None:
        if len(attribute.values) > 1 and not spec.many:
            second = attribute.values[1]
            self._refuse_second(spec, attribute.values[0], second)
        values = attribute.values if spec.many else attribute.values[:1]
        if spec.takes in _REFERRING:
            for value in values:
                self._refer(spec, value)
            return
        read_values = []
        for value in values:
            location = self.module.locate(value.span)
            try:
                read_values.append(read(spec.takes, value, location))
            except Refusal as refusal:
                self._refuse(value.span, refusal.message, refusal.help, refusal.suggestion)
        key = _FIELDS[spec.name]
        if spec.many or key == "author":
            self.result.values[key] = (*self.result.values.get(key, ()), *read_values)
        elif read_values:
            self.result.values[key] = read_values[0]

    def _refuse_second(self, spec: AttributeSpec, first: Written, second: Written) -> None:
        """Refuse a second value; `0,8` is a number with a decimal comma."""
        message = f"`{spec.name}` takes one value"
        numbers = [value.text for value in (first, second) if isinstance(value, Value)]
        is_number = spec.takes in _NUMBERS and all(map(str.isdigit, numbers))
        if not is_number or len(numbers) != 2 or second.span.start != first.span.end + 1:  # noqa: PLR2004
            self._refuse(second.span, message)
            return
        meant = ".".join(numbers)
        span = Span(first.span.start, second.span.end)
        self._refuse(span, f"a decimal comma in `{spec.name}`", f"write {meant}", meant)

    def _refer(self, spec: AttributeSpec, value: Written) -> None:
        if isinstance(value, Value) and value.kind in {"ID", "PATH"}:
            self.result.edges.append((spec.name, Word(value.text, value.span)))
        elif isinstance(value, Arrow) and spec.takes is Takes.STEPS:
            self.result.edges.append((spec.name, value))
        else:
            self._refuse_id(spec, value)

    def _refuse_id(self, spec: AttributeSpec, value: Written) -> None:
        """Refuse what is not an id; one in quotes is suggested without them, and read so."""
        is_text = isinstance(value, Value) and value.kind == "TEXT"
        name = said(value) if is_text else ""
        if is_text and is_id(name) and name not in keywords():
            self.result.edges.append((spec.name, Word(name, value.span)))
            message, hint = "an id is written without quotes", ""
            self._refuse(value.span, message, hint, name)
            return
        self._refuse(value.span, f"`{shown(value)}` is not an id", f"it takes {spec.takes.value}")

    def _unknown(self, name: str, span: Span, spec: AttributeSpec | None) -> None:
        allowed = tuple(spec.name for spec in ATTRIBUTES.values() if self.word in spec.under)
        location = self.module.locate(span)
        under = spec.under if spec else ()
        fault = UnknownAttribute(location, name, self.word, allowed, under, element=self.element)
        self.faults.append(fault)

    def _refuse(
        self,
        span: Span,
        message: str,
        help: str = "",  # noqa: A002
        suggestion: str | None = None,
    ) -> None:
        location = self.module.locate(span)
        self.faults.append(BadValue(location, message, help, suggestion, element=self.element))
