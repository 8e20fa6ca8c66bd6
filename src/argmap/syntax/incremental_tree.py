"""Where in the outline of a file a change lies: the blocks it is in, and the items it touches.

Pieces of a syntax tree at another place of a text.

What a file says apart from how its statements are put: its shape.

Most of what is typed changes the words of one statement, or blanks and comments. What hangs on the
shape alone (names, edges, kinds, values, citations) is the same as before then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Block,
    Bound,
    CitationDecl,
    Declaration,
    ImportDecl,
    InferenceDecl,
    Item,
    Quoted,
    SectionDecl,
    StatementDecl,
    Value,
    Word,
    missing_name,
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

    def followed_by(self, other: Change) -> Change:
        """Return both changes as one; ``other`` was made to what this one led to."""
        reached = max(self.new_end, other.old_end)
        return Change(
            min(self.start, other.start),
            self.old_end + reached - self.new_end,
            reached + other.new_end - other.old_end,
        )


class EnclosingBlock(NamedTuple):
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

    def with_neighbours(self) -> EnclosingBlock:
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


def enclosing_blocks(
    items: list[Item], source: SourceText, start: int, end: int
) -> list[EnclosingBlock]:
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


def _level(
    items: list[Item], opening: str, first: int, last: int, start: int, end: int
) -> EnclosingBlock:
    low = bisect_right(items, start, key=_start)
    if low and _end(items[low - 1]) >= start:
        low -= 1
    high = max(bisect_right(items, end, key=_start), low)
    return EnclosingBlock(items, opening, first, last, low, high)


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


def replace_block(item: Declaration, block: Block | None) -> Declaration:
    """Return a declaration with another block, and else the same."""
    if isinstance(item, StatementDecl):
        return StatementDecl(item.keyword, item.id, item.title, block, item.citations)
    return type(item)(item.keyword, item.id, item.title, block)


def shift_items(items: list[Item], by: int) -> list[Item]:
    """Return copies of items that stand ``by`` code points further on, with all that is in them."""
    result: list[Item] = []
    pending = [(items, result)]
    while pending:
        old, new = pending.pop()
        for item in old:
            if isinstance(item, Attribute):
                new.append(_attribute(item, by))
                continue
            block = None
            if item.block is not None:
                block = Block([], _span(item.block.span, by))
                pending.append((item.block.items, block.items))
            new.append(_head(item, block, by))
    return result


def _head(item: Declaration, block: Block | None, by: int) -> Declaration:
    keyword = _word(item.keyword, by)
    id_ = None if item.id is None else _name(item.id, by)
    title = None if item.title is None else Quoted(item.title.raw, _span(item.title.span, by))
    if not isinstance(item, StatementDecl):
        return type(item)(keyword, id_, title, block)
    citations = [_citation(citation, by) for citation in item.citations]
    return StatementDecl(keyword, id_, title, block, citations)


def _attribute(item: Attribute, by: int) -> Attribute:
    return Attribute(_word(item.name, by), [_value(value, by) for value in item.values])


def _value(value: Value | Arrow | Bound, by: int) -> Value | Arrow | Bound:
    span = _span(value.span, by)
    if isinstance(value, Value):
        return Value(value.kind, value.text, span)
    if isinstance(value, Bound):
        return Bound(value.comparison, value.number, span)
    return Arrow(_word(value.premise, by), _word(value.conclusion, by), span)


def _citation(citation: CitationDecl, by: int) -> CitationDecl:
    reference, quotation = citation
    if quotation is not None:
        quotation = Quoted(quotation.raw, _span(quotation.span, by))
    return CitationDecl(_word(reference, by), quotation)


def _name(word: Word, by: int) -> Word:
    moved = _word(word, by)
    is_stopgap = word.span.start == word.span.end
    return Word(missing_name(moved.span.start), moved.span) if is_stopgap else moved


# These are asked for every word behind each letter that is typed: they do what the tuples' own
# constructors do, without the detour of these by way of Python.
_new_word: Callable[[type[Word], tuple[str, Span]], Word] = tuple.__new__
_new_span: Callable[[type[Span], tuple[int, int]], Span] = tuple.__new__


def _word(word: Word, by: int) -> Word:
    text, (start, end) = word
    return _new_word(Word, (text, _new_span(Span, (start + by, end + by))))


def _span(span: Span, by: int) -> Span:
    start, end = span
    return _new_span(Span, (start + by, end + by))


def have_same_structure(some: list[Item], others: list[Item]) -> bool:
    """Whether items differ in nothing but places, snippets, and the words of statements with an id.

    A statement without one goes by its words, so they count.
    """
    pending = [(some, others)]
    while pending:
        one, other = pending.pop()
        if len(one) != len(other):
            return False
        for item, its in zip(one, other, strict=True):
            if _outline(item) != _outline(its):
                return False
            if isinstance(item, Declaration) and item.block is not None:
                assert isinstance(its, Declaration)  # the outlines are the same
                assert its.block is not None
                pending.append((item.block.items, its.block.items))
    return True


def _outline(item: Item) -> tuple[object, ...]:
    if isinstance(item, Attribute):
        return (item.name.text, *map(_said, item.values))
    has_words = isinstance(item, StatementDecl) and item.id is not None
    raw = item.title.raw if item.title else ""
    words: str | bool = bool(raw.strip('"').strip()) if has_words else raw
    head = (type(item), item.keyword.text, item.id and item.id.text, words, item.block is None)
    if not isinstance(item, StatementDecl):
        return head
    return (*head, *((ref.text, quotation is None) for ref, quotation in item.citations))


def _said(value: Value | Arrow | Bound) -> tuple[str, ...]:
    if isinstance(value, Value):
        return (value.kind, value.text)
    if isinstance(value, Bound):
        return (value.comparison, value.number)
    return (value.premise.text, value.conclusion.text)
