"""One mistake, one report: findings that follow from others are left out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic
from argmap.resolve import Resolution
from argmap.text import Location, Span

Place = tuple[str, int]
"""A file's name and an offset: where a declaration begins."""


def without_misread(findings: Iterable[Diagnostic], resolution: Resolution) -> Iterator[Diagnostic]:
    """Leave out what is said of words that could not be read anyway.

    A misread number is not a bad value too, nor is a text without quotes an unknown attribute.
    """
    broken: dict[str, list[Span]] = defaultdict(list)
    for document in resolution.documents:
        broken[document.source.name] += [fault.span for fault in document.faults]
    for finding in findings:
        spans = broken.get(finding.location.source.name, ())
        here = finding.location.span
        if finding.code in {"SYN001", "SYN002", "SYN005"} or not any(
            span.start <= here.start and here.end <= span.end for span in spans
        ):
            yield finding


def without_echoes(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Leave out what follows from another finding; what its author silenced stays silenced.

    A statement that lacks the braces around it, say, is not reported as unsupported too.
    """
    echoes = _Echoes(findings)
    return [f for f in findings if f.suppressed is not None or not echoes.has(f)]


class _Echoes:
    """Knows which findings say again what another one says, by their codes and places."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        self._reported: dict[str, set[Place]] = defaultdict(set)
        """Where findings of a code are, and what they point at."""
        self._elements: dict[str, set[str | None]] = defaultdict(set)
        self._repeated: dict[str, list[int]] = defaultdict(list)
        for finding in findings:
            if finding.code in {"SEM501", "STR209"}:
                places = (finding.location, *(label.location for label in finding.labels))
                self._reported[finding.code].update(map(_place, places))
                self._elements[finding.code].add(finding.element)
            elif finding.code == "REF102":
                file, offset = _place(finding.location)
                self._repeated[file].append(offset)
        for offsets in self._repeated.values():
            offsets.sort()

    def has(self, finding: Diagnostic) -> bool:
        """Whether a finding says again what another one says."""
        match finding.code:
            case "DIA401":  # the thesis is rejected, and that names the counterpoint
                return _place(finding.location) in self._reported["SEM501"]
            case "SEM502":
                return finding.element in self._elements["SEM501"]
            case "EVI301":
                return self._is_misplaced(finding.location)
            case "STR203" | "TXT704":
                return self._is_misplaced(finding.location) or self._is_repeated(finding.location)
            case "STR201":
                roots = [label.location for label in finding.labels]
                return bool(roots) and all(map(self._is_misplaced, roots))
        return False

    def _is_misplaced(self, location: Location) -> bool:
        """Whether a declaration is one that its indentation puts elsewhere."""
        return _place(location) in self._reported["STR209"]

    def _is_repeated(self, location: Location) -> bool:
        """Whether the id in a declaration's head is another one's."""
        offsets = self._repeated.get(location.source.name, [])
        index = bisect_left(offsets, location.span.start)
        return index < len(offsets) and offsets[index] < location.span.end


def _place(location: Location) -> Place:
    return location.source.name, location.span.start
