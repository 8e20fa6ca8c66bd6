"""Verification of a map's citations against the source texts and the lock."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from argmap.model import ArgumentMap, Citation, Evidence, Locator, Source, Statement
from argmap.sources.findings import (
    CitationFindings,
    Finding,
    MissingNumber,
    MissingPassage,
    MissingQuotation,
    MissingText,
)
from argmap.sources.language import is_english_tag
from argmap.sources.loader import Passages, TextUnavailable
from argmap.sources.lock import Lock, LockEntry, LockKey, compare_with_lock, lock_key
from argmap.sources.numbers import NumberMention, asserted_numbers
from argmap.sources.quotations import (
    find_quotation,
    missing_part,
    passages_with_quotation,
    similar_words,
)
from argmap.text import Location, Span

_MAX_OCCURRENCES = 5
_MAX_NUMBER_SEARCH_LENGTH = 1_000_000
"""Characters in which numbers are searched. More is a book that is cited as a whole, or an attempt
to slow the check down."""
_COST_PER_PASSAGE = 50  # characters that each passage counts for, in addition to its own

Texts = Mapping[str, Passages | TextUnavailable]
"""The texts by the ids of their sources; sources without a text are left out."""


# ---- Verification -------------------------------------------------------------------------------


def verify(
    argument_map: ArgumentMap,
    texts: Texts,
    names: Mapping[str, str],
    lock: Lock | None,
    map_name: str,
) -> CitationFindings:
    """Verify the citations of a map.

    Args:
        argument_map: The map. Citations of sources without a text are only compared with the lock.
        texts: The texts of its sources.
        names: The names of the texts' files in messages, by the ids of the sources.
        lock: The lock file next to the map, if there is one.
        map_name: The name of the map in the lock.
    """
    entries = lock.entries_of(map_name) if lock else {}
    locked_sources = {key.source for key in entries}
    findings: list[Finding] = [
        MissingText(argument_map.sources[id_], names[id_], *text, id_ in locked_sources)
        for id_, text in texts.items()
        if isinstance(text, TextUnavailable)
    ]
    available = {id_: text for id_, text in texts.items() if isinstance(text, Passages)}
    if available:
        for statement in argument_map.statements.values():
            findings += _verify_statement(statement, argument_map, available)
    if lock:
        findings += compare_with_lock(argument_map, available, lock, map_name)
    return CitationFindings(tuple(findings))


def includes(source: Source, locator: Locator) -> bool:
    """Whether a source includes all passages at a locator; its `passages:` may leave some out."""
    ranges = [range_ for range_ in source.passages if range_.unit is locator.unit]
    if not ranges:
        return True
    number = locator.first
    while number <= locator.last:
        ends = [range_.last for range_ in ranges if range_.first <= number <= range_.last]
        if not ends:
            return False
        number = max(ends) + 1
    return True


def _verify_statement(
    statement: Statement, argument_map: ArgumentMap, texts: Mapping[str, Passages]
) -> Iterator[Finding]:
    are_all_found = True
    for citation in statement.citations:
        passages = texts.get(citation.source)
        if passages is None:
            are_all_found = False
            continue
        source = argument_map.sources[citation.source]
        missing_passage = _verify_locator(citation, statement.id, source, passages)
        if missing_passage is not None:
            are_all_found = False
            yield missing_passage
        elif missing_quotation := _verify_quotation(citation, statement.id, passages):
            yield missing_quotation
    if (
        are_all_found
        and isinstance(statement, Evidence)
        and statement.citations
        and is_english_tag(argument_map.lang)
        and all(texts[citation.source].is_english for citation in statement.citations)
    ):
        yield from _verify_numbers(statement, texts)


def _verify_locator(
    citation: Citation, element: str, source: Source, passages: Passages
) -> MissingPassage | None:
    locator = citation.locator
    if locator is None:
        return None
    exists = passages.contains(locator)
    if exists and includes(source, locator):
        return None
    occurrences = _occurrences(citation.quotation, passages) if citation.quotation else ()
    return MissingPassage(
        citation, element, passages.unit, len(passages), is_excluded=exists, occurrences=occurrences
    )


def _verify_quotation(
    citation: Citation, element: str, passages: Passages
) -> MissingQuotation | None:
    quotation, locator = citation.quotation, citation.locator
    if not quotation or not quotation.strip():
        return None
    if find_quotation(quotation, passages, locator) is not None:
        return None
    part = missing_part(quotation, passages, locator)
    similar = similar_words(part or quotation, passages, locator)
    return MissingQuotation(citation, element, _occurrences(quotation, passages), similar, part)


def _occurrences(quotation: str, passages: Passages) -> tuple[Locator, ...]:
    numbers = passages_with_quotation(quotation, passages)
    return tuple(Locator(passages.unit, number, number) for number in numbers)


# ---- Numbers ------------------------------------------------------------------------------------


def _verify_numbers(statement: Statement, texts: Mapping[str, Passages]) -> Iterator[MissingNumber]:
    """Yield the numbers of a statement that none of its cited passages contains."""
    cited = [(texts[citation.source], citation.locator) for citation in statement.citations]
    numbers = asserted_numbers(statement.text[:_MAX_NUMBER_SEARCH_LENGTH])
    if not numbers:
        return
    if sum(passages.length_at(locator) for passages, locator in cited) > _MAX_NUMBER_SEARCH_LENGTH:
        return
    for number in numbers:
        if any(passages.numbers_at(locator).mentions(number) for passages, locator in cited):
            continue
        yield MissingNumber(
            _location(statement, number),
            statement.id,
            statement.text[number.span.start : number.span.end],
            statement.citations,
            tuple(islice(_passages_with_number(number, statement, texts), _MAX_OCCURRENCES)),
        )


def _passages_with_number(
    number: NumberMention, statement: Statement, texts: Mapping[str, Passages]
) -> Iterator[tuple[str, Locator]]:
    searched_length = 0
    for id_ in dict.fromkeys(citation.source for citation in statement.citations):
        passages = texts[id_]
        for index in range(1, len(passages) + 1):
            locator = Locator(passages.unit, index, index)
            searched_length += passages.length_at(locator) + _COST_PER_PASSAGE
            if searched_length > _MAX_NUMBER_SEARCH_LENGTH:
                return
            if passages.numbers_at(locator).mentions(number):
                yield id_, locator


def _location(statement: Statement, number: NumberMention) -> Location:
    """Return the location of a number in the file.

    In a text with escapes it may not be found; then it is the location of the statement.
    """
    written = statement.text[number.span.start : number.span.end]
    previous = statement.text[: number.span.start].count(written)
    raw = statement.location.text
    offset = raw.find('"')
    for _ in range(previous + 1):
        offset = raw.find(written, offset + 1)
        if offset < 0:
            return statement.location
    start = statement.location.span.start + offset
    return Location(statement.location.source, Span(start, start + len(written)))


# ---- Locking ------------------------------------------------------------------------------------


class LockResult(NamedTuple):
    """The lock entries of a map, or the reason why it cannot be locked.

    ``missing`` are the ids of the sources that have a citation without an entry, and no text.
    """

    entries: tuple[LockEntry, ...]
    missing: tuple[str, ...] = ()


def lock_citations(
    argument_map: ArgumentMap, texts: Texts, old: Lock | None, map_name: str
) -> LockResult:
    """Return the lock entries of a map, which is called ``map_name`` in the lock.

    A source whose text is not available keeps its old entries, if its citations need no others. A
    source that has no entries and names no text cannot be locked, and is left out.
    """
    known = old.entries_of(map_name) if old else {}
    lockable = {key.source for key in known} | set(texts)
    entries: dict[LockKey, LockEntry] = {}
    missing: dict[str, None] = {}
    for statement in argument_map.statements.values():
        for citation in statement.citations:
            key = lock_key(citation)
            passages = texts.get(citation.source)
            if isinstance(passages, Passages):
                entries[key] = _lock_entry(citation, key, passages, map_name)
            elif key in known:
                entries[key] = known[key][0]
            elif citation.source in lockable:
                missing[citation.source] = None
    return LockResult(tuple(entries.values()), tuple(missing))


def _lock_entry(citation: Citation, key: LockKey, passages: Passages, map_name: str) -> LockEntry:
    position = None
    if key.quotation:
        position = find_quotation(citation.quotation or "", passages, citation.locator)
    return LockEntry(
        map_name,
        key,
        str(position) if position else "",
        passages.digest_at(citation.locator),
        passages.digest,
    )


def entries_of_other_maps(
    old: Lock, map_name: str, existing_maps: Container[str]
) -> tuple[LockEntry, ...]:
    """Return the entries of other maps in the same lock file, as long as these maps exist."""
    others = (entry for entry, _ in old.entries if entry.map != map_name)
    return tuple(entry for entry in others if entry.map in existing_maps)
