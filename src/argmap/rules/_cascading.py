"""Filters that remove diagnostics caused by another one, so that each mistake is reported once."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic
from argmap.model import ArgumentMap
from argmap.resolve import Resolution
from argmap.text import Location, Span

FilePosition = tuple[str, int]
"""A file's name and the offset at which a declaration begins."""

_SYNTAX_ERRORS = {"SYN001", "SYN002", "SYN005"}
"""The codes of the rules that report the parser's errors."""


def drop_inside_syntax_errors(
    diagnostics: Iterable[Diagnostic], resolution: Resolution
) -> Iterator[Diagnostic]:
    """Yield the diagnostics except those inside text that the parser already reports.

    For example, a malformed number is not also reported as a bad value, nor a text without quotes
    as an unknown attribute.
    """
    broken: dict[str, list[Span]] = defaultdict(list)
    for document in resolution.documents:
        broken[document.source.name] += [error.span for error in document.errors]
    for diagnostic in diagnostics:
        location = diagnostic.location
        spans = broken.get(location.source.name, ())
        if diagnostic.code in _SYNTAX_ERRORS or not any(
            span.start <= location.span.start and location.span.end <= span.end for span in spans
        ):
            yield diagnostic


def drop_cascading(diagnostics: list[Diagnostic], argument_map: ArgumentMap) -> list[Diagnostic]:
    """Return the diagnostics without those that follow from another one.

    For example, a claim that lacks support because braces are missing is reported only once.
    Suppressed diagnostics are kept.
    """
    cascade = _CascadeFilter(diagnostics, argument_map)
    return [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.suppression_reason is not None or not cascade.includes(diagnostic)
    ]


class _CascadeFilter:
    """Decides by code and location which diagnostics repeat another one."""

    def __init__(self, diagnostics: Iterable[Diagnostic], argument_map: ArgumentMap) -> None:
        self._positions: dict[str, set[FilePosition]] = defaultdict(set)
        """The positions of the diagnostics with each code, and of their labels."""
        self._elements: dict[str, set[str | None]] = defaultdict(set)
        self._duplicate_ids: dict[str, list[int]] = defaultdict(list)
        self._expected_options: set[str | None] = set()
        """The options of questions that are not answered as their `expect:` says."""
        for diagnostic in diagnostics:
            if diagnostic.code in {"SEM501", "DIA401", "STR209"}:
                locations = (diagnostic.location, *(label.location for label in diagnostic.labels))
                self._positions[diagnostic.code].update(map(_position, locations))
                self._elements[diagnostic.code].add(diagnostic.element)
            elif diagnostic.code == "SYN002" and not diagnostic.fixes:
                self._positions["SYN002"].add(_position(diagnostic.location))
            elif diagnostic.code == "SEM502" and diagnostic.suppression_reason is None:
                question = argument_map.questions.get(diagnostic.element or "")
                self._expected_options.update(question.expected_options if question else ())
            elif diagnostic.code == "REF102":
                file, offset = _position(diagnostic.location)
                self._duplicate_ids[file].append(offset)
        for offsets in self._duplicate_ids.values():
            offsets.sort()

    def includes(self, diagnostic: Diagnostic) -> bool:
        """Return whether a diagnostic repeats another one."""
        location = diagnostic.location
        match diagnostic.code:
            case "DIA401":  # SEM501 already names the counterpoint
                return _position(location) in self._positions["SEM501"]
            case "DIA418":  # the counterpoint that defeats the stronger element
                reported = self._positions["SEM501"] | self._positions["DIA401"]
                return any(_position(label.location) in reported for label in diagnostic.labels)
            case "SEM501" | "SEM502":
                # An author who expects the thesis as an answer states it at the question.
                is_thesis = diagnostic.code == "SEM501"
                repeated = self._expected_options if is_thesis else self._elements["SEM501"]
                return diagnostic.element in repeated
            case "EVI301" | "EVI314" | "STR203" | "TXT704":
                return self._has_wrong_head(diagnostic.code, location)
            case "STR201":
                roots = [label.location for label in diagnostic.labels]
                return bool(roots) and all(map(self._is_misplaced, roots))
        return False

    def _has_wrong_head(self, code: str, location: Location) -> bool:
        """Return whether another rule reports the keyword, the id or the place of a declaration."""
        position = _position(location)
        if code.startswith("EVI") and position in self._positions["SYN002"]:
            return True  # it is a claim only because its keyword is unknown
        if code in {"STR203", "TXT704"} and self._has_duplicate_id(location):
            return True
        return code != "EVI314" and self._is_misplaced(location)

    def _is_misplaced(self, location: Location) -> bool:
        """Return whether STR209 reports the indentation of a declaration."""
        return _position(location) in self._positions["STR209"]

    def _has_duplicate_id(self, location: Location) -> bool:
        """Return whether REF102 reports the id in the head of a declaration."""
        offsets = self._duplicate_ids.get(location.source.name, [])
        index = bisect_left(offsets, location.span.start)
        return index < len(offsets) and offsets[index] < location.span.end


def _position(location: Location) -> FilePosition:
    return location.source.name, location.span.start
