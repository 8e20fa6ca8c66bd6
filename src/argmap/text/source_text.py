"""The text of a file, with spans, positions, locations and edits in it."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from attrs import field, frozen

MAX_FILE_BYTES = 16 * 1024 * 1024
"""The size up to which files are read; larger files are not written by hand."""

UTF_16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The first two bytes of files in UTF-16."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_NOT_BLANK = re.compile(r"\S")


class Span(NamedTuple):
    """A half-open range of code points: ``start`` is included, ``end`` is not.

    Offsets count Unicode code points from 0, as in Python strings. Lines, columns and UTF-16 units
    are computed where a report needs them (`SourceText.position`).
    """

    start: int
    end: int

    def join(self, other: Span) -> Span:
        """Return the smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def shifted(self, offset: int) -> Span:
        """Return this span moved by an offset in code points."""
        return Span(self.start + offset, self.end + offset)

    def touches(self, other: Span) -> bool:
        """Return whether the spans overlap or are adjacent."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Span) -> bool:
        """Return whether the other span is within this one."""
        return self.start <= other.start and other.end <= self.end

    def crosses(self, other: Span) -> bool:
        """Return whether the spans touch and the other is not within this one."""
        return self.touches(other) and not self.contains(other)


class Position(NamedTuple):
    """A line and a column, both from 1; columns count code points."""

    line: int
    column: int


@frozen(eq=False)
class SourceText:
    """The text of one file, and the name of the file in messages.

    Line ends are not converted, so that offsets and edits fit the file. A byte-order mark is not
    part of the text; ``has_bom`` tells whether the file has one, so that it can be written back.
    """

    name: str
    text: str = field(repr=False)
    has_bom: bool = False

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        # A fast path for most files: an editor needs new line starts after every keystroke.
        lengths = accumulate(map(len, self.text.split("\n")))
        ends = [length + count for count, length in enumerate(lengths, start=1)]
        return [0, *ends[:-1]]

    @property
    def start(self) -> Span:
        """The empty span before the first character that is not blank, or at 0 without one."""
        match = _NOT_BLANK.search(self.text)
        offset = match.start() if match else 0
        return Span(offset, offset)

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    def position(self, offset: int) -> Position:
        """Return the position of a code-point offset, which is clamped to the text."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line_span(self, line: int) -> Span:
        """Return the span of a line (from 1), without its line end."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < self.line_count else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def line(self, line: int) -> str:
        """Return the text of a line (from 1), without its line end."""
        return self.slice(self.line_span(line))

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]


class Location(NamedTuple):
    """A span in a source text."""

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


class Edit(NamedTuple):
    """A replacement for the text of a span. An empty span inserts."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with all edits applied at once; spans are offsets into the unedited text.

    Raises:
        ValueError: If two edits overlap.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < position:
            raise ValueError(f"overlapping edits at offset {edit.span.start}")
        pieces += (text[position : edit.span.start], edit.replacement)
        position = edit.span.end
    pieces.append(text[position:])
    return "".join(pieces)


class DecodedFile(NamedTuple):
    """The text of a file, and what is wrong with its bytes.

    Attributes:
        source: The text. Invalid bytes are replaced by U+FFFD. The text of an oversize file is
            empty.
        undecodable: The span of the first bytes that are not valid UTF-8, or None.
        bad_bytes: The values of these bytes. A file in UTF-16 is decoded as such, with its
            byte-order mark (`UTF_16_BOMS`) as bad bytes.
        oversize: The size of the file in bytes if it is over `MAX_FILE_BYTES`, or None.
    """

    source: SourceText
    undecodable: Span | None = None
    bad_bytes: bytes = b""
    oversize: int | None = None


def decode(name: str, data: bytes) -> DecodedFile:
    """Return the text of a file's bytes; never raises."""
    if len(data) > MAX_FILE_BYTES:
        return DecodedFile(SourceText(name, ""), oversize=len(data))
    if data.startswith(UTF_16_BOMS):
        text = data.decode("utf-16", errors="replace")
        return DecodedFile(SourceText(name, text), Span(0, min(len(text), 1)), data[:2])
    has_bom = data.startswith(codecs.BOM_UTF8)
    if has_bom:
        data = data[len(codecs.BOM_UTF8) :]
    try:
        return DecodedFile(SourceText(name, data.decode("utf-8"), has_bom))
    except UnicodeDecodeError as error:
        start = len(data[: error.start].decode("utf-8"))
        text = data.decode("utf-8", errors="replace")
        bad_bytes = data[error.start : error.end]
        return DecodedFile(SourceText(name, text, has_bom), Span(start, start + 1), bad_bytes)


def read(path: Path, name: str) -> DecodedFile:
    """Read the file at ``path``; ``name`` is its name in messages.

    Raises:
        OSError: If the file cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        return DecodedFile(SourceText(name, ""), oversize=max(path.stat().st_size, len(data)))
    return decode(name, data)
