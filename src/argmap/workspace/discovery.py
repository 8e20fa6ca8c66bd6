"""Which maps are meant by the paths on a command line."""

from __future__ import annotations

import os
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
        InputError: when a path is not there, or a folder holds no map.
    """
    targets: dict[Path, Target] = {}
    for path in paths:
        if path.is_dir():
            found = _in_folder(path, library)
        elif path.exists():
            resolved = path.resolve()
            found = [Target(resolved, Path(resolved.stem))]
        else:
            raise InputError(f"there is no file or folder `{path}`")
        for target in found:
            targets.setdefault(target.path, target)
    return list(targets.values())


def _in_folder(folder: Path, library: DiskLibrary) -> list[Target]:
    base = folder.resolve()
    files = sorted(_files(base))
    if not files:
        raise InputError(f"there is no {SUFFIX} file in `{folder}`")
    parts = _parts(files, library)
    return [Target(file, file.relative_to(base).with_suffix(""), file in parts) for file in files]


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _SKIPPED)
        yield from (Path(where, name) for name in names if name.endswith(SUFFIX))


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
