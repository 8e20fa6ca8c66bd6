"""The text of a map: indented declarations, with attributes in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from attrs import define

from argmap.exchange.argmap import values
from argmap.exchange.argmap.edges import Edges
from argmap.exchange.argmap.names import NameTable
from argmap.exchange.argmap.nesting import NestedLayout
from argmap.formatting.elements import INDENT, format_list
from argmap.model import (
    ArgumentMap,
    Citation,
    Context,
    Form,
    Inference,
    Polarity,
    Question,
    Section,
    Sentence,
    Source,
    Statement,
)
from argmap.model.attributes import NO_THESIS, OPEN_QUESTION
from argmap.syntax import quote

_INDENT = "  "
_MAX_INDENT_DEPTH = 40
_MAX_CITATIONS_LENGTH = 100
"""Number of characters of the citations that are written on one line."""

"""Number of levels that are indented further; without a limit, a deep map is mostly spaces."""


class _Item(NamedTuple):
    """A declaration to write.

    Its ``kind`` is ``statement``, ``section``, ``inference``, ``question`` or ``context``.
    """

    kind: str
    id: str
    depth: int


class _Declaration(NamedTuple):
    """The head of a declaration, and the contents of its block, if it has one."""

    item: _Item
    head: str
    attributes: list[str]
    children: list[_Item]

    @property
    def has_block(self) -> bool:
        return bool(self.attributes or self.children or self.item.kind == "inference")


@define
class Printer:
    """Printer of a map whose layout, names and edges are known."""

    argument_map: ArgumentMap
    layout: NestedLayout
    names: NameTable
    edges: Edges

    def lines(self) -> Iterator[str]:
        """Yield the map's head, the sources and the top level, separated by empty lines."""
        yield from self._map_head()
        for source in self.argument_map.sources.values():
            yield from self._source(source)
        for kind, id_ in self.layout.section_items.get(None, ()):
            yield from self._nested_lines(_Item(kind, id_, 0))
            yield ""

    def _map_head(self) -> Iterator[str]:
        theses = [self.names.require(thesis) for thesis in self.argument_map.named_theses]
        if self.argument_map.is_neutral:
            theses.append(NO_THESIS)
        attributes = list(_map_attributes(self.argument_map, theses, _indent(1)))
        if attributes or self.argument_map.title:
            title = values.text(self.argument_map.title, _indent(1))
            yield from _top_level_lines(f"map {title}", attributes)

    def _source(self, source: Source) -> Iterator[str]:
        title = f" {values.text(source.title, _indent(1))}" if source.title else ""
        attributes = list(_source_attributes(source, _indent(1)))
        yield from _top_level_lines(f"source {self.names.require(source.id)}{title}", attributes)

    # ---- Nested declarations --------------------------------------------------------------------

    def _nested_lines(self, top: _Item) -> Iterator[str]:
        """Yield the lines of a declaration and of all declarations nested in it."""
        pending: list[_Declaration | str] = [self._declaration(top)]
        while pending:
            declaration = pending.pop()
            if isinstance(declaration, str):
                yield declaration
                continue
            depth = declaration.item.depth
            if not declaration.has_block:
                yield f"{_indent(depth)}{declaration.head}"
                continue
            yield f"{_indent(depth)}{declaration.head} {{"
            yield from (f"{_indent(depth + 1)}{line}" for line in declaration.attributes)
            pending.append(f"{_indent(depth)}}}")
            pending += self._children(declaration)[::-1]

    def _children(self, parent: _Declaration) -> list[_Declaration | str]:
        """Return the nested declarations, with empty lines around those that have a block."""
        lines: list[_Declaration | str] = []
        is_section = parent.item.kind == "section"
        previous_has_block = False
        for child in map(self._declaration, parent.children):
            is_first = not (lines or parent.attributes)
            if not is_first and (child.has_block or previous_has_block or is_section):
                lines.append("")
            lines.append(child)
            previous_has_block = child.has_block
        return lines

    def _declaration(self, item: _Item) -> _Declaration:
        if item.kind == "statement":
            return self._statement(item)
        if item.kind == "inference":
            return self._inference(item)
        if item.kind == "question":
            return self._question(item)
        if item.kind == "context":
            return self._context(item)
        return self._section(item)

    def _section(self, item: _Item) -> _Declaration:
        section = self.argument_map.sections[item.id]
        indent = _indent(item.depth + 1)
        head = f"section {self._name_prefix(item.id)}{values.text(section.title, indent)}"
        items = self.layout.section_items.get(item.id, ())
        children = [_Item(kind, id_, item.depth + 1) for kind, id_ in items]
        return _Declaration(item, head, list(_common_attributes(section, indent)), children)

    def _statement(self, item: _Item) -> _Declaration:
        statement = self.argument_map.statements[item.id]
        indent, child_depth = _indent(item.depth + 1), item.depth + 1
        head = self._head(statement, indent)
        relations = self.edges.attributes.get(item.id, ())
        scheme = self.edges.schemes.get(item.id)
        attributes = list(_statement_attributes(statement, relations, scheme, indent))
        children = [
            _Item("inference", inference.id, child_depth)
            if inference.form is Form.GROUP
            else _Item("statement", inference.premises[0], child_depth)
            for inference in self.layout.child_inferences.get(item.id, ())
        ]
        children = self._with_contexts(item, children)
        groups = self.edges.groups.get(item.id, ())
        children += (_Item("inference", inference.id, child_depth) for inference in groups)
        return _Declaration(item, head, attributes, children)

    def _inference(self, item: _Item) -> _Declaration:
        inference = self.argument_map.inferences[item.id]
        keyword = "reason" if inference.polarity is Polarity.PRO else "objection"
        listed = [self.names.require(id_) for id_ in self.layout.listed_premises(inference)]
        relations = self.edges.attributes.get(item.id, ())
        indent = _indent(item.depth + 1)
        attributes = list(_inference_attributes(inference, listed, relations, indent))
        members = self.layout.members.get(item.id, ())
        children = [_Item("statement", member, item.depth + 1) for member in members]
        head = f"{keyword} {self._name_prefix(item.id)}".rstrip()
        return _Declaration(item, head, attributes, self._with_contexts(item, children))

    def _question(self, item: _Item) -> _Declaration:
        question = self.argument_map.questions[item.id]
        listed = [self.names.require(id_) for id_ in self.layout.listed_options(question)]
        expected = [self.names.require(id_) for id_ in question.expected_options]
        if question.expects_open:
            expected = [OPEN_QUESTION]
        indent = _indent(item.depth + 1)
        attributes = list(_question_attributes(question, listed, expected, indent))
        items = self.layout.question_items.get(item.id, ())
        children = [_Item(kind, id_, item.depth + 1) for kind, id_ in items]
        return _Declaration(item, self._head(question, indent), attributes, children)

    def _context(self, item: _Item) -> _Declaration:
        context = self.argument_map.contexts[item.id]
        indent = _indent(item.depth + 1)
        attributes = list(_context_attributes(context, indent))
        return _Declaration(item, self._head(context, indent), attributes, [])

    def _with_contexts(self, item: _Item, children: list[_Item]) -> list[_Item]:
        """Return what is nested in a statement or a group, with its contexts at their places."""
        contexts = self.layout.contexts.get(item.id, ())
        for inserted, (context, position) in enumerate(contexts):
            children.insert(position + inserted, _Item("context", context, item.depth + 1))
        return children

    def _head(self, sentence: Sentence, indent: str) -> str:
        """Return the keyword, the name, the text and the citations of a declaration."""
        head = f"{sentence.kind} {self._name_prefix(sentence.id)}"
        text = values.text(sentence.text, indent)
        citations = [self._citation(citation) for citation in sentence.citations]
        separator = " "
        if sum(map(len, citations)) + len(citations) > _MAX_CITATIONS_LENGTH:
            column = len(indent) if "\n" in text else len(indent) - len(_INDENT) + len(head)
            separator = f"\n{' ' * column}"
        return head + text + "".join(separator + citation for citation in citations)

    def _name_prefix(self, id_: str) -> str:
        """Return the name of an element and a space; empty if it has none."""
        name = self.names.get(id_)
        return f"{name} " if name else ""

    def _citation(self, citation: Citation) -> str:
        locator = f":{citation.locator}" if citation.locator else ""
        quotation = "" if citation.quotation is None else f" {quote(citation.quotation)}"
        return f"@{self.names.require(citation.source)}{locator}{quotation}"


def _top_level_lines(head: str, attributes: list[str]) -> Iterator[str]:
    """Yield a declaration without nested ones, and an empty line."""
    if attributes:
        yield f"{head} {{"
        yield from (f"{_indent(1)}{line}" for line in attributes)
        yield "}"
    else:
        yield head
    yield ""


def _indent(depth: int) -> str:
    return _INDENT * min(depth, _MAX_INDENT_DEPTH)


# ---- Attributes ----------------------------------------------------------------------------------


def _map_attributes(argument_map: ArgumentMap, theses: list[str], indent: str) -> Iterator[str]:
    if theses:
        yield format_list("thesis", theses, indent)
    if argument_map.standard is not None:
        yield f"standard: {argument_map.standard.value}"
    for name in ("strong_from", "margin", "doubt_from"):
        bound = getattr(argument_map, name)
        if bound is not None:
            yield f"{name.replace('_', '-')}: {values.number(bound)}"
    if argument_map.burden is not None:
        yield f"burden: {argument_map.burden.value}"
    if argument_map.lang is not None:
        yield f"lang: {values.word(argument_map.lang, indent + INDENT)}"
    yield from _quoted_list("author", argument_map.author, indent)
    if argument_map.date is not None:
        yield f"date: {values.date(argument_map.date)}"
    yield from _common_attributes(argument_map, indent)


def _source_attributes(source: Source, indent: str) -> Iterator[str]:
    yield from _quoted_list("author", source.author, indent)
    if source.year is not None:
        yield f"year: {source.year:04}"
    yield from _dates(source)
    for name in ("publisher", "url", "doi", "text"):
        value = getattr(source, name)
        if value is not None:
            yield f"{name}: {values.text(value, indent + INDENT)}"
    yield from _quoted_list("passages", tuple(map(str, source.passages)), indent)
    if source.lang is not None:
        yield f"lang: {values.word(source.lang, indent + INDENT)}"
    if source.reliability is not None:
        yield f"reliability: {source.reliability}"
    yield from _common_attributes(source, indent)


def _statement_attributes(
    statement: Statement, relations: Iterable[tuple[str, str]], scheme: str | None, indent: str
) -> Iterator[str]:
    yield from _relations(relations, indent)
    if scheme is not None:
        yield f"scheme: {values.word(scheme, indent + INDENT)}"
    yield from _title_and_fidelity(statement, indent)
    if statement.critical_question:
        yield format_list("critical-question", [*map(str, statement.critical_question)], indent)
    if statement.confidence is not None:
        yield f"confidence: {values.confidence(statement.confidence)}"
    if statement.credibility is not None:
        yield f"credibility: {statement.credibility}"
    yield from _quoted_list("held-by", statement.held_by, indent)
    if statement.standard is not None:
        yield f"standard: {statement.standard.value}"
    if statement.expect is not None:
        yield f"expect: {values.expectation(statement.expect)}"
    yield from _dates(statement)
    if statement.url is not None:
        yield f"url: {values.text(statement.url, indent + INDENT)}"
    yield from _quoted_list("was", statement.was, indent)
    yield from _common_attributes(statement, indent)


def _inference_attributes(
    inference: Inference,
    listed_premises: list[str],
    relations: Iterable[tuple[str, str]],
    indent: str,
) -> Iterator[str]:
    if listed_premises:
        yield format_list("premises", listed_premises, indent)
    yield from _relations(relations, indent)
    if inference.scheme is not None:
        yield f"scheme: {values.word(inference.scheme, indent + INDENT)}"
    yield from _title_and_fidelity(inference, indent)
    if inference.confidence is not None:
        yield f"confidence: {values.confidence(inference.confidence)}"
    yield from _common_attributes(inference, indent)


def _question_attributes(
    question: Question, listed_options: list[str], expected: list[str], indent: str
) -> Iterator[str]:
    if listed_options:
        yield format_list("options", listed_options, indent)
    if not question.is_exclusive:
        yield "exclusive: false"
    if question.standard is not None:
        yield f"standard: {question.standard.value}"
    if expected:
        yield format_list("expect", expected, indent)
    if question.label is not None:
        yield f"label: {values.text(question.label, indent + INDENT)}"
    yield from _quoted_list("was", question.was, indent)
    yield from _common_attributes(question, indent)


def _context_attributes(context: Context, indent: str) -> Iterator[str]:
    if context.label is not None:
        yield f"label: {values.text(context.label, indent + INDENT)}"
    if context.date is not None:
        yield f"date: {values.date(context.date)}"
    if context.url is not None:
        yield f"url: {values.text(context.url, indent + INDENT)}"
    yield from _quoted_list("was", context.was, indent)
    yield from _common_attributes(context, indent)


def _relations(relations: Iterable[tuple[str, str]], indent: str) -> Iterator[str]:
    """Yield relations as attributes; consecutive ones with the same name on one line."""
    for name, targets in groupby(relations, key=lambda relation: relation[0]):
        yield format_list(name, [target for _, target in targets], indent)


def _title_and_fidelity(element: Statement | Inference, indent: str) -> Iterator[str]:
    if element.label is not None:
        yield f"label: {values.text(element.label, indent + INDENT)}"
    if element.fidelity is not None:
        yield f"fidelity: {element.fidelity.value}"


def _dates(element: Source | Statement) -> Iterator[str]:
    if element.date is not None:
        yield f"date: {values.date(element.date)}"
    if element.valid_until is not None:
        yield f"valid-until: {values.date(element.valid_until)}"


def _common_attributes(
    element: ArgumentMap | Source | Sentence | Inference | Section, indent: str
) -> Iterator[str]:
    """Yield the attributes that all kinds of declarations can have."""
    if element.tags:
        yield format_list(
            "tags", [values.word(tag, indent + INDENT) for tag in element.tags], indent
        )
    if element.note is not None:
        yield f"note: {values.text(element.note, indent + INDENT)}"
    for name, strings in element.extra.items():
        yield from _quoted_list(name, strings, indent)


def _quoted_list(name: str, strings: tuple[str, ...], indent: str) -> Iterator[str]:
    """Yield an attribute whose values are free text, such as names, always in quotes."""
    if strings:
        yield format_list(name, [values.text(one, indent + INDENT) for one in strings], indent)
