"""Which files the paths on a command line mean, and which of them are parts of others.

Nothing here parses a map, so that it imports little: the caller says what a file imports.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from argmap.config import MAP_SUFFIX
from argmap.errors import InputError
from argmap.text.patterns import lazy_pattern
from argmap.workspace.exclusions import Exclusions

Imports = Callable[[Path], Sequence[Path]]
"""The files that a file imports, resolved."""

_IMPORT = lazy_pattern(
    rb'#[^\r\n]*|"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]|\\.)*+"'
    rb'|(?P<import>\bimport\b)(?:\s|#[^\r\n]*+)*+"(?P<title>[^"\\\r\n]+)"',
    re.DOTALL,
)

_SKIP = rb'#[^\r\n]*+|"""(?:[^"\\]|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]|\\.)*+"'
"""A comment or a text."""
_HEADER = lazy_pattern(
    rb"(?:%(skip)s)|(?P<thesis>(?<![\w.-])map(?![\w-])(?:\s|%(skip)s)*+\{"
    rb"(?:[^\"#{}t]|%(skip)s|t(?!hesis\s*:)|(?<=[\w-])t)*+thesis\s*:)" % {b"skip": _SKIP},
    re.DOTALL,
)


class PathContents(NamedTuple):
    """What one path means: a file, or the maps in a folder in order, without repetitions.

    ``base`` is the path resolved, and ``name`` what it is called as it was written.
    """

    base: Path
    files: tuple[Path, ...]
    is_folder: bool
    name: str


def find_maps(path: Path, exclusions: Exclusions | None = None) -> PathContents:
    """Return what a path means.

    Files that are left out are no part of a folder; those that are named are only left out by
    ``exclusions`` that force it.

    Raises:
        InputError: when it is not there or no file, or is a folder without a map, or what is to be
            left out is set up wrongly.
    """
    is_folder, resolved = _resolve(path)
    if exclusions is not None and exclusions.excludes(resolved):
        return PathContents(resolved, (), is_folder, path.name)
    if not is_folder:
        return PathContents(resolved, (resolved,), is_folder, path.name)
    exclusions = exclusions or Exclusions()
    files = tuple(dict.fromkeys(sorted(_files(resolved, exclusions))))
    if not files:
        why = " that is neither excluded nor ignored by git" if exclusions.has_excluded else ""
        raise InputError(f"there is no {MAP_SUFFIX} file in `{path}`{why}")
    return PathContents(resolved, files, is_folder, path.name)


def top_level_maps(
    meant: Iterable[PathContents], imports: Imports, has_thesis: Callable[[Path], bool]
) -> list[Path]:
    """Return the files that are checked by themselves.

    In a folder, those are the files that no other imports, and those with a thesis.
    """
    is_root: dict[Path, bool] = {}
    for each in meant:
        inner = imported_files(each.files, imports) if each.is_folder else set()
        for file in each.files:
            is_root.setdefault(file, file not in inner or has_thesis(file))
    return [file for file, is_one in is_root.items() if is_one]


def imported_files(files: Iterable[Path], imports: Imports) -> set[Path]:
    """Return the files that others of them import; of a ring, all but the first."""
    reached = {file: imports(file) for file in files}
    imported = {target for file, targets in reached.items() for target in targets if target != file}
    found: set[Path] = set()
    for start in (*(file for file in reached if file not in imported), *reached):
        if start in found:
            continue
        waiting = [start]
        while waiting:
            for target in reached.get(waiting.pop(), ()):
                if target not in found and target != start:
                    found.add(target)
                    waiting.append(target)
    return found


def guess_imports(file: Path, data: bytes) -> tuple[Path, ...]:
    """Return what a file imports by the look of it: quicker than reading it, and nearly always so.

    A file with mistakes, or with escapes in a path, may be taken for importing less or more.
    """
    if b"import" not in data:
        return ()
    titles = (match["title"] for match in _IMPORT.finditer(data) if match["import"])
    found = (resolve_import(file, title.decode("utf-8", errors="replace")) for title in titles)
    return tuple(path for path in found if path is not None)


def has_thesis_header(data: bytes) -> bool:
    """Return whether a file's text has a `map` header with a thesis, by the look of it."""
    if b"thesis" not in data:
        return False
    return any(match["thesis"] for match in _HEADER.finditer(data))


def resolve_import(file: Path, written: str) -> Path | None:
    """Return where a path leads that a file names; None where it can lead nowhere."""
    try:
        return (file.parent / written).resolve()
    except (OSError, ValueError, RuntimeError):
        return None


def walk_folders(folder: Path, exclusions: Exclusions | None = None) -> Iterator[Path]:
    """Yield a folder, and all below it in which maps are looked for.

    Raises:
        InputError: when what is to be left out is set up wrongly.
    """
    for where, _ in (exclusions or Exclusions()).walk(folder):
        yield where


def maps_in(where: Path, names: Iterable[str], folder: Path) -> Iterator[Path]:
    """Yield the maps among the files ``names`` of a folder ``where``, which is in ``folder``.

    A link counts as what it leads to, and only where that is in ``folder`` too.
    """
    for name in names:
        path = where / name
        if path.suffix == MAP_SUFFIX and path.is_file():
            target = path.resolve()
            if target.suffix == MAP_SUFFIX and target.is_relative_to(folder):
                yield target


def _resolve(path: Path) -> tuple[bool, Path]:
    """Return whether a path names a folder, and where it leads."""
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
    """Return the error about a path that is not there, with the map that may be meant."""
    meant = _meant(path)
    return InputError(
        f"there is no file or folder `{path}`" + (f"; did you mean `{meant}`?" if meant else "")
    )


def _meant(path: Path) -> str | None:
    """Return the map next to a path whose name is nearest, named as the path is."""
    from argmap.text import closest_match  # only mistakes pay for the import

    try:
        names = [entry.name for entry in os.scandir(path.parent) if entry.name.endswith(MAP_SUFFIX)]
    except (OSError, ValueError):
        return None
    name = path.name
    meant = (
        f"{name}{MAP_SUFFIX}"
        if f"{name}{MAP_SUFFIX}" in names
        else closest_match(name, sorted(names))
    )
    return os.path.join(os.path.dirname(path), meant) if meant else None  # noqa: PTH118, PTH120


def _files(folder: Path, exclusions: Exclusions) -> Iterator[Path]:
    """Yield the maps in a folder and below."""
    for where, names in exclusions.walk(folder):
        yield from maps_in(where, names, folder)
