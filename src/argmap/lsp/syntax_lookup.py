"""What stands at a place of a file: the declarations around it, and the part of one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from argmap.syntax import Document
from argmap.syntax.tree import (
    Attribute,
    Block,
    CitationDecl,
    Declaration,
    Item,
    Quoted,
    StatementDecl,
    Value,
    Word,
)

Part = Word | Quoted | CitationDecl | Value | None
"""A keyword, an id, an attribute's name; a text; a citation; a value; or nothing of these."""


class NodeAtOffset(NamedTuple):
    """``around`` are the declarations that an offset is inside of or at, outermost first.

    ``attribute`` is the attribute there, ``part`` what of it or of the innermost declaration.
    """

    around: tuple[Declaration, ...]
    attribute: Attribute | None = None
    part: Part = None

    @property
    def declaration(self) -> Declaration | None:
        return self.around[-1] if self.around else None


def node_at(document: Document, offset: int) -> NodeAtOffset:
    """Return what stands at an offset, or ends there."""
    around: list[Declaration] = []
    items = document.items
    while True:
        item = _item_at(items, offset)
        if isinstance(item, Attribute):
            return NodeAtOffset(tuple(around), item, _part_of_attribute(item, offset))
        if item is None:
            return NodeAtOffset(tuple(around))
        around.append(item)
        if item.block is None or not (item.block.span.start < offset < item.block.span.end):
            return NodeAtOffset(tuple(around), None, _part(item, offset))
        items = item.block.items


def block_at(document: Document, offset: int) -> tuple[Declaration, Block] | None:
    """Return the innermost declaration in whose block an offset is; None at the top level."""
    found: tuple[Declaration, Block] | None = None
    items = document.items
    while True:
        item = _item_at(items, offset)
        if not isinstance(item, Declaration) or item.block is None:
            return found
        if not item.block.span.start < offset < item.block.span.end:
            return found
        found = (item, item.block)
        items = item.block.items


def declarations(document: Document) -> Iterator[tuple[Declaration, int]]:
    """Yield all declarations of a file, in order, with how deep each stands."""
    pending: list[tuple[Item, int]] = [(item, 0) for item in reversed(document.items)]
    while pending:
        item, depth = pending.pop()
        if isinstance(item, Declaration):
            yield item, depth
            if item.block is not None:
                pending += ((inner, depth + 1) for inner in reversed(item.block.items))


def start_of(item: Item) -> int:
    return item.name.span.start if isinstance(item, Attribute) else item.keyword.span.start


def _item_at(items: list[Item], offset: int) -> Item | None:
    index = bisect_right(items, offset, key=start_of) - 1
    if index >= 0 and offset <= items[index].span.end:
        return items[index]
    return None


def _part(item: Declaration, offset: int) -> Part:
    parts: list[Word | Quoted | CitationDecl | None] = [item.keyword, item.id, item.title]
    if isinstance(item, StatementDecl):
        parts += item.citations
    return next((part for part in parts if part is not None and _holds(part, offset)), None)


def _part_of_attribute(item: Attribute, offset: int) -> Part:
    if item.name.span.start <= offset <= item.name.span.end:
        return item.name
    for value in item.values:
        if isinstance(value, Value) and value.span.start <= offset <= value.span.end:
            return value
    return None


def _holds(part: Word | Quoted | CitationDecl, offset: int) -> bool:
    if isinstance(part, CitationDecl):
        reference, quotation = part
        return reference.span.start <= offset <= (quotation or reference).span.end
    return part.span.start <= offset <= part.span.end
