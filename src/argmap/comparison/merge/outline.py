"""The outline of a document: its items with their comments, and nothing of its text left over.

A merge decides for each node of the outline; the text of the nodes that it keeps is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from attrs import define, field

from argmap.formatting import Comments, attach_comments
from argmap.model.attributes import ATTRIBUTES, REFERENCE_KINDS
from argmap.model.identifiers import normalize_id
from argmap.syntax import Document, unquote
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Bound,
    CitingDeclaration,
    Declaration,
    Item,
    Value,
    Word,
)
from argmap.text import Span

_SPACES = " \t"
_NEWLINE_AND_INDENT = re.compile(r"\n[ \t]*")


class Comment(NamedTuple):
    """A comment on a line of its own, and whether a blank line precedes it."""

    text: str
    has_blank_line: bool


class ElementHead(NamedTuple):
    """What a declaration or an attribute says, without its block.

    Attributes:
        keyword: The keyword, or the name of an attribute.
        id: The normalized id; empty without one.
        title: The text without quotes; None without one.
        values: The citations of a declaration, or the values of an attribute.
    """

    keyword: str
    id: str
    title: str | None
    values: tuple[str, ...]


@define(eq=False, repr=False, slots=False)
class Node:
    """An item of a document, with its comments.

    Attributes:
        index: The position of the node in the outline.
        item: The item; None for the whole document.
        parent: The node that it is nested in; None for the whole document.
        span: The span of the item.
        comments: The comments on the lines above it.
        has_blank_line: Whether a blank line directly precedes the item.
        trailing_comment: The comment at the end of its last line; empty if there is none.
        opening_comment: The comment after its opening brace.
        closing_comments: The comments before its closing brace, or at the end of the document.
        before: The offset of the end of the previous sibling, or of the beginning of the block.
        end: The offset of the end of the item with its trailing comment.
        inside: The span of the block without its braces.
        inside_start: The offset of the end of the opening comment.
        is_first_on_line: Whether only spaces precede the item on its line.
        id: The normalized id of a declaration; empty without one.
    """

    outline: DocumentOutline
    index: int
    item: Item | None
    parent: Node | None
    span: Span
    comments: tuple[Comment, ...] = ()
    has_blank_line: bool = False
    trailing_comment: str = ""
    opening_comment: str = ""
    closing_comments: tuple[Comment, ...] = ()
    before: int = 0
    end: int = 0
    inside: Span | None = None
    inside_start: int = 0
    indentation: str = ""
    is_first_on_line: bool = True
    id: str = ""
    children: list[Node] = field(factory=list)
    _head_text: str | None = None

    @property
    def is_attribute(self) -> bool:
        return type(self.item) is Attribute

    @property
    def is_list(self) -> bool:
        """Whether it is an attribute that takes several values."""
        if type(self.item) is not Attribute:
            return False
        spec = ATTRIBUTES.get(self.item.name.text)
        return spec is not None and spec.is_list

    @property
    def name(self) -> str:
        """The keyword of a declaration, or the name of an attribute."""
        if isinstance(self.item, Declaration):
            return self.item.keyword.text
        return self.item.name.text if self.item is not None else ""

    @property
    def head_span(self) -> Span:
        """The span without the block."""
        if self.inside is None:
            return self.span
        text = self.outline.text
        end = self.inside.start - 1
        while text[end - 1] in " \t\n\r":
            end -= 1
        return Span(self.span.start, end)

    @property
    def head_text(self) -> str:
        """The text without the block and without indentation."""
        if self._head_text is None:
            start, end = self.head_span
            text = self.outline.text[start:end]
            self._head_text = dedent(text, self.indentation) if "\n" in text else text
        return self._head_text

    @property
    def has_comments(self) -> bool:
        """Whether it has comments, without those in its head and its children."""
        return bool(
            self.comments or self.trailing_comment or self.opening_comment or self.closing_comments
        )

    @property
    def has_comment_in_head(self) -> bool:
        start, end = self.span.start, self.inside.start - 1 if self.inside else self.span.end
        return bool(self.outline.comments.between(start, end))

    @cached_property
    def head(self) -> ElementHead:
        """What the item says."""
        item = self.item
        if isinstance(item, Attribute):
            return ElementHead(item.name.text, "", None, tuple(map(value_text, item.values)))
        assert isinstance(item, Declaration)
        title = unquote(item.title.raw) if item.title is not None else None
        citations: tuple[str, ...] = ()
        if isinstance(item, CitingDeclaration):
            citations = tuple(
                f"{normalize_id(reference.text)} {unquote(quotation.raw) if quotation else ''}"
                for reference, quotation in item.citations
            )
        return ElementHead(item.keyword.text, self.id, title, citations)

    def has_line_break(self, start: int, end: int) -> bool:
        """Return whether there is a line break between two offsets of the document."""
        return self.outline.text.find("\n", start, end) >= 0

    def names(self) -> Iterator[Word]:
        """Yield the ids that the item refers to: in an attribute, or in citations."""
        item = self.item
        if isinstance(item, CitingDeclaration):
            for citation in item.citations:
                reference, span = citation.reference
                name = reference[1:].partition(":")[0]
                yield Word(name, Span(span.start + 1, span.start + 1 + len(name)))
        elif isinstance(item, Attribute):
            spec = ATTRIBUTES.get(item.name.text)
            keyword = self.parent.name if self.parent is not None else ""
            if spec is None or spec.kind_for(keyword) not in REFERENCE_KINDS:
                return
            for value in item.values:
                if isinstance(value, Arrow):
                    yield value.premise
                    yield value.conclusion
                elif isinstance(value, Value) and value.kind in {"ID", "PATH"}:
                    yield Word(value.text, value.span)

    def subtree(self) -> Iterator[Node]:
        """Yield the node and all nodes in it, in order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending += reversed(node.children)


class DocumentOutline:
    """The nodes of a document, in order; the first one is the whole document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.source.text
        self.comments = Comments(self.text)
        self.root = Node(self, 0, None, None, Span(0, len(self.text)))
        self.root.inside = self.root.span
        self.root.end = len(self.text)
        self.nodes = [self.root]
        self._build()

    def _build(self) -> None:
        pending = [self.root]
        while pending:
            node = pending.pop()
            if node is not self.root:
                node.index = len(self.nodes)
                self.nodes.append(node)
            if isinstance(node.item, Declaration):
                if node.item.id is not None:
                    node.id = normalize_id(node.item.id.text)
                if node.item.block is not None:
                    start, end = node.item.block.span
                    node.inside = Span(start + 1, end - 1)
            if node.inside is not None:
                self._add_children(node, node.inside)
                pending += reversed(node.children)

    def _add_children(self, node: Node, inside: Span) -> None:
        block = getattr(node.item, "block", None)
        items = self.document.items if block is None else block.items
        text = self.text
        if not self.comments.between(*inside):
            self._add_without_comments(node, items, inside)
            return
        opening, entries = attach_comments(text, items, self.comments, inside)
        position = inside.start
        if opening is not None:
            node.opening_comment = text[opening.start : opening.end].rstrip()
            position = opening.end
        node.inside_start = position
        for entry in entries:
            comments = tuple(
                Comment(text[c.span.start : c.span.end].rstrip(), c.has_blank_line)
                for c in entry.comments
            )
            if entry.item is None:
                node.closing_comments = comments
                return
            child = Node(self, 0, entry.item, node, entry.span, comments, entry.has_blank_line)
            child.before = position
            child.end = entry.span.end
            if entry.trailing_comment is not None:
                start, child.end = entry.trailing_comment
                child.trailing_comment = text[start : child.end].rstrip()
            self._set_indentation(child)
            position = child.end
            node.children.append(child)

    def _add_without_comments(self, node: Node, items: list[Item], inside: Span) -> None:
        """Add the children of a node without any comment in it: most nodes of most documents."""
        position = node.inside_start = inside.start
        text = self.text
        for item in items:
            span = _span(item)
            has_blank_line = text.count("\n", position, span.start) > 1
            child = Node(self, 0, item, node, span, (), has_blank_line)
            child.before = position
            position = child.end = span.end
            self._set_indentation(child)
            node.children.append(child)

    def _set_indentation(self, node: Node) -> None:
        start = node.span.start
        line = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        if line and not line.isspace():
            node.is_first_on_line = False
            line = line[: len(line) - len(line.lstrip(_SPACES))]
        node.indentation = line

    @cached_property
    def by_start(self) -> dict[int, Node]:
        """Return the declarations by the offsets of their keywords."""
        return {node.span.start: node for node in self.nodes if isinstance(node.item, Declaration)}

    def declared_ids(self) -> dict[str, Node]:
        """Return the declarations with ids; the first one of each id."""
        ids: dict[str, Node] = {}
        for node in self.nodes:
            if node.id:
                ids.setdefault(node.id, node)
        return ids


def _span(item: Item) -> Span:
    """Return the span of an item, which is known without its parts if it has a block."""
    block = getattr(item, "block", None)
    if block is None or not isinstance(item, Declaration):
        return item.span
    return Span(item.keyword.span.start, block.span.end)


def value_text(value: Value | Arrow | Bound) -> str:
    """Return the value of an attribute in its shortest form."""
    if isinstance(value, Arrow):
        return f"{normalize_id(value.premise.text)} -> {normalize_id(value.conclusion.text)}"
    if isinstance(value, Bound):
        return f"{value.comparison} {value.number}"
    if value.kind == "TEXT":
        return f'"{unquote(value.text)}"'
    return normalize_id(value.text)


def dedent(text: str, indentation: str) -> str:
    """Return a text whose lines after the first are without an indentation."""
    return reindent(text, indentation, "")


def reindent(text: str, old: str, new: str) -> str:
    """Return a text whose lines after the first have another indentation.

    Empty lines get none. A line that is indented less than ``old`` gets ``new``.
    """
    if old == new or "\n" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        if match.end() < len(text) and text[match.end()] == "\n":
            return "\n"
        spaces = match.group()[1:]
        return f"\n{new}{spaces[len(old) :] if spaces.startswith(old) else ''}"

    return _NEWLINE_AND_INDENT.sub(replace, text)
