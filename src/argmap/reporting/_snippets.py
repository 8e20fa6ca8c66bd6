"""The lines of a file that a finding is about, with what is said of them.

The part of a source line that is worth printing.

Underlines, and what is said beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from attrs import frozen

from argmap.diagnostics import Diagnostic, Label
from argmap.reporting._text import (
    STYLE_BY_SEVERITY,
    Paint,
    TerminalStyle,
    escape_unprintable,
    shorten,
    width,
)
from argmap.text import Location, SourceText

_WHOLE = 120  # a line up to this many characters is never cut
_CONTEXT = 60  # characters kept on each side of the only mark; several marks share them
_LEAST = 15  # … but each keeps this many
_GAP = "…"


@frozen
class ElidedLine:
    """A line as it is printed: ``text``, in which the characters of ``kept`` stand, in order."""

    line: str
    kept: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        pieces: list[str] = []
        position = 0
        for start, end in self.kept:
            if start > position:
                pieces.append(_GAP)
            pieces.append(escape_unprintable(self.line[start:end]))
            position = end
        if position < len(self.line):
            pieces.append(_GAP)
        return "".join(pieces)

    def column(self, offset: int) -> int:
        """Return the column, from 0, where the character at ``offset`` of the line is printed.

        An offset in a gap is at the ``…``; one behind the line's end is where the line ends.
        """
        column = position = 0
        for start, end in self.kept:
            if start > position:
                if offset < start:
                    return column
                column += 1
            if offset < end:
                return column + width(escape_unprintable(self.line[start:offset]))
            column += width(escape_unprintable(self.line[start:end]))
            position = end
        return column


def elide(line: str, places: Sequence[tuple[int, int]]) -> ElidedLine:
    """Keep of a long line what is around both ends of each place; ``places`` are in order."""
    if len(line) <= _WHOLE:
        return ElidedLine(line, ((0, len(line)),))
    reach = max(_LEAST, _CONTEXT // max(1, len(places)))
    kept: list[tuple[int, int]] = []
    for anchor in sorted({anchor for place in places for anchor in place} or {0}):
        start, end = max(0, anchor - reach), min(len(line), anchor + reach)
        if kept and start <= kept[-1][1] + len(_GAP):
            start, end = kept[-1][0], max(end, kept.pop()[1])
        kept.append((start, end))
    return ElidedLine(line, tuple(kept))


@frozen
class Underline:
    """A stretch of one line to underline: the characters ``start`` to ``end``, from 0."""

    start: int
    end: int
    sign: str
    style: TerminalStyle
    label: str = ""

    @property
    def is_primary(self) -> bool:
        return self.sign == "^"


@frozen
class _Drawn:
    """A mark in columns of the printed line."""

    start: int
    end: int
    mark: Underline

    def said(self, paint: Paint) -> str:
        return paint(shorten(self.mark.label), self.mark.style)


def rows(line: ElidedLine, marks: list[Underline], paint: Paint) -> Iterator[str]:
    """Yield the rows under a line: the underlines, then the labels, hung up where they collide.

    ::

    supports: unity, unity
              -----  ^^^^^ the second time
              |
              the first time
    """
    drawn = sorted((_drawn(line, mark) for mark in marks), key=lambda each: (each.start, each.end))
    hanging = [each for each in drawn if each.mark.label]
    beside = ""
    if hanging and hanging[-1] is drawn[-1] and drawn[-1].end == max(each.end for each in drawn):
        beside = " " + hanging.pop().said(paint)
    yield _underlines(drawn, paint) + beside
    if hanging:
        yield _hangers(hanging, paint)
    while hanging:
        each = hanging.pop()
        before = [other for other in hanging if other.start < each.start]
        row = _hangers(before, paint)
        at = before[-1].start + 1 if before else 0
        yield row + " " * (each.start - at) + each.said(paint)


def _drawn(line: ElidedLine, mark: Underline) -> _Drawn:
    start = line.column(mark.start)
    return _Drawn(start, max(start + 1, line.column(mark.end)), mark)


def _underlines(drawn: list[_Drawn], paint: Paint) -> str:
    cells = [(" ", TerminalStyle.PLAIN)] * max(each.end for each in drawn)
    for each in sorted(drawn, key=lambda each: each.mark.is_primary):  # the primary one on top
        length = each.end - each.start
        cells[each.start : each.end] = [(each.mark.sign, each.mark.style)] * length
    return "".join(paint(sign * len(list(run)), style) for (sign, style), run in groupby(cells))


def _hangers(drawn: list[_Drawn], paint: Paint) -> str:
    row, column = "", 0
    for each in drawn:
        if each.start >= column:
            row += " " * (each.start - column) + paint("|", each.mark.style)
            column = each.start + 1
    return row


_MOST_LABELS = 8

Lines = Callable[[SourceText, int], tuple[int, str]]
"""A function that returns where line number n of a text starts, and the line."""


def read_line(source: SourceText, number: int) -> tuple[int, str]:
    span = source.line_span(number)
    return span.start, source.slice(span)


def gutter_width(diagnostic: Diagnostic) -> int:
    """Return how many digits the line numbers of a finding need."""
    places = [diagnostic.location, *(label.location for label in shown_labels(diagnostic))]
    places += [Location(fix.source, edit.span) for fix in diagnostic.fixes for edit in fix.edits]
    return max(len(str(place.end.line)) for place in places)


def shown_labels(diagnostic: Diagnostic) -> tuple[Label, ...]:
    """Return the labels that are printed: a finding with hundreds must stay readable."""
    return diagnostic.labels[:_MOST_LABELS]


def excerpts(diagnostic: Diagnostic, gutter: int, lines: Lines, paint: Paint) -> Iterator[str]:
    """Yield the rows of the excerpts of a finding, one block a file, its own file first."""
    style = STYLE_BY_SEVERITY[diagnostic.severity]
    blocks: dict[str, list[tuple[Location, str, str, TerminalStyle]]] = {}
    places = [(diagnostic.location, diagnostic.label, "^", style)]
    places += [
        (label.location, label.text, "-", TerminalStyle.SECONDARY)
        for label in shown_labels(diagnostic)
    ]
    for place in places:
        blocks.setdefault(place[0].source.name, []).append(place)
    arrow = "-->"
    for block in blocks.values():
        if arrow == ":::":
            yield bar(gutter, paint)
        yield f"{' ' * gutter}{paint(arrow, TerminalStyle.GUTTER)} {shorten(str(block[0][0]))}"
        yield bar(gutter, paint)
        yield from _block(block, gutter, lines, paint)
        arrow = ":::"


def bar(gutter: int, paint: Paint, text: str = "") -> str:
    """Return a row without a line number."""
    return f"{' ' * gutter} {paint('|', TerminalStyle.GUTTER)} {text}".rstrip()


def numbered(number: int, gutter: int, paint: Paint, text: str, sign: str = "|") -> str:
    """Return a row with a line number."""
    return f"{paint(f'{number:>{gutter}} {sign}', TerminalStyle.GUTTER)} {text}".rstrip()


def _block(
    places: Iterable[tuple[Location, str, str, TerminalStyle]],
    gutter: int,
    lines: Lines,
    paint: Paint,
) -> Iterator[str]:
    source = next(iter(places))[0].source
    by_line: dict[int, list[Underline]] = {}
    for place in places:
        for number, mark in _marks(*place, lines):
            by_line.setdefault(number, []).append(mark)
    previous = 0
    for number in sorted(by_line):
        if previous and number == previous + 2:  # one line between two is shorter than `...`
            between = elide(lines(source, previous + 1)[1], ())
            yield numbered(previous + 1, gutter, paint, between.text)
        elif previous and number > previous + 2:
            yield paint("...", TerminalStyle.GUTTER)
        marks = by_line[number]
        line = elide(lines(source, number)[1], [(mark.start, mark.end) for mark in marks])
        yield numbered(number, gutter, paint, line.text)
        for row in rows(line, marks, paint):
            yield bar(gutter, paint, row)
        previous = number


def _marks(
    location: Location, label: str, sign: str, style: TerminalStyle, lines: Lines
) -> list[tuple[int, Underline]]:
    """Return line numbers and marks of a span: of one over several lines the first and the last."""
    source, (start, end) = location.source, location.span
    first = source.position(start).line
    last = source.position(max(start, end - 1)).line
    at, text = lines(source, first)
    begin = start - at
    if first == last:
        return [
            (first, Underline(begin, max(begin + 1, min(end - at, len(text))), sign, style, label))
        ]
    opening = Underline(begin, max(begin + 1, len(text)), sign, style)
    at, text = lines(source, last)
    length = min(end - at, len(text))
    indent = len(text) - len(text.lstrip())
    closing = Underline(indent if indent < length else 0, max(1, length), sign, style, label)
    return [(first, opening), (last, closing)]
