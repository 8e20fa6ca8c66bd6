"""The state of a map while a program edits it: its files, and whether they still make a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import evolve

from argmap.config import find_root
from argmap.editing import DocumentEditor, Occurrence, Occurrences, Refactoring, RefusedEdit
from argmap.errors import UnknownId
from argmap.exchange.foreign.names import Names
from argmap.model.identifiers import normalize_id
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse
from argmap.syntax.incremental import reparse
from argmap.syntax.incremental_tree import Change
from argmap.syntax.tree import Declaration
from argmap.text import Edit, SourceText, apply_edits
from argmap.text.suggest import suggest
from argmap.workspace.changes import FileChange, write_all_changes
from argmap.workspace.files import FileCache, OverlayFiles
from argmap.workspace.load import load_errors


class EditedMap:
    """A map whose texts change.

    Args:
        source: The text of the map.
        path: The path of its file; None for a text without a file.

    Raises:
        RefusedEdit: If the text has syntax errors.
    """

    def __init__(self, source: SourceText, path: Path | None) -> None:
        self._path = (path or Path("<text>")).absolute()
        self._files = FileCache()
        self._originals: dict[Path, Document] = {}
        self._documents: dict[Path, Document] = {self._path: parse(source)}
        if self.document.errors:
            raise RefusedEdit(
                f"`{source.name}` has syntax errors; fix them first (see `argmap check`)"
            )
        self.resolution = self._resolve()
        self._occurrences = Occurrences(self.resolution)
        self._errors = _error_counts(self.resolution)

    @property
    def document(self) -> Document:
        """The map's own file; the others are those that it imports."""
        return self._documents[self._path]

    # ---- Elements --------------------------------------------------------------------------------

    def declaration(self, id_: str) -> Declaration:
        """Return the declaration of an element in the map's own file.

        Raises:
            UnknownId: If the map has no such element.
            RefusedEdit: If the element is in an imported file.
        """
        return self._find(id_)[1]

    def occurrence(self, id_: str) -> tuple[Occurrences, Occurrence]:
        """Return the id in the declaration of an element, and all names of the map.

        Raises:
            UnknownId: If the map has no such element.
            RefusedEdit: If the element is in an imported file, or has no id.
        """
        name, _ = self._find(id_)
        for occurrence in self._occurrences.of_target(name):
            if occurrence.is_declaration:
                return self._occurrences, occurrence
        raise RefusedEdit(f"`{id_}` has no id in the text; give it one first")

    def _find(self, id_: str) -> tuple[str, Declaration]:
        name, declarations = normalize_id(id_), self._occurrences.declarations
        if name not in declarations:
            raise UnknownId(f"the map has no element `{id_}`{suggest(id_, declarations)}")
        module, declaration = declarations[name]
        if module.document is not self.document:
            raise RefusedEdit(f"`{id_}` is in {module.document.source.name}; edit that file")
        return name, declaration

    def new_id(self, text: str) -> str:
        """Return an id that is not in use, made from a text."""
        names = Names()
        for taken in self._occurrences.declarations:
            names.assign(taken)
        return names.assign("", text)

    # ---- Changes ---------------------------------------------------------------------------------

    def change(self, change: Callable[[DocumentEditor], None]) -> None:
        """Change the map's own file.

        Raises:
            RefusedEdit: If the map would have an error that it does not have.
        """
        editor = DocumentEditor(self.document)
        change(editor)
        self._replace({self._path: _edited(self.document, editor.edits())})

    def apply(self, refactoring: Refactoring) -> None:
        """Apply the changes of a refactoring to all files of the map.

        Raises:
            RefusedEdit: As for `change`.
        """
        documents = {}
        for file in refactoring.files:
            assert file.path is not None
            documents[file.path] = _edited(file.document, file.edits)
        self._replace(documents)

    def save(self) -> None:
        """Write all changed files, or none of them.

        Raises:
            InputError: If a file has changed since it was read.
            OSError: If a file cannot be written.
        """
        changes = [
            FileChange(path, original.source, self._documents[path].source)
            for path, original in self._originals.items()
            if original.source.text != self._documents[path].source.text
        ]
        write_all_changes(changes, find_root(self._path.parent))
        self._originals.clear()

    def _replace(self, documents: Mapping[Path, Document]) -> None:
        """Replace files, unless the map would then have an error."""
        old_documents, old_resolution = dict(self._documents), self.resolution
        self._documents |= documents
        self.resolution = self._resolve()
        errors = _error_counts(self.resolution)
        if added := errors - self._errors:
            self._documents, self.resolution = old_documents, old_resolution
            raise RefusedEdit(f"the map would have an error: {next(iter(added))}")
        self._occurrences, self._errors = Occurrences(self.resolution), errors
        for path in documents:
            original = old_documents.get(path) or self._files.document(path)
            self._originals.setdefault(path, original)

    def _resolve(self) -> Resolution:
        return resolve(
            self.document,
            path=self._path,
            documents=OverlayFiles(self._files, self._documents.get),
            boundary=find_root(self._path.parent),
        )


def _edited(document: Document, edits: Sequence[Edit]) -> Document:
    """Return a document after edits, of which only the changed part is parsed again."""
    source = evolve(document.source, text=apply_edits(document.source.text, edits))
    if not edits:
        return document
    start, old_end = edits[0].span.start, max(edit.span.end for edit in edits)
    growth = len(source.text) - len(document.source.text)
    return reparse(document, Change(start, old_end, old_end + growth), source)


def _error_counts(resolution: Resolution) -> Counter[str]:
    """Return the errors of a map without their places, which move."""
    return Counter(error.message for error in load_errors(resolution).diagnostics)
