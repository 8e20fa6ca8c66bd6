"""From a map and its texts to its lock."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from argmap.model import ArgumentMap, Citation
from argmap.sources.finding import find
from argmap.sources.lock import Entry, Key, Lock, key_of
from argmap.sources.passages import Passages
from argmap.sources.verifying import Texts


class Locked(NamedTuple):
    """The entries of a map; or the sources without which there are none, by their ids.

    Those are cited in a way that is not locked yet, and their text is not at hand.
    """

    entries: tuple[Entry, ...]
    missing: tuple[str, ...] = ()


def lock(argument: ArgumentMap, texts: Texts, old: Lock | None, map_: str) -> Locked:
    """Return what each citation of a map rests on; ``map_`` is what the lock calls the map.

    A source whose text is not at hand keeps its entries as long as they are all its citations need.
    One that has none, and names no text, is a source that cannot be locked, and is left out.
    """
    known = old.of(map_) if old else {}
    expected = {key.source for key in known} | set(texts)
    entries: dict[Key, Entry] = {}
    missing: dict[str, None] = {}
    for citation in _citations(argument):
        key = key_of(citation)
        passages = texts.get(citation.source)
        if isinstance(passages, Passages):
            entries[key] = _entry(citation, key, passages, map_)
        elif key in known:
            entries[key] = known[key][0]
        elif citation.source in expected:
            missing[citation.source] = None
    return Locked(tuple(entries.values()), tuple(missing))


def _citations(argument: ArgumentMap) -> list[Citation]:
    return [
        citation for statement in argument.statements.values() for citation in statement.citations
    ]


def _entry(citation: Citation, key: Key, passages: Passages, map_: str) -> Entry:
    position = find(citation.snippet or "", passages, citation.locator) if key.snippet else None
    return Entry(
        map_,
        key,
        str(position) if position else "",
        passages.digest_at(citation.locator),
        passages.digest,
    )


def of_others(old: Lock, map_: str, present: Container[str]) -> tuple[Entry, ...]:
    """Return the entries of the other maps that share the lock, of those that are ``present``."""
    others = (entry for entry, _ in old.entries if entry.map != map_)
    return tuple(entry for entry in others if entry.map in present)
