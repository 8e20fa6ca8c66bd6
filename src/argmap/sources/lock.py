"""The lock: what each citation was found to rest on, in digests, one line each.

``docs/lock.md`` describes the file. A line says which map cites what, and the digests of the
snippet, of the passages it stands in, and of the source's whole text; nothing of the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

from argmap.model import Citation
from argmap.sources.normalizing import normalized
from argmap.sources.passages import digest
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


class Key(NamedTuple):
    """A citation by what it says: the source's id, the locator as written, the snippet's digest."""

    source: str
    locator: str = ""
    snippet: str = ""


class Entry(NamedTuple):
    """One citation of the map in the file ``map``, as it was locked.

    ``position`` is where its snippet begins: a passage's number, from 1, and an offset into its
    normal form in code points, from 0 (`38+112`); empty without a snippet. ``passages`` and
    ``text`` are the digests of what is cited and of the source as a whole.
    """

    map: str
    key: Key
    position: str
    passages: str
    text: str


class Lock(NamedTuple):
    """A lock as it was read: its entries with their places, and the lines that mean nothing."""

    source: SourceText
    entries: tuple[tuple[Entry, Location], ...]
    broken: tuple[Location, ...] = ()

    def of(self, map_: str) -> dict[Key, tuple[Entry, Location]]:
        """Return the entries of one map; of two that say the same, the last."""
        return {entry.key: (entry, place) for entry, place in self.entries if entry.map == map_}


def key_of(citation: Citation) -> Key:
    """Return what a citation is found by in the lock."""
    snippet = normalized(citation.snippet) if citation.snippet else ""
    return Key(
        citation.source,
        str(citation.locator) if citation.locator else "",
        digest(snippet) if snippet else "",
    )


def dump(entries: Iterable[Entry]) -> str:
    """Return the lock's text: the same entries make the same text, in whatever order they come."""
    return _HEAD + "".join(f"{_line(entry)}\n" for entry in sorted(set(entries), key=_order))


def parse(source: SourceText) -> Lock:
    """Read a lock; what cannot be read is told and left out, so that nothing is raised.

    The order of lines does not count, nor do comments and repeated lines: what git makes of two
    branches that both added lines is a lock as well.
    """
    entries: list[tuple[Entry, Location]] = []
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


def _line(entry: Entry) -> str:
    key = entry.key
    place = f"{key.source}:{key.locator}" if key.locator else key.source
    name = quote(entry.map, safe="", errors="surrogateescape")
    return " ".join(_columns(name, place, key.snippet, entry.position, entry.passages, entry.text))


def _columns(*values: str) -> Iterator[str]:
    return (value or _NOTHING for value in values)


def _entry(match: re.Match[str]) -> Entry:
    snippet, position = (match[name].replace(_NOTHING, "") for name in ("snippet", "position"))
    key = Key(match["source"], match["locator"] or "", snippet)
    name = unquote(match["map"], errors="surrogateescape")
    return Entry(name, key, position, match["passages"], match["text"])


def _order(entry: Entry) -> tuple[object, ...]:
    unit, first, last = _LOCATOR.fullmatch(entry.key.locator or "0").groups()  # type: ignore[union-attr]
    numbers = int(first), int(last or first)
    return (entry.map, entry.key.source, unit, *numbers, entry.key.snippet, *entry[2:])
