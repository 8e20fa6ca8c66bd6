"""The syntax tree, in source order and with unresolved names, and its builder.

Leaves are named tuples and declarations are slotted classes, because a map of ten thousand
statements has a hundred thousand of them. No class compares or prints itself recursively, because
the nesting depth of a file is limited only by memory.

`TreeBuilder` builds the tree during parsing: Lark calls the method named after a rule with the
rule's children. This takes half the time and memory of converting Lark's own tree afterwards.
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
    """Return a unique name for a declaration whose id is missing at an offset."""
    return f"_{offset}"


class Quoted(NamedTuple):
    """A quoted text in its source form; ``raw`` is empty if the text is missing."""

    raw: str
    span: Span


class CitationDecl(NamedTuple):
    """A citation, ``@paper:31 "34 billion"``; ``reference`` is ``@paper:31``."""

    reference: Word
    quotation: Quoted | None


class Value(NamedTuple):
    """A value of an attribute; ``kind`` is its terminal in the grammar (``ID``, ``NUMBER``, …)."""

    kind: str
    text: str
    span: Span


class Arrow(NamedTuple):
    """A reference to the inference from one statement to another: ``a -> b``."""

    premise: Word
    conclusion: Word
    span: Span


class Bound(NamedTuple):
    """A bound on a strength: ``>= 0.6``."""

    comparison: str
    number: str
    span: Span


@define(eq=False, repr=False)
class Attribute:
    """An attribute with its values: ``supports: a, b``."""

    name: Word
    values: list[Value | Arrow | Bound]

    @property
    def span(self) -> Span:
        return self.name.span.join(self.values[-1].span) if self.values else self.name.span


@define(eq=False, repr=False)
class Block:
    """The items between two braces; ``span`` includes the braces."""

    items: list[Item]
    span: Span


@define(eq=False, repr=False)
class Declaration:
    """A declaration: a keyword, followed by an optional id, text and block."""

    keyword: Word
    id: Word | None = None
    title: Quoted | None = None
    block: Block | None = None

    @property
    def head(self) -> Span:
        """The span from the keyword to the text, which diagnostics underline."""
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
    """An import; ``title`` is the path and ``id`` the name after ``as``."""

    __slots__ = ()

    @property
    def span(self) -> Span:
        return self.head.join(self.id.span) if self.id else self.head


class SectionDecl(Declaration):
    __slots__ = ()


@define(eq=False, repr=False)
class CitingDeclaration(Declaration):
    """A declaration whose text may be followed by citations."""

    citations: list[CitationDecl] = field(factory=list)

    @property
    def span(self) -> Span:
        end = self.block.span.end if self.block else self.head.end
        if self.citations:
            reference, quotation = self.citations[-1]
            end = max(end, (quotation or reference).span.end)
        return Span(self.head.start, end)


class StatementDecl(CitingDeclaration):
    __slots__ = ()


class ContextDecl(CitingDeclaration):
    __slots__ = ()


class QuestionDecl(CitingDeclaration):
    __slots__ = ()


class InferenceDecl(Declaration):
    __slots__ = ()


Item = Attribute | Declaration

Children = list[Any]


class TreeBuilder(lark.Transformer[lark.Token, list[Item]]):
    """Builds the syntax tree, with one method for each rule of the grammar."""

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
        id_, index = _id(children)
        return SectionDecl(_word(children[0]), id_, _title(children, index), _block(children))

    def statement(self, children: Children) -> StatementDecl:
        return StatementDecl(*_citing(children))

    def context(self, children: Children) -> ContextDecl:
        return ContextDecl(*_citing(children))

    def question(self, children: Children) -> QuestionDecl:
        return QuestionDecl(*_citing(children))

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


# `import` is a keyword of Python, so the method of this rule is added under its name here.
setattr(TreeBuilder, "import", TreeBuilder.import_)


def _word(token: lark.Token) -> Word:
    return Word(token.value, Span(token.start_pos, token.end_pos))  # type: ignore[arg-type]


def _quoted(token: lark.Token) -> Quoted:
    return Quoted(token.value, Span(token.start_pos, token.end_pos))  # type: ignore[arg-type]


def _id(children: Children) -> tuple[Word | None, int]:
    """Return the id after the keyword, if any, and the index of the next child."""
    if len(children) > 1 and getattr(children[1], "type", None) == "ID":
        return _word(children[1]), 2
    return None, 1


def _citing(
    children: Children,
) -> tuple[Word, Word | None, Quoted, Block | None, list[CitationDecl]]:
    """Return the fields of a declaration with citations."""
    id_, index = _id(children)
    block = children.pop() if type(children[-1]) is Block else None
    return _word(children[0]), id_, _quoted(children[index]), block, children[index + 1 :]


def _title(children: Children, index: int) -> Quoted | None:
    if len(children) > index and getattr(children[index], "type", None) == "TEXT":
        return _quoted(children[index])
    return None


def _block(children: Children) -> Block | None:
    last = children[-1]
    return last if type(last) is Block else None
