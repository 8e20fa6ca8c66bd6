"""Attributes and citations as text of the language, from the values of a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Literal, TypedDict

from argmap.exchange.argmap.values import date, number, text, word
from argmap.model.attributes import ATTRIBUTES, FREE_PREFIX, AttributeSpec, ValueKind
from argmap.syntax import quote
from argmap.text.suggest import suggest

Ids = str | Sequence[str]
Cite = str | tuple[str, str]
"""A reference such as ``paper:31``, or a pair of it and the quoted words."""

StandardName = Literal[
    "dialectical",
    "scintilla",
    "preponderance",
    "accrual",
    "clear-and-convincing",
    "beyond-reasonable-doubt",
]
FidelityName = Literal["quotation", "paraphrase", "condensed", "interpretation", "implicit"]


class CommonAttributes(TypedDict, total=False):
    """The attributes of statements and inferences; see the language reference."""

    label: str
    confidence: float | str
    scheme: str
    fidelity: FidelityName
    outweighs: Ids
    tags: Ids
    note: str


class StatementAttributes(CommonAttributes, total=False):
    """The attributes of statements; see the language reference."""

    supports: Ids
    opposes: Ids
    supported_by: Ids
    opposed_by: Ids
    undercuts: Ids
    contradicts: Ids
    critical_question: int | Sequence[int]
    credibility: int
    held_by: Ids
    expect: str
    standard: StandardName
    date: str
    valid_until: str
    url: str
    was: Ids


class SourceAttributes(TypedDict, total=False):
    """The attributes of sources; see the language reference."""

    author: Ids
    year: int
    date: str
    publisher: str
    url: str
    doi: str
    text: str
    passages: Ids
    lang: str
    reliability: str
    valid_until: str
    tags: Ids
    note: str


class MapAttributes(TypedDict, total=False):
    """The attributes of maps; see the language reference."""

    thesis: Ids
    author: Ids
    date: str
    lang: str
    standard: StandardName
    burden: Literal["asserted", "strict"]
    tags: Ids
    note: str


_PLAIN = re.compile(r"[\w.-]+(?: ?-> ?[\w.-]+)?|[<>]=? ?[\d.]+")
_REFERENCE = re.compile(r"[\w.-]+(?::[\w,-]+)?")


def attribute_lines(keyword: str, attributes: Mapping[str, Any]) -> list[str]:
    """Return the attributes of a declaration as lines of the language.

    Args:
        keyword: The keyword of the declaration.
        attributes: The values by name, with ``_`` or ``-`` in names; those that are None are left
            out. A list is a sequence or a single value.

    Raises:
        ValueError: If the declaration does not accept an attribute.
    """
    return [
        attribute_line(keyword, name, value)
        for name, value in attributes.items()
        if value is not None
    ]


def attribute_line(keyword: str, name: str, value: object) -> str:
    """Return one attribute; see `attribute_lines`."""
    return f"{attribute_name(keyword, name)}: {attribute_value(keyword, name, value)}"


def attribute_name(keyword: str, name: str) -> str:
    """Return the name of an attribute in the language.

    Raises:
        ValueError: If the declaration does not accept it.
    """
    name = name.replace("_", "-")
    spec = ATTRIBUTES.get(name)
    if name.startswith(FREE_PREFIX) or (spec is not None and keyword in spec.declarations):
        return name
    accepted = [one for one, spec in ATTRIBUTES.items() if keyword in spec.declarations]
    raise ValueError(f"a {keyword} has no attribute `{name}`{suggest(name, accepted)}")


def attribute_value(keyword: str, name: str, value: object) -> str:
    """Return the value of an attribute, a list with commas; see `attribute_lines`."""
    spec = ATTRIBUTES.get(attribute_name(keyword, name))
    if isinstance(value, str) or not isinstance(value, Iterable):
        values: list[object] = [value]
    else:
        values = list(value)
    return ", ".join(_one_value(spec, keyword, one) for one in values)


def _one_value(spec: AttributeSpec | None, keyword: str, value: object) -> str:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number(value)
    writer = _WRITERS.get(spec.kind_for(keyword), _plain) if spec is not None else _word
    return writer(str(value))


def _plain(string: str) -> str:
    """Return an id or another word of the language; anything else becomes a text in quotes."""
    return string if _PLAIN.fullmatch(string) else quote(string)


def _quoted(string: str) -> str:
    return text(string, "")


def _word(string: str) -> str:
    return word(string, "")


_WRITERS = {
    ValueKind.TEXT: _quoted,
    ValueKind.ADDRESS: _quoted,
    ValueKind.PASSAGES: _quoted,
    ValueKind.WORD: _word,
    ValueKind.WORDS: _word,
    ValueKind.DATE: date,
}


def citation_text(cites: Cite | list[Cite]) -> str:
    """Return citations as text after a statement, each with a space before it.

    Raises:
        ValueError: If a reference is neither an id nor ``id:passage``.
    """
    return "".join(map(_citation, cites if isinstance(cites, list) else [cites]))


def _citation(cite: Any) -> str:
    reference, quotation = (cite, None) if isinstance(cite, str) else cite
    reference = reference.removeprefix("@")
    if not _REFERENCE.fullmatch(reference):
        raise ValueError(f"`{reference}` is not a citation; write `source:passage`")
    return f" @{reference}" + (f" {quote(quotation)}" if quotation is not None else "")
