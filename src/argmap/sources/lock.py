"""The lock: what each citation was found to rest on, in digests, one line each.

``docs/lock.md`` describes the file. A line says which map cites what, and the digests of the
snippet, of the passages it stands in, and of the source's whole text; nothing of the text itself.

Holding a map and its lock together, and a text against what was locked of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from argmap.model import ArgumentMap, Citation, Source
from argmap.sources.findings import BrokenLock, ChangedText, Fact, LeftoverEntries, UnlockedCitation
from argmap.sources.loader import Passages, digest
from argmap.sources.normalize import normalized
from argmap.sources.quotations import find_quotation
from argmap.text import Location, SourceText

VERSION = 1

_HEAD = f"""\
# What the citations rest on. Written by `argmap lock`; docs/lock.md says how to read it.
version {VERSION}
"""
_NOTHING = "-"
_DIGEST = "[0-9a-f]{64}"
_LINE = re.compile(
    r"(?P<map>\S+) (?P<source>[^\s:]+)(?::(?P<locator>p?\d{1,6}(?:-\d{1,6})?))? "
    rf"(?P<snippet>{_DIGEST}|-) (?P<position>\d+\+\d+|-) "
    rf"(?P<passages>{_DIGEST}) (?P<text>{_DIGEST})"
)
_LOCATOR = re.compile(r"(p?)(\d+)(?:-(\d+))?")


class LockKey(NamedTuple):
    """A citation by what it says: the source's id, the locator as written, the snippet's digest."""

    source: str
    locator: str = ""
    quotation: str = ""


class LockEntry(NamedTuple):
    """One citation of the map in the file ``map``, as it was locked.

    ``position`` is where its snippet begins: a passage's number, from 1, and an offset into its
    normal form in code points, from 0 (`38+112`); empty without a snippet. ``passages`` and
    ``text`` are the digests of what is cited and of the source as a whole.
    """

    map: str
    key: LockKey
    position: str
    passages: str
    text: str


class Lock(NamedTuple):
    """A lock as it was read: its entries with their places, and the lines that mean nothing."""

    source: SourceText
    entries: tuple[tuple[LockEntry, Location], ...]
    broken: tuple[Location, ...] = ()

    def of(self, map_: str) -> dict[LockKey, tuple[LockEntry, Location]]:
        """Return the entries of one map; of two that say the same, the last."""
        return {entry.key: (entry, place) for entry, place in self.entries if entry.map == map_}


def key_of(citation: Citation) -> LockKey:
    """Return what a citation is found by in the lock."""
    quotation = normalized(citation.quotation) if citation.quotation else ""
    return LockKey(
        citation.source,
        str(citation.locator) if citation.locator else "",
        digest(quotation) if quotation else "",
    )


def dump(entries: Iterable[LockEntry]) -> str:
    """Return the lock's text: the same entries make the same text, in whatever order they come."""
    return _HEAD + "".join(f"{_line(entry)}\n" for entry in sorted(set(entries), key=_order))


def parse(source: SourceText) -> Lock:
    """Read a lock; what cannot be read is told and left out, so that nothing is raised.

    The order of lines does not count, nor do comments and repeated lines: what git makes of two
    branches that both added lines is a lock as well.
    """
    entries: list[tuple[LockEntry, Location]] = []
    broken: list[Location] = []
    for number in range(1, source.line_count + 1):
        span = source.line_span(number)
        line = source.slice(span).strip()
        if not line or line.startswith("#") or line == f"version {VERSION}":
            continue
        match = _LINE.fullmatch(line)
        if match:
            entries.append((_entry(match), Location(source, span)))
        else:
            broken.append(Location(source, span))
    return Lock(source, tuple(entries), tuple(broken))


def _line(entry: LockEntry) -> str:
    key = entry.key
    place = f"{key.source}:{key.locator}" if key.locator else key.source
    name = quote(entry.map, safe="", errors="surrogateescape")
    return " ".join(
        _columns(name, place, key.quotation, entry.position, entry.passages, entry.text)
    )


def _columns(*values: str) -> Iterator[str]:
    return (value or _NOTHING for value in values)


def _entry(match: re.Match[str]) -> LockEntry:
    quotation, position = (match[name].replace(_NOTHING, "") for name in ("snippet", "position"))
    key = LockKey(match["source"], match["locator"] or "", quotation)
    name = unquote(match["map"], errors="surrogateescape")
    return LockEntry(name, key, position, match["passages"], match["text"])


def _order(entry: LockEntry) -> tuple[object, ...]:
    unit, first, last = _LOCATOR.fullmatch(entry.key.locator or "0").groups()  # type: ignore[union-attr]
    numbers = int(first), int(last or first)
    return (entry.map, entry.key.source, unit, *numbers, entry.key.quotation, *entry[2:])


Entries = dict[LockKey, tuple[LockEntry, Location]]


def compare_with_lock(
    argument_map: ArgumentMap, opened: Mapping[str, Passages], lock: Lock, map_: str
) -> Iterator[Fact]:
    """Yield where the map is not as it was locked, and which texts are not.

    Only sources with a line in the lock are held to it: others cannot be locked, or nobody has.
    """
    if lock.broken:
        yield BrokenLock(lock.broken[0], len(lock.broken))
        return
    entries = lock.of(map_)
    citations = _citations(argument_map)
    yield from _unlocked(citations, entries, opened)
    for id_, passages in opened.items():
        if id_ in argument_map.sources:
            of_source = [citation for citation, _ in citations if citation.source == id_]
            yield from _changed(argument_map.sources[id_], passages, of_source, entries)


def _citations(argument_map: ArgumentMap) -> list[tuple[Citation, str]]:
    return [
        (citation, statement.id)
        for statement in argument_map.statements.values()
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

    def __init__(self, entries: Entries, cited: set[LockKey]) -> None:
        self.places = {key: place for key, (_, place) in entries.items() if key not in cited}
        self._alike: dict[tuple[str, str, str], list[LockKey]] = defaultdict(list)
        for key in self.places:
            self._alike[key.source, "snippet", key.locator].append(key)
            if key.quotation:
                self._alike[key.source, "place", key.quotation].append(key)

    def take(self, key: LockKey) -> str:
        """Return what of an entry was probably changed to make ``key``, and count it as told."""
        for changed, kept in (("snippet", key.locator), ("place", key.quotation)):
            for other in self._alike.get((key.source, changed, kept), ()):
                if self.places.pop(other, None) is not None:
                    return changed
        return ""


def _stands(citation: Citation, opened: Mapping[str, Passages]) -> bool:
    """Whether nothing else is to be said of a citation first, as far as can be seen."""
    passages = opened.get(citation.source)
    if passages is None or not passages.has(citation.locator):
        return passages is None
    return (
        not citation.quotation
        or find_quotation(citation.quotation, passages, citation.locator) is not None
    )


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
        elif (
            citation.quotation
            and find_quotation(citation.quotation, passages, citation.locator) is None
        ):
            lost.append(citation)
        else:
            reworded.append(citation)
    yield ChangedText(source, passages.name, tuple(same), tuple(reworded), tuple(lost))
