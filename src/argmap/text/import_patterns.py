"""Imports by pattern, such as ``parts/*.argmap``: which maps of a project a pattern matches.

In the name of a file or a folder, ``*`` stands for any characters; the folder ``**`` stands for any
number of folders, including none. No other character is special. A pattern ends with ``.argmap``.

A pattern never matches a file outside of the project, nor one that is hidden. It does not look into
folders that are symbolic links. `.gitignore` and the setting `exclude` do not apply, as for all
imports. The matches are sorted by path, name by name in code point order, on every file system.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from argmap.config import MAP_SUFFIX

MAX_MATCHES = 1_000
"""Number of files that a pattern may match."""

_MAX_FOLDERS = 1_000
"""Number of folders that are searched for one pattern."""

_ANY_FOLDERS = "**"


class FolderEntries(NamedTuple):
    """The names of the maps and the folders in a folder, without hidden ones.

    A link to a file is a map; a link to a folder is neither.
    """

    maps: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A text that differs if a map or a folder is added or removed."""
        names = "\0".join((*self.maps, "", *self.folders))
        return f"folder {sha256(names.encode('utf-8', 'surrogatepass')).hexdigest()}"


ListFolder = Callable[[Path], FolderEntries]
"""Returns the entries of a folder; none if it does not exist or cannot be read."""


class Matches(NamedTuple):
    """What a pattern matches.

    Attributes:
        files: The resolved paths of the matching maps, sorted by the paths that match.
        outside: What is not read because it is outside of the project: the pattern itself, or links
            that it matches, relative to the importing file.
        is_complete: Whether all folders were searched; False if there are too many matches.
        folders: The folders that were searched.
    """

    files: tuple[Path, ...] = ()
    outside: tuple[str, ...] = ()
    is_complete: bool = True
    folders: tuple[Path, ...] = ()


def is_pattern(written: str) -> bool:
    """Return whether the path of an import is a pattern."""
    return "*" in written


def list_folder(folder: Path) -> FolderEntries:
    """Return the entries of a folder on the disk (see `ListFolder`)."""
    maps: list[str] = []
    folders: list[str] = []
    with suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.name.endswith(MAP_SUFFIX) and entry.is_file():
                maps.append(entry.name)
    return FolderEntries(tuple(sorted(maps)), tuple(sorted(folders)))


def add_maps(entries: FolderEntries, folder: Path, paths: Iterable[Path]) -> FolderEntries:
    """Return the entries of a folder with further maps, which may be in folders below it."""
    maps, folders = dict.fromkeys(entries.maps), dict.fromkeys(entries.folders)
    for path in paths:
        if path.suffix != MAP_SUFFIX or not path.is_relative_to(folder):
            continue
        name, *below = path.relative_to(folder).parts
        if not name.startswith("."):
            (folders if below else maps)[name] = None
    return FolderEntries(tuple(sorted(maps)), tuple(sorted(folders)))


def match_pattern(
    folder: Path, written: str, boundary: Path, entries: ListFolder = list_folder
) -> Matches:
    """Return the maps that a pattern matches.

    Args:
        folder: The folder of the importing file, to which the pattern is relative.
        written: The pattern.
        boundary: The folder of the project; nothing outside of it is listed or matched.
        entries: Lists folders, if not those on the disk.
    """
    if Path(written).is_absolute() or "\\" in written:
        return Matches(outside=(written,))
    search = _Search(boundary.resolve(), entries)
    names = [name for name in written.split("/") if name not in ("", ".")]
    try:
        paths = set(search.find(folder.resolve(), names))
    except (OSError, ValueError, RuntimeError):  # a NUL, a long name, a cycle of links
        return Matches(folders=tuple(search.folders))
    if search.is_outside:
        return Matches(outside=(written,), folders=tuple(search.folders))
    files: dict[Path, None] = {}
    outside: list[str] = []
    for path in sorted(paths, key=lambda path: path.parts):
        target = path.resolve()
        if target.is_relative_to(search.boundary) and target.suffix == MAP_SUFFIX:
            files[target] = None
        else:
            outside.append(Path(os.path.relpath(path, folder.resolve())).as_posix())
    return Matches(tuple(files), tuple(outside), search.is_complete, tuple(search.folders))


class _Search:
    """The search for the files that match a pattern.

    Attributes:
        folders: The folders that were listed.
        is_outside: Whether the pattern leads out of the project.
        is_complete: Whether the search found no more than the limits allow.
    """

    def __init__(self, boundary: Path, entries: ListFolder) -> None:
        self.boundary = boundary
        self.folders: dict[Path, FolderEntries] = {}
        self.is_outside = False
        self.is_complete = True
        self._entries = entries

    def find(self, folder: Path, names: list[str]) -> Iterator[Path]:
        """Yield the paths that match, in any order and perhaps repeatedly."""
        pending = [(folder, 0)]
        seen = set(pending)
        count = 0
        while pending and self.is_complete:
            current, index = pending.pop()
            for path, next_index in self._matching(current, names, index):
                if next_index == len(names):
                    count += 1
                    self.is_complete = count <= MAX_MATCHES
                    yield path
                elif (path, next_index) not in seen:
                    seen.add((path, next_index))
                    pending.append((path, next_index))

    def _matching(self, folder: Path, names: list[str], index: int) -> Iterator[tuple[Path, int]]:
        """Yield what the name at an index matches in a folder, and the index of the next name."""
        name = names[index]
        is_last = index == len(names) - 1
        if "*" not in name and not is_last:
            yield (folder / name).resolve(), index + 1
            return
        entries = self._list(folder)
        if name == _ANY_FOLDERS and not is_last:
            yield folder, index + 1
            yield from ((folder / below, index) for below in entries.folders)
            return
        candidates = entries.maps if is_last else entries.folders
        yield from ((folder / entry, index + 1) for entry in candidates if _matches(entry, name))

    def _list(self, folder: Path) -> FolderEntries:
        if not folder.is_relative_to(self.boundary):
            self.is_outside = True
            return FolderEntries()
        if folder not in self.folders:
            if len(self.folders) >= _MAX_FOLDERS:
                self.is_complete = False
                return FolderEntries()
            self.folders[folder] = self._entries(folder)
        return self.folders[folder]


def _matches(name: str, pattern: str) -> bool:
    """Return whether a name matches a pattern, in time proportional to their lengths."""
    name = unicodedata.normalize("NFC", name)
    first, *middle = unicodedata.normalize("NFC", pattern).split("*")
    if not middle:
        return name == first
    last = middle.pop()
    position, end = len(first), len(name) - len(last)
    if position > end or not (name.startswith(first) and name.endswith(last)):
        return False
    for part in middle:
        start = name.find(part, position, end)
        if start < 0:
            return False
        position = start + len(part)
    return True
