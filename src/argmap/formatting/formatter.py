"""The way in: from a text to what would make it canonical."""

from __future__ import annotations

from argmap.formatting.edits import edits_between
from argmap.formatting.line_ends import line_end
from argmap.formatting.outline import pieces
from argmap.formatting.sound import format_sound_parts
from argmap.syntax import Document, parse
from argmap.text import Edit, SourceText, Span, apply_edits

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
    if document.faults:
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
