"""Which maps are meant by the paths on a command line."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from argmap.errors import InputError
from argmap.resolve import SUFFIX
from argmap.syntax import Document, unquote
from argmap.syntax.tree import ImportDecl, MapDecl, StatementDecl
from argmap.workspace.library import DiskLibrary, shown

_SKIPPED = {"node_modules", "__pycache__", "venv"}


class Target(NamedTuple):
    """A map to work on. ``place`` is its path below the folder that was named, without suffix.

    ``is_part`` tells a file that another target imports; in a folder it is looked at as a part of
    that map, and not by itself.
    """

    path: Path
    place: Path
    is_part: bool = False


def find_targets(paths: Iterable[Path], library: DiskLibrary) -> list[Target]:
    """Return the maps that ``paths`` (files and folders) mean, in a stable order.

    Raises:
        InputError: when a path is not there or no file, or a folder holds no map.
    """
    targets: dict[Path, Target] = {}
    for path in paths:
        is_folder, resolved = _resolve(path)
        found = (
            _in_folder(resolved, path, library)
            if is_folder
            else [Target(resolved, Path(path.stem))]
        )
        for target in found:
            targets.setdefault(target.path, target)
    return _apart(list(targets.values()))


def _resolve(path: Path) -> tuple[bool, Path]:
    """Return whether a path names a folder, and where it leads."""
    try:
        if not str(path).strip() or not path.exists():
            raise InputError(f"there is no file or folder `{path}`")
        if not (path.is_dir() or path.is_file()):
            raise InputError(f"`{path}` cannot be read: it is neither a file nor a folder")
        return path.is_dir(), path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "its name means nothing"
        raise InputError(f"`{path}` cannot be read: {reason}") from error


def _in_folder(base: Path, written: Path, library: DiskLibrary) -> list[Target]:
    files = sorted(_files(base))
    if not files:
        raise InputError(f"there is no {SUFFIX} file in `{written}`")
    parts = _parts(files, library)
    return [
        Target(file, file.relative_to(base).with_suffix(""), file in parts)
        for file in dict.fromkeys(files)
    ]


def _files(folder: Path) -> Iterator[Path]:
    """Yield the maps in a folder and below. A link counts as what it leads to, and inside only."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _SKIPPED)
        for name in names:
            path = Path(where, name)
            if path.suffix == SUFFIX and path.is_file():
                target = path.resolve()
                if target.suffix == SUFFIX and target.is_relative_to(folder):
                    yield target


def _apart(targets: list[Target]) -> list[Target]:
    """Give maps of one name from several folders places of their own."""
    places = Counter(target.place for target in targets)
    if all(count == 1 for count in places.values()):
        return targets
    common = Path(os.path.commonpath([target.path.parent for target in targets]))
    relative = [target.path.relative_to(common) for target in targets]
    is_unique = len({path.with_suffix("") for path in relative}) == len(relative)
    return [
        target._replace(place=path.with_suffix("") if is_unique else path)
        for target, path in zip(targets, relative, strict=True)
    ]


def _parts(files: list[Path], library: DiskLibrary) -> set[Path]:
    """Return the files that others of them import; of a ring, all but the first."""
    imports = {file: [*_imported(file, _document(file, library))] for file in files}
    imported = {target for file in files for target in imports[file] if target != file}
    parts: set[Path] = set()
    roots = [file for file in files if file not in imported]
    for start in (*roots, *files):
        if start in parts:
            continue
        waiting = [start]
        while waiting:
            for target in imports.get(waiting.pop(), ()):
                if target not in parts and target != start:
                    parts.add(target)
                    waiting.append(target)
    return parts


def _document(file: Path, library: DiskLibrary) -> Document:
    try:
        return library.document(file)
    except OSError as error:
        raise InputError(f"`{shown(file)}` cannot be read: {error.strerror}") from error


def _imported(file: Path, document: Document) -> Iterator[Path]:
    for item in document.items:
        if isinstance(item, ImportDecl) and item.title is not None and item.title.raw:
            try:
                yield (file.parent / unquote(item.title.raw)).resolve()
            except (OSError, ValueError, RuntimeError):
                continue  # told where the import is followed


def has_picture(document: Document) -> bool:
    """Whether a part is a map of its own, with a header and something to draw."""
    kinds = {type(item) for item in document.items}
    return MapDecl in kinds and bool(kinds - {MapDecl, ImportDecl} or StatementDecl in kinds)
