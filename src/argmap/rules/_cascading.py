"""Filters that remove findings caused by another finding, so each mistake is reported once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic
from argmap.resolve import Resolution
from argmap.text import Location, Span

Place = tuple[str, int]
"""A file's name and the offset at which a declaration begins."""


def drop_misread(diagnostics: Iterable[Diagnostic], resolution: Resolution) -> Iterator[Diagnostic]:
    """Yield the findings except those inside text that the parser already reports.

    For example, a malformed number is not also reported as a bad value, nor a text without quotes
    as an unknown attribute.
    """
    broken: dict[str, list[Span]] = defaultdict(list)
    for document in resolution.documents:
        broken[document.source.name] += [error.span for error in document.errors]
    for diagnostic in diagnostics:
        spans = broken.get(diagnostic.location.source.name, ())
        here = diagnostic.location.span
        if diagnostic.code in {"SYN001", "SYN002", "SYN005"} or not any(
            span.start <= here.start and here.end <= span.end for span in spans
        ):
            yield diagnostic


def drop_cascading(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings without those that follow from another finding.

    For example, a claim that lacks support because braces are missing is reported only once.
    Suppressed findings are kept.
    """
    echoes = _CascadeFilter(diagnostics)
    return [f for f in diagnostics if f.suppression_reason is not None or not echoes.has(f)]


class _CascadeFilter:
    """Decides by code and location which findings repeat another finding."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self._reported: dict[str, set[Place]] = defaultdict(set)
        """The locations of the findings with each code, and of their labels."""
        self._elements: dict[str, set[str | None]] = defaultdict(set)
        self._repeated: dict[str, list[int]] = defaultdict(list)
        for diagnostic in diagnostics:
            if diagnostic.code in {"SEM501", "STR209"}:
                places = (diagnostic.location, *(label.location for label in diagnostic.labels))
                self._reported[diagnostic.code].update(map(_place, places))
                self._elements[diagnostic.code].add(diagnostic.element)
            elif diagnostic.code == "REF102":
                file, offset = _place(diagnostic.location)
                self._repeated[file].append(offset)
        for offsets in self._repeated.values():
            offsets.sort()

    def has(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding repeats another finding."""
        match diagnostic.code:
            case "DIA401":  # SEM501 already names the counterpoint
                return _place(diagnostic.location) in self._reported["SEM501"]
            case "SEM502":
                return diagnostic.element in self._elements["SEM501"]
            case "EVI301":
                return self._is_misplaced(diagnostic.location)
            case "STR203" | "TXT704":
                return self._is_misplaced(diagnostic.location) or self._is_repeated(
                    diagnostic.location
                )
            case "STR201":
                roots = [label.location for label in diagnostic.labels]
                return bool(roots) and all(map(self._is_misplaced, roots))
        return False

    def _is_misplaced(self, location: Location) -> bool:
        """Whether STR209 reports the indentation of a declaration."""
        return _place(location) in self._reported["STR209"]

    def _is_repeated(self, location: Location) -> bool:
        """Whether the id in a declaration's head is a duplicate (REF102)."""
        offsets = self._repeated.get(location.source.name, [])
        index = bisect_left(offsets, location.span.start)
        return index < len(offsets) and offsets[index] < location.span.end


def _place(location: Location) -> Place:
    return location.source.name, location.span.start
