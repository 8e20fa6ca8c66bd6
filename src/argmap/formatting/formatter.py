"""The way in: from a text to what would make it canonical.

A text with mistakes: what of it can be formatted; nothing else is touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from argmap.formatting.elements import edits_between, line_end, span_of, usual_line_end
from argmap.formatting.printer import pieces
from argmap.syntax import Document, ParseError, parse
from argmap.syntax.tree import Declaration, Item
from argmap.text import Edit, SourceText, Span, apply_edits


def format_sound_parts(document: Document) -> tuple[Edit, ...]:
    """Return the edits to the declarations that no mistake concerns, wherever they stand.

    Each has its lines for itself, and its first one stays where it is: how deep it belongs, only a
    text without mistakes tells. Should other mistakes be found afterwards, nothing is changed.
    """
    text = document.source.text
    end = usual_line_end(text)
    edits: list[Edit] = []
    for span in _sound(document):
        part = parse(SourceText(document.source.name, text[span.start : span.end]))
        if part.errors or len(part.items) != 1:
            continue  # by itself it reads differently
        indent = text[_line_start(text, span.start) : span.start]
        found = pieces(part.source.text, part.items, indent)
        for edit in edits_between(part.source.text, found, end, is_whole=False):
            start, stop = edit.span
            edits.append(Edit(Span(span.start + start, span.start + stop), edit.replacement))
    return tuple(edits) if edits and _is_read_alike(document, edits) else ()


def _is_read_alike(document: Document, edits: list[Edit]) -> bool:
    """Whether the same mistakes are found afterwards: where blocks end is told by indentation."""
    formatted = apply_edits(document.source.text, edits)
    errors = parse(SourceText(document.source.name, formatted)).errors
    return [(error.message, error.span.start) for error in errors] == [
        (error.message, _moved(error.span.start, edits)) for error in document.errors
    ]


def _moved(position: int, edits: list[Edit]) -> int:
    """Return where something that no edit touches is after edits, which are in order."""
    behind = bisect_right(edits, position, key=lambda edit: edit.span.end)
    grown = sum(len(new) - (span.end - span.start) for span, new in edits[:behind])
    return position + grown


def _sound(document: Document) -> list[Span]:
    """Return where the outermost declarations without a mistake stand; none overlap."""
    text = document.source.text
    errors = _ParseErrors(document.errors)
    found: list[Span] = []
    waiting: list[Item] = document.items[::-1]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, Declaration):
            continue
        span = span_of(item)
        if _has_its_lines(text, span) and not errors.touch(text, span):
            found.append(span)
        elif item.block is not None:
            waiting += item.block.items[::-1]
    return list(_apart(sorted(found)))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans without those that overlap an earlier one: reading on may move words about."""
    reached = 0
    for span in spans:
        if span.start >= reached:
            yield span
            reached = span.end


def _line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def _line_stop(text: str, position: int) -> int:
    ends = (text.find(mark, position) for mark in "\r\n")
    return min((end for end in ends if end >= 0), default=len(text))


def _has_its_lines(text: str, span: Span) -> bool:
    before = text[_line_start(text, span.start) : span.start]
    behind = text[span.end : _line_stop(text, span.end)].lstrip(" \t")
    return not before.strip(" \t") and (not behind or behind[0] == "#")


_GAP = re.compile(r"(?:\s|#[^\r\n]*)*+")


class _ParseErrors:
    """Where the mistakes are, and where their mending would put something in."""

    def __init__(self, errors: Iterable[ParseError]) -> None:
        spans: list[Span] = []
        insertions: list[int] = []
        for error in errors:
            spans.append(error.span)
            for edit in error.edits:
                if edit.span.start == edit.span.end:
                    insertions.append(edit.span.start)
                else:
                    spans.append(edit.span)
        self._insertions = sorted(insertions)
        self._spans: list[Span] = []  # joined where they overlap
        for span in sorted(spans):
            if self._spans and span.start <= self._spans[-1].end:
                self._spans[-1] = self._spans[-1].join(span)
            else:
                self._spans.append(span)
        self._ends = [span.end for span in self._spans]

    def touch(self, text: str, span: Span) -> bool:
        """Whether a mistake is on one of the lines of ``span``, or is mended inside of it.

        Or comes next, behind what does not end in a block: it may have been a part of it.
        """
        start, end = _line_start(text, span.start), _line_stop(text, span.end)
        if text[span.end - 1 : span.end] != "}":
            end = max(end, _GAP.match(text, span.end).end())  # type: ignore[union-attr]
        index = bisect_left(self._ends, start)
        if index < len(self._spans) and self._spans[index].start <= end:
            return True
        index = bisect_left(self._insertions, span.start + 1)
        return index < len(self._insertions) and self._insertions[index] < span.end


_BOM = "\ufeff"


def format_text(text: str) -> str:
    """Return ``text`` in the canonical layout; a byte-order mark stays where it is."""
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    return mark + apply_edits(text, format_edits(SourceText("<text>", text)))


def format_edits(source: SourceText, within: Span | None = None) -> tuple[Edit, ...]:
    """Return the edits that make a text canonical: none where it is so already.

    Each is as small as it can be and good by itself. With ``within``, only what touches the lines
    of that span is changed.
    """
    return format_document(parse(source), within)


def format_document(document: Document, within: Span | None = None) -> tuple[Edit, ...]:
    """Return the same for a text that is read already (see `format_edits`)."""
    source = document.source
    if document.errors:
        edits = format_sound_parts(document)
    else:
        end = line_end(source.text)
        edits = edits_between(source.text, pieces(source.text, document.items), end)
    if within is None:
        return edits
    lines = _whole_lines(source, within)
    return tuple(edit for edit in edits if _touches(edit.span, lines))


def _touches(span: Span, other: Span) -> bool:
    return span.start <= other.end and other.start <= span.end


def _whole_lines(source: SourceText, span: Span) -> Span:
    first, last = source.position(span.start).line, source.position(span.end).line
    return Span(source.line_span(first).start, source.line_span(last).end)
