"""Holding a map's citations against the texts at hand.

From a map and its texts to its lock.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from argmap.model import ArgumentMap, Citation, Evidence, Locator, Source, Statement
from argmap.sources.findings import (
    CitationFindings,
    Fact,
    MissingNumber,
    MissingPassage,
    MissingQuotation,
    TextUnavailableFact,
)
from argmap.sources.language import is_english
from argmap.sources.loader import Passages, TextUnavailable
from argmap.sources.lock import Lock, LockEntry, LockKey, compare_with_lock, key_of
from argmap.sources.numbers import NumberMention, asserted_numbers
from argmap.sources.quotations import elsewhere, find_quotation, missing_part, similar
from argmap.text import Location, Span

_MOST_PLACES = 5
_MOST_READ = 1_000_000
"""Characters that are read for their numbers: more is a book cited as a whole, or a trap."""
_PER_PASSAGE = 50
"""Characters that each passage counts for beside its own."""

Texts = Mapping[str, Passages | TextUnavailable]
"""What came of opening the sources' texts, by the sources' ids; without those that name none."""


def verify(
    argument_map: ArgumentMap, texts: Texts, names: Mapping[str, str], lock: Lock | None, map_: str
) -> CitationFindings:
    """Return what is to be said of a map's citations, given its texts and its lock.

    ``names`` are the texts' files as messages show them; ``map_`` is what the map is called in the
    lock. Without a text, map and lock are held together; with it, both are held against it.
    """
    entries = lock.of(map_) if lock else {}
    locked = {key.source for key in entries}
    facts: list[Fact] = [
        TextUnavailableFact(argument_map.sources[id_], names[id_], *text, id_ in locked)
        for id_, text in texts.items()
        if isinstance(text, TextUnavailable)
    ]
    opened = {id_: text for id_, text in texts.items() if isinstance(text, Passages)}
    if opened:
        for statement in argument_map.statements.values():
            facts += _of_statement(statement, argument_map, opened)
    if lock:
        facts += compare_with_lock(argument_map, opened, lock, map_)
    return CitationFindings(tuple(facts))


def own_citations(source: Source, locator: Locator) -> bool:
    """Whether all of a place belongs to the source, where its `passages:` say what does."""
    ranges = [each for each in source.passages if each.unit is locator.unit]
    if not ranges:
        return True
    number = locator.first
    while number <= locator.last:
        ends = [each.last for each in ranges if each.first <= number <= each.last]
        if not ends:
            return False
        number = max(ends) + 1
    return True


def _of_statement(
    statement: Statement, argument_map: ArgumentMap, opened: Mapping[str, Passages]
) -> Iterator[Fact]:
    has_place = True
    for citation in statement.citations:
        passages = opened.get(citation.source)
        if passages is None:
            has_place = False
            continue
        source = argument_map.sources[citation.source]
        fact = _of_place(citation, statement.id, source, passages)
        if fact is not None:
            has_place = False
            yield fact
        elif (missing := _of_quotation(citation, statement.id, passages)) is not None:
            yield missing
    is_evidence = isinstance(statement, Evidence) and bool(statement.citations)
    if has_place and is_evidence and is_english(argument_map.lang) and _is_read(statement, opened):
        yield from _of_figures(statement, opened)


def _of_place(
    citation: Citation, element: str, source: Source, passages: Passages
) -> MissingPassage | None:
    locator = citation.locator
    if locator is None:
        return None
    is_there = passages.has(locator)
    if is_there and own_citations(source, locator):
        return None
    stands_at = _places(citation.quotation, passages) if citation.quotation else ()
    return MissingPassage(citation, element, passages.unit, len(passages), is_there, stands_at)


def _of_quotation(citation: Citation, element: str, passages: Passages) -> MissingQuotation | None:
    quotation, locator = citation.quotation, citation.locator
    if (
        not quotation
        or not quotation.strip()
        or find_quotation(quotation, passages, locator) is not None
    ):
        return None
    part = missing_part(quotation, passages, locator)
    near = similar(part or quotation, passages, locator)
    return MissingQuotation(citation, element, _places(quotation, passages), near, part)


def _places(quotation: str, passages: Passages) -> tuple[Locator, ...]:
    numbers = elsewhere(quotation, passages)
    return tuple(Locator(passages.unit, number, number) for number in numbers)


# ---- Figures ------------------------------------------------------------------------------------


def _is_read(statement: Statement, opened: Mapping[str, Passages]) -> bool:
    """Whether all texts that a statement cites are in English, as far as they show."""
    return all(opened[citation.source].is_english for citation in statement.citations)


def _of_figures(statement: Statement, opened: Mapping[str, Passages]) -> Iterator[MissingNumber]:
    cited = [(opened[citation.source], citation.locator) for citation in statement.citations]
    figures = asserted_numbers(statement.text[:_MOST_READ])
    if figures and sum(passages.length_at(locator) for passages, locator in cited) > _MOST_READ:
        return
    for figure in figures:
        if any(passages.figures_at(locator).has(figure) for passages, locator in cited):
            continue
        written = statement.text[figure.span.start : figure.span.end]
        yield MissingNumber(
            _place(statement, figure),
            statement.id,
            written,
            statement.citations,
            tuple(islice(_figure_elsewhere(figure, statement, opened), _MOST_PLACES)),
        )


def _figure_elsewhere(
    figure: NumberMention, statement: Statement, opened: Mapping[str, Passages]
) -> Iterator[tuple[str, Locator]]:
    read = 0
    for id_ in dict.fromkeys(citation.source for citation in statement.citations):
        passages = opened[id_]
        for number in range(1, len(passages) + 1):
            locator = Locator(passages.unit, number, number)
            read += passages.length_at(locator) + _PER_PASSAGE
            if read > _MOST_READ:
                return
            if passages.figures_at(locator).has(figure):
                yield id_, locator


def _place(statement: Statement, figure: NumberMention) -> Location:
    """Return where a figure stands in the file; of a text with escapes in it, perhaps the whole."""
    written = statement.text[figure.span.start : figure.span.end]
    before = statement.text[: figure.span.start].count(written)
    raw = statement.location.text
    offset = raw.find('"')
    for _ in range(before + 1):
        offset = raw.find(written, offset + 1)
        if offset < 0:
            return statement.location
    start = statement.location.span.start + offset
    return Location(statement.location.source, Span(start, start + len(written)))


class Locked(NamedTuple):
    """The entries of a map; or the sources without which there are none, by their ids.

    Those are cited in a way that is not locked yet, and their text is not at hand.
    """

    entries: tuple[LockEntry, ...]
    missing: tuple[str, ...] = ()


def lock_citations(argument_map: ArgumentMap, texts: Texts, old: Lock | None, map_: str) -> Locked:
    """Return what each citation of a map rests on; ``map_`` is what the lock calls the map.

    A source whose text is not at hand keeps its entries as long as they are all its citations need.
    One that has none, and names no text, is a source that cannot be locked, and is left out.
    """
    known = old.of(map_) if old else {}
    expected = {key.source for key in known} | set(texts)
    entries: dict[LockKey, LockEntry] = {}
    missing: dict[str, None] = {}
    for citation in _citations(argument_map):
        key = key_of(citation)
        passages = texts.get(citation.source)
        if isinstance(passages, Passages):
            entries[key] = _entry(citation, key, passages, map_)
        elif key in known:
            entries[key] = known[key][0]
        elif citation.source in expected:
            missing[citation.source] = None
    return Locked(tuple(entries.values()), tuple(missing))


def _citations(argument_map: ArgumentMap) -> list[Citation]:
    return [
        citation
        for statement in argument_map.statements.values()
        for citation in statement.citations
    ]


def _entry(citation: Citation, key: LockKey, passages: Passages, map_: str) -> LockEntry:
    position = (
        find_quotation(citation.quotation or "", passages, citation.locator)
        if key.quotation
        else None
    )
    return LockEntry(
        map_,
        key,
        str(position) if position else "",
        passages.digest_at(citation.locator),
        passages.digest,
    )


def of_others(old: Lock, map_: str, present: Container[str]) -> tuple[LockEntry, ...]:
    """Return the entries of the other maps that share the lock, of those that are ``present``."""
    others = (entry for entry, _ in old.entries if entry.map != map_)
    return tuple(entry for entry in others if entry.map in present)
