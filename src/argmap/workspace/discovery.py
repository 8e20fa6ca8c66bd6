"""Finds the maps that the paths on a command line name, and which of them others import.

Nothing here parses a map, so that this module imports little; callers pass functions that return
the imports of a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from argmap.config import MAP_SUFFIX, find_root
from argmap.errors import InputError
from argmap.text.import_patterns import ListFolder, is_pattern, list_folder, match_pattern
from argmap.text.patterns import lazy_pattern
from argmap.workspace.exclusions import Exclusions
from argmap.workspace.files import MARKDOWN_SUFFIXES, fence_path, read_bytes

Imports = Callable[[Path], Sequence[Path]]
"""Returns the resolved paths of the files that a file imports."""

_IMPORT = lazy_pattern(
    rb'#[^\r\n]*|"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]|\\.)*+"'
    rb'|(?P<import>\bimport\b)(?:\s|#[^\r\n]*+)*+"(?P<title>[^"\\\r\n]+)"',
    re.DOTALL,
)

_SKIP = rb'#[^\r\n]*+|"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]|\\.)*+"'
"""A comment or a string."""
_HEADER = lazy_pattern(
    rb"(?:%(skip)s)|(?P<thesis>(?<![\w.-])map(?![\w-])(?:\s|%(skip)s)*+\{"
    rb"(?:[^\"#{}t]|%(skip)s|t(?!hesis\s*:)|(?<=[\w-])t)*+thesis\s*:)" % {b"skip": _SKIP},
    re.DOTALL,
)


class PathContents(NamedTuple):
    """The contents of a path: a single file, or the maps in a Markdown file or a folder.

    Attributes:
        base: The resolved path.
        files: The resolved files, sorted and without duplicates.
        is_folder: Whether the path is a folder.
        name: The last component of the path as written.
    """

    base: Path
    files: tuple[Path, ...]
    is_folder: bool
    name: str


def find_maps(
    path: Path, exclusions: Exclusions | None = None, *, reads_markdown: bool = False
) -> PathContents:
    """Return the contents of a path.

    Excluded files of a folder are skipped. A file that is named explicitly is skipped only if
    ``exclusions`` are forced.

    Args:
        path: A file or a folder.
        exclusions: The files to skip.
        reads_markdown: Whether a Markdown file counts as the maps in it (see
            `argmap.workspace.files.fence_path`). In folders, ``exclusions`` may skip such files.

    Raises:
        InputError: If the path does not exist or is neither a file nor a folder, if a folder
            contains no map, if a Markdown file cannot be read or is not expected, or if the
            exclusions of a project are invalid.
    """
    is_folder, resolved = _resolve(path)
    if exclusions is not None and exclusions.excludes(resolved):
        return PathContents(resolved, (), is_folder, path.name)
    if not is_folder:
        if not reads_markdown:
            require_no_markdown(path)
        is_markdown = resolved.suffix in MARKDOWN_SUFFIXES
        files = tuple(maps_in_markdown(resolved)) if is_markdown else (resolved,)
        return PathContents(resolved, files, is_folder, path.name)
    exclusions = exclusions or Exclusions()
    suffixes = (MAP_SUFFIX, *MARKDOWN_SUFFIXES) if reads_markdown else (MAP_SUFFIX,)
    paths = sorted(
        file
        for folder, names in exclusions.walk(resolved)
        for file in maps_in(folder, names, resolved, suffixes)
    )
    files = tuple(
        map_path
        for file in dict.fromkeys(paths)
        for map_path in ((file,) if file.suffix == MAP_SUFFIX else maps_in_markdown(file))
    )
    if not files:
        kind = " that is neither excluded nor ignored by git" if exclusions.has_excluded else ""
        raise InputError(f"`{path}` contains no {MAP_SUFFIX} file{kind}")
    return PathContents(resolved, files, is_folder, path.name)


def _resolve(path: Path) -> tuple[bool, Path]:
    """Return whether a path is a folder, and the resolved path."""
    try:
        if not str(path).strip() or not path.exists():
            raise missing_path_error(path)
        if not (path.is_dir() or path.is_file()):
            raise InputError(f"`{path}` cannot be read: it is neither a file nor a folder")
        return path.is_dir(), path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise InputError(f"`{path}` cannot be read: {reason}") from error


def missing_path_error(path: Path) -> InputError:
    """Return the error for a path that does not exist, with a suggestion if there is one."""
    suggestion = _similar_map(path)
    hint = f"; did you mean `{suggestion}`?" if suggestion else ""
    return InputError(f"`{path}` does not exist{hint}")


def _similar_map(path: Path) -> str | None:
    """Return the map in the same folder with the most similar name."""
    from argmap.text import closest_match  # only needed for errors

    try:
        names = [entry.name for entry in os.scandir(path.parent) if entry.name.endswith(MAP_SUFFIX)]
    except (OSError, ValueError):
        return None
    with_suffix = f"{path.name}{MAP_SUFFIX}"
    name = with_suffix if with_suffix in names else closest_match(path.name, sorted(names))
    return os.path.join(os.path.dirname(path), name) if name else None  # noqa: PTH118, PTH120


def maps_in(
    folder: Path, names: Iterable[str], boundary: Path, suffixes: Sequence[str] = (MAP_SUFFIX,)
) -> Iterator[Path]:
    """Yield the resolved maps, or files with other suffixes, among the files of a folder.

    A symbolic link counts as its target, and only if the target is inside ``boundary``.

    Args:
        folder: The folder.
        names: The names of the files.
        boundary: The folder that contains all of them.
        suffixes: The suffixes of the files to yield.
    """
    for name in names:
        path = folder / name
        if path.suffix in suffixes and path.is_file():
            target = path.resolve()
            if target.suffix == path.suffix and target.is_relative_to(boundary):
                yield target


def require_no_markdown(path: Path) -> None:
    """Check that a path is not that of a Markdown file, which is not a map, but may contain maps.

    Raises:
        InputError: If it is.
    """
    if path.suffix in MARKDOWN_SUFFIXES:
        raise InputError(
            f"`{path}` is a Markdown file, not a map; use `argmap check` or `argmap embed` for the "
            "maps in it"
        )


def maps_in_markdown(document: Path) -> Iterator[Path]:
    """Yield the paths of the maps in a Markdown file.

    Raises:
        InputError: If the file cannot be read, is too large, or contains too many maps.
    """
    from argmap.text.fences import (
        MAX_MAPS_PER_DOCUMENT,
        MAX_MARKDOWN_BYTES,
        decode_markdown,
        map_fences,
    )

    try:
        data = read_bytes(document, MAX_MARKDOWN_BYTES + 1)
    except OSError as error:
        raise InputError(f"`{document}` cannot be read: {error.strerror}") from error
    if len(data) > MAX_MARKDOWN_BYTES:
        raise InputError(f"`{document}` is larger than {MAX_MARKDOWN_BYTES >> 20} MB")
    count = len(map_fences(decode_markdown(data)))
    if count > MAX_MAPS_PER_DOCUMENT:
        raise InputError(f"`{document}` contains more than {MAX_MAPS_PER_DOCUMENT} maps")
    for number in range(1, count + 1):
        yield fence_path(document, number)


def walk_folders(folder: Path, exclusions: Exclusions | None = None) -> Iterator[Path]:
    """Yield a folder and all folders below it that are searched for maps.

    Raises:
        InputError: If the exclusions of a project are invalid.
    """
    for subfolder, _ in (exclusions or Exclusions()).walk(folder):
        yield subfolder


# ---- Imports -----------------------------------------------------------------------------------


def top_level_maps(
    contents: Iterable[PathContents], imports: Imports, has_thesis: Callable[[Path], bool]
) -> list[Path]:
    """Return the files that are checked by themselves.

    In a folder, these are the files that no other file imports, and those with a thesis.
    """
    is_top_level: dict[Path, bool] = {}
    for content in contents:
        imported = imported_files(content.files, imports) if content.is_folder else set()
        for file in content.files:
            is_top_level.setdefault(file, file not in imported or has_thesis(file))
    return [file for file, is_top in is_top_level.items() if is_top]


def imported_files(files: Iterable[Path], imports: Imports) -> set[Path]:
    """Return the files that other files import; of an import cycle, all but the first."""
    targets_of = {file: imports(file) for file in files}
    targets = {target for file in targets_of for target in targets_of[file] if target != file}
    imported: set[Path] = set()
    for start in (*(file for file in targets_of if file not in targets), *targets_of):
        if start in imported:
            continue
        pending = [start]
        while pending:
            for target in targets_of.get(pending.pop(), ()):
                if target not in imported and target != start:
                    imported.add(target)
                    pending.append(target)
    return imported


def guess_imports(file: Path, data: bytes) -> tuple[Path, ...]:
    """Return the imports of a file by pattern matching, which is much faster than parsing.

    The guess may be wrong for a file with syntax errors, or with escapes in a path.
    """
    if b"import" not in data:
        return ()
    titles = (match["title"] for match in _IMPORT.finditer(data) if match["import"])
    return tuple(
        path
        for title in titles
        for path in import_targets(file, title.decode("utf-8", errors="replace"))
    )


def has_thesis_header(data: bytes) -> bool:
    """Return whether a text has a `map` header with a thesis, by pattern matching."""
    if b"thesis" not in data:
        return False
    return any(match["thesis"] for match in _HEADER.finditer(data))


def import_targets(
    file: Path, written: str, entries: ListFolder = list_folder, boundary: Path | None = None
) -> tuple[Path, ...]:
    """Return the files that an import in a file means; none if the path is invalid.

    Args:
        file: The importing file.
        written: The path or the pattern of the import.
        entries: Lists folders, if not those on the disk.
        boundary: The folder of the project, if it is not the one of the file.
    """
    if is_pattern(written):
        return match_pattern(
            file.parent, written, boundary or find_root(file.parent), entries
        ).files
    path = resolve_path(file, written)
    return () if path is None else (path,)


def resolve_path(file: Path, written: str) -> Path | None:
    """Return a path relative to a file, or None if it cannot be resolved."""
    try:
        return (file.parent / written).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
