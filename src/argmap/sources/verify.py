"""Verification of a map's citations against the source texts and the lock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from argmap.model import ArgumentMap, Citation, Evidence, Locator, Source, Statement, Unit
from argmap.model.locator import parse_locator
from argmap.model.question import Sentence
from argmap.sources.fidelity import compare_with_passages
from argmap.sources.findings import (
    CitationFindings,
    Finding,
    MissingNumber,
    MissingPassage,
    MissingQuotation,
    MissingText,
    QuotationAsLocator,
)
from argmap.sources.loader import Passages, TextUnavailable
from argmap.sources.lock import Lock, LockEntry, LockKey, compare_with_lock, lock_key
from argmap.sources.normalize import normalize
from argmap.sources.number_language import NumberLanguage, number_language
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
_NAMED_PLACE = re.compile(
    r"(?:arts?|articles?|§+|¶+|sect?s?|sections?|cl|clauses?|paras?|paragraphs?|recitals?|rules?"
    r"|annex|appendix|schedule|vols?|volumes?|books?|bk|parts?|ch|chap|chapters?|pp?|pages?"
    r"|nos?|notes?|fn|figs?|figures?|tables?|ll?|lines?|verses?|canto|act|scene|title|items?"
    r"|points?|abs|satz|kap|kapitel|seite|s)\.? ?(?:\d|[ivxlcdm]+\b)",
    re.IGNORECASE,
)
"""The beginning of a place such as `art. 6(1)(f)`, `§ 12` or `vol. II`."""
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
        for sentence in argument_map.sentences:
            findings += _verify_sentence(sentence, argument_map, available)
    findings += compare_with_passages(argument_map, available)
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


def _verify_sentence(
    sentence: Sentence, argument_map: ArgumentMap, texts: Mapping[str, Passages]
) -> Iterator[Finding]:
    are_all_found = True
    for citation in sentence.citations:
        passages = texts.get(citation.source)
        if passages is None:
            are_all_found = False
            continue
        source = argument_map.sources[citation.source]
        wrong_locator = _verify_locator(citation, sentence.id, source, passages)
        if wrong_locator is not None:
            are_all_found = False
            yield wrong_locator
        elif missing_quotation := _verify_quotation(citation, sentence.id, passages):
            yield missing_quotation
    if are_all_found and isinstance(sentence, Evidence) and sentence.citations:
        yield from _verify_numbers(sentence, argument_map, texts)


def _verify_locator(
    citation: Citation, element: str, source: Source, passages: Passages
) -> MissingPassage | QuotationAsLocator | None:
    locator = citation.locator
    if locator is None:
        return None
    if not locator.is_searched:
        is_quotation = is_named_in_quotes(locator) and _reads_as_quotation(locator.text, passages)
        return QuotationAsLocator(citation, element) if is_quotation else None
    exists = passages.contains(locator)
    if exists and includes(source, Locator(passages.unit, *passages.span_at(locator))):
        return None
    occurrences = _occurrences(citation.quotation, passages) if citation.quotation else ()
    unit, length = passages.unit, len(passages)
    if locator.unit is Unit.LINE and passages.lines:
        unit, length = Unit.LINE, len(passages.lines)
    elif locator.unit is Unit.PAGE and passages.pages:
        unit, length = Unit.PAGE, len(passages.pages)
    similar = None
    if locator.unit is Unit.HEADING and passages.outline is not None and not exists:
        similar = passages.outline.closest_name(locator.text)
    return MissingPassage(
        citation,
        element,
        unit,
        length,
        is_excluded=exists,
        occurrences=occurrences,
        similar=similar,
    )


def is_named_in_quotes(locator: Locator) -> bool:
    """Whether a locator is a place in the source's own terms, and not a number in quotes."""
    return locator.unit is Unit.OTHER and parse_locator(locator.text) is None


def _reads_as_quotation(place: str, passages: Passages) -> bool:
    """Return whether a place in quotes consists of words of the text, and does not name a place.

    The text may contain the name of a place, too: `art. 6`, in a heading or a reference, or
    `Gen 3:16`, before the verse.
    """
    if _NAMED_PLACE.match(place) or find_quotation(place, passages, None) is None:
        return False
    words = normalize(place)
    begins_passage = any(
        text == words or (text.startswith(words) and any(map(str.isdecimal, words)))
        for text in passages.normalized
    )
    return not begins_passage


def _verify_quotation(
    citation: Citation, element: str, passages: Passages
) -> MissingQuotation | None:
    quotation, locator = citation.quotation, citation.locator
    if not quotation or not quotation.strip():
        return None
    if find_quotation(quotation, passages, locator) is not None:
        return None
    part = missing_part(quotation, passages, locator)
    occurrences = _occurrences(quotation, passages)
    if part and find_quotation(part, passages, locator) is not None:
        return MissingQuotation(citation, element, occurrences, None, part, is_misplaced=True)
    similar = similar_words(part or quotation, passages, locator)
    return MissingQuotation(citation, element, occurrences, similar, part)


def _occurrences(quotation: str, passages: Passages) -> tuple[Locator, ...]:
    numbers = passages_with_quotation(quotation, passages)
    return tuple(Locator(passages.unit, number, number) for number in numbers)


# ---- Numbers ------------------------------------------------------------------------------------


class _CitedPassages(NamedTuple):
    """The passages of a source that a statement cites, and the language they are read in."""

    source: str
    passages: Passages
    locator: Locator | None
    language: NumberLanguage

    def mentions(self, number: NumberMention) -> bool:
        return self.passages.numbers_at(self.locator, self.language).mentions(number)


def _verify_numbers(
    statement: Statement, argument_map: ArgumentMap, texts: Mapping[str, Passages]
) -> Iterator[MissingNumber]:
    """Yield the numbers of a statement that none of its cited passages contains.

    There are none if the statement or a cited text is in a language whose numbers are not known.
    """
    language = number_language(argument_map.lang)
    cited = _cited_passages(statement, argument_map, texts)
    if language is None or cited is None:
        return
    text = unicodedata.normalize("NFC", statement.text[:_MAX_NUMBER_SEARCH_LENGTH])
    numbers = asserted_numbers(text, language)
    length = sum(part.passages.length_at(part.locator) for part in cited)
    if not numbers or length > _MAX_NUMBER_SEARCH_LENGTH:
        return
    for number in numbers:
        if any(part.mentions(number) for part in cited):
            continue
        written = text[number.span.start : number.span.end]
        previous = text[: number.span.start].count(written)
        yield MissingNumber(
            _location(statement, written, previous),
            statement.id,
            written,
            statement.citations,
            tuple(islice(_passages_with_number(number, cited), _MAX_OCCURRENCES)),
        )


def _cited_passages(
    statement: Statement, argument_map: ArgumentMap, texts: Mapping[str, Passages]
) -> list[_CitedPassages] | None:
    """Return the cited passages, or None if the language of one is not known.

    A source that names no language is in the language of the map, unless its text looks different.
    """
    cited = []
    for citation in statement.citations:
        passages = texts[citation.source]
        tag = argument_map.sources[citation.source].lang
        language = number_language(tag or argument_map.lang)
        if language is None or not (tag or passages.looks_like(language)):
            return None
        cited.append(_CitedPassages(citation.source, passages, citation.locator, language))
    return cited


def _passages_with_number(
    number: NumberMention, cited: list[_CitedPassages]
) -> Iterator[tuple[str, Locator]]:
    searched_length = 0
    sources = {part.source: (part.passages, part.language) for part in cited}
    for id_, (passages, language) in sources.items():
        for index in range(1, len(passages) + 1):
            locator = Locator(passages.unit, index, index)
            searched_length += passages.length_at(locator) + _COST_PER_PASSAGE
            if searched_length > _MAX_NUMBER_SEARCH_LENGTH:
                return
            if passages.numbers_at(locator, language).mentions(number):
                yield id_, locator


def _location(statement: Statement, written: str, previous: int) -> Location:
    """Return the location in the file of a number that follows ``previous`` equal ones.

    In a text with escapes it may not be found; then it is the location of the statement.
    """
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
    for sentence in argument_map.sentences:
        for citation in sentence.citations:
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
