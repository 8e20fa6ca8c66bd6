"""Snippets: the source lines of a diagnostic, with underlines and labels, as rustc prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from attrs import frozen

from argmap.diagnostics import Diagnostic, Label
from argmap.reporting._text import (
    STYLE_BY_SEVERITY,
    Paint,
    TerminalStyle,
    display_width,
    escape_unprintable,
    shorten,
)
from argmap.text import Location, SourceText

MAX_LABELS = 8
"""Labels that are printed per diagnostic, to keep one with hundreds of them readable."""

_MAX_LINE_LENGTH = 120  # characters; longer lines are elided
_CONTEXT_LENGTH = 60  # characters kept on each side of an underline; several underlines share them
_MIN_CONTEXT_LENGTH = 15  # ... but each one keeps this many
_ELLIPSIS = "…"

ReadLine = Callable[[SourceText, int], tuple[int, str]]
"""A function that returns the offset and the text of line n of a source text."""


def line_at(source: SourceText, number: int) -> tuple[int, str]:
    span = source.line_span(number)
    return span.start, source.slice(span)


def shown_labels(diagnostic: Diagnostic) -> tuple[Label, ...]:
    """Return the labels that are printed."""
    return diagnostic.labels[:MAX_LABELS]


# ---- Snippets -----------------------------------------------------------------------------------


class _Annotation(NamedTuple):
    """A span to underline: with ``^`` for the primary one, and ``-`` for the others."""

    location: Location
    label: str
    symbol: str
    style: TerminalStyle


def snippets(
    diagnostic: Diagnostic, gutter: int, read_line: ReadLine, paint: Paint
) -> Iterator[str]:
    """Yield the rows of the snippets of a diagnostic, one snippet per file, its own file first.

    ``gutter`` is the width of the line numbers (see `gutter_width`).
    """
    style = STYLE_BY_SEVERITY[diagnostic.severity]
    annotations = [_Annotation(diagnostic.location, diagnostic.label, "^", style)]
    annotations += [
        _Annotation(label.location, label.text, "-", TerminalStyle.SECONDARY)
        for label in shown_labels(diagnostic)
    ]
    by_file: dict[str, list[_Annotation]] = {}
    for annotation in annotations:
        by_file.setdefault(annotation.location.source.name, []).append(annotation)
    arrow = "-->"
    for in_file in by_file.values():
        if arrow == ":::":
            yield plain_row(gutter, paint)
        location = shorten(str(in_file[0].location))
        yield f"{' ' * gutter}{paint(arrow, TerminalStyle.GUTTER)} {location}"
        yield plain_row(gutter, paint)
        yield from _snippet(in_file, gutter, read_line, paint)
        arrow = ":::"


def gutter_width(diagnostic: Diagnostic) -> int:
    """Return the number of digits that the line numbers of a diagnostic need."""
    locations = [diagnostic.location, *(label.location for label in shown_labels(diagnostic))]
    locations += [Location(fix.source, edit.span) for fix in diagnostic.fixes for edit in fix.edits]
    return max(len(str(location.end.line)) for location in locations)


def plain_row(gutter: int, paint: Paint, text: str = "") -> str:
    """Return a row without a line number."""
    return f"{' ' * gutter} {paint('|', TerminalStyle.GUTTER)} {text}".rstrip()


def numbered_row(number: int, gutter: int, paint: Paint, text: str, symbol: str = "|") -> str:
    """Return a row with a line number."""
    return f"{paint(f'{number:>{gutter}} {symbol}', TerminalStyle.GUTTER)} {text}".rstrip()


def _snippet(
    annotations: Sequence[_Annotation], gutter: int, read_line: ReadLine, paint: Paint
) -> Iterator[str]:
    """Yield the annotated lines of one file."""
    source = annotations[0].location.source
    by_line: dict[int, list[Underline]] = {}
    for annotation in annotations:
        for number, underline in _underlines(annotation, read_line):
            by_line.setdefault(number, []).append(underline)
    previous = 0
    for number in sorted(by_line):
        if previous and number == previous + 2:  # a single line in between is as short as `...`
            skipped = elide(read_line(source, previous + 1)[1], ())
            yield numbered_row(previous + 1, gutter, paint, skipped.text)
        elif previous and number > previous + 2:
            yield paint("...", TerminalStyle.GUTTER)
        underlines = by_line[number]
        spans = [(underline.start, underline.end) for underline in underlines]
        line = elide(read_line(source, number)[1], spans)
        yield numbered_row(number, gutter, paint, line.text)
        for row in underline_rows(line, underlines, paint):
            yield plain_row(gutter, paint, row)
        previous = number


def _underlines(annotation: _Annotation, read_line: ReadLine) -> list[tuple[int, Underline]]:
    """Return line numbers and underlines: of a span over several lines the first and the last."""
    location, label, symbol, style = annotation
    source, (start, end) = location.source, location.span
    first = source.position(start).line
    last = source.position(max(start, end - 1)).line
    offset, text = read_line(source, first)
    column = start - offset
    if first == last:
        stop = max(column + 1, min(end - offset, len(text)))
        return [(first, Underline(column, stop, symbol, style, label))]
    opening = Underline(column, max(column + 1, len(text)), symbol, style)
    offset, text = read_line(source, last)
    stop = min(end - offset, len(text))
    indent = len(text) - len(text.lstrip())
    closing = Underline(indent if indent < stop else 0, max(1, stop), symbol, style, label)
    return [(first, opening), (last, closing)]


# ---- Long lines ---------------------------------------------------------------------------------


@frozen
class ElidedLine:
    """A line of which only the ranges ``kept`` (start and end, in order) are printed."""

    line: str
    kept: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The printed line."""
        pieces: list[str] = []
        position = 0
        for start, end in self.kept:
            if start > position:
                pieces.append(_ELLIPSIS)
            pieces.append(escape_unprintable(self.line[start:end]))
            position = end
        if position < len(self.line):
            pieces.append(_ELLIPSIS)
        return "".join(pieces)

    def column(self, offset: int) -> int:
        """Return the column, from 0, at which the character at ``offset`` of the line is printed.

        An elided character has the column of its ``…``; an offset after the end of the line, the
        column after its last character.
        """
        column = position = 0
        for start, end in self.kept:
            if start > position:
                if offset < start:
                    return column
                column += 1
            if offset < end:
                return column + display_width(escape_unprintable(self.line[start:offset]))
            column += display_width(escape_unprintable(self.line[start:end]))
            position = end
        return column


def elide(line: str, spans: Sequence[tuple[int, int]]) -> ElidedLine:
    """Keep the context of both ends of each span of a long line; ``spans`` are in order."""
    if len(line) <= _MAX_LINE_LENGTH:
        return ElidedLine(line, ((0, len(line)),))
    context = max(_MIN_CONTEXT_LENGTH, _CONTEXT_LENGTH // max(1, len(spans)))
    kept: list[tuple[int, int]] = []
    for anchor in sorted({anchor for span in spans for anchor in span} or {0}):
        start, end = max(0, anchor - context), min(len(line), anchor + context)
        if kept and start <= kept[-1][1] + len(_ELLIPSIS):
            start, end = kept[-1][0], max(end, kept.pop()[1])
        kept.append((start, end))
    return ElidedLine(line, tuple(kept))


# ---- Underlines ---------------------------------------------------------------------------------


@frozen
class Underline:
    """An underlined range of one line, from ``start`` to ``end``: offsets into the line, from 0."""

    start: int
    end: int
    symbol: str
    style: TerminalStyle
    label: str = ""

    @property
    def is_primary(self) -> bool:
        return self.symbol == "^"


@frozen
class _PlacedUnderline:
    """An underline, from column ``start`` to column ``end`` of the printed line."""

    start: int
    end: int
    underline: Underline

    def label(self, paint: Paint) -> str:
        return paint(shorten(self.underline.label), self.underline.style)


def underline_rows(line: ElidedLine, underlines: list[Underline], paint: Paint) -> Iterator[str]:
    """Yield the rows under a line: the underlines, then the labels that need separate rows.

    ::

    supports: unity, unity
              -----  ^^^^^ the second time
              |
              the first time
    """
    placed = [_place(underline, line) for underline in underlines]
    placed.sort(key=lambda mark: (mark.start, mark.end))
    labelled = [mark for mark in placed if mark.underline.label]
    inline_label = ""
    if labelled and labelled[-1] is placed[-1] and placed[-1].end == max(m.end for m in placed):
        inline_label = " " + labelled.pop().label(paint)
    yield _underline_row(placed, paint) + inline_label
    if labelled:
        yield _connectors(labelled, paint)
    while labelled:
        mark = labelled.pop()
        before = [other for other in labelled if other.start < mark.start]
        column = before[-1].start + 1 if before else 0
        yield _connectors(before, paint) + " " * (mark.start - column) + mark.label(paint)


def _place(underline: Underline, line: ElidedLine) -> _PlacedUnderline:
    start = line.column(underline.start)
    return _PlacedUnderline(start, max(start + 1, line.column(underline.end)), underline)


def _underline_row(placed: list[_PlacedUnderline], paint: Paint) -> str:
    cells = [(" ", TerminalStyle.PLAIN)] * max(mark.end for mark in placed)
    # The primary underline is drawn last, over the others.
    for mark in sorted(placed, key=lambda mark: mark.underline.is_primary):
        cell = (mark.underline.symbol, mark.underline.style)
        cells[mark.start : mark.end] = [cell] * (mark.end - mark.start)
    return "".join(paint(symbol * len(list(run)), style) for (symbol, style), run in groupby(cells))


def _connectors(placed: list[_PlacedUnderline], paint: Paint) -> str:
    """Return a row of vertical bars, from underlines to their labels below."""
    row, column = "", 0
    for mark in placed:
        if mark.start >= column:
            row += " " * (mark.start - column) + paint("|", mark.underline.style)
            column = mark.start + 1
    return row
