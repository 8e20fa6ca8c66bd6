"""The syntax tree: what a file says, in its own order, before any name is looked up.

Leaves are named tuples and declarations slotted classes, because a map of ten thousand statements
makes a hundred thousand of them. Nothing here compares or prints itself recursively: a file may
nest as deep as memory goes.
"""

from __future__ import annotations

from typing import NamedTuple

from attrs import define, field

from argmap.text import Span


class Word(NamedTuple):
    """An id, a path or a keyword."""

    text: str
    span: Span


def stopgap(offset: int) -> str:
    """Return the name of what has none at a place where one must stand: no two are the same."""
    return f"_{offset}"


class Quoted(NamedTuple):
    """A text as written, quotes and all; empty where the author forgot it (`strings.unquote`)."""

    raw: str
    span: Span


class CitationDecl(NamedTuple):
    """``@paper:31 "34 billion"``: ``reference`` is all of ``@paper:31``."""

    reference: Word
    snippet: Quoted | None


class Value(NamedTuple):
    """An attribute's value: ``kind`` is its terminal in the grammar (``ID``, ``NUMBER``, …)."""

    kind: str
    text: str
    span: Span


class Arrow(NamedTuple):
    """``a -> b``: the inference from one statement to another."""

    premise: Word
    conclusion: Word
    span: Span


class Bound(NamedTuple):
    """``>= 0.6``."""

    comparison: str
    number: str
    span: Span


@define(eq=False, repr=False)
class Attribute:
    name: Word
    values: list[Value | Arrow | Bound]

    @property
    def span(self) -> Span:
        return self.name.span.join(self.values[-1].span) if self.values else self.name.span


@define(eq=False, repr=False)
class Block:
    """What stands between two braces, and where the braces are."""

    items: list[Item]
    span: Span


@define(eq=False, repr=False)
class Declaration:
    """What all declarations have: a keyword, perhaps an id, a text and a block."""

    keyword: Word
    id: Word | None = None
    title: Quoted | None = None
    block: Block | None = None

    @property
    def head(self) -> Span:
        """From the keyword to the end of the text: what a finding about it underlines."""
        last = self.title or self.id or self.keyword
        return Span(self.keyword.span.start, max(last.span.end, self.keyword.span.end))

    @property
    def span(self) -> Span:
        return self.head.join(self.block.span) if self.block else self.head


class MapDecl(Declaration):
    __slots__ = ()


class SourceDecl(Declaration):
    __slots__ = ()


class ImportDecl(Declaration):
    """``title`` is the path, ``id`` the name behind ``as``."""

    __slots__ = ()

    @property
    def span(self) -> Span:
        return self.head.join(self.id.span) if self.id else self.head


class SectionDecl(Declaration):
    __slots__ = ()


@define(eq=False, repr=False)
class StatementDecl(Declaration):
    citations: list[CitationDecl] = field(factory=list)

    @property
    def span(self) -> Span:
        end = self.block.span.end if self.block else self.head.end
        if self.citations:
            reference, snippet = self.citations[-1]
            end = max(end, (snippet or reference).span.end)
        return Span(self.head.start, end)


class InferenceDecl(Declaration):
    __slots__ = ()


Item = Attribute | Declaration
