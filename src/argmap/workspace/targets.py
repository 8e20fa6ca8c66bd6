"""The maps that a command works on, and the maps of a project that a file is part of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from argmap.config import find_root
from argmap.errors import InputError
from argmap.syntax import Document, unquote
from argmap.syntax.tree import ImportDecl, MapDecl, StatementDecl
from argmap.text import MAX_FILE_BYTES
from argmap.workspace.discovery import (
    PathContents,
    find_maps,
    has_thesis_header,
    imported_files,
    maps_in,
    resolve_import,
)
from argmap.workspace.exclusions import Exclusions
from argmap.workspace.files import FileSystem, shown

_MAX_FOLDERS = 5_000
_MAX_FILES = 2_000
"""The folders and maps of a project that are searched: an editor may be started anywhere."""


class Target(NamedTuple):
    """A map to work on. ``place`` is its path below the folder that was named, without suffix.

    ``is_imported`` tells a file that another target imports. In a folder it is checked as a part of
    that map, and by itself only if it ``has_thesis``.
    """

    path: Path
    relative_path: Path
    is_imported: bool = False
    has_thesis: bool = False

    @property
    def is_top_level(self) -> bool:
        """Whether it is checked by itself."""
        return not self.is_imported or self.has_thesis


def find_targets(
    paths: Iterable[Path], files: FileSystem, exclusions: Exclusions | None = None
) -> list[Target]:
    """Return the maps that ``paths`` (files and folders) mean, in a stable order.

    Raises:
        InputError: as `argmap.workspace.discovery.find_maps` does.
    """
    return make_targets([find_maps(path, exclusions) for path in paths], files)


def make_targets(meant: Iterable[PathContents], files: FileSystem) -> list[Target]:
    """Return the maps that were found, in a stable order.

    Raises:
        InputError: when a file cannot be read.
    """
    targets: dict[Path, Target] = {}
    for base, found, is_folder, name in meant:
        inner = (
            imported_files(found, lambda file: resolved_imports(file, files))
            if is_folder
            else set()
        )
        for file in found:
            place = file.relative_to(base).with_suffix("") if is_folder else Path(Path(name).stem)
            has_thesis = file in inner and _has_thesis(file, files)
            targets.setdefault(file, Target(file, place, file in inner, has_thesis))
    return _apart(list(targets.values()))


def _apart(targets: list[Target]) -> list[Target]:
    """Give maps of one name from several folders places of their own."""
    places = Counter(target.relative_path for target in targets)
    if all(count == 1 for count in places.values()):
        return targets
    common = Path(os.path.commonpath([target.path.parent for target in targets]))
    relative = [target.path.relative_to(common) for target in targets]
    is_unique = len({path.with_suffix("") for path in relative}) == len(relative)
    return [
        target._replace(relative_path=path.with_suffix("") if is_unique else path)
        for target, path in zip(targets, relative, strict=True)
    ]


def resolved_imports(file: Path, files: FileSystem) -> tuple[Path, ...]:
    """Return the files that a file imports.

    Raises:
        InputError: when it cannot be read.
    """
    return tuple(path for _, path in iter_imports(file, _document(file, files)) if path is not None)


def iter_imports(file: Path, document: Document) -> Iterator[tuple[str, Path | None]]:
    """Yield what a file imports: each path as written, and where it leads (None: nowhere)."""
    for item in document.items:
        if isinstance(item, ImportDecl) and item.title is not None and item.title.raw:
            written = unquote(item.title.raw)
            yield (
                written,
                resolve_import(file, written),
            )  # nowhere: told where the import is followed


def _document(file: Path, files: FileSystem) -> Document:
    try:
        return files.document(file)
    except OSError as error:
        raise InputError(f"`{shown(file)}` cannot be read: {error.strerror}") from error


def _has_thesis(file: Path, files: FileSystem) -> bool:
    return has_thesis_header(_document(file, files).source.text.encode(errors="replace"))


def is_drawable(document: Document) -> bool:
    """Whether a part is a map of its own, with a header and something to draw."""
    kinds = {type(item) for item in document.items}
    return MapDecl in kinds and bool(kinds - {MapDecl, ImportDecl} or StatementDecl in kinds)


class ProjectIndex:
    """The maps of projects, and which of them a file is part of."""

    def __init__(self) -> None:
        self._maps: dict[Path, list[Path]] = {}

    def refresh(self) -> None:
        """Search the folders again at the next request: files may have been added or removed."""
        self._maps.clear()

    def maps(self, folder: Path) -> list[Path]:
        """Return the maps on the disk in a folder and below, sorted."""
        if folder not in self._maps:
            self._maps[folder] = sorted(dict.fromkeys(_maps(folder)))
        return self._maps[folder]

    def maps_containing(
        self, path: Path, files: FileSystem, others: Sequence[Path] = ()
    ) -> list[Path]:
        """Return the maps that a file is part of, as `argmap check` of its project sees it.

        A file that no other imports is a map, and so is one with a thesis. Of files that import
        each other in a cycle, the first is. ``others`` are files that count beside those on the
        disk.
        """
        known = dict.fromkeys((*self.maps(find_root(path.parent)), *others, path))
        importers: dict[Path, list[Path]] = {}
        for file in known:
            for target in _readable_imports(file, files):
                if target != file:
                    importers.setdefault(target, []).append(file)
        above = dict.fromkeys([path])
        waiting = [path]
        for file in waiting:  # grows during the loop
            for importer in importers.get(file, ()):
                if importer not in above:
                    above[importer] = None
                    waiting.append(importer)
        tops = sorted(
            file for file in above if not importers.get(file) or _is_map_with_thesis(file, files)
        )
        return tops or [min(above)]


def _maps(folder: Path) -> Iterator[Path]:
    """Yield the maps in a folder and below, as `argmap check` finds them there."""
    found = 0
    for visited, (where, names) in enumerate(Exclusions(is_lenient=True).walk(folder)):
        for path in maps_in(where, names, folder):
            found += 1
            yield path
        if visited > _MAX_FOLDERS or found > _MAX_FILES:
            return


def _readable_imports(path: Path, files: FileSystem) -> Iterator[Path]:
    """Yield what a file imports, or nothing if it cannot be read."""
    try:
        if b"import" not in files.read(path, MAX_FILE_BYTES):  # much quicker than parsing
            return
        document = files.document(path)
    except OSError:
        return
    yield from (target for _, target in iter_imports(path, document) if target is not None)


def _is_map_with_thesis(path: Path, files: FileSystem) -> bool:
    try:
        return has_thesis_header(files.document(path).source.text.encode(errors="replace"))
    except OSError:
        return False
