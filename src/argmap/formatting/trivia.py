"""What the tree leaves out: comments, and blank lines between groups."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from argmap.formatting.heads import span_of
from argmap.formatting.line_ends import count
from argmap.syntax.comments import comments
from argmap.syntax.tree import Attribute, Item
from argmap.text import Span


class Comments:
    """The comments of a text, looked up by place."""

    def __init__(self, text: str) -> None:
        self._spans = comments(text)
        self._starts = [span.start for span in self._spans]

    def between(self, start: int, end: int) -> Sequence[Span]:
        if not self._starts:
            return ()
        first = bisect_left(self._starts, start)
        return self._spans[first : bisect_left(self._starts, end, first)]


_MARK = "argmap:"
"""In a comment that speaks to argmap, of whatever comes next."""


class Remark(NamedTuple):
    """A comment on a line of its own; ``is_apart`` when a blank line stands before it.

    One that ``is_bound`` belongs to what comes next, blank line or not.
    """

    span: Span
    is_apart: bool
    is_bound: bool


class Entry(NamedTuple):
    """An item with what belongs to it.

    ``remarks`` are the comments above it, ``behind`` is the one at the end of its last line, and
    ``is_apart`` tells of a blank line right before the item itself. The last entry of a list has no
    item: its remarks are what stands before the closing brace, or at the end of the file.
    """

    item: Item | None
    span: Span
    remarks: tuple[Remark, ...]
    is_apart: bool
    behind: Span | None = None

    def apart(self) -> Entry:
        """Return the same with a blank line before all of it."""
        if not self.remarks:
            return self._replace(is_apart=True)
        first, *others = self.remarks
        return self._replace(remarks=(first._replace(is_apart=True), *others))


def entries(
    text: str, items: Sequence[Item], comments: Comments, inside: Span
) -> tuple[Span | None, list[Entry]]:
    """Return the items of a block, or of a file, with what belongs to each.

    The first result is the comment behind the opening brace, if there is one.
    """
    behind: Span | None = None
    found: list[Entry] = []
    position = inside.start
    for item in (*items, None):
        span = Span(inside.end, inside.end) if item is None else span_of(item)
        remarks: list[Remark] = []
        for comment in comments.between(position, span.start):
            breaks = count(text[position : comment.start])
            if breaks or not position:
                is_bound = _MARK in text[comment.start : comment.end]
                remarks.append(Remark(comment, breaks > 1, is_bound))
            elif found:
                found[-1] = found[-1]._replace(behind=comment)
            else:
                behind = comment
            position = comment.end
        is_apart = count(text[position : span.start]) > 1
        found.append(Entry(item, span, tuple(remarks), is_apart))
        position = span.end
    return behind, found


def attributes_first(found: list[Entry]) -> list[Entry]:
    """Return entries with the attributes before the declarations, each in the author's order.

    An attribute that moves takes along the comments right above it. Those that a blank line sets
    apart from it stay where they are, and so does the blank line.
    """
    is_attribute = [type(entry.item) is Attribute for entry in found]
    first = is_attribute.index(False)
    if True not in is_attribute[first:]:
        return found
    attributes, rest = found[:first], []
    left: list[Remark] = []
    has_gap = False
    for entry, moves in zip(found[first:], is_attribute[first:], strict=True):
        if has_gap:
            entry = entry.apart()  # noqa: PLW2901
            has_gap = False
        stays = _staying(entry) if moves else 0
        left += entry.remarks[:stays]
        rested = entry._replace(remarks=entry.remarks[stays:])
        if moves:
            has_gap = rested.remarks[0].is_apart if rested.remarks else rested.is_apart
            attributes.append(_close_up(rested))
        else:
            rest.append(rested._replace(remarks=(*left, *rested.remarks)))
            left = []
    return attributes + rest


def _staying(entry: Entry) -> int:
    """Return how many of an attribute's remarks stay behind when it moves."""
    apart = [index for index, remark in enumerate(entry.remarks) if remark.is_apart]
    last = len(entry.remarks) if entry.is_apart else apart[-1] if apart else 0
    bound = (index for index, remark in enumerate(entry.remarks) if remark.is_bound)
    return min(next(bound, last), last)


def _close_up(entry: Entry) -> Entry:
    """Return an entry without a blank line before it."""
    if not entry.remarks:
        return entry._replace(is_apart=False)
    first, *others = entry.remarks
    return entry._replace(remarks=(first._replace(is_apart=False), *others))
