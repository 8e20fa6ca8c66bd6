"""The syntax tree: what a file says, in its own order, before any name is looked up.

Leaves are named tuples and declarations slotted classes, because a map of ten thousand statements
makes a hundred thousand of them. Nothing here compares or prints itself recursively: a file may
nest as deep as memory goes.

From the parser's reductions to the syntax tree, while it parses.

Lark calls the method named after a rule with what the rule was made of. Building the tree here,
instead of from Lark's own tree afterwards, halves the time and the memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import lark
from attrs import define, field

from argmap.text import Span


class Word(NamedTuple):
    """An id, a path or a keyword."""

    text: str
    span: Span


def missing_name(offset: int) -> str:
    """Return the name of what has none at a place where one must stand: no two are the same."""
    return f"_{offset}"


class Quoted(NamedTuple):
    """A text as written, quotes and all; empty where the author forgot it (`strings.unquote`)."""

    raw: str
    span: Span


class CitationDecl(NamedTuple):
    """``@paper:31 "34 billion"``: ``reference`` is all of ``@paper:31``."""

    reference: Word
    quotation: Quoted | None


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
            reference, quotation = self.citations[-1]
            end = max(end, (quotation or reference).span.end)
        return Span(self.head.start, end)


class InferenceDecl(Declaration):
    __slots__ = ()


Item = Attribute | Declaration


Children = list[Any]


class TreeBuilder(lark.Transformer[lark.Token, list[Item]]):
    """One method a rule of the grammar; helper rules never reach it."""

    def start(self, items: Children) -> list[Item]:
        return items

    def map(self, children: Children) -> MapDecl:
        keyword, title = children[:2]
        return MapDecl(_word(keyword), None, _quoted(title), _block(children))

    def source(self, children: Children) -> SourceDecl:
        return SourceDecl(
            _word(children[0]), _word(children[1]), _title(children, 2), _block(children)
        )

    def import_(self, children: Children) -> ImportDecl:
        name = _word(children[3]) if len(children) == 4 else None  # noqa: PLR2004
        return ImportDecl(_word(children[0]), name, _quoted(children[1]))

    def section(self, children: Children) -> SectionDecl:
        id_, position = _id(children)
        return SectionDecl(_word(children[0]), id_, _title(children, position), _block(children))

    def statement(self, children: Children) -> StatementDecl:
        id_, position = _id(children)
        block = children.pop() if type(children[-1]) is Block else None
        citations = children[position + 1 :]
        title = _quoted(children[position])
        return StatementDecl(_word(children[0]), id_, title, block, citations)

    def inference(self, children: Children) -> InferenceDecl:
        id_, _ = _id(children)
        return InferenceDecl(_word(children[0]), id_, None, _block(children))

    def body(self, children: Children) -> Block:
        opening, *items, closing = children
        return Block(items, Span(opening.start_pos, closing.end_pos))

    block = body
    chapter = body

    def citation(self, children: Children) -> CitationDecl:
        quotation = _quoted(children[1]) if len(children) > 1 else None
        return CitationDecl(_word(children[0]), quotation)

    def attribute(self, children: Children) -> Attribute:
        return Attribute(_word(children[0]), children[2::2])

    def value(self, children: Children) -> Value:
        token = children[0]
        return Value(token.type, token.value, Span(token.start_pos, token.end_pos))

    def arrow(self, children: Children) -> Arrow:
        premise, _, conclusion = children
        return Arrow(_word(premise), _word(conclusion), Span(premise.start_pos, conclusion.end_pos))

    def bound(self, children: Children) -> Bound:
        comparison, number = children
        span = Span(comparison.start_pos, number.end_pos)
        return Bound(comparison.value, number.value, span)


# `import` is a word of Python too: the rule finds its method by this name.
setattr(TreeBuilder, "import", TreeBuilder.import_)


def _word(token: lark.Token) -> Word:
    return Word(token.value, Span(token.start_pos, token.end_pos))  # type: ignore[arg-type]


def _quoted(token: lark.Token) -> Quoted:
    return Quoted(token.value, Span(token.start_pos, token.end_pos))  # type: ignore[arg-type]


def _id(children: Children) -> tuple[Word | None, int]:
    """Return the id behind the keyword, if there is one, and where the next child is."""
    if len(children) > 1 and getattr(children[1], "type", None) == "ID":
        return _word(children[1]), 2
    return None, 1


def _title(children: Children, position: int) -> Quoted | None:
    if len(children) > position and getattr(children[position], "type", None) == "TEXT":
        return _quoted(children[position])
    return None


def _block(children: Children) -> Block | None:
    last = children[-1]
    return last if type(last) is Block else None
