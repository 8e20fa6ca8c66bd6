"""Bibliographies in CSL-JSON, the format of Zotero, Pandoc and Crossref.

Specification: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
and the schema https://github.com/citation-style-language/schema. Sources of a map are its entries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from argmap.exchange._bibliography import (
    CONTAINER,
    ENTRY_TYPE,
    BibliographyEntry,
    bibliography_draft,
    bibliography_entries,
    citation_key,
    extra_values,
    normalized_date,
    split_name,
)
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile
from argmap.exchange.foreign.json_values import identifier, text_in
from argmap.model import ArgumentMap, Source
from argmap.model.losses import LossReport
from argmap.text.safe import escape_unsafe_characters

TITLE = "CSL-JSON"
SUFFIX = ".json"

_FIELDS = {
    "container-title": CONTAINER,
    "volume": "x-volume",
    "issue": "x-issue",
    "page": "x-pages",
    "ISBN": "x-isbn",
    "ISSN": "x-issn",
    "publisher-place": "x-place",
    "edition": "x-edition",
}
_KEPT_FIELDS = {"id", "type", "title", "author", "issued", "publisher", "URL", "DOI", "language"}
_KEPT_FIELDS |= {"note", "keyword", *_FIELDS}
_MARKERS = {"author", "editor", "issued", "DOI", "URL", "publisher", "container-title", "ISBN"}
_TAGS = re.compile(r"</?(?:i|b|sub|sup|span|jats:\w+)(?:\s[^<>]{0,200})?>")
_DEFAULT_TYPE = "document"
_ORGANIZATION_TEXT = "its name is in one text, because it looks like that of an organization"
_PERSON_TEXT = "its last word is taken for the family name"


def recognizes(file: ForeignFile) -> bool:
    """Return whether a JSON file is a list of entries with types, or one entry."""
    entries = _entries(file.as_json())
    return (
        entries is not None
        and len(entries) > 0
        and all(
            isinstance(one, dict) and isinstance(one.get("type"), str) and one.keys() & _MARKERS
            for one in entries
        )
    )


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield a map of sources.

    Raises:
        InvalidFile: If the file is not a list of objects, or an object.
    """
    entries = _entries(file.json)
    if entries is None or not all(isinstance(one, dict) for one in entries):
        raise InvalidFile(f"`{file.name}` is not CSL-JSON: it is not a list of objects")
    read = (_read_entry(one, f"entry-{number}") for number, one in enumerate(entries, 1))
    yield bibliography_draft(read, LossReport())


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the sources of the map as a list of entries."""
    sources = bibliography_entries(argument_map, losses, TITLE)
    entries = [_written(source, losses) for source in sources]
    return escape_unsafe_characters(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")


# ---- Reading -------------------------------------------------------------------------------------


def _entries(data: Any) -> list[Any] | None:
    """Return the entries of a document: of a list, an answer of Crossref, or a single entry."""
    if isinstance(data, dict) and isinstance(data.get("message"), dict):
        data = data["message"]
    if isinstance(data, dict):
        return [data]
    return data if isinstance(data, list) else None


def _read_entry(data: dict[str, Any], default_key: str) -> BibliographyEntry:
    extra = {name: _text(data, field) for field, name in _FIELDS.items()}
    if _text(data, "type") not in ("", _DEFAULT_TYPE):
        extra[ENTRY_TYPE] = _text(data, "type")
    keywords = [one.strip() for one in _text(data, "keyword").split(",")]
    return BibliographyEntry(
        key=identifier(data.get("id")) or _text(data, "DOI") or default_key,
        title=_text(data, "title"),
        author=list(_names(data.get("author"))),
        date=_date(data.get("issued")),
        publisher=_text(data, "publisher"),
        url=_text(data, "URL"),
        doi=_text(data, "DOI"),
        lang=_text(data, "language"),
        note=_text(data, "note"),
        tags=list(filter(None, keywords)),
        extra={name: (value,) for name, value in extra.items() if value},
        dropped=[field for field, value in data.items() if field not in _KEPT_FIELDS and value],
    )


def _text(data: dict[str, Any], field: str) -> str:
    """Return a text without markup; of a list, as Crossref has it, the first one."""
    value = data.get(field)
    if isinstance(value, list):
        value = next(iter(value), None)
    return " ".join(_TAGS.sub("", text_in({field: value}, field)).split())


def _names(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else ():
        if isinstance(person, dict):
            parts = (
                _text(person, part)
                for part in ("given", "dropping-particle", "non-dropping-particle", "family")
            )
            name = (
                _text(person, "literal") or " ".join(filter(None, parts)) or _text(person, "name")
            )
            if name:
                yield name


def _date(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return normalized_date("-".join(identifier(part) for part in parts[0]))
    return normalized_date(_text(value, "raw") or _text(value, "literal"))


# ---- Writing -------------------------------------------------------------------------------------


def _written(source: Source, losses: LossReport) -> dict[str, Any]:
    fields = {name: field for field, name in _FIELDS.items()}
    entry: dict[str, Any] = {"id": citation_key(source), "type": _DEFAULT_TYPE}
    if source.title:
        entry["title"] = source.title
    if source.author:
        entry["author"] = [_written_name(name, source.id, losses) for name in source.author]
    date = normalized_date(source.date or str(source.year or ""))
    if date:
        entry["issued"] = {"date-parts": [[int(part) for part in date.split("-")]]}
    values = {
        "publisher": source.publisher,
        "URL": source.url,
        "DOI": source.doi,
        "language": source.lang,
        "keyword": ", ".join(source.tags),
        "note": source.note,
    }
    entry |= {name: value for name, value in values.items() if value}
    for name, value in extra_values(source):
        if name == ENTRY_TYPE:
            entry["type"] = value
        elif name in fields:
            entry[fields[name]] = value
        else:
            losses.drop(name, f"{TITLE} cannot express it", source.id)
    return entry


def _written_name(name: str, place: str, losses: LossReport) -> dict[str, str]:
    parts = split_name(name)
    if parts is None:
        if " " in name:
            losses.change("author", _ORGANIZATION_TEXT, place)
        return {"literal": name}
    if "," not in name:
        losses.change("author", _PERSON_TEXT, place)
    return {"given": parts[0], "family": parts[1]}
