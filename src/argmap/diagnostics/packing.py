"""Findings as plain lists, for keeping them: `unpack` makes of them what `pack` was given.

A place is the number of its text and two offsets. The texts are listed apart and not packed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from argmap.diagnostics.diagnostic import Diagnostic, Label
from argmap.diagnostics.fix import Applicability, Fix
from argmap.diagnostics.severity import Severity
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
        IndexError: when there is no such text.
        TypeError: when it is not what `pack` makes.
        ValueError: likewise.
    """
    return tuple(_diagnostic(each, sources) for each in packed)


def _diagnostic(packed: Packed, sources: Sequence[SourceText]) -> Diagnostic:
    code, name, severity, message, place, label, labels, tree, help_, fixes, *about = packed
    element, suppressed = about
    return Diagnostic(
        code,
        name,
        Severity(severity),
        message,
        _location(place, sources),
        label,
        tuple(Label(_location(place, sources), text) for place, text in labels),
        tuple(tree),
        help_,
        tuple(_fix(fix, sources) for fix in fixes),
        element,
        suppressed,
    )


def _location(packed: Packed, sources: Sequence[SourceText]) -> Location:
    number, start, end = packed
    return Location(sources[number], Span(start, end))


def _fix(packed: Packed, sources: Sequence[SourceText]) -> Fix:
    title, number, edits, applicability = packed
    made = tuple(Edit(Span(start, end), replacement) for start, end, replacement in edits)
    return Fix(title, sources[number], made, Applicability(applicability))
