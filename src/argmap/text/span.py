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

    def shifted(self, by: int) -> Span:
        """Return the same range ``by`` code points further on."""
        return Span(self.start + by, self.end + by)

    def meets(self, other: Span) -> bool:
        """Whether the two have something in common, or stand side by side."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Span) -> bool:
        """Whether all of the other is in this one."""
        return self.start <= other.start and other.end <= self.end

    def cuts(self, other: Span) -> bool:
        """Whether the two meet, and not all of the other is in this one."""
        return self.meets(other) and not self.holds(other)
