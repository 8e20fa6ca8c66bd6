"""The text itself: declarations in braces, indented.

The attributes of each kind of declaration, in the order in which the language lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from attrs import define

from argmap.exchange.argmap import values
from argmap.exchange.argmap.edges import Edges
from argmap.exchange.argmap.names import Names
from argmap.exchange.argmap.nesting import NestedLayout
from argmap.model import (
    ArgumentMap,
    Citation,
    Form,
    Inference,
    Polarity,
    Section,
    Source,
    Statement,
)
from argmap.model.attributes import NO_THESIS
from argmap.syntax import quote


def map_attributes(argument_map: ArgumentMap, thesis: str | None, indent: str) -> Iterator[str]:
    if thesis is not None:
        yield f"thesis: {thesis}"
    if argument_map.standard is not None:
        yield f"standard: {argument_map.standard.value}"
    for name in ("strong_from", "margin", "doubt_from"):
        bound = getattr(argument_map, name)
        if bound is not None:
            yield f"{name.replace('_', '-')}: {values.number(bound)}"
    if argument_map.burden is not None:
        yield f"burden: {argument_map.burden.value}"
    if argument_map.lang is not None:
        yield f"lang: {values.word(argument_map.lang)}"
    yield from _listed("author", argument_map.author)
    if argument_map.date is not None:
        yield f"date: {values.date(argument_map.date)}"
    yield from _free(argument_map, indent)


def source_attributes(source: Source, indent: str) -> Iterator[str]:
    yield from _listed("author", source.author)
    if source.year is not None:
        yield f"year: {source.year:04}"
    yield from _dates(source)
    for name in ("publisher", "url", "doi", "text"):
        said = getattr(source, name)
        if said is not None:
            yield f"{name}: {values.text(said, indent)}"
    yield from _listed("passages", tuple(map(str, source.passages)))
    if source.reliability is not None:
        yield f"reliability: {source.reliability}"
    yield from _free(source, indent)


def statement_attributes(
    statement: Statement, edges: Iterable[tuple[str, str]], scheme: str | None, indent: str
) -> Iterator[str]:
    for name, targets in groupby(edges, key=lambda edge: edge[0]):
        yield f"{name}: {', '.join(target for _, target in targets)}"
    if scheme is not None:
        yield f"scheme: {values.word(scheme)}"
    if statement.question:
        yield f"question: {', '.join(map(str, statement.question))}"
    if statement.confidence is not None:
        yield f"confidence: {values.confidence(statement.confidence)}"
    if statement.credibility is not None:
        yield f"credibility: {statement.credibility}"
    yield from _listed("held-by", statement.held_by)
    if statement.standard is not None:
        yield f"standard: {statement.standard.value}"
    if statement.expect is not None:
        yield f"expect: {values.expectation(statement.expect)}"
    yield from _dates(statement)
    if statement.url is not None:
        yield f"url: {values.text(statement.url, indent)}"
    yield from _free(statement, indent)


def inference_attributes(inference: Inference, premises: list[str], indent: str) -> Iterator[str]:
    """``premises`` are the names of those that do not stand inside."""
    if premises:
        yield f"premises: {', '.join(premises)}"
    if inference.scheme is not None:
        yield f"scheme: {values.word(inference.scheme)}"
    yield from _free(inference, indent)


def section_attributes(section: Section, indent: str) -> Iterator[str]:
    yield from _free(section, indent)


def _dates(part: Source | Statement) -> Iterator[str]:
    if part.date is not None:
        yield f"date: {values.date(part.date)}"
    if part.valid_until is not None:
        yield f"valid-until: {values.date(part.valid_until)}"


def _free(
    part: ArgumentMap | Source | Statement | Inference | Section, indent: str
) -> Iterator[str]:
    """Yield what every kind of declaration can have."""
    if part.tags:
        yield f"tags: {', '.join(map(values.word, part.tags))}"
    if part.note is not None:
        yield f"note: {values.text(part.note, indent)}"
    for name, said in part.extra.items():
        yield from _listed(name, said)


def _listed(name: str, said: tuple[str, ...]) -> Iterator[str]:
    """Yield texts of an author's own, such as names, which look best in quotes."""
    if said:
        yield f"{name}: {', '.join(map(quote, said))}"


_DEEPEST = 40
"""Levels of indentation; what lies deeper keeps this one, or a deep map would be mostly blanks."""


class _Item(NamedTuple):
    """A declaration: its ``kind`` is ``statement``, ``section`` or ``inference``."""

    kind: str
    id: str
    depth: int


class _Written(NamedTuple):
    """A declaration's head, and what stands in its braces, if it has any."""

    item: _Item
    head: str
    attributes: list[str]
    children: list[_Item]

    @property
    def has_block(self) -> bool:
        return bool(self.attributes or self.children or self.item.kind == "step")


@define
class Writer:
    """Writes a map that is laid out already."""

    argument_map: ArgumentMap
    layout: NestedLayout
    names: Names
    relations: Edges

    def write(self) -> Iterator[str]:
        """Yield the map, the sources and the parts of the outline, a blank line behind each."""
        yield from self._map()
        for source in self.argument_map.sources.values():
            yield from self._source(source)
        for kind, id_ in self.layout.chapters.get(None, ()):
            yield from self._outline(_Item(kind, id_, 0))
            yield ""

    def _map(self) -> Iterator[str]:
        named = self.argument_map.named_thesis
        thesis = None if named is None else self.names.need(named)
        if thesis is None and self.argument_map.is_neutral:
            thesis = NO_THESIS
        said = list(map_attributes(self.argument_map, thesis, _indent(1)))
        if said or self.argument_map.title:
            yield from _block(f"map {values.text(self.argument_map.title, _indent(1))}", said)

    def _source(self, source: Source) -> Iterator[str]:
        title = f" {values.text(source.title, _indent(1))}" if source.title else ""
        said = list(source_attributes(source, _indent(1)))
        yield from _block(f"source {self.names.need(source.id)}{title}", said)

    # ---- The outline ----------------------------------------------------------------------------

    def _outline(self, top: _Item) -> Iterator[str]:
        """Yield a declaration's lines and those of all below it."""
        waiting: list[_Written | str] = [self._describe(top)]
        while waiting:
            written = waiting.pop()
            if isinstance(written, str):
                yield written
                continue
            indent = _indent(written.item.depth)
            if not written.has_block:
                yield f"{indent}{written.head}"
                continue
            yield f"{indent}{written.head} {{"
            yield from (f"{_indent(written.item.depth + 1)}{line}" for line in written.attributes)
            waiting.append(f"{indent}}}")
            waiting += self._children(written)[::-1]

    def _children(self, parent: _Written) -> list[_Written | str]:
        """Return what stands in a declaration, with blank lines around all that has braces."""
        lines: list[_Written | str] = []
        is_chapter = parent.item.kind == "section"
        was_tall = False
        for child in map(self._describe, parent.children):
            is_tall = child.has_block
            if (lines or parent.attributes) and (is_tall or was_tall or is_chapter):
                lines.append("")
            lines.append(child)
            was_tall = is_tall
        return lines

    def _describe(self, item: _Item) -> _Written:
        if item.kind == "statement":
            return self._statement(item)
        if item.kind == "step":
            return self._inference(item)
        section = self.argument_map.sections[item.id]
        inside = _indent(item.depth + 1)
        head = f"section {self._named(item.id)}{values.text(section.title, inside)}"
        below = self.layout.chapters.get(item.id, ())
        children = [_Item(kind, id_, item.depth + 1) for kind, id_ in below]
        return _Written(item, head, list(section_attributes(section, inside)), children)

    def _statement(self, item: _Item) -> _Written:
        statement = self.argument_map.statements[item.id]
        inside = _indent(item.depth + 1)
        head = f"{statement.kind} {self._named(item.id)}{values.text(statement.text, inside)}"
        head += "".join(map(self._citation, statement.citations))
        edges = self.relations.edges.get(item.id, ())
        scheme = self.relations.schemes.get(item.id)
        said = list(statement_attributes(statement, edges, scheme, inside))
        children = [
            _Item("step", inference.id, item.depth + 1)
            if inference.form is Form.GROUP
            else _Item("statement", inference.premises[0], item.depth + 1)
            for inference in self.layout.bodies.get(item.id, ())
        ]
        groups = self.relations.groups.get(item.id, ())
        children += (_Item("step", inference.id, item.depth + 1) for inference in groups)
        return _Written(item, head, said, children)

    def _inference(self, item: _Item) -> _Written:
        inference = self.argument_map.inferences[item.id]
        word = "reason" if inference.polarity is Polarity.PRO else "objection"
        members = self.layout.members.get(item.id, ())
        listed = [self.names.need(each) for each in self.layout.listed(inference)]
        said = list(inference_attributes(inference, listed, _indent(item.depth + 1)))
        children = [_Item("statement", each, item.depth + 1) for each in members]
        return _Written(item, f"{word} {self._named(item.id)}".rstrip(), said, children)

    def _named(self, id_: str) -> str:
        name = self.names.get(id_)
        return f"{name} " if name else ""

    def _citation(self, citation: Citation) -> str:
        place = f":{citation.locator}" if citation.locator else ""
        quotation = "" if citation.quotation is None else f" {quote(citation.quotation)}"
        return f" @{self.names.need(citation.source)}{place}{quotation}"


def _block(head: str, said: list[str]) -> Iterator[str]:
    if said:
        yield f"{head} {{"
        yield from (f"{_indent(1)}{line}" for line in said)
        yield "}"
    else:
        yield head
    yield ""


def _indent(depth: int) -> str:
    return "  " * min(depth, _DEEPEST)
