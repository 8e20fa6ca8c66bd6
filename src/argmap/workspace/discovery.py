"""Which maps are meant by the paths on a command line."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.errors import InputError
from argmap.resolve import Library
from argmap.syntax import Document, unquote
from argmap.syntax.tree import ImportDecl, MapDecl, StatementDecl
from argmap.workspace.files import shown
from argmap.workspace.targets import Meant, find, follow, parts, states_thesis

if TYPE_CHECKING:
    from argmap.workspace.exclusions import Exclusions


class Target(NamedTuple):
    """A map to work on. ``place`` is its path below the folder that was named, without suffix.

    ``is_part`` tells a file that another target imports. In a folder it is checked as a part of
    that map, and by itself only if it ``has_thesis``.
    """

    path: Path
    place: Path
    is_part: bool = False
    has_thesis: bool = False

    @property
    def is_checked(self) -> bool:
        """Whether it is checked by itself."""
        return not self.is_part or self.has_thesis


def find_targets(
    paths: Iterable[Path], library: Library, exclusions: Exclusions | None = None
) -> list[Target]:
    """Return the maps that ``paths`` (files and folders) mean, in a stable order.

    Raises:
        InputError: as `argmap.workspace.targets.find` does.
    """
    return targets_of([find(path, exclusions) for path in paths], library)


def targets_of(meant: Iterable[Meant], library: Library) -> list[Target]:
    """Return the maps that were found, in a stable order.

    Raises:
        InputError: when a file cannot be read.
    """
    targets: dict[Path, Target] = {}
    for base, files, is_folder, name in meant:
        inner = parts(files, lambda file: imports(file, library)) if is_folder else set()
        for file in files:
            place = file.relative_to(base).with_suffix("") if is_folder else Path(Path(name).stem)
            has_thesis = file in inner and _has_thesis(file, library)
            targets.setdefault(file, Target(file, place, file in inner, has_thesis))
    return _apart(list(targets.values()))


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


def imports(file: Path, library: Library) -> tuple[Path, ...]:
    """Return the files that a file imports.

    Raises:
        InputError: when it cannot be read.
    """
    return tuple(path for _, path in imported(file, _document(file, library)) if path is not None)


def imported(file: Path, document: Document) -> Iterator[tuple[str, Path | None]]:
    """Yield what a file imports: each path as written, and where it leads (None: nowhere)."""
    for item in document.items:
        if isinstance(item, ImportDecl) and item.title is not None and item.title.raw:
            written = unquote(item.title.raw)
            yield written, follow(file, written)  # nowhere: told where the import is followed


def _document(file: Path, library: Library) -> Document:
    try:
        return library.document(file)
    except OSError as error:
        raise InputError(f"`{shown(file)}` cannot be read: {error.strerror}") from error


def _has_thesis(file: Path, library: Library) -> bool:
    return states_thesis(_document(file, library).source.text.encode(errors="replace"))


def has_picture(document: Document) -> bool:
    """Whether a part is a map of its own, with a header and something to draw."""
    kinds = {type(item) for item in document.items}
    return MapDecl in kinds and bool(kinds - {MapDecl, ImportDecl} or StatementDecl in kinds)
