"""The lock file: the state of each citation when it was locked, in digests, one per line.

``docs/lock.md`` describes the format. A line names the citing map and the citation, and contains
the digests of the quotation, of the cited passages and of the whole source, but no text of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from argmap.model import ArgumentMap, Citation, Locator, Source, Unit
from argmap.model.locator import PREFIXES, parse_locator
from argmap.sources.findings import (
    BrokenLock,
    ChangedText,
    Finding,
    UnlockedCitation,
    UnusedEntries,
)
from argmap.sources.loader import Passages, digest
from argmap.sources.normalize import normalize
from argmap.sources.quotations import find_quotation
from argmap.text import Location, SourceText

VERSION = 1

_HEADER = f"""\
# What the citations rest on. Written by `argmap lock`; docs/lock.md says how to read it.
version {VERSION}
"""
_EMPTY = "-"
_WHOLE_SOURCE = Locator(Unit.PARAGRAPH)
_DIGEST = "[0-9a-f]{64}"
_LINE = re.compile(
    r"(?P<map>\S+) (?P<source>[^\s:]+)(?::(?P<locator>\S+))? "
    rf"(?P<quotation>{_DIGEST}|-) (?P<position>\d+\+\d+|-) "
    rf"(?P<passages>{_DIGEST}) (?P<text>{_DIGEST})"
)
_ESCAPED = re.compile(r"[%\s\x00-\x1f\x7f-\x9f]")
"""What is percent-encoded in a locator: a line of the lock has columns separated by spaces."""


# ---- The file -----------------------------------------------------------------------------------


class LockKey(NamedTuple):
    """The key of a citation: the source's id, the locator as written, the quotation's digest."""

    source: str
    locator: str = ""
    quotation: str = ""


class LockEntry(NamedTuple):
    """One locked citation.

    Attributes:
        map: The file name of the map.
        key: The citation.
        position: The position of the quotation: the number of a passage, from 1, and the offset
            into its normal form in code points, from 0 (`38+112`); empty without a quotation.
        passages: The digest of the cited passages.
        text: The digest of the source.
    """

    map: str
    key: LockKey
    position: str
    passages: str
    text: str


LocatedEntries = dict[LockKey, tuple[LockEntry, Location]]
"""The entries of one map, with their locations in the lock file."""


class Lock(NamedTuple):
    """A parsed lock file; ``broken`` are the lines that are not valid."""

    source: SourceText
    entries: tuple[tuple[LockEntry, Location], ...]
    broken: tuple[Location, ...] = ()

    def entries_of(self, map_name: str) -> LocatedEntries:
        """Return the entries of one map; of two with the same key, the last."""
        return {
            entry.key: (entry, location)
            for entry, location in self.entries
            if entry.map == map_name
        }


def lock_key(citation: Citation) -> LockKey:
    """Return the key of a citation in the lock."""
    quotation = normalize(citation.quotation) if citation.quotation else ""
    return LockKey(
        citation.source,
        str(citation.locator or ""),
        digest(quotation) if quotation else "",
    )


def dump_lock(entries: Iterable[LockEntry]) -> str:
    """Return the text of the lock file, which does not depend on the order of ``entries``."""
    return _HEADER + "".join(f"{_format(entry)}\n" for entry in sorted(set(entries), key=_sort_key))


def _format(entry: LockEntry) -> str:
    key = entry.key
    locator = _ESCAPED.sub(lambda match: quote(match.group(), safe=""), key.locator)
    citation = f"{key.source}:{locator}" if locator else key.source
    name = quote(entry.map, safe="", errors="surrogateescape")
    columns = (name, citation, key.quotation, entry.position, entry.passages, entry.text)
    return " ".join(column or _EMPTY for column in columns)


def _sort_key(entry: LockEntry) -> tuple[object, ...]:
    """Sort by map, source and numerical locator, so that neighbors in the source are neighbors."""
    locator = parse_locator(entry.key.locator) or _WHOLE_SOURCE
    unit = PREFIXES.get(locator.unit, locator.unit.value)
    place = (unit, locator.first, locator.last, locator.text)
    return (entry.map, entry.key.source, *place, entry.key.quotation, *entry[2:])


def parse_lock(source: SourceText) -> Lock:
    """Parse a lock file; never raises, but records the lines that are not valid.

    The order of the lines does not matter, and comments and repeated lines are ignored. So a merge
    of two branches that both add lines is a valid lock.
    """
    entries: list[tuple[LockEntry, Location]] = []
    broken: list[Location] = []
    for number in range(1, source.line_count + 1):
        span = source.line_span(number)
        line = source.slice(span).strip()
        if not line or line.startswith("#") or line == f"version {VERSION}":
            continue
        match = _LINE.fullmatch(line)
        entry = _entry(match) if match else None
        if entry is not None:
            entries.append((entry, Location(source, span)))
        else:
            broken.append(Location(source, span))
    return Lock(source, tuple(entries), tuple(broken))


def _entry(match: re.Match[str]) -> LockEntry | None:
    """Return the entry of a line; None if its locator is not valid."""
    quotation, position = (match[name].replace(_EMPTY, "") for name in ("quotation", "position"))
    locator = unquote(match["locator"] or "")
    if locator and str(parse_locator(locator)) != locator:
        return None
    key = LockKey(match["source"], locator, quotation)
    name = unquote(match["map"], errors="surrogateescape")
    return LockEntry(name, key, position, match["passages"], match["text"])


# ---- Comparison with a map and its texts --------------------------------------------------------


def compare_with_lock(
    argument_map: ArgumentMap, texts: Mapping[str, Passages], lock: Lock, map_name: str
) -> Iterator[Finding]:
    """Yield the differences between a map and its lock, and between the texts and the lock.

    Only sources with an entry in the lock are compared: the others cannot be locked, or have not
    been. If a line of the lock is broken, nothing is compared.
    """
    if lock.broken:
        yield BrokenLock(lock.broken[0], len(lock.broken))
        return
    entries = lock.entries_of(map_name)
    citations = [
        (citation, sentence.id)
        for sentence in argument_map.sentences
        for citation in sentence.citations
    ]
    yield from _compare_citations(citations, entries, texts)
    for id_, passages in texts.items():
        if id_ in argument_map.sources:
            of_source = [citation for citation, _ in citations if citation.source == id_]
            yield from _compare_text(argument_map.sources[id_], passages, of_source, entries)


def _compare_citations(
    citations: list[tuple[Citation, str]], entries: LocatedEntries, texts: Mapping[str, Passages]
) -> Iterator[Finding]:
    sources = {key.source for key in entries}
    unused = _UnusedIndex(entries, {lock_key(citation) for citation, _ in citations})
    for citation, element in citations:
        key = lock_key(citation)
        if citation.source in sources and key not in entries and _is_correct(citation, texts):
            yield UnlockedCitation(citation, element, unused.match(key))
    if unused.locations:
        first = min(unused.locations.values(), key=lambda location: location.span.start)
        yield UnusedEntries(first, len(unused.locations))


class _UnusedIndex:
    """Entries without a citation, indexed by what a changed citation has in common with them."""

    def __init__(self, entries: LocatedEntries, cited: set[LockKey]) -> None:
        self.locations = {
            key: location for key, (_, location) in entries.items() if key not in cited
        }
        self._index: dict[tuple[str, str, str], list[LockKey]] = defaultdict(list)
        for key in self.locations:
            self._index[key.source, "snippet", key.locator].append(key)
            if key.quotation:
                self._index[key.source, "place", key.quotation].append(key)

    def match(self, key: LockKey) -> str:
        """Return the part in which ``key`` differs from an unused entry, and remove that entry."""
        for changed_part, kept in (("snippet", key.locator), ("place", key.quotation)):
            for similar_key in self._index.get((key.source, changed_part, kept), ()):
                if self.locations.pop(similar_key, None) is not None:
                    return changed_part
        return ""


def _is_correct(citation: Citation, texts: Mapping[str, Passages]) -> bool:
    """Whether a citation has no error that is reported anyway, as far as its text is available."""
    passages = texts.get(citation.source)
    if passages is None:
        return True
    return passages.contains(citation.locator) and _has_quotation(passages, citation)


def _has_quotation(passages: Passages, citation: Citation) -> bool:
    """Return whether the cited passages contain the quotation, if there is one."""
    if not citation.quotation:
        return True
    return find_quotation(citation.quotation, passages, citation.locator) is not None


def _compare_text(
    source: Source, passages: Passages, citations: list[Citation], entries: LocatedEntries
) -> Iterator[ChangedText]:
    locked = [
        (citation, entries[key][0])
        for citation in citations
        if (key := lock_key(citation)) in entries
    ]
    if all(entry.text == passages.digest for _, entry in locked):
        return
    unchanged: list[Citation] = []
    reworded: list[Citation] = []
    lost: list[Citation] = []
    for citation, entry in locked:
        if not passages.contains(citation.locator):
            lost.append(citation)
        elif passages.digest_at(citation.locator) == entry.passages:
            unchanged.append(citation)
        elif _has_quotation(passages, citation):
            reworded.append(citation)
        else:
            lost.append(citation)
    yield ChangedText(source, passages.name, tuple(unchanged), tuple(reworded), tuple(lost))
