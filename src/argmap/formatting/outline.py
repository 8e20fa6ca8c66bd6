"""From a tree to the pieces of its text, in the order and with the blanks they should have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias, Union

from argmap.formatting import heads
from argmap.formatting.edits import Piece
from argmap.formatting.heads import STEP
from argmap.formatting.line_ends import count, plain
from argmap.formatting.texts import WIDTH
from argmap.formatting.trivia import Comments, attributes_first, entries
from argmap.syntax.tree import Attribute, Block, Declaration, Item
from argmap.text import Span

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
        if count(self._text[opening:end]) or end - opening > 2 * WIDTH:
            return None
        said = [heads.attribute(item, "") for item in block.items if isinstance(item, Attribute)]
        line = f"{indent}{head}".rpartition("\n")[2] + f" {' '.join(said)} }}"
        return said if len(said) == len(block.items) and len(line) <= WIDTH else None

    def _indent(self, depth: int) -> str:
        return self._base + STEP * min(depth, _DEEPEST)

    def _head(self, item: Declaration, end: int, indent: str) -> str:
        """Return a head and its brace; one with a comment inside has no room for it but its own."""
        start = item.keyword.span.start
        if self._comments.between(start, end):
            return plain(self._text[start:end])
        head = heads.head(self._text, item, indent)
        return head if item.block is None else f"{head} {{"

    def _attribute(self, item: Attribute, indent: str) -> str:
        span = item.span
        if self._comments.between(*span):
            return plain(self._text[span.start : span.end])
        return heads.attribute(item, indent)

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
