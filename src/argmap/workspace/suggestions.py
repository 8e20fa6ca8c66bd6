"""The fixes that diagnostics suggest for a document, and applying some of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.syntax import Document, parse, unquote
from argmap.syntax.literals import comments
from argmap.syntax.recovery.preservation import preserves
from argmap.syntax.tree import Attribute, Item
from argmap.text import Edit, SourceText, Span, apply_edits

DocumentKey = Path | None
"""The path of a document, or None for a map that is not in a file."""


class Suggestion(NamedTuple):
    """A fix, the diagnostic that suggests it, and the document that it changes."""

    diagnostic: Diagnostic
    fix: Fix
    key: DocumentKey


def without_overlaps(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Return the suggestions that do not overlap an earlier one."""
    taken: list[Span] = []
    chosen: list[Suggestion] = []
    for suggestion in suggestions:
        spans = sorted(edit.span for edit in suggestion.fix.edits)
        if spans and not any(_overlaps(taken, span) for span in spans):
            chosen.append(suggestion)
            for span in spans:
                insort(taken, span)
    return chosen


def _overlaps(taken: list[Span], span: Span) -> bool:
    """Return whether a span overlaps one of ``taken``, or starts where one of them starts.

    ``taken`` is sorted, and its spans do not overlap each other.
    """
    index = bisect_left(taken, span)
    is_before_next = index == len(taken) or (
        span.end <= taken[index].start and span.start < taken[index].start
    )
    is_after_last = index == 0 or (
        taken[index - 1].end <= span.start and taken[index - 1].start < span.start
    )
    return not (is_before_next and is_after_last)


def fixed_document(document: Document, suggestions: list[Suggestion]) -> Document | None:
    """Return a document with fixes applied.

    Return None if the document then has more syntax errors, if the safe fixes together change what
    the author wrote, or if a comment or a declaration is lost that the fixes are not about.
    """
    source, edits = document.source, _edits(suggestions)
    try:
        text = apply_edits(source.text, edits)
    except ValueError:  # the edits of a fix overlap each other
        return None
    fixed = parse(SourceText(source.name, text, source.has_bom))
    if len(fixed.errors) > len(document.errors):
        return None
    safe = [
        suggestion
        for suggestion in suggestions
        if suggestion.fix.applicability is Applicability.SAFE
    ]
    if not preserves(source.text, _edits(safe)):
        return None
    lost_comments = _comments(source.text) - _comments(text)
    fixed_texts = Counter(
        suggestion.diagnostic.location.text.rstrip() for suggestion in suggestions
    )
    if lost_comments - fixed_texts:
        return None
    old = Counter(key for _, key in _declarations(document))
    unedited = Counter(key for head, key in _declarations(document) if not _is_edited(edits, head))
    new = Counter(key for _, key in _declarations(fixed))
    return fixed if unedited <= new and new.total() <= old.total() else None


def _edits(suggestions: Iterable[Suggestion]) -> list[Edit]:
    return sorted(edit for suggestion in suggestions for edit in suggestion.fix.edits)


def _comments(text: str) -> Counter[str]:
    return Counter(text[start:end].rstrip() for start, end in comments(text))


def _declarations(document: Document) -> Iterator[tuple[Span, tuple[str, str, str]]]:
    """Yield the head of each declaration, with its keyword, id and text (empty if missing)."""
    pending: list[Item] = list(document.items)
    while pending:
        item = pending.pop()
        if isinstance(item, Attribute):
            continue
        has_id = item.id is not None and item.id.span.start < item.id.span.end
        id_ = item.id.text if item.id and has_id else ""
        text = unquote(item.title.raw) if item.title and item.title.raw else ""
        yield item.head, (item.keyword.text, id_, text)
        if item.block is not None:
            pending += item.block.items


def _is_edited(edits: list[Edit], span: Span) -> bool:
    """Return whether a span meets one of the edits, which are sorted and do not overlap."""
    index = bisect_left(edits, span.start, key=lambda edit: edit.span.end)
    return index < len(edits) and edits[index].span.start <= span.end
