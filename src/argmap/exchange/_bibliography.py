"""Bibliographies: what the formats BibTeX and CSL-JSON share.

An entry becomes a source. What a source has no attribute for is kept in attributes such as
``x-container``, which both formats write again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import Factory, define

from argmap.exchange.foreign import Draft, DraftSource
from argmap.model import ArgumentMap, Source
from argmap.model.losses import LossReport

CONTAINER = "x-container"
"""The attribute for the journal or the book that contains a work."""

ENTRY_TYPE = "x-type"
"""The attribute for the type of a work, in the words of CSL."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "ten",
        "ter",
        "zu",
        "zur",
        "af",
        "al",
    ]
)
_ORGANIZATION = re.compile(
    r"\b(?:of|for|the|and|und|für|de la|agency|association|bank|bureau|center|centre|college|"
    r"commission|committee|company|council|department|foundation|government|group|institut\w*|"
    r"ministry|nations|office|organi[sz]ation|parliament|party|press|report|school|society|team|"
    r"union|universit\w+|verband|verein|gmbh|inc|ltd|e\.v)\b|[\d&/]",
    re.IGNORECASE,
)
_OTHER_ATTRIBUTES = ("text", "passages", "reliability", "valid_until")
_SAFE_KEY = re.compile(r"[^\w:./+-]")


@define
class BibliographyEntry:
    """An entry of a bibliography.

    Attributes:
        key: The key by which authors cite it.
        author: The names of the authors, each with the given name first.
        date: A year, a month or a day, as argmap writes it; empty if unknown.
        extra: Attributes whose names begin with ``x-``.
        dropped: The names of the fields that cannot be kept.
    """

    key: str
    title: str = ""
    author: list[str] = Factory(list)
    date: str = ""
    publisher: str = ""
    url: str = ""
    doi: str = ""
    lang: str = ""
    note: str = ""
    tags: list[str] = Factory(list)
    extra: dict[str, tuple[str, ...]] = Factory(dict)
    dropped: list[str] = Factory(list)


def bibliography_draft(entries: Iterable[BibliographyEntry], losses: LossReport) -> Draft:
    """Return a map without statements, whose sources are the entries."""
    draft = Draft(is_neutral=True, losses=losses)
    for entry in entries:
        if entry.key in draft.sources:
            losses.drop("entry", "its key is used twice", entry.key)
            continue
        attributes: dict[str, object] = {}
        date = normalized_date(entry.date)
        if date:
            attributes["year"] = int(date[:4])
        if len(date) > len("2024"):
            attributes["date"] = date
        attributes["author"] = tuple(entry.author)
        attributes["tags"] = tuple(entry.tags)
        for name in ("publisher", "url", "doi", "lang", "note"):
            attributes[name] = getattr(entry, name) or None
        draft.sources[entry.key] = DraftSource(
            entry.key, entry.title, entry.key, attributes, entry.extra
        )
        losses.keep("entry")
        for field in entry.dropped:
            losses.drop(f"field {field}", "a source has no such attribute", entry.key)
    return draft


def bibliography_entries(argument_map: ArgumentMap, losses: LossReport, title: str) -> list[Source]:
    """Return the sources of a map, and report what a bibliography does not express."""
    losses.keep("source", len(argument_map.sources))
    if argument_map.statements:
        count = len(argument_map.statements)
        losses.drop("statement", "a bibliography has only the sources of a map", "", count)
    for source in argument_map.sources.values():
        for name in _OTHER_ATTRIBUTES:
            if getattr(source, name):
                reason = f"{title} cannot express it"
                losses.drop(f"source {name.replace('_', '-')}", reason, source.id)
    return list(argument_map.sources.values())


def citation_key(source: Source) -> str:
    """Return the key of a source in a bibliography: its id without unusual characters."""
    return _SAFE_KEY.sub("-", source.id)


def normalized_date(text: str) -> str:
    """Return a date as argmap writes it (2024, 2024-05, 2024-05-31); empty if it is not one."""
    match = _DATE.match(text.strip())
    if match is None or match[1] == "0000":
        return ""
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not 1 <= month <= 12:  # noqa: PLR2004 (months)
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year:04}-{month:02}"  # noqa: PLR2004


def split_name(name: str) -> tuple[str, str] | None:
    """Return the given and the family name of a person; None for an organization.

    A source has a name in one text, so this is a guess: the last word is the family name, with
    particles such as `van der` before it.
    """
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return given.strip(), family.strip()
    words = name.split()
    if len(words) < 2 or _ORGANIZATION.search(name):  # noqa: PLR2004
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def extra_values(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the names and the values of the attributes of a source that begin with ``x-``."""
    for name, values in source.extra.items():
        yield name, ", ".join(values)
