"""The lines of a file that a finding is about, with what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from argmap.diagnostics import Diagnostic, Label
from argmap.report._common.characters import shorten
from argmap.report._common.style import OF_SEVERITY, Paint, Style
from argmap.report.text.cut import cut
from argmap.report.text.marks import Mark, rows
from argmap.text import Location, SourceText

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
    style = OF_SEVERITY[diagnostic.severity]
    blocks: dict[str, list[tuple[Location, str, str, Style]]] = {}
    places = [(diagnostic.location, diagnostic.label, "^", style)]
    places += [
        (label.location, label.text, "-", Style.SECONDARY) for label in shown_labels(diagnostic)
    ]
    for place in places:
        blocks.setdefault(place[0].source.name, []).append(place)
    arrow = "-->"
    for block in blocks.values():
        if arrow == ":::":
            yield bar(gutter, paint)
        yield f"{' ' * gutter}{paint(arrow, Style.GUTTER)} {shorten(str(block[0][0]))}"
        yield bar(gutter, paint)
        yield from _block(block, gutter, lines, paint)
        arrow = ":::"


def bar(gutter: int, paint: Paint, text: str = "") -> str:
    """Return a row without a line number."""
    return f"{' ' * gutter} {paint('|', Style.GUTTER)} {text}".rstrip()


def numbered(number: int, gutter: int, paint: Paint, text: str, sign: str = "|") -> str:
    """Return a row with a line number."""
    return f"{paint(f'{number:>{gutter}} {sign}', Style.GUTTER)} {text}".rstrip()


def _block(
    places: Iterable[tuple[Location, str, str, Style]], gutter: int, lines: Lines, paint: Paint
) -> Iterator[str]:
    source = next(iter(places))[0].source
    by_line: dict[int, list[Mark]] = {}
    for place in places:
        for number, mark in _marks(*place, lines):
            by_line.setdefault(number, []).append(mark)
    previous = 0
    for number in sorted(by_line):
        if previous and number == previous + 2:  # one line between two is shorter than `...`
            between = cut(lines(source, previous + 1)[1], ())
            yield numbered(previous + 1, gutter, paint, between.text)
        elif previous and number > previous + 2:
            yield paint("...", Style.GUTTER)
        marks = by_line[number]
        line = cut(lines(source, number)[1], [(mark.start, mark.end) for mark in marks])
        yield numbered(number, gutter, paint, line.text)
        for row in rows(line, marks, paint):
            yield bar(gutter, paint, row)
        previous = number


def _marks(
    location: Location, label: str, sign: str, style: Style, lines: Lines
) -> list[tuple[int, Mark]]:
    """Return line numbers and marks of a span: of one over several lines the first and the last."""
    source, (start, end) = location.source, location.span
    first = source.position(start).line
    last = source.position(max(start, end - 1)).line
    at, text = lines(source, first)
    begin = start - at
    if first == last:
        return [(first, Mark(begin, max(begin + 1, min(end - at, len(text))), sign, style, label))]
    opening = Mark(begin, max(begin + 1, len(text)), sign, style)
    at, text = lines(source, last)
    length = min(end - at, len(text))
    indent = len(text) - len(text.lstrip())
    closing = Mark(indent if indent < length else 0, max(1, length), sign, style, label)
    return [(first, opening), (last, closing)]
