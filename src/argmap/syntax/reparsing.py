"""From one version of a text to the next: only what changed is parsed again.

The lexer knows no context and the grammar takes a block's items one after the other, so that a run
of items that reads by itself reads the same where it stands. What is parsed anew is the smallest
run around a change; what stands before it is kept as it is, and what stands behind it is moved.
Where the run does not read by itself, one further out is tried. A run with a mistake in it is read
by `argmap.syntax.rereading`, if that can tell without the rest; in the end the whole text is read.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple, cast

from lark import UnexpectedInput

from argmap.syntax.faults import SyntaxFault
from argmap.syntax.grammar import parser
from argmap.syntax.parser import Document, parse
from argmap.syntax.shifting import shifted, with_block
from argmap.syntax.tree import (
    Attribute,
    Block,
    Declaration,
    ImportDecl,
    Item,
    SectionDecl,
    StatementDecl,
    StepDecl,
)
from argmap.text import SourceText, Span

_MOST_TRIES = 6
_MOST_BROKEN_TRIES = 3
_NEAR = 200
"""Characters before a run that are looked at: enough for the line that it begins in."""


class Change(NamedTuple):
    """What stood from ``start`` to ``old_end`` was replaced, and now ends at ``new_end``."""

    start: int
    old_end: int
    new_end: int

    def then(self, other: Change) -> Change:
        """Return both changes as one; ``other`` was made to what this one led to."""
        reached = max(self.new_end, other.old_end)
        return Change(
            min(self.start, other.start),
            self.old_end + reached - self.new_end,
            reached + other.new_end - other.old_end,
        )


class _Level(NamedTuple):
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


def reparse(old: Document, change: Change, source: SourceText) -> Document:
    """Return what `parse` would make of ``source``, which a change has made of ``old``'s text."""
    if old.faults:
        return parse(source)
    levels = _levels(old, change)
    depths = range(len(levels) - 1, max(len(levels) - 1 - _MOST_TRIES, -1), -1)
    for depth in depths:
        items = _read(levels[depth], change, source.text)
        if items is not None:
            return Document(source, _spliced(levels[: depth + 1], items, change))
    for depth in depths[:_MOST_BROKEN_TRIES]:
        level = _with_neighbours(levels[depth])
        reread = _reread(level, change, source.text)
        if reread is not None:
            items, faults = reread
            spliced = _spliced([*levels[:depth], level], items, change)
            return Document(source, spliced, tuple(faults))
    return parse(source)


def _with_neighbours(level: _Level) -> _Level:
    """Return a level whose run holds what stands next to the change too, where that is short.

    What is wrong with a line may be told by the item before it, and a name behind it.
    """
    low, high = level.low, level.high
    while low and _is_open(level.items[low - 1]):
        low -= 1
        if low <= level.low - 2:  # one for the mistake, one for its sake
            break
    if high < len(level.items) and _is_open(level.items[high]):
        high += 1
    return level._replace(low=low, high=high)


def _is_open(item: Item) -> bool:
    """Whether something behind an item could still belong to it: it does not end in a block."""
    return isinstance(item, Attribute) or item.block is None


def _reread(
    level: _Level, change: Change, text: str
) -> tuple[list[Item], list[SyntaxFault]] | None:
    from argmap.syntax.rereading import reread  # only broken files pay for it

    start, end = level.run
    run = text[start : end + change.new_end - change.old_end]
    return reread(run, level.opening, start, text[max(start - _NEAR, 0) : start])


def _start(item: Item) -> int:
    return item.name.span.start if isinstance(item, Attribute) else item.keyword.span.start


def _end(item: Item) -> int:
    if isinstance(item, ImportDecl) and item.id is not None:
        return item.id.span.end  # the name stands behind the path, where the head ends
    return item.span.end


def _levels(old: Document, change: Change) -> list[_Level]:
    """Return the levels of the outline that a change is inside of, from the file inwards."""
    level = _level(old.items, "", 0, len(old.source.text), change)
    levels = [level]
    while level.high - level.low == 1:
        item = level.items[level.low]
        block = item.block if isinstance(item, Declaration) else None
        if block is None or not (
            block.span.start < change.start and change.old_end < block.span.end
        ):
            break
        inside = Span(block.span.start + 1, block.span.end - 1)
        level = _level(block.items, _opening(item), *inside, change)
        levels.append(level)
    return levels


def _level(items: list[Item], opening: str, start: int, end: int, change: Change) -> _Level:
    low = bisect_right(items, change.start, key=_start)
    if low and _end(items[low - 1]) >= change.start:
        low -= 1
    high = max(bisect_right(items, change.old_end, key=_start), low)
    return _Level(items, opening, start, end, low, high)


def _opening(item: Item) -> str:
    if isinstance(item, (StatementDecl, StepDecl)):
        return 'claim "" {'
    return 'section "" {' if isinstance(item, SectionDecl) else 'map "" {'


def _read(level: _Level, change: Change, text: str) -> list[Item] | None:
    """Return the items that now stand in a level's run; None when it does not read by itself."""
    start, end = level.run
    run = text[start : end + change.new_end - change.old_end]
    if "#" in run[max(run.rfind("\n"), run.rfind("\r")) + 1 :]:
        return None  # a comment there may go on over what follows
    opening = level.opening
    try:
        items = cast(
            "list[Item]", parser().parse(f"{opening}{run}\n}}" if opening else run)
        )  # by way of TreeBuilder
    except UnexpectedInput:
        return None
    if opening:
        block = items[0].block if len(items) == 1 and isinstance(items[0], Declaration) else None
        if block is None or block.span != (len(opening) - 1, len(opening) + len(run) + 2):
            return None
        items = block.items
    return shifted(items, start - len(opening))


def _spliced(levels: list[_Level], items: list[Item], change: Change) -> list[Item]:
    """Return the file's items with those of the innermost level's run replaced."""
    moved = change.new_end - change.old_end
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        behind = level.items[level.high :]
        kept = shifted(behind, moved) if moved else behind
        items = [*level.items[: level.low], *items, *kept]
        if depth:
            outer = levels[depth - 1]
            around = cast("Declaration", outer.items[outer.low])
            assert around.block is not None  # it was gone into
            span = Span(around.block.span.start, around.block.span.end + moved)
            items = [with_block(around, Block(items, span))]
    return items
