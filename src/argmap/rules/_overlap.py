"""One mistake, one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic
from argmap.resolve import Resolution
from argmap.text import Span


def without_echoes(findings: Iterable[Diagnostic], resolution: Resolution) -> Iterator[Diagnostic]:
    """Leave out what is said of words that the reader could not make sense of anyway.

    A misread number is no bad value too, nor is a text without quotes an unknown attribute.
    """
    broken: dict[str, list[Span]] = defaultdict(list)
    for document in resolution.documents:
        broken[document.source.name] += [fault.span for fault in document.faults]
    for finding in findings:
        spans = broken.get(finding.location.source.name, ())
        is_about_reading = finding.code in {"SYN001", "SYN002", "SYN005"}
        here = finding.location.span
        if is_about_reading or not any(
            span.start <= here.start and here.end <= span.end for span in spans
        ):
            yield finding
