"""Paths in maps: they follow files that are renamed, and text that moves to another folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from argmap.editing.refactoring import FileEdits, Refactoring
from argmap.syntax import Document, quote, unquote
from argmap.syntax.tree import Attribute, ImportDecl, Item, Quoted, SourceDecl, Value, Word
from argmap.text import Edit
from argmap.text.import_patterns import is_pattern

_TEXT_ATTRIBUTE = "text"


def relocate_files(
    documents: Iterable[tuple[Path, Document]], new_path: Callable[[Path], Path]
) -> Refactoring:
    """Change the paths in maps for files that are going to be renamed.

    These are the paths of imports and of the texts of sources, in the files that are renamed and in
    all others. An import by pattern follows a renamed folder, and not a renamed file.

    Args:
        documents: All maps of the projects, by their present resolved paths.
        new_path: Returns the future path of a file or a folder; the same one if it stays.
    """
    files: list[FileEdits] = []
    for path, document in documents:
        edits = tuple(relocation_edits(document, path, new_path(path), new_path))
        if edits:
            files.append(FileEdits(path, document, edits))
    return Refactoring(tuple(files))


def relocation_edits(
    document: Document,
    old_path: Path,
    path: Path,
    new_path: Callable[[Path], Path] = lambda path: path,
    items: Iterable[Item] | None = None,
) -> Iterator[Edit]:
    """Yield the edits of the paths in a file, so that they mean the same files from another place.

    Args:
        document: The file.
        old_path: The present path of the file.
        path: The future path of the text.
        new_path: Returns the future path of a file or a folder that a path means.
        items: The top-level items whose paths are changed; all by default.
    """
    for text in _paths(document.items if items is None else items):
        written = unquote(text.text)
        target = _target(old_path.parent, written)
        if target is None:
            continue
        fixed, pattern = _split(written)
        new_target = new_path(_target(old_path.parent, fixed) or target)
        if path.parent == old_path.parent and new_target == _target(old_path.parent, fixed):
            continue
        new = relative_path(path.parent, new_target)
        new = new if not pattern else pattern if new == "." else f"{new}/{pattern}"
        if new != written:
            yield Edit(text.span, quote(new))


def relative_path(folder: Path, path: Path) -> str:
    """Return the path of a file as it is written in a map in a folder."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _paths(items: Iterable[Item]) -> Iterator[Word]:
    """Yield the quoted paths in the declarations of imports and sources."""
    for item in items:
        title: Quoted | None = getattr(item, "title", None)
        if isinstance(item, ImportDecl) and title is not None and title.raw:
            yield Word(title.raw, title.span)
        elif isinstance(item, SourceDecl) and item.block is not None:
            for attribute in item.block.items:
                if isinstance(attribute, Attribute) and attribute.name.text == _TEXT_ATTRIBUTE:
                    for value in attribute.values:
                        if isinstance(value, Value) and value.kind == "TEXT":
                            yield Word(value.text, value.span)


def _split(written: str) -> tuple[str, str]:
    """Return the part of a path before the first pattern, and the rest; empty without pattern."""
    if not is_pattern(written):
        return written, ""
    parts = PurePosixPath(written).parts
    index = next(index for index, part in enumerate(parts) if "*" in part)
    return "/".join(parts[:index]) or ".", "/".join(parts[index:])


def _target(folder: Path, written: str) -> Path | None:
    """Return the path that a written path means, or None if it is not a relative path."""
    try:
        if not written or Path(written).is_absolute() or "\\" in written or "://" in written:
            return None
        return (folder / written).resolve()
    except (OSError, ValueError, RuntimeError):  # a NUL, a long name, a cycle of links
        return None
