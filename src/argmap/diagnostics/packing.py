"""Findings as plain lists, for caching: `unpack` returns what `pack` was given.

A location is the number of its source text and two offsets. The texts are listed separately and
are not packed. Packed data may come from another machine, so `unpack` checks every value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from argmap.diagnostics.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from argmap.text import Edit, Location, SourceText, Span

Packed = list[Any]
"""What JSON can hold."""


def pack(findings: Iterable[Diagnostic]) -> tuple[Packed, list[SourceText]]:
    """Return findings as lists of texts and numbers, and the texts that they are about."""
    packer = _Packer()
    return [packer.diagnostic(finding) for finding in findings], packer.sources


class _Packer:
    def __init__(self) -> None:
        self.sources: list[SourceText] = []
        self._numbers: dict[int, int] = {}  # by identity: a text is compared by nothing else

    def diagnostic(self, finding: Diagnostic) -> Packed:
        return [
            finding.code,
            finding.name,
            int(finding.severity),
            finding.message,
            self._location(finding.location),
            finding.label,
            [[self._location(label.location), label.text] for label in finding.labels],
            list(finding.tree),
            finding.help,
            [self._fix(fix) for fix in finding.fixes],
            finding.element,
            finding.suppressed,
        ]

    def _location(self, location: Location) -> Packed:
        return [self._number(location.source), *location.span]

    def _fix(self, fix: Fix) -> Packed:
        edits = [[*edit.span, edit.replacement] for edit in fix.edits]
        return [fix.title, self._number(fix.source), edits, fix.applicability.value]

    def _number(self, source: SourceText) -> int:
        number = self._numbers.setdefault(id(source), len(self.sources))
        if number == len(self.sources):
            self.sources.append(source)
        return number


def unpack(packed: Packed, sources: Sequence[SourceText]) -> tuple[Diagnostic, ...]:
    """Return the findings again, about these texts.

    Raises:
        TypeError: when a value has a type that `pack` does not write.
        ValueError: when a value, or the number of values, is not one that `pack` writes.
    """
    return tuple(_diagnostic(each, sources) for each in packed)


def expect_text(value: object) -> str:
    """Return a value that must be a text.

    Raises:
        TypeError: when it is something else.
    """
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def expect_number(value: object, end: int) -> int:
    """Return a value that must be a whole number, at least 0 and below ``end``.

    Raises:
        TypeError: when it is no whole number.
        ValueError: when it is out of range.
    """
    if type(value) is not int:
        raise TypeError(value)
    if not 0 <= value < end:
        raise ValueError(value)
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else expect_text(value)


def _diagnostic(packed: Packed, sources: Sequence[SourceText]) -> Diagnostic:
    code, name, severity, message, place, label, labels, tree, help_, fixes, *about = packed
    element, suppressed = about
    return Diagnostic(
        expect_text(code),
        expect_text(name),
        Severity(severity),
        expect_text(message),
        _location(place, sources),
        expect_text(label),
        tuple(Label(_location(place, sources), expect_text(text)) for place, text in labels),
        tuple(map(expect_text, tree)),
        expect_text(help_),
        tuple(_fix(fix, sources) for fix in fixes),
        _optional_text(element),
        _optional_text(suppressed),
    )


def _location(packed: Packed, sources: Sequence[SourceText]) -> Location:
    number, start, end = packed
    source = sources[expect_number(number, len(sources))]
    return Location(source, _span(start, end, source))


def _span(start: object, end: object, source: SourceText) -> Span:
    last = expect_number(end, len(source.text) + 1)
    return Span(expect_number(start, last + 1), last)


def _fix(packed: Packed, sources: Sequence[SourceText]) -> Fix:
    title, number, edits, applicability = packed
    source = sources[expect_number(number, len(sources))]
    made = tuple(
        Edit(_span(start, end, source), expect_text(replacement))
        for start, end, replacement in edits
    )
    return Fix(expect_text(title), source, made, Applicability(applicability))
