"""Markers of merge conflicts, which git leaves in a file for its author to resolve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from argmap.syntax.errors import ParseError
from argmap.text import Span

_HINT = re.compile(r"^(?:<{7}|>{7})", re.MULTILINE)
_MARKER = re.compile(r"^([<|=>])\1{6,}(?=[ \t\r\n]|\Z)[^\r\n]*", re.MULTILINE)
_NOT_LINE_BREAK = re.compile(r"[^\r\n]")
_MAX_LABELS = 20


class MergeConflict(NamedTuple):
    """A conflict in a text.

    Attributes:
        span: The line of its first marker.
        ignored: The lines that are no part of the map: the markers and all versions but the first.
    """

    span: Span
    ignored: tuple[Span, ...]


def find_conflicts(text: str) -> tuple[MergeConflict, ...]:
    """Return the merge conflicts of a text, in linear time.

    A conflict consists of our version, perhaps the common version, and their version, between
    markers of the same length. A marker at the beginning or the end of a conflict that has lost its
    other markers is a conflict, too.
    """
    if not _HINT.search(text):
        return ()
    return tuple(_conflicts(list(_MARKER.finditer(text))))


def _conflicts(markers: list[re.Match[str]]) -> Iterator[MergeConflict]:
    position = 0
    while position < len(markers):
        opening = markers[position]
        expected = position + 1
        if opening[1] == "<":
            length = _length(opening)
            if _is(markers, expected, "|", length):
                expected += 1
            if _is(markers, expected, "=", length) and _is(markers, expected + 1, ">", length):
                other = Span(markers[position + 1].start(), markers[expected + 1].end())
                yield MergeConflict(Span(*opening.span()), (Span(*opening.span()), other))
                position = expected + 2
                continue
        if opening[1] in "<>":
            yield MergeConflict(Span(*opening.span()), (Span(*opening.span()),))
        position += 1


def _length(marker: re.Match[str]) -> int:
    line = marker.group()
    return len(line) - len(line.lstrip(marker[1]))


def _is(markers: list[re.Match[str]], position: int, mark: str, length: int) -> bool:
    if position >= len(markers):
        return False
    marker = markers[position]
    return marker[1] == mark and _length(marker) == length


def without_conflicts(text: str, conflicts: tuple[MergeConflict, ...]) -> str:
    """Return a text of the same length and lines that has our version of each conflict."""
    parts: list[str] = []
    position = 0
    for conflict in conflicts:
        for start, end in conflict.ignored:
            parts += text[position:start], _NOT_LINE_BREAK.sub(" ", text[start:end])
            position = end
    return "".join((*parts, text[position:]))


def conflict_error(conflicts: tuple[MergeConflict, ...]) -> ParseError:
    """Return the error of all conflicts of a text, without a fix: the author must choose."""
    first, *others = conflicts
    message = "unresolved merge conflict"
    if others:
        message = f"{len(conflicts):,} unresolved merge conflicts"
    return ParseError(
        first.span,
        message,
        help="keep one of the two versions, or write what both mean, and delete the lines with the "
        "markers; until then, only the first version is checked",
        labels=tuple((other.span, "and this") for other in others[:_MAX_LABELS]),
        concerns_file=True,
    )
