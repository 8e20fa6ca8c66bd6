"""The files of a map: what the editor has open goes before what is on the disk."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import define

from argmap.config import find_root
from argmap.lsp.buffers import Revision
from argmap.syntax import Document, parse_reading, unquote
from argmap.syntax.tree import ImportDecl
from argmap.text import Reading, read
from argmap.workspace.exclusions import Exclusions
from argmap.workspace.library import shown
from argmap.workspace.targets import maps_in, states_thesis

_MOST_FOLDERS = 5_000
_MOST_FILES = 2_000
"""Of a project that are looked into for maps: an editor may be started anywhere."""


@define(eq=False, repr=False)
class _Kept:
    """A file on the disk as it was when it was last looked at."""

    stamp: tuple[int, int]
    reading: Reading
    document: Document | None = None


class Files:
    """The files on the disk, read again when they have changed."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}

    def document(self, path: Path) -> Document:
        """Return a file, read.

        Raises:
            OSError: when it cannot be read, or is no regular file.
        """
        kept = self._current(path)
        if kept.document is None:
            kept.document = parse_reading(kept.reading)
        return kept.document

    def may_import(self, path: Path) -> bool:
        """Whether a file could import another: whether it holds the word at all."""
        return "import" in self._current(path).reading.source.text

    def _current(self, path: Path) -> _Kept:
        status = path.stat()
        if not path.is_file():
            raise IsADirectoryError(errno.EISDIR, "it is no file", str(path))
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._kept.get(path)
        if kept is None or kept.stamp != stamp:
            kept = self._kept[path] = _Kept(stamp, read(path, shown(path)))
        return kept


class OpenLibrary:
    """Files as they are now (see `argmap.resolve.Library`): those that are open, and the others."""

    def __init__(self, files: Files, revisions: Mapping[str, Revision]) -> None:
        self._files = files
        self._open = {each.path: each for each in revisions.values() if each.path is not None}
        self._replaced: Mapping[Path | None, Document] = {}

    def replacing(self, replaced: Mapping[Path | None, Document]) -> OpenLibrary:
        """Return a library of the same files, some of them replaced."""
        library = OpenLibrary(self._files, {})
        library._open, library._replaced = self._open, replaced
        return library

    def document(self, path: Path) -> Document:
        if path in self._replaced:
            return self._replaced[path]
        revision = self._open.get(path)
        return self._files.document(path) if revision is None else revision.document

    def imported(self, path: Path) -> Iterator[Path]:
        """Yield what a file imports; nothing of one that cannot be read."""
        try:
            if path not in self._open and not self._files.may_import(path):
                return
            items = self.document(path).items
        except OSError:
            return
        for item in items:
            if isinstance(item, ImportDecl) and item.title is not None and item.title.raw:
                try:
                    yield (path.parent / unquote(item.title.raw)).resolve()
                except (OSError, ValueError, RuntimeError):
                    continue  # told where the import is followed

    def has_thesis(self, path: Path) -> bool:
        """Whether a file is a map with a thesis; no file that cannot be read is."""
        try:
            text = self.document(path).source.text
        except OSError:
            return False
        return states_thesis(text.encode(errors="replace"))

    @property
    def open_paths(self) -> list[Path]:
        return [path for path in self._open if path is not None]


class Projects:
    """Which maps a file is a part of, among all the files of its project."""

    def __init__(self) -> None:
        self._files: dict[Path, list[Path]] = {}

    def forget(self) -> None:
        """Look for files anew when asked next: some may have come or gone."""
        self._files.clear()

    def files(self, folder: Path) -> list[Path]:
        """Return the maps on the disk in a project's folder and below."""
        if folder not in self._files:
            self._files[folder] = sorted(dict.fromkeys(_maps(folder)))
        return self._files[folder]

    def roots(self, path: Path, library: OpenLibrary) -> list[Path]:
        """Return the maps that a file is a part of, as `argmap check` of its project takes it.

        A file that nothing imports is its own, and so is one with a thesis; of a ring, it is the
        first.
        """
        boundary = find_root(path.parent)
        known = dict.fromkeys((*self.files(boundary), *library.open_paths, path))
        importers: dict[Path, list[Path]] = {}
        for file in known:
            for target in library.imported(file):
                if target != file:
                    importers.setdefault(target, []).append(file)
        above = dict.fromkeys([path])
        waiting = [path]
        for file in waiting:  # which grows while it is gone through
            for importer in importers.get(file, ()):
                if importer not in above:
                    above[importer] = None
                    waiting.append(importer)
        tops = sorted(file for file in above if not importers.get(file) or library.has_thesis(file))
        return tops or [min(above)]


def _maps(folder: Path) -> Iterator[Path]:
    """Yield the maps in a folder and below, as `argmap check` finds them there."""
    found = 0
    for looked_into, (where, names) in enumerate(Exclusions(is_lenient=True).walk(folder)):
        for path in maps_in(where, names, folder):
            found += 1
            yield path
        if looked_into > _MOST_FOLDERS or found > _MOST_FILES:
            return
