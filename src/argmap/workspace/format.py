"""Putting maps into the canonical layout."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from argmap.errors import InputError
from argmap.formatting import format_document
from argmap.syntax import Document, parse_reading
from argmap.text import SourceText, apply_edits, decode
from argmap.workspace.changes import FileChange, encode_source
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import FileCache, shown
from argmap.workspace.targets import find_targets


class FormatResult(NamedTuple):
    """What comes of formatting; nothing is written yet.

    ``changes`` are the files that were not canonical, of all the ``files``. Of those in ``broken``,
    by name, only a part could be formatted, as they hold mistakes; those in ``unreadable`` were
    left alone, as they are no UTF-8 or far too large.
    """

    changes: tuple[FileChange, ...]
    files: int
    broken: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def format_paths(
    paths: Iterable[Path],
    exclusion: ExclusionOptions = ExclusionOptions(),  # noqa: B008 (it is immutable)
) -> FormatResult:
    """Format all maps that ``paths`` (files and folders) mean, in memory.

    ``exclusion`` is what the command line leaves out of folders.

    Raises:
        InputError: when a path is not there or cannot be read, or a folder holds no map.
    """
    files = FileCache()
    changes: list[FileChange] = []
    broken: list[str] = []
    unreadable: list[str] = []
    targets = find_targets(paths, files, Exclusions(exclusion))
    for path in (target.path for target in targets):
        try:
            document = files.document(path)
            is_whole = path.read_bytes() == encode_source(document.source)
        except OSError as error:
            raise InputError(f"`{shown(path)}` cannot be read: {error.strerror}") from error
        name = document.source.name
        if not is_whole:
            unreadable.append(name)
            continue
        if document.errors:
            broken.append(name)
        formatted = _formatted(document)
        if formatted.text != document.source.text:
            changes.append(FileChange(path, document.source, formatted))
    return FormatResult(tuple(changes), len(targets), tuple(broken), tuple(unreadable))


def format_bytes(data: bytes, filename: Path | None = None) -> tuple[Document, SourceText]:
    """Format a map that is in no file; ``filename`` is where it would lie.

    Returns it as it was read, and as it is to be.

    Raises:
        InputError: when it is no UTF-8 or far too large, so that it could not be given back.
    """
    name = "<stdin>" if filename is None else shown(Path.cwd().resolve() / filename)
    document = parse_reading(decode(name, data))
    if encode_source(document.source) != data:
        raise InputError(f"`{name}` is no UTF-8, or too large to be a map")
    return document, _formatted(document)


def _formatted(document: Document) -> SourceText:
    text = apply_edits(document.source.text, format_document(document))
    return evolve(document.source, text=text)
