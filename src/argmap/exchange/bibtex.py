"""Bibliographies in BibTeX, read with `pybtex`. Sources of a map are its entries.

The format is described in Oren Patashnik, *BibTeXing*, 1988; ``date``, ``langid`` and other fields
of BibLaTeX are also read. A child process reads a file, with limits on time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from argmap._isolation import Crashed, TimedOut, limit_memory, run_isolated
from argmap.errors import MissingExtra
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
from argmap.model import ArgumentMap, Source
from argmap.model.losses import LossReport

TITLE = "BibTeX"
SUFFIX = ".bib"

_MAX_BYTES = 64 << 20
_TIMEOUT_SECONDS = 60
_MAX_MEMORY_BYTES = 2 << 30

_ENTRY = re.compile(
    r"^[^\S\n]*@(?:article|book|booklet|collection|conference|data|dataset|inbook|incollection|"
    r"inproceedings|manual|mastersthesis|misc|online|patent|phdthesis|proceedings|report|software|"
    r"techreport|thesis|unpublished|www)\s*[{(]\s*[^\s,{}()]+\s*,",
    re.IGNORECASE | re.MULTILINE,
)
_RECOGNIZED_LENGTH = 1 << 20
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "techreport": "report",
    "phdthesis": "thesis",
    "unpublished": "manuscript",
}
"""The types of entries that have a name in CSL; any other is written as ``misc``."""

_OTHER_TYPES = {
    "inbook": "chapter",
    "conference": "paper-conference",
    "report": "report",
    "manual": "report",
    "thesis": "thesis",
    "mastersthesis": "thesis",
    "online": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "software": "software",
}
_FIELDS = {
    "volume": "x-volume",
    "number": "x-issue",
    "pages": "x-pages",
    "isbn": "x-isbn",
    "issn": "x-issn",
    "address": "x-place",
    "edition": "x-edition",
}
_CONTAINER_FIELDS = ("journal", "journaltitle", "booktitle")
_PUBLISHER_FIELDS = ("publisher", "institution", "school", "organization")
_KEPT_FIELDS = {"title", "year", "date", "month", "url", "doi", "langid", "language", "note"}
_KEPT_FIELDS |= {"keywords", "subtitle", "location", *_FIELDS}
_KEPT_FIELDS |= {*_CONTAINER_FIELDS, *_PUBLISHER_FIELDS}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DOI_ADDRESS = re.compile(r"\Ahttps?://(?:dx\.)?doi\.org/", re.IGNORECASE)
_SPECIAL = {
    **{one: f"\\{one}" for one in "&%$#_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",  # braces in a text need not be balanced
    "}": r"\textbraceright{}",
}
_MARKS = {chr(0xFDD0 + index): one for index, one in enumerate(_SPECIAL)}
"""Noncharacters, which stand for special characters while commands are decoded."""
_VERBATIM = ("url", "doi")


def recognizes(file: ForeignFile) -> bool:
    """Return whether a text contains an entry of a usual type, and begins like a bibliography."""
    if file.first_character not in ("@", "%"):
        return False
    try:
        return _ENTRY.search(file.text, 0, _RECOGNIZED_LENGTH) is not None
    except InvalidFile:
        return False


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield a map of sources.

    Raises:
        InvalidFile: If the file has no entries, or cannot be read.
        MissingExtra: If the extra ``sources`` is not installed.
    """
    if find_spec("pybtex") is None:
        raise MissingExtra("sources", "reading BibTeX")
    if len(file.data) > _MAX_BYTES:
        raise InvalidFile(f"`{file.name}` is larger than {_MAX_BYTES >> 20} MB")
    try:
        parsed = run_isolated(f"{__name__}:parse_entries", file.text, _TIMEOUT_SECONDS)
    except TimedOut:
        message = f"`{file.name}` takes more than {_TIMEOUT_SECONDS} seconds to read"
        raise InvalidFile(message) from None
    except Crashed:
        raise InvalidFile(f"`{file.name}` cannot be read as BibTeX") from None
    entries, mistakes = parsed
    if not entries:
        reason = f": {mistakes[0]}" if mistakes else ": it has no entries"
        raise InvalidFile(f"`{file.name}` is not BibTeX{reason}")
    losses = LossReport()
    for mistake in mistakes:
        losses.drop("text", mistake)
    yield bibliography_draft(map(_entry, entries), losses)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the sources of the map as entries."""
    sources = bibliography_entries(argument_map, losses, TITLE)
    return "\n".join(_written(source, losses) for source in sources) or "% no sources\n"


# ---- Reading -------------------------------------------------------------------------------------

_Parsed = tuple[str, str, list[str], dict[str, str]]
"""The key, the type, the authors and the fields of an entry."""


def parse_entries(text: str) -> tuple[list[_Parsed], list[str]]:
    """Return the entries of a bibliography, and its mistakes; call this only in a child process."""
    limit_memory(_MAX_MEMORY_BYTES)
    from pybtex import errors
    from pybtex.database import parse_string
    from pybtex.scanner import PybtexSyntaxError

    with errors.capture() as mistakes:
        try:
            entries = parse_string(text, "bibtex").entries
        except (PybtexSyntaxError, RecursionError, ValueError) as error:
            return [], [_one_line(str(error) or "it is nested too deeply")]
    parsed: list[_Parsed] = []
    for key, entry in entries.items():
        fields = {
            name.lower(): _one_line(value) if name.lower() in _VERBATIM else _plain(value)
            for name, value in entry.fields.items()
        }
        people = entry.persons.get("author", ())
        parsed.append((key, entry.type, list(map(_person, people)), fields))
    return parsed, [_one_line(str(mistake)) for mistake in mistakes]


def _plain(latex: str) -> str:
    """Return a text in LaTeX without commands for accents and without braces."""
    from pybtex.richtext import Text

    for mark, character in _MARKS.items():
        latex = latex.replace(_SPECIAL[character], mark)
    try:
        text = str(Text.from_latex(latex))
    except Exception:  # noqa: BLE001 (any command that the library does not know)
        text = re.sub(r"[{}]", "", latex)
    for mark, character in _MARKS.items():
        text = text.replace(mark, character)
    return _one_line(text)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _person(person: Any) -> str:
    parts = (
        *(*person.first_names, *person.middle_names),
        *(*person.prelast_names, *person.last_names, *person.lineage_names),
    )
    return _plain(" ".join(parts))


def _entry(parsed: _Parsed) -> BibliographyEntry:
    key, type_, authors, fields = parsed
    containers = [fields[name] for name in _CONTAINER_FIELDS if fields.get(name)]
    publishers = [fields[name] for name in _PUBLISHER_FIELDS if fields.get(name)]
    extra = {name: fields.get(field, "") for field, name in _FIELDS.items()}
    extra[CONTAINER] = next(iter(containers), "")
    extra["x-place"] = extra["x-place"] or fields.get("location", "")
    extra[ENTRY_TYPE] = {**_TYPES, **_OTHER_TYPES}.get(type_.lower(), "")
    title = ": ".join(filter(None, (fields.get("title", ""), fields.get("subtitle", ""))))
    keywords = re.split(r"\s*[,;]\s*", fields.get("keywords", ""))
    return BibliographyEntry(
        key=key,
        title=title,
        author=authors,
        date=_date(fields),
        publisher=next(iter(publishers), ""),
        url=fields.get("url", ""),
        doi=_DOI_ADDRESS.sub("", fields.get("doi", "")),
        lang=fields.get("language", "") if len(fields.get("language", "")) == 2 else "",  # noqa: PLR2004
        note=fields.get("note", ""),
        tags=list(filter(None, keywords)),
        extra={name: (value,) for name, value in extra.items() if value},
        dropped=[name for name, value in fields.items() if name not in _KEPT_FIELDS and value],
    )


def _date(fields: dict[str, str]) -> str:
    if date := normalized_date(fields.get("date", "")):
        return date
    year = fields.get("year", "")
    month = fields.get("month", "").lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else month
    return normalized_date(f"{year}-{number}") or normalized_date(year)


# ---- Writing -------------------------------------------------------------------------------------


def _written(source: Source, losses: LossReport) -> str:
    extra = dict(extra_values(source))
    types = {csl: name for name, csl in _TYPES.items()}
    type_ = types.get(extra.pop(ENTRY_TYPE, ""), "misc")
    container = extra.pop(CONTAINER, "")
    date = normalized_date(source.date or str(source.year or ""))
    values = {
        "title": source.title,
        "author": " and ".join(map(_written_name, source.author)),
        "year": date[:4],
        "month": _MONTHS[int(date[5:7]) - 1] if len(date) > len("2024") else "",
        "journal" if type_ in ("article", "misc") else "booktitle": container,
        "publisher": source.publisher or "",
        "doi": source.doi or "",
        "url": source.url or "",
        "language": source.lang or "",
        "keywords": ", ".join(source.tags),
        "note": source.note or "",
    }
    fields = {name: field for field, name in _FIELDS.items()}
    for name, value in extra.items():
        if name in fields:
            values[fields[name]] = value
        else:
            losses.drop(name, f"{TITLE} cannot express it", source.id)
    lines = [f"  {name} = {_quoted(name, value)}" for name, value in values.items() if value]
    return f"@{type_}{{{citation_key(source)}" + "".join(f",\n{line}" for line in lines) + "\n}\n"


def _written_name(name: str) -> str:
    """Return the name of a person; that of an organization is in braces, which keep it whole."""
    escaped = _escaped(name)
    return escaped if split_name(name) else f"{{{escaped}}}"


def _quoted(name: str, value: str) -> str:
    if name == "month":
        return value
    if name in _VERBATIM:
        return f"{{{value.replace('{', '%7B').replace('}', '%7D')}}}"
    if name == "author":
        return f"{{{value}}}"
    return f"{{{{{_escaped(value)}}}}}" if name == "title" else f"{{{_escaped(value)}}}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(one, one) for one in " ".join(text.split()))
