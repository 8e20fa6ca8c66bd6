"""Data of Argdown's elements as attributes, citations and sources of argmap.

The keys ``chapter``, ``source``, ``section``, ``pinpoint``, ``fidelity``, ``note`` and
``reviewed`` are those of Ipsissima (https://github.com/jgsw/ipsissima,
``docs/ipsissima-conventions.md``): ``chapter`` is the file of the source, and ``source`` the cited
words, in quotation marks. Other keys have the names of argmap's attributes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

from attrs import Factory, define

from argmap.exchange.foreign import Draft, DraftCitation, DraftSource, Extra
from argmap.model import ESTIMATIVE_WORDS, Confidence, Expectation, Fidelity, Standard, Status
from argmap.model.identifiers import id_words
from argmap.model.locator import Locator, Unit, guess_locator, parse_locator
from argmap.text import Location, SourceText, Span

FIDELITIES = {
    **{fidelity.value: fidelity for fidelity in Fidelity},
    "compression": Fidelity.CONDENSED,
    "imputation": Fidelity.IMPLICIT,
}
"""The degrees of fidelity by argmap's and by Ipsissima's names."""

SETTINGS = frozenset(
    {
        *("isGroup", "isInGroup", "isClosed", "isCanonical", "isInMap", "color", "colorPriority"),
        *("images", "argvu", "logic"),
    }
)
"""Keys of data that control how Argdown draws a map."""

_CITATION_KEYS = ("chapter", "source", "section", "pinpoint")
_KIND_KEYS = ("credibility", "valid-until", "standard")  # only some kinds of statements have them
_QUOTED = re.compile(r"[\"“„«](.*)[\"”“»]", re.DOTALL)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})")
_BOUND = re.compile(r"(>=|<=|>|<) ?([0-9.]+)")
_FILE_SUFFIXES = (".md", ".txt", ".html", ".htm", ".pdf")
_MONTHS = 12


@define
class Annotation:
    """What the data of an element says, in argmap's terms."""

    attributes: dict[str, Any] = Factory(dict)
    citations: list[DraftCitation] = Factory(list)
    tags: tuple[str, ...] = ()
    extra: Extra = Factory(dict)
    id: str = ""
    kind: str = ""
    label: str | None = None
    note: str | None = None
    options: tuple[str, ...] = ()


@define
class Annotator:
    """Reader of the data of a document's elements.

    Attributes:
        draft: The draft, to which sources are added.
        defaults: Data that applies to all elements (Ipsissima's ``defaults`` in front matter).
    """

    draft: Draft
    defaults: dict[str, Any] = Factory(dict)
    _sources: dict[str, str] = Factory(dict)  # keys of sources by id, title and path

    def annotate(self, data: dict[str, Any], place: str, *, is_statement: bool) -> Annotation:
        """Return what data says, and report each key.

        Args:
            data: The data.
            place: The place of the element.
            is_statement: Whether the element can have citations.
        """
        annotation = Annotation()
        has_kind = "kind" in data
        for key, value in data.items():
            if key in SETTINGS:
                self.draft.losses.drop("data", "it is a setting for Argdown's pictures", place)
                continue
            self.draft.losses.keep("data")
            if key in _KIND_KEYS and not has_kind:
                self._add_extra(annotation, key, value)
            elif key not in (*_CITATION_KEYS, "citations") or not is_statement:
                self._read(annotation, key, value)
        if is_statement:
            self._cite(annotation, data)
            citations = data.get("citations")
            for further in citations if isinstance(citations, list) else ():
                if isinstance(further, dict):
                    self._cite(annotation, further)
            reviewed = self.defaults.get("reviewed")
            if reviewed is not None and annotation.citations and "reviewed" not in data:
                self._add_extra(annotation, "reviewed", reviewed)
        return annotation

    def add_sources(self, sources: Any) -> None:
        """Add the sources that front matter declares, by their ids."""
        for id_, data in sources.items() if isinstance(sources, dict) else ():
            if not isinstance(data, dict):
                continue
            source = DraftSource(f"source:{id_}", as_text(data.get("title")), str(id_))
            for key, value in data.items():
                if key == "title":
                    continue
                reader = _SOURCE_READERS.get(key)
                typed = reader(value) if reader else None
                if typed is None:
                    source.extra[extra_name(key)] = tuple(as_texts(value))
                else:
                    source.attributes[key.replace("-", "_")] = typed
            self.draft.sources[source.key] = source
            names = (str(id_), source.title, source.attributes.get("text"))
            for name in filter(None, names):
                self._sources.setdefault(str(name), source.key)

    def source(self, name: str) -> str:
        """Return the key of the source with an id, a title, a path or an address."""
        if name not in self._sources:
            if re.match(r"https?://", name):
                key = self.draft.cite("", url=name)
            elif name.lower().endswith(_FILE_SUFFIXES):
                title = PurePosixPath(name).stem.replace("-", " ").replace("_", " ")
                key = self.draft.cite(title, text=name)
            else:
                key = self.draft.cite(name)
            self._sources[name] = key
        return self._sources[name]

    def _cite(self, annotation: Annotation, data: dict[str, Any]) -> None:
        words = as_text(data.get("source")).strip()
        quoted = _QUOTED.fullmatch(words)
        chapter = as_text(data.get("chapter", self.defaults.get("chapter"))).strip()
        name = chapter or ("" if quoted else words)
        pinpoint = as_text(data.get("pinpoint"))
        heading = as_text(data.get("section"))
        is_cited = any(as_text(data.get(key)).strip() for key in _CITATION_KEYS)
        if not name and is_cited:
            name = self.draft.title or "Source"
        if not name or not is_cited:
            return
        quotation = quoted[1].strip() if quoted else ""
        if words and not quoted and chapter:
            self._add_extra(annotation, "source", words)
        locator = read_locator(pinpoint)
        if heading and locator is None:
            locator = Locator(Unit.HEADING, text=" ".join(heading.lstrip("# ").split()))
        elif heading:
            self._add_extra(annotation, "section", heading)
        citation = DraftCitation(self.source(name), locator, quotation or None)
        if citation not in annotation.citations:
            annotation.citations.append(citation)

    def _read(self, annotation: Annotation, key: str, value: Any) -> None:
        text = as_text(value).strip()
        if key == "note" and text:
            annotation.note = text
        elif key == "label" and text:
            annotation.label = text
        elif key == "id" and text:
            annotation.id = text
        elif key == "kind" and text:
            annotation.kind = text
        elif key == "tags":
            annotation.tags = tuple(dict.fromkeys(filter(None, map(clean, as_texts(value)))))
        elif key == "options":
            annotation.options = tuple(as_texts(value))
        else:
            reader = _READERS.get(key)
            typed = reader(value) if reader else None
            if typed is None:
                self._add_extra(annotation, key, value)
            else:
                annotation.attributes[key.replace("-", "_")] = typed

    def _add_extra(self, annotation: Annotation, key: str, value: Any) -> None:
        name = extra_name(key)
        annotation.extra[name] = (*annotation.extra.get(name, ()), *as_texts(value))


# ---- Values --------------------------------------------------------------------------------------


def as_text(value: Any) -> str:
    """Return a scalar as text; data in JSON for a list or a mapping, and nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def as_texts(value: Any) -> list[str]:
    """Return a scalar or the items of a list as texts, without line breaks."""
    values = value if isinstance(value, list) else [value]
    return [clean(as_text(one)) for one in values] or [""]


def clean(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def extra_name(key: str) -> str:
    """Return the name of a free attribute for a key."""
    words = "-".join(id_words(str(key).removeprefix("x-"))) or "data"
    return f"x-{words}"


def read_locator(pinpoint: str) -> Locator | None:
    """Return the locator for ``p. 12``, ``pp. 3-4``, ``§ 5``, ``12`` or any other text."""
    written = clean(pinpoint)
    if not written:
        return None
    locator = guess_locator(written) or parse_locator(written)
    text = written.replace('"', "'")
    return locator or Locator(Unit.OTHER, text=text)


def read_date(text: str) -> str | None:
    """Return a date as argmap writes it; of ``05/06/2018``, which is ambiguous, the year."""
    text = text.strip()
    if _DATE.fullmatch(text):
        return text if _is_valid(text) else None
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    day, mark, month, year = int(match[1]), match[2], int(match[3]), match[4]
    if mark == "/" and day <= _MONTHS:
        if month > _MONTHS:
            day, month = month, day
        else:
            return year
    written = f"{year}-{month:02}-{day:02}"
    return written if _is_valid(written) else year


def _is_valid(written: str) -> bool:
    from datetime import date

    year, month, day = [*map(int, written.split("-")), 1, 1][:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _confidence(value: Any) -> Confidence | None:
    word = as_text(value).strip()
    if word in ESTIMATIVE_WORDS:
        return Confidence.from_word(word)
    try:
        number = float(word)
    except ValueError:
        return None
    return Confidence(number) if 0 <= number <= 1 else None


def _expectation(value: Any) -> Expectation | None:
    written = as_text(value).strip()
    location = Location(SourceText("", ""), Span(0, 0))
    if written in {status.value for status in Status}:
        return Expectation(Status(written), location=location)
    match = _BOUND.fullmatch(written)
    try:
        bound = float(match[2]) if match else -1.0
    except ValueError:
        return None
    if match is None or not 0 <= bound <= 1:
        return None
    return Expectation(comparison=match[1], bound=bound, location=location)


def _standard(value: Any) -> Standard | None:
    words = {standard.value: standard for standard in Standard}
    return words.get(as_text(value).strip())


def _credibility(value: Any) -> int | None:
    written = as_text(value).strip()
    return int(written) if re.fullmatch("[1-6]", written) else None


def _address(value: Any) -> str | None:
    written = as_text(value).strip()
    return written if re.match(r"(?:https?://|mailto:)\S+\Z", written) else None


def _words(value: Any) -> tuple[str, ...] | None:
    return tuple(filter(None, as_texts(value))) or None


_READERS: dict[str, Callable[[Any], Any]] = {
    "fidelity": lambda value: FIDELITIES.get(as_text(value).strip()),
    "confidence": _confidence,
    "credibility": _credibility,
    "held-by": _words,
    "standard": _standard,
    "expect": _expectation,
    "date": lambda value: read_date(as_text(value)),
    "valid-until": lambda value: read_date(as_text(value)),
    "url": _address,
}
"""Readers of the values of statements' attributes; they return None for an invalid value."""


def _year(value: Any) -> int | None:
    written = as_text(value).strip()
    return int(written) if re.fullmatch("[12][0-9]{3}", written) else None


def _matching(pattern: str) -> Callable[[Any], str | None]:
    """Return a reader of texts that match a pattern."""

    def read(value: Any) -> str | None:
        written = as_text(value).strip()
        return written if re.fullmatch(pattern, written) else None

    return read


def _passages(written: Iterable[str]) -> tuple[Locator, ...] | None:
    passages = [parse_locator(one) for one in written]
    return tuple(filter(None, passages)) if all(passages) else None


_SOURCE_READERS: dict[str, Callable[[Any], Any]] = {
    "author": _words,
    "year": _year,
    "date": lambda value: read_date(as_text(value)),
    "valid-until": lambda value: read_date(as_text(value)),
    "publisher": lambda value: clean(as_text(value)) or None,
    "url": _address,
    "doi": lambda value: clean(as_text(value)) or None,
    "text": lambda value: clean(as_text(value)) or None,
    "passages": lambda value: _passages(as_texts(value)),
    "lang": _matching("[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*"),
    "reliability": _matching("[A-F]"),
    "tags": _words,
    "note": lambda value: as_text(value).strip() or None,
}
"""Readers of the values of sources' attributes; they return None for an invalid value."""


def as_extra(attributes: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return attributes that an element cannot have as free attributes."""
    return {
        extra_name(name): tuple(map(_plain_text, value if isinstance(value, tuple) else (value,)))
        for name, value in attributes.items()
    }


def _plain_text(value: Any) -> str:
    return str(getattr(value, "value", value))


def as_number(value: Any) -> int:
    try:
        return int(as_text(value).strip())
    except ValueError:
        return 0
