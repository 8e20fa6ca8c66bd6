"""Where something stands in a text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points, from ``start`` to before ``end``.

    Offsets count Unicode code points from 0, as Python strings do; lines, columns and UTF-16 units
    are worked out where a report needs them (`SourceText.position`).
    """

    start: int
    end: int

    def join(self, other: Span) -> Span:
        """Return the smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))
