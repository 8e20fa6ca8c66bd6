"""Where in the outline of a file a change lies: the blocks it is in, and the items it touches."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from argmap.syntax.tree import (
    Attribute,
    Declaration,
    ImportDecl,
    InferenceDecl,
    Item,
    SectionDecl,
    StatementDecl,
)
from argmap.text import SourceText, Span


class Change(NamedTuple):
    """What stood from ``start`` to ``old_end`` was replaced, and now ends at ``new_end``."""

    start: int
    old_end: int
    new_end: int

    @property
    def by(self) -> int:
        """By how much what stands behind it has moved, in code points."""
        return self.new_end - self.old_end

    def then(self, other: Change) -> Change:
        """Return both changes as one; ``other`` was made to what this one led to."""
        reached = max(self.new_end, other.old_end)
        return Change(
            min(self.start, other.start),
            self.old_end + reached - self.new_end,
            reached + other.new_end - other.old_end,
        )


class Level(NamedTuple):
    """Items of a block (or of the file), of which those from ``low`` to ``high`` are touched.

    ``opening`` is what the parser must have seen to read such items; they stand between ``start``
    and ``end``.
    """

    items: list[Item]
    opening: str
    start: int
    end: int
    low: int
    high: int

    @property
    def run(self) -> Span:
        """From behind the item before the change to before the one behind it."""
        start = _end(self.items[self.low - 1]) if self.low else self.start
        end = _start(self.items[self.high]) if self.high < len(self.items) else self.end
        return Span(start, end)

    @property
    def touched(self) -> list[Item]:
        return self.items[self.low : self.high]

    def with_neighbours(self) -> Level:
        """Return a level whose run holds what stands next to the change too, where that is short.

        What is wrong with a line may be told by the item before it, and a name behind it; a text
        that is never closed takes the attributes behind it along.
        """
        low, high = self.low, self.high
        while low and _is_open(self.items[low - 1]):
            low -= 1
            if low <= self.low - 2:  # one for the mistake, one for its sake
                break
        while high < len(self.items) and isinstance(self.items[high], Attribute):
            high += 1
        if high < len(self.items) and _is_open(self.items[high]):
            high += 1
        return self._replace(low=low, high=high)


def levels(items: list[Item], source: SourceText, start: int, end: int) -> list[Level]:
    """Return the levels that a range of a file lies in, from the file inwards."""
    level = _level(items, "", 0, len(source.text), start, end)
    found = [level]
    while level.high - level.low == 1:
        item = level.items[level.low]
        block = item.block if isinstance(item, Declaration) else None
        if block is None or not (block.span.start < start and end < block.span.end):
            break
        inside = block.span.start + 1, block.span.end - 1
        level = _level(block.items, _opening(item), *inside, start, end)
        found.append(level)
    return found


def _level(items: list[Item], opening: str, first: int, last: int, start: int, end: int) -> Level:
    low = bisect_right(items, start, key=_start)
    if low and _end(items[low - 1]) >= start:
        low -= 1
    high = max(bisect_right(items, end, key=_start), low)
    return Level(items, opening, first, last, low, high)


def _start(item: Item) -> int:
    return item.name.span.start if isinstance(item, Attribute) else item.keyword.span.start


def _end(item: Item) -> int:
    if isinstance(item, ImportDecl) and item.id is not None:
        return item.id.span.end  # the name stands behind the path, where the head ends
    return item.span.end


def _is_open(item: Item) -> bool:
    """Whether something behind an item could still belong to it: it does not end in a block."""
    return isinstance(item, Attribute) or item.block is None


def _opening(item: Item) -> str:
    if isinstance(item, (StatementDecl, InferenceDecl)):
        return 'claim "" {'
    return 'section "" {' if isinstance(item, SectionDecl) else 'map "" {'
