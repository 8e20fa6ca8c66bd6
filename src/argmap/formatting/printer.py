"""From a tree to the pieces of its text, in the order and with the blanks they should have.

What the tree leaves out: comments, and blank lines between groups.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias, Union

from argmap.formatting import elements
from argmap.formatting.elements import (
    INDENT,
    WIDTH,
    Piece,
    count_lines,
    is_plain_comment,
    span_of,
)
from argmap.syntax.literals import comments
from argmap.syntax.tree import Attribute, Block, Declaration, Item
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


class FormattedItem(NamedTuple):
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

    def apart(self) -> FormattedItem:
        """Return the same with a blank line before all of it."""
        if not self.remarks:
            return self._replace(is_apart=True)
        first, *others = self.remarks
        return self._replace(remarks=(first._replace(is_apart=True), *others))


def entries(
    text: str, items: Sequence[Item], comments: Comments, inside: Span
) -> tuple[Span | None, list[FormattedItem]]:
    """Return the items of a block, or of a file, with what belongs to each.

    The first result is the comment behind the opening brace, if there is one.
    """
    behind: Span | None = None
    found: list[FormattedItem] = []
    position = inside.start
    for item in (*items, None):
        span = Span(inside.end, inside.end) if item is None else span_of(item)
        remarks: list[Remark] = []
        for comment in comments.between(position, span.start):
            breaks = count_lines(text[position : comment.start])
            if breaks or not position:
                is_bound = _MARK in text[comment.start : comment.end]
                remarks.append(Remark(comment, breaks > 1, is_bound))
            elif found:
                found[-1] = found[-1]._replace(behind=comment)
            else:
                behind = comment
            position = comment.end
        is_apart = count_lines(text[position : span.start]) > 1
        found.append(FormattedItem(item, span, tuple(remarks), is_apart))
        position = span.end
    return behind, found


def attributes_first(found: list[FormattedItem]) -> list[FormattedItem]:
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


def _staying(entry: FormattedItem) -> int:
    """Return how many of an attribute's remarks stay behind when it moves."""
    apart = [index for index, remark in enumerate(entry.remarks) if remark.is_apart]
    last = len(entry.remarks) if entry.is_apart else apart[-1] if apart else 0
    bound = (index for index, remark in enumerate(entry.remarks) if remark.is_bound)
    return min(next(bound, last), last)


def _close_up(entry: FormattedItem) -> FormattedItem:
    """Return an entry without a blank line before it."""
    if not entry.remarks:
        return entry._replace(is_apart=False)
    first, *others = entry.remarks
    return entry._replace(remarks=(first._replace(is_apart=False), *others))


_DEEPEST = 40
"""Levels of indentation; what lies deeper keeps this one, or a deep map would be mostly blanks."""
_Pieces: TypeAlias = Iterator[Union[Piece, "_Pieces"]]


def pieces(text: str, items: Sequence[Item], indent: str = "") -> Iterator[Piece]:
    """Yield all that a faultless text consists of; its outermost lines stand at ``indent``."""
    waiting = [_Outline(text, indent).inside(items, Span(0, len(text)), 0)]
    while waiting:
        piece = next(waiting[-1], None)
        if piece is None:
            waiting.pop()
        elif isinstance(piece, Piece):
            yield piece
        else:
            waiting.append(piece)


class _Outline:
    """Yields pieces level by level; a block is an iterator among them, so that nothing recurses."""

    def __init__(self, text: str, indent: str) -> None:
        self._text = text
        self._base = indent
        self._comments = Comments(text)

    def inside(self, items: Sequence[Item], span: Span, depth: int) -> _Pieces:
        """Yield what stands in a block, or in the whole text (``depth`` 0)."""
        behind, found = entries(self._text, items, self._comments, span)
        if behind is not None:
            yield self._behind(span.start, behind)
        indent = self._indent(depth)
        lines = _Lines(indent, is_file=depth == 0)
        for entry in attributes_first(found):
            for comment, is_apart, _ in entry.remarks:
                yield self._comment(lines.before(is_apart=is_apart), comment)
            item = entry.item
            if item is None:
                continue
            before = lines.before(is_apart=entry.is_apart)
            if isinstance(item, Attribute):
                yield Piece(before, self._attribute(item, indent), *entry.span)
            elif item.block is None:
                yield Piece(before, self._head(item, entry.span.end, indent), *entry.span)
            else:
                yield self._with_block(item, item.block, before, depth)
            if entry.behind is not None:
                yield self._behind(entry.span.end, entry.behind)

    def _with_block(self, item: Declaration, block: Block, before: str, depth: int) -> _Pieces:
        indent = self._indent(depth)
        start, (opening, end) = item.keyword.span.start, block.span
        head = self._head(item, opening + 1, indent)
        closing = end - 1
        is_empty = not block.items and not self._comments.between(opening, end)
        said = None if is_empty else self._short(block, head, indent)
        yield Piece(before, head, start, opening + 1)
        if is_empty:
            yield Piece("", "}", closing, end)
        elif said is not None:
            for attribute, written in zip(block.items, said, strict=True):
                yield Piece(" ", written, *attribute.span)
            yield Piece(" ", "}", closing, end)
        else:
            yield self.inside(block.items, Span(opening + 1, closing), depth + 1)
            yield Piece(f"\n{indent}", "}", closing, end)

    def _short(self, block: Block, head: str, indent: str) -> list[str] | None:
        """Return the attributes of a block that is on one line and can stay there."""
        opening, end = block.span
        if count_lines(self._text[opening:end]) or end - opening > 2 * WIDTH:
            return None
        said = [elements.attribute(item, "") for item in block.items if isinstance(item, Attribute)]
        line = f"{indent}{head}".rpartition("\n")[2] + f" {' '.join(said)} }}"
        return said if len(said) == len(block.items) and len(line) <= WIDTH else None

    def _indent(self, depth: int) -> str:
        return self._base + INDENT * min(depth, _DEEPEST)

    def _head(self, item: Declaration, end: int, indent: str) -> str:
        """Return a head and its brace; one with a comment inside has no room for it but its own."""
        start = item.keyword.span.start
        if self._comments.between(start, end):
            return is_plain_comment(self._text[start:end])
        head = elements.head(self._text, item, indent)
        return head if item.block is None else f"{head} {{"

    def _attribute(self, item: Attribute, indent: str) -> str:
        span = item.span
        if self._comments.between(*span):
            return is_plain_comment(self._text[span.start : span.end])
        return elements.attribute(item, indent)

    def _behind(self, end: int, comment: Span) -> Piece:
        """Return a comment at the end of a line; the author may have set it below others."""
        gap = self._text[end : comment.start]
        return self._comment(gap if gap and not gap.strip(" ") else " ", comment)

    def _comment(self, before: str, span: Span) -> Piece:
        return Piece(before, self._text[span.start : span.end].rstrip(" \t"), *span)


class _Lines:
    """What stands before the pieces of a block; never a blank line before the first."""

    def __init__(self, indent: str, *, is_file: bool) -> None:
        self._line = f"\n{indent}"
        self._blank = f"\n\n{indent}"
        self._first: str | None = "" if is_file else self._line

    def before(self, *, is_apart: bool) -> str:
        if self._first is not None:
            before, self._first = self._first, None
            return before
        return self._blank if is_apart else self._line
