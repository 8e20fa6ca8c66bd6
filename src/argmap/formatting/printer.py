"""The pretty printer: from the syntax tree of a text to its formatted pieces, in order.

Comments and blank lines are not part of the tree; they are attached to the items first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias, Union

from argmap.formatting.elements import (
    INDENT,
    MAX_LINE_LENGTH,
    Piece,
    count_newlines,
    format_attribute,
    format_head,
    normalize_line_ends,
    span_of,
)
from argmap.syntax.literals import comments
from argmap.syntax.tree import Attribute, Block, Declaration, Item
from argmap.text import Span

_MAX_INDENT_LEVELS = 40
"""Deeper blocks keep this indentation; otherwise a deep map would consist mostly of spaces."""

_DIRECTIVE = "argmap:"
"""Part of a comment that is an instruction to argmap about the next item."""

_Pieces: TypeAlias = Iterator[Union[Piece, "_Pieces"]]


def pieces(text: str, items: Sequence[Item], indent: str = "") -> Iterator[Piece]:
    """Yield the pieces of a text without syntax errors; outermost lines begin with ``indent``."""
    pending = [_Printer(text, indent).block_content(items, Span(0, len(text)), 0)]
    while pending:
        piece = next(pending[-1], None)
        if piece is None:
            pending.pop()
        elif isinstance(piece, Piece):
            yield piece
        else:
            pending.append(piece)


class _Printer:
    """Yields pieces; a nested block is an iterator of pieces, which avoids recursion."""

    def __init__(self, text: str, indent: str) -> None:
        self._text = text
        self._base_indent = indent
        self._comments = Comments(text)

    def block_content(self, items: Sequence[Item], span: Span, depth: int) -> _Pieces:
        """Yield the pieces of a block without its braces, or of the whole text (``depth`` 0)."""
        opening_comment, formatted_items = attach_comments(self._text, items, self._comments, span)
        if opening_comment is not None:
            yield self._trailing_comment(span.start, opening_comment)
        indent = self._indent(depth)
        separators = _Separators(indent, is_whole_text=depth == 0)
        for entry in attributes_first(formatted_items):
            for comment in entry.comments:
                before = separators.before(has_blank_line=comment.has_blank_line)
                yield self._comment(before, comment.span)
            item = entry.item
            if item is None:
                continue
            before = separators.before(has_blank_line=entry.has_blank_line)
            if isinstance(item, Attribute):
                yield Piece(before, self._attribute(item, indent), *entry.span)
            elif item.block is None:
                yield Piece(before, self._head(item, entry.span.end, indent), *entry.span)
            else:
                yield self._declaration_with_block(item, item.block, before, depth)
            if entry.trailing_comment is not None:
                yield self._trailing_comment(entry.span.end, entry.trailing_comment)

    def _declaration_with_block(
        self, item: Declaration, block: Block, before: str, depth: int
    ) -> _Pieces:
        indent = self._indent(depth)
        start, (opening, end) = item.keyword.span.start, block.span
        head = self._head(item, opening + 1, indent)
        closing = end - 1
        is_empty = not block.items and not self._comments.between(opening, end)
        one_line = None if is_empty else self._one_line_attributes(block, head, indent)
        yield Piece(before, head, start, opening + 1)
        if is_empty:
            yield Piece("", "}", closing, end)
        elif one_line is not None:
            for attribute, formatted in zip(block.items, one_line, strict=True):
                yield Piece(" ", formatted, *attribute.span)
            yield Piece(" ", "}", closing, end)
        else:
            yield self.block_content(block.items, Span(opening + 1, closing), depth + 1)
            yield Piece(f"\n{indent}", "}", closing, end)

    def _one_line_attributes(self, block: Block, head: str, indent: str) -> list[str] | None:
        """Return the attributes of a block that is on one line and fits on it, or None.

        A block that contains a declaration does not stay on one line.
        """
        opening, end = block.span
        if count_newlines(self._text[opening:end]) or end - opening > 2 * MAX_LINE_LENGTH:
            return None
        formatted = [
            format_attribute(item, "") for item in block.items if isinstance(item, Attribute)
        ]
        line = f"{indent}{head}".rpartition("\n")[2] + f" {' '.join(formatted)} }}"
        fits = len(formatted) == len(block.items) and len(line) <= MAX_LINE_LENGTH
        return formatted if fits else None

    def _indent(self, depth: int) -> str:
        return self._base_indent + INDENT * min(depth, _MAX_INDENT_LEVELS)

    def _head(self, item: Declaration, end: int, indent: str) -> str:
        """Return a head and its opening brace; a head that contains a comment is not changed."""
        start = item.keyword.span.start
        if self._comments.between(start, end):
            return normalize_line_ends(self._text[start:end])
        head = format_head(self._text, item, indent)
        return head if item.block is None else f"{head} {{"

    def _attribute(self, item: Attribute, indent: str) -> str:
        """Return an attribute; one that contains a comment is not changed."""
        span = item.span
        if self._comments.between(*span):
            return normalize_line_ends(self._text[span.start : span.end])
        return format_attribute(item, indent)

    def _trailing_comment(self, end: int, comment: Span) -> Piece:
        """Return a comment at the end of a line; the spaces before it are kept as alignment."""
        gap = self._text[end : comment.start]
        return self._comment(gap if gap and not gap.strip(" ") else " ", comment)

    def _comment(self, before: str, span: Span) -> Piece:
        return Piece(before, self._text[span.start : span.end].rstrip(" \t"), *span)


class _Separators:
    """The white space before the lines of a block: a line end, and a blank line where there is one.

    There is never a blank line before the first line.
    """

    def __init__(self, indent: str, *, is_whole_text: bool) -> None:
        self._line = f"\n{indent}"
        self._blank_line = f"\n\n{indent}"
        self._first: str | None = "" if is_whole_text else self._line

    def before(self, *, has_blank_line: bool) -> str:
        if self._first is not None:
            before, self._first = self._first, None
            return before
        return self._blank_line if has_blank_line else self._line


# ---- Comments and blank lines -------------------------------------------------------------------


class Comments:
    """The comments of a text, searchable by position."""

    def __init__(self, text: str) -> None:
        self._spans = comments(text)
        self._starts = [span.start for span in self._spans]

    def between(self, start: int, end: int) -> Sequence[Span]:
        """Return the comments that begin between two positions."""
        if not self._starts:
            return ()
        first = bisect_left(self._starts, start)
        return self._spans[first : bisect_left(self._starts, end, first)]


class LineComment(NamedTuple):
    """A comment on a separate line.

    ``has_blank_line``: a blank line precedes it. ``is_directive``: it belongs to the next item,
    even if a blank line separates them.
    """

    span: Span
    has_blank_line: bool
    is_directive: bool


class FormattedItem(NamedTuple):
    """An item with its comments and blank lines.

    Attributes:
        item: The item; None after the last item of a block or a file, for the remaining comments.
        span: The span of the item, or the end of the block.
        comments: The comments on the lines above it.
        has_blank_line: Whether a blank line directly precedes the item.
        trailing_comment: The comment at the end of its last line.
    """

    item: Item | None
    span: Span
    comments: tuple[LineComment, ...]
    has_blank_line: bool
    trailing_comment: Span | None = None

    @property
    def staying_comment_count(self) -> int:
        """The number of comments that stay where they are when the item moves.

        The others are directly above it, or are directives.
        """
        if self.has_blank_line:
            end = len(self.comments)
        else:
            after_blank_line = [
                i for i, comment in enumerate(self.comments) if comment.has_blank_line
            ]
            end = after_blank_line[-1] if after_blank_line else 0
        directives = (i for i, comment in enumerate(self.comments) if comment.is_directive)
        return min(next(directives, end), end)

    def with_blank_line(self, has_blank_line: bool) -> FormattedItem:
        """Return the item with or without a blank line before it and its comments."""
        if not self.comments:
            return self._replace(has_blank_line=has_blank_line)
        first, *others = self.comments
        return self._replace(comments=(first._replace(has_blank_line=has_blank_line), *others))


def attach_comments(
    text: str, items: Sequence[Item], comments: Comments, inside: Span
) -> tuple[Span | None, list[FormattedItem]]:
    """Attach the comments of a block or a file to its items.

    Args:
        text: The text.
        items: The items of the block.
        comments: The comments of the text.
        inside: The span of the block without its braces.

    Returns:
        The comment after the opening brace, if there is one, and the items.
    """
    opening_comment: Span | None = None
    formatted: list[FormattedItem] = []
    position = inside.start
    for item in (*items, None):
        span = Span(inside.end, inside.end) if item is None else span_of(item)
        line_comments: list[LineComment] = []
        for comment in comments.between(position, span.start):
            newlines = count_newlines(text[position : comment.start])
            if newlines or not position:
                is_directive = _DIRECTIVE in text[comment.start : comment.end]
                line_comments.append(LineComment(comment, newlines > 1, is_directive))
            elif formatted:
                formatted[-1] = formatted[-1]._replace(trailing_comment=comment)
            else:
                opening_comment = comment
            position = comment.end
        has_blank_line = count_newlines(text[position : span.start]) > 1
        formatted.append(FormattedItem(item, span, tuple(line_comments), has_blank_line))
        position = span.end
    return opening_comment, formatted


# ---- Order of items -----------------------------------------------------------------------------


def attributes_first(items: list[FormattedItem]) -> list[FormattedItem]:
    """Return the items with attributes before declarations, otherwise in the author's order.

    The comments directly above an attribute move with it. Comments that are separated from it by a
    blank line stay where they are, and so does the blank line.
    """
    is_attribute = [type(item.item) is Attribute for item in items]
    first_other = is_attribute.index(False)
    if True not in is_attribute[first_other:]:
        return items
    attributes, others = items[:first_other], []
    left_behind: list[LineComment] = []
    leaves_blank_line = False
    for item, moves in zip(items[first_other:], is_attribute[first_other:], strict=True):
        if leaves_blank_line:
            item = item.with_blank_line(True)  # noqa: PLW2901
            leaves_blank_line = False
        staying = item.staying_comment_count if moves else 0
        left_behind += item.comments[:staying]
        remaining = item._replace(comments=item.comments[staying:])
        if moves:
            first = remaining.comments[0] if remaining.comments else remaining
            leaves_blank_line = first.has_blank_line
            attributes.append(remaining.with_blank_line(False))
        else:
            others.append(remaining._replace(comments=(*left_behind, *remaining.comments)))
            left_behind = []
    return attributes + others
