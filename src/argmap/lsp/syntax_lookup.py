"""Lookup of syntax nodes by their offset in a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from argmap.syntax import Document, unquote
from argmap.syntax.tree import (
    Attribute,
    Block,
    CitationDecl,
    CitingDeclaration,
    Declaration,
    Item,
    Quoted,
    Value,
    Word,
)

Leaf = Word | Quoted | CitationDecl | Value
"""A keyword, an id or the name of an attribute; a text; a citation; a value."""


class NodeAtOffset(NamedTuple):
    """The nodes that contain an offset or end there.

    Attributes:
        declarations: The declarations, outermost first.
        attribute: The attribute of the innermost declaration.
        leaf: The leaf of the attribute, or else of the head of the innermost declaration.
    """

    declarations: tuple[Declaration, ...]
    attribute: Attribute | None = None
    leaf: Leaf | None = None

    @property
    def declaration(self) -> Declaration | None:
        """The innermost declaration."""
        return self.declarations[-1] if self.declarations else None


def node_at(document: Document, offset: int) -> NodeAtOffset:
    """Return the nodes that contain an offset or end there."""
    ancestors: list[Declaration] = []
    items = document.items
    while True:
        item = _item_at(items, offset)
        if isinstance(item, Attribute):
            return NodeAtOffset(tuple(ancestors), item, _attribute_leaf(item, offset))
        if item is None:
            return NodeAtOffset(tuple(ancestors))
        ancestors.append(item)
        if item.block is None or not (item.block.span.start < offset < item.block.span.end):
            return NodeAtOffset(tuple(ancestors), None, _head_leaf(item, offset))
        items = item.block.items


def head_at(document: Document, offset: int) -> Declaration | None:
    """Return the declaration whose head, from its keyword to its text, contains an offset."""
    declaration = node_at(document, offset).declaration
    if declaration is None or not declaration.head.start <= offset <= declaration.head.end:
        return None
    return declaration


def block_at(document: Document, offset: int) -> tuple[Declaration, Block] | None:
    """Return the innermost block that contains an offset, and its declaration.

    None at the top level.
    """
    innermost: tuple[Declaration, Block] | None = None
    items = document.items
    while True:
        item = _item_at(items, offset)
        if not isinstance(item, Declaration) or item.block is None:
            return innermost
        if not item.block.span.start < offset < item.block.span.end:
            return innermost
        innermost = (item, item.block)
        items = item.block.items


def declarations(document: Document) -> Iterator[tuple[Declaration, int]]:
    """Yield all declarations of a file in order, with their nesting depth, from 0."""
    pending: list[tuple[Item, int]] = [(item, 0) for item in reversed(document.items)]
    while pending:
        item, depth = pending.pop()
        if isinstance(item, Declaration):
            yield item, depth
            if item.block is not None:
                pending += ((child, depth + 1) for child in reversed(item.block.items))


def label_of(declaration: Declaration) -> str:
    """Return the short title of a declaration (`label:`); empty without one."""
    for item in declaration.block.items if declaration.block else ():
        if isinstance(item, Attribute) and item.name.text == "label":
            for value in item.values:
                if isinstance(value, Value) and value.kind == "TEXT":
                    return unquote(value.text)
    return ""


def item_start(item: Item) -> int:
    """Return the offset of the first word of an item."""
    return item.name.span.start if isinstance(item, Attribute) else item.keyword.span.start


def _item_at(items: list[Item], offset: int) -> Item | None:
    index = bisect_right(items, offset, key=item_start) - 1
    if index >= 0 and offset <= items[index].span.end:
        return items[index]
    return None


def _head_leaf(declaration: Declaration, offset: int) -> Leaf | None:
    leaves: list[Leaf | None] = [declaration.keyword, declaration.id, declaration.title]
    if isinstance(declaration, CitingDeclaration):
        leaves += declaration.citations
    return next((leaf for leaf in leaves if leaf is not None and _contains(leaf, offset)), None)


def _attribute_leaf(attribute: Attribute, offset: int) -> Leaf | None:
    leaves: list[Leaf] = [attribute.name]
    leaves += (value for value in attribute.values if isinstance(value, Value))
    return next((leaf for leaf in leaves if _contains(leaf, offset)), None)


def _contains(leaf: Leaf, offset: int) -> bool:
    """Return whether a leaf contains an offset or ends there."""
    if isinstance(leaf, CitationDecl):
        reference, quotation = leaf
        return reference.span.start <= offset <= (quotation or reference).span.end
    return leaf.span.start <= offset <= leaf.span.end
