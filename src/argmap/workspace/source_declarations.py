"""Declarations of sources: their text, and adding them to a map without changing the rest."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from attrs import fields

from argmap import exchange
from argmap.config import find_root
from argmap.editing import DocumentEditor, FileEdits, RefusedEdit, edited_source
from argmap.errors import InputError
from argmap.model import ArgumentMap, Source
from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.model.identifiers import is_id, normalize_id
from argmap.resolve import Resolution
from argmap.syntax import Document, parse
from argmap.syntax.tree import Attribute, Declaration, ImportDecl, MapDecl, SourceDecl
from argmap.text import Location, SourceText, Span
from argmap.workspace.changes import FileChange, write_all_changes
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

NO_LOCATION = Location(SourceText("", ""), Span(0, 0))
"""The location of a source that is not in a map yet."""

_BLANK_LINE = re.compile(r"[ \t]*\r?\n[ \t]*\r?\n")
_RESERVED = {*DECLARATION_KEYWORDS, "import", "as", "true", "false"}


class DeclaredSources(NamedTuple):
    """The result of adding sources to a map; nothing is written yet.

    Attributes:
        change: The change of the file; None if there is nothing to add.
        added: The ids of the sources that are new.
        completed: The ids of the declared sources that get more attributes.
        kept: The ids of the declared sources that stay as they are.
    """

    path: Path
    change: FileChange | None
    added: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def write(self) -> None:
        """Write the map, if it changes.

        Raises:
            InputError: If the file has changed since it was read.
            OSError: If it cannot be written.
        """
        if self.change is not None:
            write_all_changes([self.change], find_root(self.path.parent))


def check_id(id_: str) -> str:
    """Return an id in its normal form.

    Raises:
        InputError: If it is not a valid id, or is a reserved word.
    """
    normalized = normalize_id(id_)
    if not is_id(normalized):
        raise InputError(f"`{id_}` is not a valid id; use letters, digits, `_` and `-`")
    if normalized in _RESERVED:
        raise InputError(f"`{id_}` is a reserved word; use another id")
    return normalized


def declaration_of(*sources: Source) -> str:
    """Return the declarations of sources in the canonical layout, with a blank line in between."""
    named = {source.id: source for source in sources}
    return exchange.dump(ArgumentMap(sources=named, location=NO_LOCATION), "argmap")


def text_attribute(text: Path, folder: Path) -> str:
    """Return the attribute ``text`` for a file, in a map in a folder."""
    return Path(os.path.relpath(text, folder)).as_posix()


def declare_sources(map_path: Path, sources: Sequence[Source]) -> DeclaredSources:
    """Add sources to a map, after its last source or its header.

    A source that the file already declares gets the attributes that it does not have.

    Args:
        map_path: The file that declares the sources.
        sources: The sources; their ``text`` is relative to the folder of the map.

    Raises:
        InputError: If the map cannot be read, another element has the id of a source, or a source
            has another text.
        RefusedEdit: If the map has syntax errors.
    """
    resolution = load_resolution(map_path, FileCache())
    document = resolution.documents[0]
    path = resolution.paths[0] or map_path.resolve()
    if document.errors:
        name = document.source.name
        raise RefusedEdit(f"`{name}` has syntax errors; fix them first (see `argmap check`)")
    editor = DocumentEditor(document)
    declared = {
        normalize_id(item.id.text): item
        for item in document.items
        if isinstance(item, SourceDecl) and item.id is not None
    }
    added: list[str] = []
    completed: list[str] = []
    kept: list[str] = []
    new: list[Source] = []
    for source in sources:
        if source.id in declared:
            has_changed = _complete(editor, declared[source.id], source, resolution)
            (completed if has_changed else kept).append(source.id)
        else:
            _require_free(source.id, resolution)
            new.append(source)
            added.append(source.id)
    if new:
        _insert(editor, document, declaration_of(*new).rstrip("\n"))
    edits = editor.edits()
    change = None
    if edits:
        edited = edited_source(FileEdits(path, document, edits))
        change = FileChange(path, document.source, edited)
    return DeclaredSources(path, change, tuple(added), tuple(completed), tuple(kept))


def _require_free(id_: str, resolution: Resolution) -> None:
    argument_map = resolution.map
    elements = (
        *(argument_map.statements, argument_map.inferences, argument_map.questions),
        *(argument_map.contexts, argument_map.sections),
    )
    name = resolution.documents[0].source.name
    if id_ in argument_map.sources:
        file = argument_map.sources[id_].location.source.name
        raise InputError(f"`{file}` declares the source `{id_}`; name that file with --to")
    if any(id_ in named for named in elements):
        raise InputError(f"another element of `{name}` has the id `{id_}`; use another one")


def _complete(
    editor: DocumentEditor, declaration: SourceDecl, source: Source, resolution: Resolution
) -> bool:
    """Add the attributes that a declaration does not have; return whether there are any."""
    old = resolution.map.sources.get(source.id)
    if old is None:
        return False
    if old.text and source.text and Path(old.text) != Path(source.text):
        raise InputError(
            f"the source `{source.id}` already has the text `{old.text}`; use another id, or "
            "remove its `text:`"
        )
    missing = {
        one.name: getattr(source, one.name)
        for one in fields(Source)
        if one.name not in ("id", "title", "extra", "location") and not getattr(old, one.name)
    }
    extra = {name: values for name, values in source.extra.items() if name not in old.extra}
    text = declaration_of(Source(source.id, extra=extra, location=NO_LOCATION, **missing))
    written = parse(SourceText("", text))
    (new,) = (item for item in written.items if isinstance(item, Declaration))
    attributes = [
        item for item in (new.block.items if new.block else ()) if isinstance(item, Attribute)
    ]
    for attribute in attributes:
        values = Span(attribute.values[0].span.start, attribute.values[-1].span.end)
        editor.add_value(declaration, attribute.name.text, text[values.start : values.end])
    return bool(attributes)


def _insert(editor: DocumentEditor, document: Document, text: str) -> None:
    """Add declarations after the last source of a file, or else after its header and imports."""
    for kinds in (SourceDecl, (ImportDecl, MapDecl)):
        last = next((item for item in reversed(document.items) if isinstance(item, kinds)), None)
        if last is not None:
            rest = document.source.text[editor.extent(last, None).end :]
            is_close = rest.strip() and not _BLANK_LINE.match(rest)
            editor.insert_after(last, None, text + "\n" * bool(is_close), has_blank_line=True)
            return
    editor.prepend(text)
