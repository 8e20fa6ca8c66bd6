"""A file's text with its line table.

Where something stands in a text.

Changes to a text, as data.

From a file's bytes to its text.
"""

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


class Edit(NamedTuple):
    """Replace what stands at ``span`` by ``replacement`` (an empty span inserts)."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made at once; spans are offsets into the unedited text.

    Raises:
        ValueError: when two edits overlap, since then no order of them is right.
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


MAX_FILE_BYTES = 16 * 1024 * 1024
"""Bytes. A file over this is not read: no person wrote it, and it would only eat the machine."""

UTF_16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The two bytes that files in UTF-16 begin with."""


class DecodedFile(NamedTuple):
    """What came of reading a file: its text, and what was wrong with its bytes, if anything.

    ``undecodable`` is where the first bytes that are not UTF-8 stood (they read as U+FFFD), with
    their values in ``bad_bytes``; a file in UTF-16 is read as such, with its mark (`UTF_16_BOMS`)
    as bad bytes. ``oversize`` is the file's size in bytes when it is over `MAX_FILE_BYTES`, and
    then the text is empty.
    """

    source: SourceText
    undecodable: Span | None = None
    bad_bytes: bytes = b""
    oversize: int | None = None


def decode(name: str, data: bytes) -> DecodedFile:
    """Turn a file's bytes into text, whatever they are; never raises."""
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
    """Read the file at ``path``, to be shown as ``name``.

    Raises:
        OSError: when the file cannot be read at all.
    """
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        return DecodedFile(SourceText(name, ""), oversize=max(path.stat().st_size, len(data)))
    return decode(name, data)
