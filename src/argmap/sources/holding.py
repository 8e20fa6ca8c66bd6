"""Holding a map and its lock together, and a text against what was locked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from argmap.model import ArgumentMap, Citation, Source
from argmap.sources.facts import (
    BrokenLock,
    ChangedText,
    Fact,
    LeftoverEntries,
    UnlockedCitation,
)
from argmap.sources.finding import find
from argmap.sources.lock import Entry, Key, Lock, key_of
from argmap.sources.passages import Passages
from argmap.text import Location

Entries = dict[Key, tuple[Entry, Location]]


def hold(
    argument: ArgumentMap, opened: Mapping[str, Passages], lock: Lock, map_: str
) -> Iterator[Fact]:
    """Yield where the map is not as it was locked, and which texts are not.

    Only sources with a line in the lock are held to it: others cannot be locked, or nobody has.
    """
    if lock.broken:
        yield BrokenLock(lock.broken[0], len(lock.broken))
        return
    entries = lock.of(map_)
    citations = _citations(argument)
    yield from _unlocked(citations, entries, opened)
    for id_, passages in opened.items():
        if id_ in argument.sources:
            of_source = [citation for citation, _ in citations if citation.source == id_]
            yield from _changed(argument.sources[id_], passages, of_source, entries)


def _citations(argument: ArgumentMap) -> list[tuple[Citation, str]]:
    return [
        (citation, statement.id)
        for statement in argument.statements.values()
        for citation in statement.citations
    ]


def _unlocked(
    citations: list[tuple[Citation, str]], entries: Entries, opened: Mapping[str, Passages]
) -> Iterator[Fact]:
    sources = {key.source for key in entries}
    leftover = _Leftover(entries, {key_of(citation) for citation, _ in citations})
    for citation, element in citations:
        key = key_of(citation)
        if citation.source in sources and key not in entries and _stands(citation, opened):
            yield UnlockedCitation(citation, element, leftover.take(key))
    if leftover.places:
        first = min(leftover.places.values(), key=lambda place: place.span.start)
        yield LeftoverEntries(first, len(leftover.places))


class _Leftover:
    """Entries that no citation has, by what a citation that was changed still has of them."""

    def __init__(self, entries: Entries, cited: set[Key]) -> None:
        self.places = {key: place for key, (_, place) in entries.items() if key not in cited}
        self._alike: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
        for key in self.places:
            self._alike[key.source, "snippet", key.locator].append(key)
            if key.snippet:
                self._alike[key.source, "place", key.snippet].append(key)

    def take(self, key: Key) -> str:
        """Return what of an entry was probably changed to make ``key``, and count it as told."""
        for changed, kept in (("snippet", key.locator), ("place", key.snippet)):
            for other in self._alike.get((key.source, changed, kept), ()):
                if self.places.pop(other, None) is not None:
                    return changed
        return ""


def _stands(citation: Citation, opened: Mapping[str, Passages]) -> bool:
    """Whether nothing else is to be said of a citation first, as far as can be seen."""
    passages = opened.get(citation.source)
    if passages is None or not passages.has(citation.locator):
        return passages is None
    return not citation.snippet or find(citation.snippet, passages, citation.locator) is not None


def _changed(
    source: Source, passages: Passages, citations: list[Citation], entries: Entries
) -> Iterator[ChangedText]:
    locked = [(each, entries[key_of(each)][0]) for each in citations if key_of(each) in entries]
    if all(entry.text == passages.digest for _, entry in locked):
        return
    same: list[Citation] = []
    reworded: list[Citation] = []
    lost: list[Citation] = []
    for citation, entry in locked:
        if not passages.has(citation.locator):
            lost.append(citation)
        elif passages.digest_at(citation.locator) == entry.passages:
            same.append(citation)
        elif citation.snippet and find(citation.snippet, passages, citation.locator) is None:
            lost.append(citation)
        else:
            reworded.append(citation)
    yield ChangedText(source, passages.name, tuple(same), tuple(reworded), tuple(lost))
