"""The names of elements in the files that use them, and the imports that make them visible."""

from __future__ import annotations

from pathlib import Path

from argmap.editing.document_editor import DocumentEditor
from argmap.editing.occurrences import Occurrence, Occurrences
from argmap.editing.refactoring import RefusedEdit
from argmap.editing.relocation import relative_path
from argmap.resolve.imports import Module
from argmap.syntax import quote
from argmap.syntax.tree import ImportDecl, MapDecl

_MAX_QUALIFIERS = 8


def local_name(occurrences: Occurrences, target: str) -> str:
    """Return the id of an element in the file that declares it, without the aliases of imports."""
    module, _ = occurrences.declarations[target]
    return target.removeprefix(module.prefix)


def is_visible(module: Module, other: Module) -> bool:
    """Return whether the ids of another file are used without a prefix in a file."""
    return module.prefix == other.prefix or any(visible is other for visible in module.visible())


def name_in(module: Module, other: Module, name: str) -> str | None:
    """Return how a file names an element of another file; None if it does not import that file.

    Args:
        module: The file that uses the name.
        other: The file that declares it.
        name: The id of the element in the other file.
    """
    if is_visible(module, other):
        return name
    seen = {id(module)}
    pending = [(module, "")]
    for viewer, qualifier in pending:  # grows during the loop, nearest files first
        if qualifier.count(".") > _MAX_QUALIFIERS:
            break
        for alias, imported in _aliases(viewer):
            if id(imported) in seen:
                continue
            seen.add(id(imported))
            if is_visible(imported, other):
                return f"{qualifier}{alias}.{name}"
            pending.append((imported, f"{qualifier}{alias}."))
    return None


def _aliases(module: Module) -> list[tuple[str, Module]]:
    return [pair for visible in module.visible() for pair in visible.aliases.items()]


def imports_file(module: Module, other: Module) -> bool:
    """Return whether a file imports another one, directly or indirectly, or is that file."""
    seen = {id(module)}
    pending = [module]
    for importer in pending:  # grows during the loop
        if importer is other:
            return True
        for imported in (file for files in importer.imports.values() for file in files):
            if id(imported) not in seen:
                seen.add(id(imported))
                pending.append(imported)
    return False


class MovedNames:
    """The names in a text that moves to another file of a map, and the names of its elements.

    Args:
        occurrences: The map.
        old: The present file of the text.
        new: The future file.
        moved: The targets that the text declares.
    """

    def __init__(
        self, occurrences: Occurrences, old: Module, new: Module, moved: frozenset[str]
    ) -> None:
        self._occurrences = occurrences
        self._old = old
        self._new = new
        self._moved = moved
        self.imports: dict[str, Module] = {}
        """Files that the new file must import, by the names of the files."""

    def outside(self, use: Occurrence) -> str:
        """Return the name of a moved element in a place that does not move.

        Raises:
            RefusedEdit: If the file of this place does not import the new file.
        """
        module = self._occurrences.module(use.location.source)
        assert module is not None
        name = local_name(self._occurrences, use.target)
        written = name_in(module, self._new, name)
        if written is None:
            raise RefusedEdit(
                f"`{module.document.source.name}` uses `{name}`, but does not import "
                f"`{self._new.document.source.name}`; add an import there first"
            )
        return written

    def inside(self, use: Occurrence) -> str:
        """Return the name of an element in the moved text.

        Raises:
            RefusedEdit: If the new file cannot import the file of the element.
        """
        name = local_name(self._occurrences, use.target)
        if use.target in self._moved:
            return name
        module, _ = self._occurrences.declarations[use.target]
        written = name_in(self._new, module, name)
        if written is not None:
            return written
        new_name, other_name = self._new.document.source.name, module.document.source.name
        if imports_file(module, self._new):
            raise RefusedEdit(
                f"`{name}` would not be visible in `{new_name}`, which `{other_name}` imports; "
                f"move `{name}` there first, or import the file without `as`"
            )
        if self._occurrences.resolution.scope.find(self._new, name) is not None:
            raise RefusedEdit(
                f"`{name}` already exists in `{new_name}`; import `{other_name}` there with a name"
            )
        self.imports[other_name] = module
        return name


def import_text(folder: Path, path: Path, alias: str | None = None) -> str:
    """Return the import of a file, as it is written in a map in a folder."""
    name = f" as {alias}" if alias else ""
    return f"import {quote(relative_path(folder, path))}{name}"


def add_import(editor: DocumentEditor, module: Module, imported: Module) -> None:
    """Add an import without a name to a file, after its header and its other imports."""
    assert module.path is not None
    assert imported.path is not None
    text = import_text(module.path.parent, imported.path)
    items = module.document.items
    for kind in (ImportDecl, MapDecl):
        last = next((item for item in reversed(items) if isinstance(item, kind)), None)
        if last is not None:
            editor.insert_after(last, None, text, has_blank_line=kind is MapDecl)
            return
    editor.prepend(text)
