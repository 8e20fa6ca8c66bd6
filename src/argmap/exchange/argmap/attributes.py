"""The attributes of each kind of declaration, in the order in which the language lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from argmap.exchange.argmap import values
from argmap.model import ArgumentMap, Inference, Section, Source, Statement
from argmap.syntax import quote


def of_map(argument_map: ArgumentMap, thesis: str | None, indent: str) -> Iterator[str]:
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


def of_source(source: Source, indent: str) -> Iterator[str]:
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


def of_statement(
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


def of_step(step: Inference, premises: list[str], indent: str) -> Iterator[str]:
    """``premises`` are the names of those that do not stand inside."""
    if premises:
        yield f"premises: {', '.join(premises)}"
    if step.scheme is not None:
        yield f"scheme: {values.word(step.scheme)}"
    yield from _free(step, indent)


def of_section(section: Section, indent: str) -> Iterator[str]:
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
