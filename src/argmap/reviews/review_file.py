"""The file of reviews: one line per statement, with digests of what the reviewer saw.

``docs/reviewing.md`` describes the format. The lines are sorted, so that git merges them well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from attrs import frozen

from argmap.reviews.stamps import DIGEST_LENGTH, Fingerprints, Stamp
from argmap.text import Location, SourceText, Span

VERSION = 1
_HEADER = f"""\
# Who has reviewed which statement. Written by `argmap review`; docs/reviewing.md describes it.
version {VERSION}
"""
_DIGEST = f"[0-9a-f]{{{DIGEST_LENGTH}}}"
_LINE = re.compile(
    rf"(?P<map>\S+) (?P<id>\S+) (?P<content>{_DIGEST}) (?P<near>{_DIGEST}) (?P<basis>{_DIGEST}) "
    r"(?P<date>\d{4}-\d{2}-\d{2}) (?P<reviewer>\S+) (?P<author>\S+) (?P<note>\S+)"
)
_EMPTY = "-"
_SPECIAL = frozenset(" %#")
"""What is percent-encoded: columns are separated by spaces, and ``#`` begins a comment."""


class LocatedStamp(NamedTuple):
    """A stamp, with its line in the file and the location of its id there."""

    stamp: Stamp
    line: Location
    id_location: Location

    @property
    def removal(self) -> Span:
        """The span that a deletion of the line removes: the line and its end."""
        text, (start, end) = self.line.source.text, self.line.span
        return Span(start, min(len(text), end + (2 if text.startswith("\r\n", end) else 1)))


@frozen
class MapStamps:
    """The stamps of one map by the ids of the statements; of two with the same id, the latest.

    Attributes:
        broken: The lines of the file that are not valid, whichever map they belong to.
    """

    by_id: Mapping[str, LocatedStamp]
    broken: tuple[Location, ...] = ()


class ReviewFile(NamedTuple):
    """A parsed file of reviews; ``broken`` are the lines that are not valid."""

    source: SourceText
    stamps: tuple[LocatedStamp, ...]
    broken: tuple[Location, ...] = ()

    def stamps_of(self, map_name: str) -> MapStamps:
        """Return the stamps of the map with this file name."""
        by_date = sorted(self.stamps, key=lambda located: located.stamp.date)
        by_id = {item.stamp.id: item for item in by_date if item.stamp.map == map_name}
        return MapStamps(by_id, self.broken)


def dump_stamps(stamps: Iterable[Stamp]) -> str:
    """Return the text of the file, which does not depend on the order of ``stamps``."""
    latest = {(stamp.map, stamp.id): stamp for stamp in sorted(stamps, key=lambda s: s.date)}
    return _HEADER + "".join(f"{_format(stamp)}\n" for _, stamp in sorted(latest.items()))


def _format(stamp: Stamp) -> str:
    names = (escape(stamp.map), escape(stamp.id))
    people = (escape(stamp.reviewer), escape(stamp.author))
    return " ".join((*names, *stamp.fingerprints, stamp.date, *people, escape(stamp.note)))


def parse_review_file(source: SourceText) -> ReviewFile:
    """Parse a file of reviews; never raises, but records the lines that are not valid."""
    stamps: list[LocatedStamp] = []
    broken: list[Location] = []
    for number in range(1, source.line_count + 1):
        span = source.line_span(number)
        line = source.slice(span).rstrip()
        if not line or line.startswith("#") or line == f"version {VERSION}":
            continue
        location = Location(source, span)
        if match := _LINE.fullmatch(line):
            id_span = Span(*match.span("id")).shifted(span.start)
            stamps.append(LocatedStamp(_stamp(match), location, Location(source, id_span)))
        else:
            broken.append(location)
    return ReviewFile(source, tuple(stamps), tuple(broken))


def _stamp(match: re.Match[str]) -> Stamp:
    return Stamp(
        _unescape(match["map"]),
        _unescape(match["id"]),
        Fingerprints(match["content"], match["near"], match["basis"]),
        match["date"],
        _unescape(match["reviewer"]),
        _unescape(match["author"]),
        _unescape(match["note"]),
    )


def escape(text: str) -> str:
    """Return a text without spaces, percent-encoded; letters of all scripts stay readable."""
    escaped = "".join(
        character
        if character.isprintable() and character not in _SPECIAL
        else quote(character, errors="surrogateescape")
        for character in text
    )
    return "%2D" if escaped == _EMPTY else escaped or _EMPTY


def _unescape(text: str) -> str:
    return "" if text == _EMPTY else unquote(text, errors="surrogateescape")
