"""Lossless edits of a map by programs: comments and layout stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Unpack

from argmap.api.attribute_text import (
    Cite,
    StatementAttributes,
    attribute_lines,
    attribute_name,
    attribute_value,
    citation_text,
)
from argmap.api.edited_map import EditedMap
from argmap.api.map_files import AnyPath
from argmap.editing import DocumentEditor, MoveTarget, RefusedEdit
from argmap.editing import move as move_item
from argmap.editing import rename as rename_item
from argmap.formatting import INDENT
from argmap.model import ArgumentMap
from argmap.syntax import quote, unquote
from argmap.syntax.tree import Attribute, Declaration
from argmap.text import SourceText, Span
from argmap.workspace.files import FileCache, display_path
from argmap.workspace.load import load_resolution


class MapEditor:
    """Changes a map by meaning: rename, reword, add, move and remove.

    A change touches the named element and nothing else; comments stay with their elements. Every
    change is applied at once, and refused if the map would then have an error that it did not have.

    Args:
        text: The text of the map.
        path: The path of its file; imports are relative to it.

    Raises:
        RefusedEdit: If the text has syntax errors.
    """

    def __init__(self, text: str, path: AnyPath | None = None) -> None:
        name = "<text>" if path is None else display_path(Path(path).absolute())
        self._map = EditedMap(SourceText(name, text), None if path is None else Path(path))

    @classmethod
    def open(cls, path: AnyPath) -> MapEditor:
        """Return an editor of the map in a file; `save` writes it.

        Raises:
            InputError: If the file cannot be read.
            RefusedEdit: If the file has syntax errors.
        """
        editor = cls.__new__(cls)
        source = load_resolution(Path(path), FileCache()).documents[0].source
        editor._map = EditedMap(source, Path(path))  # noqa: SLF001 (a new object of this class)
        return editor

    @property
    def text(self) -> str:
        """The text of the map with all changes so far."""
        return self._map.document.source.text

    @property
    def argument_map(self) -> ArgumentMap:
        """The map with all changes so far."""
        return self._map.resolution.map

    def __getitem__(self, id_: str) -> EditedElement:
        """Return an element, to read and change it.

        Raises:
            UnknownId: If the map has no element of this id.
            RefusedEdit: If it is in an imported file.
        """
        self._map.declaration(id_)
        return EditedElement(self._map, id_)

    # ---- Changes ---------------------------------------------------------------------------------

    def rename(self, old: str, new: str) -> None:
        """Rename an element in its declaration and in all references.

        Other maps that import this one are not changed; `argmap rename` changes them, too.

        Raises:
            UnknownId: If the map has no element of the old id.
            RefusedEdit: If the new id is invalid or taken.
        """
        occurrences, declaration = self._map.occurrence(old)
        self._map.apply(rename_item([occurrences], declaration, new))

    def move(self, id_: str, *, under: str | None = None) -> None:
        """Move an element with its block and its comments.

        Args:
            id_: The id of the element.
            under: The id of the element that it is then nested in; None for the top level.

        Raises:
            UnknownId: If the map has no element of one of the ids.
            RefusedEdit: If the element cannot be there.
        """
        occurrences, declaration = self._map.occurrence(id_)
        parent = None if under is None else self._map.occurrence(under)[1]
        self._map.apply(move_item([occurrences], declaration, MoveTarget(parent)))

    def remove(self, id_: str) -> None:
        """Remove an element with what is nested in it and its comments.

        Raises:
            UnknownId: If the map has no element of this id.
            RefusedEdit: If another element refers to it.
        """
        declaration = self._map.declaration(id_)

        def change(editor: DocumentEditor) -> None:
            editor.remove(declaration, editor.parent_of(declaration))

        self._map.change(change)

    def add_claim(
        self,
        parent: str | None,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a claim at the end of the block of another element, and return its id.

        Args:
            parent: The id of the element; None for the top level of the map.
            text: The statement.
            id: Its id; None to make one from the text.
            cites: A reference such as ``paper:31``, or a pair of it and the quoted words, or a list
                of these.
            attributes: Its attributes, such as ``supports``.

        Raises:
            UnknownId: If the map has no element of the id ``parent``.
            ValueError: If a citation or an attribute is invalid.
            RefusedEdit: If the map would have an error, such as a reference to an unknown id.
        """
        return self._add("claim", parent, text, id, cites, attributes)

    def add_evidence(
        self,
        parent: str | None,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add evidence; see `add_claim`."""
        return self._add("evidence", parent, text, id, cites, attributes)

    def add_assumption(
        self,
        parent: str | None,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add an assumption; see `add_claim`."""
        return self._add("assumption", parent, text, id, cites, attributes)

    def add_counterpoint(
        self,
        parent: str | None,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a counterpoint; see `add_claim`."""
        return self._add("counterpoint", parent, text, id, cites, attributes)

    def add_concession(
        self,
        parent: str | None,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a concession; see `add_claim`."""
        return self._add("concession", parent, text, id, cites, attributes)

    def save(self) -> None:
        """Write all changed files, or none of them.

        Raises:
            InputError: If a file has changed since it was read.
            OSError: If a file cannot be written.
        """
        self._map.save()

    def _add(
        self,
        keyword: str,
        parent: str | None,
        text: str,
        id_: str | None,
        cites: Cite | list[Cite] | None,
        attributes: Any,
    ) -> str:
        lines = attribute_lines(keyword, attributes)
        outer = None if parent is None else self._map.declaration(parent)
        name = id_ if id_ is not None else self._map.new_id(text)
        head = f"{keyword} {name} {quote(text)}{citation_text(cites or [])}"
        block = "\n".join([f"{head} {{", *(INDENT + line for line in lines), "}"])
        self._map.change(lambda editor: editor.append(outer, block if lines else head))
        return name


class EditedElement:
    """An element of a map that is being edited.

    Attributes are read and set by name, with ``_`` for ``-``; None removes one::

        document["bus"].text = "We should take the bus"
        document["bus"]["confidence"] = 0.8
    """

    def __init__(self, edited_map: EditedMap, id_: str) -> None:
        self._map = edited_map
        self._id = id_

    @property
    def id(self) -> str:
        """The id."""
        return self._id

    @property
    def kind(self) -> str:
        """The keyword of its declaration, such as ``claim``."""
        return self._declaration.keyword.text

    @property
    def text(self) -> str:
        """The text of a statement, or the title of a source or a section."""
        title = self._declaration.title
        return "" if title is None else unquote(title.raw)

    @text.setter
    def text(self, text: str) -> None:
        declaration = self._declaration
        title = declaration.title
        end = (declaration.id or declaration.keyword).span.end
        if title is None:
            self._map.change(lambda editor: editor.change(Span(end, end), f" {quote(text)}"))
        elif text != self.text:
            self._map.change(lambda editor: editor.change(title.span, quote(text)))

    def __getitem__(self, name: str) -> str | None:
        """Return the value of an attribute as in the file; None if it is not set.

        Raises:
            ValueError: If the element cannot have the attribute.
        """
        attributes = self._attributes(name)
        source = self._map.document.source
        values = [source.slice(value.span) for one in attributes for value in one.values]
        return ", ".join(values) if attributes else None

    def __setitem__(self, name: str, value: object) -> None:
        """Set an attribute to a value or a list of values; None removes it.

        Raises:
            ValueError: If the element cannot have the attribute.
            RefusedEdit: If the value is invalid, or a comment is between the present values.
        """
        declaration = self._declaration
        attributes = self._attributes(name)
        kept = attributes[0] if attributes and value is not None and attributes[0].values else None

        def change(editor: DocumentEditor) -> None:
            for attribute in attributes:
                if attribute is not kept:
                    editor.remove(attribute, declaration)
            if value is None:
                return
            text = attribute_value(self.kind, name, value)
            if kept is None:
                editor.add_value(declaration, attribute_name(self.kind, name), text)
            else:
                editor.change(self._span_of_values(kept), text)

        self._map.change(change)

    def _span_of_values(self, attribute: Attribute) -> Span:
        source = self._map.document.source
        spans = [value.span for value in attribute.values]
        for before, after in pairwise(spans):
            if "#" in source.slice(Span(before.end, after.start)):
                raise RefusedEdit(
                    f"a comment is between the values of `{attribute.name.text}`; edit the file"
                )
        return spans[0].join(spans[-1])

    def __delitem__(self, name: str) -> None:
        """Remove an attribute, if it is set."""
        self[name] = None

    @property
    def _declaration(self) -> Declaration:
        return self._map.declaration(self._id)

    def _attributes(self, name: str) -> list[Attribute]:
        declaration = self._declaration
        name = attribute_name(self.kind, name)
        items = declaration.block.items if declaration.block else ()
        return [item for item in items if isinstance(item, Attribute) and item.name.text == name]

    def __repr__(self) -> str:
        return f"<{self.kind} {self._id}: “{self.text}”>"


@contextmanager
def edit(path: AnyPath) -> Iterator[MapEditor]:
    """Edit the map in a file; the changes are written when the ``with`` block ends.

    ::

        with argmap.edit("bus.argmap") as document:
            document.rename("slow", "late")
            document["bus"].text = "We should take the bus"

    After an exception in the block, nothing is written.

    Raises:
        InputError: If the file cannot be read, or has changed when it is written.
        RefusedEdit: If the file has syntax errors.
        OSError: If the file cannot be written.
    """
    editor = MapEditor.open(path)
    yield editor
    editor.save()
