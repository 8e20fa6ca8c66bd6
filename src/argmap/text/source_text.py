"""A file's text with its line table."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from attrs import field, frozen

from argmap.text.span import Span

_LINE_END = re.compile(r"\r\n|\n|\r")


class Position(NamedTuple):
    """A place as people and editors count it: ``line`` and ``column`` from 1, in code points."""

    line: int
    column: int


@frozen(eq=False)
class SourceText:
    """The text of one file, and the name it is shown under.

    Line ends are kept as they are, so that offsets and edits fit the file. A byte-order mark is not
    part of the text; ``has_bom`` remembers it for whoever writes the file back.
    """

    name: str
    text: str = field(repr=False)
    has_bom: bool = False

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        # Most files end their lines in one way, and with every letter typed there is a new table.
        lengths = accumulate(map(len, self.text.split("\n")))
        ends = [length + count for count, length in enumerate(lengths, start=1)]
        return [0, *ends[:-1]]

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """Return line and column, both from 1, of a code-point offset (clamped to the text)."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """Return where line number ``line`` (from 1) stands, without its line end."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < self.line_count else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def line(self, line: int) -> str:
        """Return line number ``line`` (from 1) without its line end."""
        return self.slice(self.line_span(line))

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]


class Location(NamedTuple):
    """A span in a named text: what a finding points at."""

    source: SourceText
    span: Span

    @property
    def start(self) -> Position:
        return self.source.position(self.span.start)

    @property
    def end(self) -> Position:
        return self.source.position(self.span.end)

    @property
    def text(self) -> str:
        return self.source.slice(self.span)

    def __str__(self) -> str:
        line, column = self.start
        return f"{self.source.name}:{line}:{column}"
