"""The fixes that findings suggest for one file, and the file with some of them applied."""

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
"""A file by its path; None is the map that is in no file."""


class Suggestion(NamedTuple):
    """A fix, the finding that it is of, and the file that it changes."""

    diagnostic: Diagnostic
    fix: Fix
    key: DocumentKey


def without_overlaps(suggested: Iterable[Suggestion]) -> list[Suggestion]:
    """Return those that do not touch one that comes before them."""
    taken: list[Span] = []
    chosen: list[Suggestion] = []
    for each in suggested:
        spans = sorted(edit.span for edit in each.fix.edits)
        if spans and not any(_touches(taken, span) for span in spans):
            chosen.append(each)
            for span in spans:
                insort(taken, span)
    return chosen


def _touches(taken: list[Span], span: Span) -> bool:
    """Whether a span overlaps one of others (in order, none over another) or begins with one."""
    index = bisect_left(taken, span)
    is_before_next = index == len(taken) or (
        span.end <= taken[index].start and span.start < taken[index].start
    )
    is_after_last = index == 0 or (
        taken[index - 1].end <= span.start and taken[index - 1].start < span.start
    )
    return not (is_before_next and is_after_last)


def fixed_document(document: Document, chosen: list[Suggestion]) -> Document | None:
    """Return a file with fixes applied.

    Return None if the file then has more syntax errors, if the safe fixes together change what the
    author wrote, or if a comment or a declaration goes that the fixes are not about.
    """
    source, edits = document.source, _edits(chosen)
    try:
        text = apply_edits(source.text, edits)
    except ValueError:  # the edits of one fix are at odds with each other
        return None
    fixed = parse(SourceText(source.name, text, source.has_bom))
    if len(fixed.errors) > len(document.errors):
        return None
    safe = [each for each in chosen if each.fix.applicability is Applicability.SAFE]
    if not preserves(source.text, _edits(safe)):
        return None
    lost = _comments(source.text) - _comments(text)
    about = Counter(each.diagnostic.location.text.rstrip() for each in chosen)
    if lost - about:
        return None
    declared = Counter(what for _, what in _declarations(document))
    untouched = Counter(
        what for head, what in _declarations(document) if not _is_edited(edits, head)
    )
    kept = Counter(what for _, what in _declarations(fixed))
    return fixed if untouched <= kept and kept.total() <= declared.total() else None


def _comments(text: str) -> Counter[str]:
    return Counter(text[start:end].rstrip() for start, end in comments(text))


def _declarations(document: Document) -> Iterator[tuple[Span, tuple[str, str, str]]]:
    """Yield the heads of all declarations, with keyword, id and text; an id left out is none."""
    waiting: list[Item] = list(document.items)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Attribute):
            continue
        has_id = item.id is not None and item.id.span.start < item.id.span.end
        said = unquote(item.title.raw) if item.title and item.title.raw else ""
        yield item.head, (item.keyword.text, item.id.text if item.id and has_id else "", said)
        if item.block is not None:
            waiting += item.block.items


def _is_edited(edits: list[Edit], span: Span) -> bool:
    """Whether one of edits, which are in order and do not overlap, meets a span."""
    index = bisect_left(edits, span.start, key=lambda edit: edit.span.end)
    return index < len(edits) and edits[index].span.start <= span.end


def _edits(suggestions: Iterable[Suggestion]) -> list[Edit]:
    return sorted(edit for each in suggestions for edit in each.fix.edits)
