"""Formatting of a whole text, or of the parts of it that have no syntax errors."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from argmap.formatting.elements import diff, line_end_of, most_common_line_end, span_of
from argmap.formatting.printer import pieces
from argmap.syntax import Document, ParseError, parse
from argmap.syntax.tree import Declaration, Item
from argmap.text import Edit, SourceText, Span, apply_edits

_BOM = "\ufeff"


def format_text(text: str) -> str:
    """Return ``text`` in the canonical layout; a byte-order mark is kept."""
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    return mark + apply_edits(text, format_edits(SourceText("<text>", text)))


def format_edits(source: SourceText, within: Span | None = None) -> tuple[Edit, ...]:
    """Parse a text and return the edits that format it (see `format_document`)."""
    return format_document(parse(source), within)


def format_document(document: Document, within: Span | None = None) -> tuple[Edit, ...]:
    """Return the edits that format a document; none if it is formatted already.

    Each edit is as small as possible, and can be applied without the others. With ``within``, only
    the edits that touch the lines of that span are returned.
    """
    source = document.source
    if document.errors:
        edits = format_valid_parts(document)
    else:
        edits = diff(source.text, pieces(source.text, document.items), line_end_of(source.text))
    if within is None:
        return edits
    first, last = source.position(within.start).line, source.position(within.end).line
    start, end = source.line_span(first).start, source.line_span(last).end
    return tuple(edit for edit in edits if edit.span.start <= end and start <= edit.span.end)


# ---- Texts with syntax errors -------------------------------------------------------------------


def format_valid_parts(document: Document) -> tuple[Edit, ...]:
    """Return the edits that format the declarations without syntax errors, and nothing else.

    Only declarations on lines of their own are formatted. Their first line keeps its indentation,
    because the correct one is unknown in a text with errors. If the edits would change the errors,
    none is returned.
    """
    text = document.source.text
    newline = most_common_line_end(text)
    edits: list[Edit] = []
    for span in _valid_spans(document):
        part = parse(SourceText(document.source.name, text[span.start : span.end]))
        if part.errors or len(part.items) != 1:
            continue  # its meaning depends on the context
        indent = text[_line_start(text, span.start) : span.start]
        part_pieces = pieces(part.source.text, part.items, indent)
        for edit in diff(part.source.text, part_pieces, newline, is_whole_text=False):
            start, end = edit.span
            edits.append(Edit(Span(span.start + start, span.start + end), edit.replacement))
    return tuple(edits) if edits and _keeps_errors(document, edits) else ()


def _keeps_errors(document: Document, edits: list[Edit]) -> bool:
    """Whether the edited text has the same errors; indentation decides about unclosed blocks."""
    edited = apply_edits(document.source.text, edits)
    errors = parse(SourceText(document.source.name, edited)).errors
    return [(error.message, error.span.start) for error in errors] == [
        (error.message, _shift(error.span.start, edits)) for error in document.errors
    ]


def _shift(position: int, edits: list[Edit]) -> int:
    """Return the position in the edited text; no edit, all in order, contains ``position``."""
    count = bisect_right(edits, position, key=lambda edit: edit.span.end)
    growth = sum(len(new) - (span.end - span.start) for span, new in edits[:count])
    return position + growth


def _valid_spans(document: Document) -> list[Span]:
    """Return the spans of the outermost declarations without errors; none overlap."""
    text = document.source.text
    errors = _ErrorIndex(document.errors)
    spans: list[Span] = []
    pending: list[Item] = document.items[::-1]
    while pending:
        item = pending.pop()
        if not isinstance(item, Declaration):
            continue
        span = span_of(item)
        if _is_on_lines_of_its_own(text, span) and not errors.touch(text, span):
            spans.append(span)
        elif item.block is not None:
            pending += item.block.items[::-1]
    return list(_without_overlaps(sorted(spans)))


def _without_overlaps(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans that overlap no earlier one; error recovery may create such spans."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def _line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def _line_stop(text: str, position: int) -> int:
    ends = (text.find(newline, position) for newline in "\r\n")
    return min((end for end in ends if end >= 0), default=len(text))


def _is_on_lines_of_its_own(text: str, span: Span) -> bool:
    before = text[_line_start(text, span.start) : span.start]
    after = text[span.end : _line_stop(text, span.end)].lstrip(" \t")
    return not before.strip(" \t") and (not after or after[0] == "#")


_SPACE_AND_COMMENTS = re.compile(r"(?:\s|#[^\r\n]*)*+")


class _ErrorIndex:
    """The spans of syntax errors, and the positions at which their fixes insert text."""

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
        self._spans: list[Span] = []  # overlapping spans are joined
        for span in sorted(spans):
            if self._spans and span.start <= self._spans[-1].end:
                self._spans[-1] = self._spans[-1].join(span)
            else:
                self._spans.append(span)
        self._ends = [span.end for span in self._spans]

    def touch(self, text: str, span: Span) -> bool:
        """Return whether an error is on the lines of a span, or its fix inserts text into the span.

        An error directly after a declaration without a block counts, too: it may be part of it.
        """
        start, end = _line_start(text, span.start), _line_stop(text, span.end)
        if text[span.end - 1 : span.end] != "}":
            end = max(end, _SPACE_AND_COMMENTS.match(text, span.end).end())  # type: ignore[union-attr]
        index = bisect_left(self._ends, start)
        if index < len(self._spans) and self._spans[index].start <= end:
            return True
        index = bisect_left(self._insertions, span.start + 1)
        return index < len(self._insertions) and self._insertions[index] < span.end
