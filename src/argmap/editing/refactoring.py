"""The result of a refactoring: edits of several files, new files, and files to delete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from argmap.errors import InputError
from argmap.formatting import format_document
from argmap.resolve.imports import Module
from argmap.syntax import Document, parse
from argmap.text import Edit, SourceText, apply_edits


class RefusedEdit(InputError):
    """A refactoring that is not possible; the message says why, and what to do."""


class FileEdits(NamedTuple):
    """The edits of one file.

    Attributes:
        path: The path of the file; None for text that is not in a file.
        document: The file before the edits.
        edits: The edits, in order and without overlaps.
    """

    path: Path | None
    document: Document
    edits: tuple[Edit, ...]


class NewFile(NamedTuple):
    """A file to create."""

    path: Path
    text: str


class Refactoring(NamedTuple):
    """Changes of files that belong together: all of them are applied, or none."""

    files: tuple[FileEdits, ...] = ()
    new_files: tuple[NewFile, ...] = ()
    deleted_files: tuple[Path, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.files or self.new_files or self.deleted_files)


class EditCollector:
    """Collects edits of the files of several maps; a file may be part of more than one of them."""

    def __init__(self) -> None:
        self._modules: dict[str, Module] = {}
        self._edits: dict[str, dict[Edit, None]] = defaultdict(dict)

    def add(self, module: Module, *edits: Edit) -> None:
        """Add edits of a file. An edit that is already there is added only once."""
        key = module.document.source.name
        self._modules.setdefault(key, module)
        self._edits[key].update(dict.fromkeys(edits))

    def of_module(self, module: Module) -> tuple[Edit, ...]:
        """Return the edits of a file so far."""
        return tuple(self._edits.get(module.document.source.name, ()))

    def files(self) -> tuple[FileEdits, ...]:
        """Return the edits of all files.

        Raises:
            RefusedEdit: If two edits overlap, because the maps that share a file disagree.
        """
        files: list[FileEdits] = []
        for key, edits in self._edits.items():
            module = self._modules[key]
            ordered = tuple(sorted(edits, key=lambda edit: edit.span))
            try:
                apply_edits(module.document.source.text, ordered)
            except ValueError as error:
                raise RefusedEdit(f"the maps that contain `{key}` need different edits") from error
            if ordered:
                files.append(FileEdits(module.path, module.document, ordered))
        return tuple(files)


def require_valid_syntax(modules: Iterable[Module]) -> None:
    """Check that files have no syntax errors, because the places of their elements are then sure.

    Raises:
        RefusedEdit: If a file has a syntax error.
    """
    for module in modules:
        if module.document.errors:
            name = module.document.source.name
            raise RefusedEdit(f"`{name}` has syntax errors; fix them first (see `argmap check`)")


def edited_source(file: FileEdits, *, keeps_layout: bool = True) -> SourceText:
    """Return the text of a file after its edits.

    Args:
        file: The edits.
        keeps_layout: Whether a file in the canonical layout stays in it. Then the result is
            formatted, which may change lines that the edits do not touch.
    """
    document = file.document
    source = evolve(document.source, text=apply_edits(document.source.text, file.edits))
    if not keeps_layout or format_document(document):
        return source
    return evolve(source, text=apply_edits(source.text, format_document(parse(source))))
