"""Formats maps in the canonical layout."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from argmap.errors import InputError
from argmap.formatting import format_document
from argmap.syntax import Document, parse_reading
from argmap.text import MAX_FILE_BYTES, SourceText, apply_edits, decode
from argmap.workspace.changes import FileChange, encode_source
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import FileCache, display_path
from argmap.workspace.targets import find_targets


class FormatResult(NamedTuple):
    """The result of formatting files; nothing is written yet.

    Attributes:
        changes: The files that were not in the canonical layout.
        files: The number of all files.
        broken: The names of files with syntax errors, which were formatted only in part.
        unreadable: The names of files that were skipped because they are not UTF-8, or too large.
    """

    changes: tuple[FileChange, ...]
    files: int
    broken: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def format_paths(
    paths: Iterable[Path],
    exclusion: ExclusionOptions = ExclusionOptions(),  # noqa: B008 (it is immutable)
) -> FormatResult:
    """Format all maps that ``paths`` (files and folders) name, in memory.

    Args:
        paths: Files, and folders to search for maps.
        exclusion: The files that the command line excludes from folders.

    Raises:
        InputError: If a path does not exist or cannot be read, or a folder contains no map.
    """
    files = FileCache()
    changes: list[FileChange] = []
    broken: list[str] = []
    unreadable: list[str] = []
    targets = find_targets(paths, files, Exclusions(exclusion))
    for path in (target.path for target in targets):
        try:
            document = files.document(path)
            is_lossless = path.read_bytes() == encode_source(document.source)
        except OSError as error:
            raise InputError(f"`{display_path(path)}` cannot be read: {error.strerror}") from error
        name = document.source.name
        if not is_lossless:
            unreadable.append(name)
            continue
        if document.errors:
            broken.append(name)
        formatted = _formatted(document)
        if formatted.text != document.source.text:
            changes.append(FileChange(path, document.source, formatted))
    return FormatResult(tuple(changes), len(targets), tuple(broken), tuple(unreadable))


def format_bytes(data: bytes, filename: Path | None = None) -> tuple[Document, SourceText]:
    """Format a map from standard input.

    Args:
        data: The text of the map.
        filename: The path that the map would have.

    Returns:
        The parsed map, and the formatted text.

    Raises:
        InputError: If the text is not UTF-8, or too large, so that it cannot be returned unchanged.
    """
    name = "<stdin>" if filename is None else display_path(Path.cwd().resolve() / filename)
    document = parse_reading(decode(name, data))
    if encode_source(document.source) != data:
        raise InputError(f"`{name}` is not UTF-8, or is larger than {MAX_FILE_BYTES >> 20} MB")
    return document, _formatted(document)


def _formatted(document: Document) -> SourceText:
    text = apply_edits(document.source.text, format_document(document))
    return evolve(document.source, text=text)
