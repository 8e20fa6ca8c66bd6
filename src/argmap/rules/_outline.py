"""The elements of a file: which one owns an offset, and which ones a comment belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, Item
from argmap.text import Span

NOWHERE = -1


class Outline:
    """The declarations and attributes of one file, numbered in order.

    A declaration owns its text except for the items nested in it. An attribute owns its own text,
    and also belongs to the declaration that contains it.
    """

    def __init__(self, document: Document) -> None:
        self.items: list[Item] = []
        self.parents: list[int] = []
        self._text = document.source.text
        self._number: dict[int, int] = {}
        # Parallel lists: the innermost element from each offset up to the next one.
        self._offsets: list[int] = [0]
        self._owners: list[int] = [NOWHERE]
        self._walk(document.items)
        self._starts = sorted(self._number)

    def _walk(self, items: list[Item]) -> None:
        pending: list[tuple[Iterator[Item], int]] = [(iter(items), NOWHERE)]
        while pending:
            inner, parent = pending[-1]
            item = next(inner, None)
            if item is None:
                pending.pop()
                if parent != NOWHERE:
                    self._mark(self.items[parent].span.end, self.parents[parent])
                continue
            number = len(self.items)
            self.items.append(item)
            self.parents.append(parent)
            self._number.setdefault(item.span.start, number)
            self._mark(item.span.start, number)
            block = item.block if isinstance(item, Declaration) else None
            pending.append((iter(block.items if block else ()), number))

    def _mark(self, offset: int, owner: int) -> None:
        # In a file with syntax errors, an element may end after the next one begins.
        self._offsets.append(max(offset, self._offsets[-1]))
        self._owners.append(owner)

    def owner(self, offset: int) -> int:
        """Return the innermost element at an offset, or `NOWHERE`."""
        return self._owners[bisect_right(self._offsets, offset) - 1]

    def declaration(self, number: int) -> int:
        """Return the element itself if it is a declaration, or the declaration of an attribute."""
        return self.parents[number] if isinstance(self.items[number], Attribute) else number

    def subjects(self, comments: list[Span]) -> list[tuple[int, ...]]:
        """Return the elements that each comment belongs to.

        A comment alone on its line belongs to the next element. A comment after other text belongs
        to all elements that begin on its line or, if none does, to the element that ends there.
        """
        following = self._following(comments)
        found: list[tuple[int, ...]] = []
        for comment, behind in zip(comments, following, strict=True):
            line = self._text.rfind("\n", 0, comment.start) + 1
            line = max(line, self._text.rfind("\r", line, comment.start) + 1)
            before = self._text[line : comment.start].rstrip()
            if before:
                found.append(self._on_line(line, comment.start, line + len(before) - 1))
            else:
                found.append((self._number[behind],) if behind in self._number else ())
        return found

    def _following(self, comments: list[Span]) -> list[int]:
        """Return the offset of the first token after each comment, skipping spaces and comments."""
        found: list[int] = []
        end, beyond = len(self._text), len(self._text)
        for comment in reversed(comments):
            gap = self._text[comment.end : end]
            if gap.strip():
                beyond = comment.end + len(gap) - len(gap.lstrip())
            found.append(beyond)
            end = comment.start
        return found[::-1]

    def _on_line(self, start: int, end: int, last: int) -> tuple[int, ...]:
        first = bisect_left(self._starts, start)
        beginning = self._starts[first : bisect_left(self._starts, end)]
        if beginning:
            return tuple(self._number[offset] for offset in beginning)
        owner = self.owner(last)
        return () if owner == NOWHERE else (owner,)
