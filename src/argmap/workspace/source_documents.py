"""Adds documents as sources: converts them to numbered texts in the folder ``sources``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from argmap.config import find_root
from argmap.errors import InputError
from argmap.model import Source
from argmap.model.losses import LossReport
from argmap.text import write_atomically
from argmap.workspace.bibliographies import read_bibliography
from argmap.workspace.changes import write_all_changes
from argmap.workspace.discovery import missing_path_error
from argmap.workspace.files import display_path, read_bytes
from argmap.workspace.source_declarations import (
    NO_LOCATION,
    DeclaredSources,
    check_id,
    declaration_of,
    declare_sources,
    text_attribute,
)
from argmap.workspace.source_passages import SOURCES_FOLDER
from argmap.workspace.source_updates import TextChange, compare_texts, present_text

if TYPE_CHECKING:
    from argmap.sources.numbered_text import ConvertedDocument

_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MAX_LINE_LENGTH = 300
_MAX_AUTHORS = 200


@frozen
class AddedDocument:
    """A document as a source; nothing is written yet.

    Attributes:
        source: The source. Its ``text`` is relative to the map, or else to the current folder.
        path: The file with its text.
        text: The text.
        paragraph_count: The number of its paragraphs, headings included.
        heading_count: The number of its headings.
        page_count: The number of its pages; 0 without pages.
        losses: What was lost.
        is_new: Whether the text does not exist yet.
        change: How the present text differs; None if it does not exist, or is the same.
        declared: The change of the map that declares the source, if one is named.
    """

    source: Source
    path: Path
    text: str
    paragraph_count: int
    heading_count: int
    page_count: int
    losses: LossReport
    is_new: bool
    change: TextChange | None
    declared: DeclaredSources | None

    @property
    def declaration(self) -> str:
        """The declaration of the source."""
        return declaration_of(self.source)

    def write(self, *, renumbers: bool = False) -> None:
        """Write the text, and the declaration into the map.

        Args:
            renumbers: Whether to change the numbers of the citations whose paragraphs have moved.

        Raises:
            InputError: If a map has changed since it was read.
            OSError: If a file cannot be written.
        """
        root = find_root(self.path.parent.parent)
        if self.is_new or self.change is not None:
            write_atomically(self.path, self.text, within=root)
        declared = self.declared
        if renumbers and self.change is not None and self.change.renumbered:
            write_all_changes(self.change.renumbered, root)
            if declared is not None:  # the map may be one of those that have just changed
                declared = declare_sources(declared.path, [self.source])
        if declared is not None:
            declared.write()


def add_document(
    document: Path,
    id_: str | None,
    *,
    title: str | None = None,
    map_path: Path | None = None,
    bibliography: Path | None = None,
    key: str | None = None,
) -> AddedDocument:
    """Convert a document, and declare it as a source.

    Args:
        document: The document.
        id_: The id of the source; None for the key in the bibliography, or else the file name.
        title: The title; None for that in the bibliography or the document.
        map_path: The map that declares the source; None to declare it nowhere.
        bibliography: A BibTeX or CSL-JSON file with the author, the year and so on.
        key: The key of the entry in the bibliography; None for the only one.

    Raises:
        InputError: If the document cannot be converted, or a file cannot be read.
        MissingExtra: If the extra ``sources`` is not installed.
    """
    entry = read_bibliography(bibliography).entry(key) if bibliography else None
    id_ = check_id(id_ or (entry.id if entry else "") or _id_from(document))
    folder = (map_path.resolve().parent if map_path else Path.cwd()).resolve()
    path = find_root(folder) / SOURCES_FOLDER / f"{id_}.txt"
    if path == document.resolve():
        raise InputError(f"`{display_path(path)}` is already a text in `{SOURCES_FOLDER}`")
    converted = _convert(document)
    from argmap.sources.formats import page_spans, read_text
    from argmap.sources.numbered_text import dump_numbered_text

    text = dump_numbered_text(converted)
    blocks = read_text(text)
    source = _source(id_, title, entry, converted, document)
    source = evolve(source, text=text_attribute(path, folder))
    old = present_text(path)
    return AddedDocument(
        source,
        path,
        text,
        len(blocks),
        sum(bool(block.level) for block in converted.blocks),
        len(page_spans(text)),
        converted.losses,
        old is None,
        None if old is None or old == text else compare_texts(path, old, text),
        declare_sources(map_path, [source]) if map_path else None,
    )


def _id_from(document: Path) -> str:
    from argmap.exchange.foreign import Names

    return Names().assign("", document.stem)


def _convert(document: Path) -> ConvertedDocument:
    from argmap.sources.converters import (
        MAX_DOCUMENT_BYTES,
        convert_document,
        format_of,
        suffixes,
    )
    from argmap.sources.formats import Unreadable

    name = display_path(document.absolute())
    try:
        data = read_bytes(document, MAX_DOCUMENT_BYTES + 1)
    except FileNotFoundError as error:
        raise missing_path_error(document) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise InputError(f"`{name}` cannot be read: {reason}") from error
    if len(data) > MAX_DOCUMENT_BYTES:
        raise InputError(f"`{name}` is larger than {MAX_DOCUMENT_BYTES >> 20} MB")
    format_ = format_of(document.name, data)
    if format_ is None:
        known = ", ".join(suffixes())
        raise InputError(f"`{name}`: unsupported format; save it in one of {known}")
    try:
        return convert_document(format_, data)
    except Unreadable as error:
        raise InputError(f"`{name}` {error}") from error


def _line(text: str) -> str:
    """Return a text of a document on one line, without control characters."""
    from argmap.sources.numbered_text import clean_text

    return " ".join(clean_text(text[:_MAX_LINE_LENGTH]).split())


def _source(
    id_: str,
    title: str | None,
    entry: Source | None,
    converted: ConvertedDocument,
    document: Path,
) -> Source:
    """Return the source; what the bibliography says overrides what the document says."""
    metadata = converted.metadata
    lang = metadata.lang if _LANG.fullmatch(metadata.lang) else None
    own = Source(
        id_,
        _line(converted.title) or document.stem,
        author=tuple(filter(None, map(_line, metadata.author[:_MAX_AUTHORS]))),
        year=metadata.year,
        publisher=_line(metadata.publisher) or None,
        lang=lang,
        location=NO_LOCATION,
    )
    if entry is not None:
        own = evolve(
            entry,
            id=id_,
            title=entry.title or own.title,
            author=entry.author or own.author,
            year=entry.year or own.year,
            publisher=entry.publisher or own.publisher,
            lang=entry.lang or own.lang,
        )
    return evolve(own, title=title) if title else own
