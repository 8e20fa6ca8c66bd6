"""Pieces of a syntax tree at another place of a text."""

from __future__ import annotations

from collections.abc import Callable

from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Block,
    Bound,
    CitationDecl,
    Declaration,
    Item,
    Quoted,
    StatementDecl,
    Value,
    Word,
    stopgap,
)
from argmap.text import Span


def with_block(item: Declaration, block: Block | None) -> Declaration:
    """Return a declaration with another block, and else the same."""
    if isinstance(item, StatementDecl):
        return StatementDecl(item.keyword, item.id, item.title, block, item.citations)
    return type(item)(item.keyword, item.id, item.title, block)


def shifted(items: list[Item], by: int) -> list[Item]:
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
    reference, snippet = citation
    if snippet is not None:
        snippet = Quoted(snippet.raw, _span(snippet.span, by))
    return CitationDecl(_word(reference, by), snippet)


def _name(word: Word, by: int) -> Word:
    moved = _word(word, by)
    is_stopgap = word.span.start == word.span.end
    return Word(stopgap(moved.span.start), moved.span) if is_stopgap else moved


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
