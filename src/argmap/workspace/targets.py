"""The maps that a command works on, and the maps of a project that contain a file."""

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
    import_targets,
    imported_files,
    maps_in,
)
from argmap.workspace.exclusions import Exclusions
from argmap.workspace.files import FileSystem, display_path

# Limits of the search for the maps of a project: an editor may be started in any folder.
_MAX_FOLDERS = 5_000
_MAX_FILES = 2_000


class Target(NamedTuple):
    """A map to work on.

    Attributes:
        path: The resolved path.
        relative_path: The path relative to the folder that the user names, without suffix.
        is_imported: Whether another target imports the file. In a folder, such a file is checked
            with the importing map, and by itself only if it has a thesis.
        has_thesis: Whether an imported file has a thesis.
    """

    path: Path
    relative_path: Path
    is_imported: bool = False
    has_thesis: bool = False

    @property
    def is_top_level(self) -> bool:
        """Whether the file is checked by itself."""
        return not self.is_imported or self.has_thesis


def find_targets(
    paths: Iterable[Path], files: FileSystem, exclusions: Exclusions | None = None
) -> list[Target]:
    """Return the maps that ``paths`` (files and folders) name, in a stable order.

    Raises:
        InputError: As `argmap.workspace.discovery.find_maps` does.
    """
    return make_targets([find_maps(path, exclusions) for path in paths], files)


def make_targets(contents: Iterable[PathContents], files: FileSystem) -> list[Target]:
    """Return the maps in the contents of paths, in a stable order.

    Raises:
        InputError: If a file cannot be read.
    """
    targets: dict[Path, Target] = {}
    for base, paths, is_folder, name in contents:
        imported: set[Path] = set()
        if is_folder:
            imported = imported_files(paths, lambda file: resolved_imports(file, files))
        for file in paths:
            relative = (
                file.relative_to(base).with_suffix("") if is_folder else Path(Path(name).stem)
            )
            is_imported = file in imported
            has_thesis = is_imported and _has_thesis(_document(file, files))
            targets.setdefault(file, Target(file, relative, is_imported, has_thesis))
    return _with_unique_paths(list(targets.values()))


def _with_unique_paths(targets: list[Target]) -> list[Target]:
    """Return targets whose relative paths differ, even if maps in two folders share a name."""
    counts = Counter(target.relative_path for target in targets)
    if all(count == 1 for count in counts.values()):
        return targets
    common = Path(os.path.commonpath([target.path.parent for target in targets]))
    relative = [target.path.relative_to(common) for target in targets]
    is_unique = len({path.with_suffix("") for path in relative}) == len(relative)
    return [
        target._replace(relative_path=path.with_suffix("") if is_unique else path)
        for target, path in zip(targets, relative, strict=True)
    ]


def _document(file: Path, files: FileSystem) -> Document:
    try:
        return files.document(file)
    except OSError as error:
        raise InputError(f"`{display_path(file)}` cannot be read: {error.strerror}") from error


def _has_thesis(document: Document) -> bool:
    return has_thesis_header(document.source.text.encode(errors="replace"))


def resolved_imports(file: Path, files: FileSystem) -> tuple[Path, ...]:
    """Return the paths of the files that a file imports.

    Raises:
        InputError: If the file cannot be read.
    """
    refs = iter_imports(file, _document(file, files), files)
    return tuple(path for _, paths in refs for path in paths)


def iter_imports(
    file: Path, document: Document, files: FileSystem, boundary: Path | None = None
) -> Iterator[tuple[str, tuple[Path, ...]]]:
    """Yield the imports of a file: the path as written, and the files that it means.

    There is no file for an invalid path, which the resolver reports. ``boundary`` is the folder of
    the project, if it is not the one of the file.
    """
    for item in document.items:
        if isinstance(item, ImportDecl) and item.title is not None and item.title.raw:
            written = unquote(item.title.raw)
            yield written, import_targets(file, written, files.entries, boundary)


def is_drawable(document: Document) -> bool:
    """Return whether an imported file is also a map by itself: it has a header and content."""
    kinds = {type(item) for item in document.items}
    return MapDecl in kinds and bool(kinds - {MapDecl, ImportDecl} or StatementDecl in kinds)


class ProjectIndex:
    """The maps of projects, and their imports."""

    def __init__(self) -> None:
        self._maps: dict[Path, list[Path]] = {}

    def refresh(self) -> None:
        """Forget the maps, because files may have been added or removed."""
        self._maps.clear()

    def maps(self, folder: Path) -> list[Path]:
        """Return the maps in a folder and below, sorted."""
        if folder not in self._maps:
            self._maps[folder] = sorted(dict.fromkeys(_find_maps(folder)))
        return self._maps[folder]

    def maps_containing(
        self, path: Path, files: FileSystem, others: Sequence[Path] = ()
    ) -> list[Path]:
        """Return the maps that contain a file, as `argmap check` of the project sees them.

        A file that no other file imports is a map, and so is one with a thesis. Of an import cycle,
        the first file is the map.

        Args:
            path: The file.
            files: The files to read.
            others: Files of the project that may not be on the disk.
        """
        known = dict.fromkeys((*self.maps(find_root(path.parent)), *others, path))
        importers: dict[Path, list[Path]] = {}
        for file in known:
            for target in _readable_imports(file, files):
                if target != file:
                    importers.setdefault(target, []).append(file)
        ancestors = dict.fromkeys([path])
        pending = [path]
        for file in pending:  # grows during the loop
            for importer in importers.get(file, ()):
                if importer not in ancestors:
                    ancestors[importer] = None
                    pending.append(importer)
        maps = sorted(
            file
            for file in ancestors
            if not importers.get(file) or _is_readable_with_thesis(file, files)
        )
        return maps or [min(ancestors)]


def _find_maps(folder: Path) -> Iterator[Path]:
    """Yield the maps in a folder and below, as `argmap check` finds them, up to the limits."""
    count = 0
    walk = Exclusions(is_lenient=True).walk(folder)
    for visited, (subfolder, names) in enumerate(walk):
        for path in maps_in(subfolder, names, folder):
            count += 1
            yield path
        if visited > _MAX_FOLDERS or count > _MAX_FILES:
            return


def _readable_imports(path: Path, files: FileSystem) -> Iterator[Path]:
    """Yield the imports of a file, or nothing if it cannot be read."""
    try:
        if b"import" not in files.read(path, MAX_FILE_BYTES):  # much faster than parsing
            return
        document = files.document(path)
    except OSError:
        return
    yield from (target for _, paths in iter_imports(path, document, files) for target in paths)


def _is_readable_with_thesis(path: Path, files: FileSystem) -> bool:
    try:
        return _has_thesis(files.document(path))
    except OSError:
        return False
