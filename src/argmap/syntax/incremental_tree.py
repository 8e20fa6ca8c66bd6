"""Syntax trees of a changed text: enclosing blocks, moved subtrees, and structural equality.

Most edits only change the words of one statement, or spaces and comments. Results that depend on
nothing but the structure of a file (ids, edges, kinds, values, citations) stay valid after such an
edit; `have_same_structure` recognizes it.
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
    CitingDeclaration,
    Declaration,
    ImportDecl,
    InferenceDecl,
    Item,
    Quoted,
    SectionDecl,
    Value,
    Word,
    missing_name,
)
from argmap.text import SourceText, Span


class Change(NamedTuple):
    """The replacement of the text from ``start`` to ``old_end`` by one that ends at ``new_end``."""

    start: int
    old_end: int
    new_end: int

    @property
    def offset(self) -> int:
        """The number of code points by which the text after the change has moved."""
        return self.new_end - self.old_end

    def followed_by(self, other: Change) -> Change:
        """Return this change and a later one, made to its result, as one change."""
        reached = max(self.new_end, other.old_end)
        return Change(
            min(self.start, other.start),
            self.old_end + reached - self.new_end,
            reached + other.new_end - other.old_end,
        )


class EnclosingBlock(NamedTuple):
    """A block (or the file) around a change, with the items that the change touches.

    Attributes:
        items: All items of the block.
        opening: Source text after which the parser accepts the items; empty for the file.
        start: The offset at which the items of the block begin.
        end: The offset at which they end.
        first: The index of the first touched item.
        stop: The index after the last touched item.
    """

    items: list[Item]
    opening: str
    start: int
    end: int
    first: int
    stop: int

    @property
    def run(self) -> Span:
        """The span between the item before the touched items and the one after them."""
        start = _end(self.items[self.first - 1]) if self.first else self.start
        end = start_of(self.items[self.stop]) if self.stop < len(self.items) else self.end
        return Span(start, end)

    @property
    def touched(self) -> list[Item]:
        return self.items[self.first : self.stop]

    def following_head(self, growth: int, text: str) -> str:
        """Return the head of the item after the touched ones, without its citations and its block.

        Args:
            growth: The number of code points by which the change moves the item.
            text: The text after the change.
        """
        if self.stop == len(self.items):
            return ""
        item = self.items[self.stop]
        if isinstance(item, Attribute):
            return ""
        start, end = item.head
        return text[start + growth : end + growth] + (" {}" if item.block is not None else "")

    def with_neighbors(self) -> EnclosingBlock:
        """Return the block with a run that includes the adjacent items that do not end in a block.

        The error on a line may depend on the item before it or on a name after it, and an unclosed
        text swallows the attributes after it.
        """
        first, stop = self.first, self.stop
        while first and _is_open(self.items[first - 1]):
            first -= 1
            if first <= self.first - 2:  # the item with the error and the one before it
                break
        while stop < len(self.items) and isinstance(self.items[stop], Attribute):
            stop += 1
        if stop < len(self.items) and _is_open(self.items[stop]):
            stop += 1
        return self._replace(first=first, stop=stop)


def enclosing_blocks(
    items: list[Item], source: SourceText, start: int, end: int
) -> list[EnclosingBlock]:
    """Return the blocks around a range of a file, from the file itself to the innermost block."""
    block = _enclosing_block(items, "", Span(0, len(source.text)), start, end)
    blocks = [block]
    while block.stop - block.first == 1:
        item = block.items[block.first]
        child = item.block if isinstance(item, Declaration) else None
        if child is None or not (child.span.start < start and end < child.span.end):
            break
        inside = Span(child.span.start + 1, child.span.end - 1)
        block = _enclosing_block(child.items, _opening(item), inside, start, end)
        blocks.append(block)
    return blocks


def _enclosing_block(
    items: list[Item], opening: str, inside: Span, start: int, end: int
) -> EnclosingBlock:
    first = bisect_right(items, start, key=start_of)
    if first and _end(items[first - 1]) >= start:
        first -= 1
    stop = max(bisect_right(items, end, key=start_of), first)
    return EnclosingBlock(items, opening, inside.start, inside.end, first, stop)


def start_of(item: Item) -> int:
    return item.name.span.start if isinstance(item, Attribute) else item.keyword.span.start


def _end(item: Item) -> int:
    if isinstance(item, ImportDecl) and item.id is not None:
        return item.id.span.end  # the name follows the path, where the head ends
    return item.span.end


def _is_open(item: Item) -> bool:
    """Return whether text after an item could still belong to it, because no block ends it."""
    return isinstance(item, Attribute) or item.block is None


def _opening(item: Item) -> str:
    if isinstance(item, (CitingDeclaration, InferenceDecl)):
        return 'claim "" {'
    return 'section "" {' if isinstance(item, SectionDecl) else 'map "" {'


def replace_block(item: Declaration, block: Block | None) -> Declaration:
    """Return a copy of a declaration with another block."""
    if isinstance(item, CitingDeclaration):
        return type(item)(item.keyword, item.id, item.title, block, item.citations)
    return type(item)(item.keyword, item.id, item.title, block)


def shift_items(items: list[Item], offset: int) -> list[Item]:
    """Return deep copies of items, moved by ``offset`` code points."""
    result: list[Item] = []
    pending = [(items, result)]
    while pending:
        old_items, new_items = pending.pop()
        for item in old_items:
            if isinstance(item, Attribute):
                new_items.append(_shift_attribute(item, offset))
                continue
            block = None
            if item.block is not None:
                block = Block([], _shift_span(item.block.span, offset))
                pending.append((item.block.items, block.items))
            new_items.append(_shift_head(item, block, offset))
    return result


def _shift_head(item: Declaration, block: Block | None, offset: int) -> Declaration:
    keyword = _shift_word(item.keyword, offset)
    id_ = None if item.id is None else _shift_id(item.id, offset)
    title = None if item.title is None else _shift_text(item.title, offset)
    if not isinstance(item, CitingDeclaration):
        return type(item)(keyword, id_, title, block)
    citations = [_shift_citation(citation, offset) for citation in item.citations]
    return type(item)(keyword, id_, title, block, citations)


def _shift_attribute(item: Attribute, offset: int) -> Attribute:
    values = [_shift_value(value, offset) for value in item.values]
    return Attribute(_shift_word(item.name, offset), values)


def _shift_value(value: Value | Arrow | Bound, offset: int) -> Value | Arrow | Bound:
    span = _shift_span(value.span, offset)
    if isinstance(value, Value):
        return Value(value.kind, value.text, span)
    if isinstance(value, Bound):
        return Bound(value.comparison, value.number, span)
    premise, conclusion = _shift_word(value.premise, offset), _shift_word(value.conclusion, offset)
    return Arrow(premise, conclusion, span)


def _shift_citation(citation: CitationDecl, offset: int) -> CitationDecl:
    reference, snippet = citation
    return CitationDecl(_shift_word(reference, offset), snippet and _shift_text(snippet, offset))


def _shift_text(text: Quoted, offset: int) -> Quoted:
    return Quoted(text.raw, _shift_span(text.span, offset))


def _shift_id(word: Word, offset: int) -> Word:
    shifted = _shift_word(word, offset)
    is_missing = word.span.start == word.span.end
    return Word(missing_name(shifted.span.start), shifted.span) if is_missing else shifted


# Each keystroke shifts every word after it. Calling `tuple.__new__` directly skips the constructors
# of the named tuples, which are written in Python.
_new_word: Callable[[type[Word], tuple[str, Span]], Word] = tuple.__new__
_new_span: Callable[[type[Span], tuple[int, int]], Span] = tuple.__new__


def _shift_word(word: Word, offset: int) -> Word:
    text, (start, end) = word
    return _new_word(Word, (text, _new_span(Span, (start + offset, end + offset))))


def _shift_span(span: Span, offset: int) -> Span:
    start, end = span
    return _new_span(Span, (start + offset, end + offset))


def have_same_structure(items: list[Item], others: list[Item]) -> bool:
    """Whether items differ only in positions, snippets, and the texts of statements with an id.

    The text of a statement without an id identifies it, and is therefore part of the structure.
    """
    pending = [(items, others)]
    while pending:
        left_items, right_items = pending.pop()
        if len(left_items) != len(right_items):
            return False
        for left, right in zip(left_items, right_items, strict=True):
            if _structure(left) != _structure(right):
                return False
            if isinstance(left, Declaration) and left.block is not None:
                assert isinstance(right, Declaration)  # their structures are equal
                assert right.block is not None
                pending.append((left.block.items, right.block.items))
    return True


def _structure(item: Item) -> tuple[object, ...]:
    if isinstance(item, Attribute):
        return (item.name.text, *map(_value_key, item.values))
    has_id = isinstance(item, CitingDeclaration) and item.id is not None
    raw = item.title.raw if item.title else ""
    title: str | bool = bool(raw.strip('"').strip()) if has_id else raw
    head = (type(item), item.keyword.text, item.id and item.id.text, title, item.block is None)
    if not isinstance(item, CitingDeclaration):
        return head
    return (*head, *((ref.text, quotation is None) for ref, quotation in item.citations))


def _value_key(value: Value | Arrow | Bound) -> tuple[str, ...]:
    if isinstance(value, Value):
        return (value.kind, value.text)
    if isinstance(value, Bound):
        return (value.comparison, value.number)
    return (value.premise.text, value.conclusion.text)
