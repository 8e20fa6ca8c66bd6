"""Finds the declaration that a command line names by its id: of any element, or of an import."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from argmap.config import find_root
from argmap.editing import Occurrence, Occurrences
from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.syntax import unquote
from argmap.syntax.tree import Declaration, SectionDecl
from argmap.text import SourceText, closest_match
from argmap.workspace.discovery import missing_path_error
from argmap.workspace.files import FileSystem
from argmap.workspace.load import load_resolution
from argmap.workspace.targets import find_targets

_MAX_LISTED_MAPS = 5


class DeclarationRef(NamedTuple):
    """A declaration of an element or an import.

    Attributes:
        occurrences: The map in which the name is looked up.
        declaration: The name in the declaration.
        path: The path of the file that contains it.
        map: The name of the map in messages.
    """

    occurrences: Occurrences
    declaration: Occurrence
    path: Path
    map: str

    def sibling(self, name: str) -> DeclarationRef | None:
        """Return the declaration that another name has in the same map, or None."""
        return _in_map(self.occurrences, name)


class SectionRef(NamedTuple):
    """A declaration of the top level to extract, usually a section.

    Attributes:
        path: The path of the file.
        source: The text of the file.
        item: The declaration.
    """

    path: Path
    source: SourceText
    item: Declaration


def find_declaration(name: str, paths: Sequence[Path], files: FileSystem) -> DeclarationRef:
    """Return the declaration that a name means.

    Args:
        name: An id as it is in a map (``energy.hub``), or ``MAP#id``.
        paths: Files and folders with the maps to search. Without any, the maps in the current
            folder are searched, and then those of the project.
        files: The files to read.

    Raises:
        InputError: If no map, or more than one, has an element with the id.
    """
    map_, separator, id_ = name.rpartition("#")
    if separator:
        named_map = _load(resolve_in_project(Path(map_)), files)
        declared = _in_map(named_map, id_)
        if declared is None:
            hint = _hint(id_, {name: f"{map_}#{name}" for name in _names(named_map)})
            raise InputError(f"`{map_}` has no element `{id_}`{hint}")
        return declared
    names: dict[str, str] = {}
    for occurrences in _searched(paths, files):
        candidates: dict[tuple[Path, int], DeclarationRef] = {}
        for one in occurrences:
            declared = _in_map(one, name)
            if declared is not None:
                key = (declared.path, declared.declaration.location.span.start)
                candidates.setdefault(key, declared)
            for known in _names(one):
                names.setdefault(known, known)
        if len(candidates) == 1:
            return next(iter(candidates.values()))
        if candidates:
            listed = _listed(f"{candidate.map}#{name}" for candidate in candidates.values())
            count = len(candidates)
            raise InputError(f"{count:,} elements have the id `{name}`; name one: {listed}")
    raise InputError(f"no map has an element `{name}`{_hint(name, names)}")


def find_section(name: str, paths: Sequence[Path], files: FileSystem) -> SectionRef:
    """Return the section with an id or a title, or another element with the id.

    Args:
        name: As for `find_declaration`, or the title of a section.
        paths: As for `find_declaration`.
        files: As for `find_declaration`.

    Raises:
        InputError: If there is none, or more than one.
    """
    try:
        declared = find_declaration(name, paths, files)
    except InputError:
        titled: dict[tuple[Path, int], SectionRef] = {}
        for occurrences in _searched(paths, files):
            for one in occurrences:
                for section in _titled_sections(one.resolution, name):
                    titled.setdefault((section.path, section.item.span.start), section)
        if len(titled) == 1:
            return next(iter(titled.values()))
        if titled:
            message = f"{len(titled):,} sections have this title; give the section an id"
            raise InputError(message) from None
        raise
    if (
        declared.declaration.is_alias
        or declared.declaration.target not in declared.occurrences.declarations
    ):
        raise InputError(f"`{name}` is the name of an import; it is in a separate file already")
    _, item = declared.occurrences.declarations[declared.declaration.target]
    return SectionRef(declared.path, declared.declaration.location.source, item)


def resolve_in_project(path: Path) -> Path:
    """Return the resolved path of an existing file, which must be in the project of its folder.

    Raises:
        InputError: If the file does not exist, or is a link that leads out of the project.
    """
    try:
        given = Path(os.path.abspath(path))  # noqa: PTH100 - it must not follow links
        if not str(path).strip() or not given.is_file():
            if given.is_dir():
                raise InputError(f"`{path}` is a folder; name a map")
            raise missing_path_error(path)
        root = find_root(given.parent)
        resolved = given.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{path}` is not a valid path") from error
    if not resolved.is_relative_to(root.resolve()):
        raise InputError(f"`{path}` is a link that leads out of the project")
    return resolved


# ---- Maps ---------------------------------------------------------------------------------------


def _searched(paths: Sequence[Path], files: FileSystem) -> Iterator[list[Occurrences]]:
    """Yield groups of maps to search, one after another: an imported file is searched last."""
    current = Path.cwd()
    groups = [list(paths)] if paths else [[current], [find_root(current)]]
    seen: set[Path] = set()
    for group in groups:
        for path in group:
            if not path.is_dir():
                resolve_in_project(path)
        try:
            targets = find_targets(group, files)
        except InputError:
            if paths:
                raise
            continue
        for is_imported in (False, True):
            roots = [
                target.path
                for target in targets
                if target.is_imported is is_imported and target.path not in seen
            ]
            seen.update(roots)
            yield [_load(root, files) for root in roots]


def _load(path: Path, files: FileSystem) -> Occurrences:
    return Occurrences(load_resolution(path, files))


def _in_map(occurrences: Occurrences, name: str) -> DeclarationRef | None:
    declaration = occurrences.find(name)
    if declaration is None:
        return None
    module = occurrences.module(declaration.location.source)
    if module is None or module.path is None:
        return None
    map_ = occurrences.resolution.documents[0].source.name
    return DeclarationRef(occurrences, declaration, module.path, map_)


def _titled_sections(resolution: Resolution, title: str) -> Iterator[SectionRef]:
    for module in resolution.modules:
        for item in module.document.items:
            is_section = isinstance(item, SectionDecl) and item.title is not None
            if is_section and module.path is not None and _title(item) == title:
                yield SectionRef(module.path, module.document.source, item)  # type: ignore[arg-type]


def _title(item: object) -> str:
    title = getattr(item, "title", None)
    return unquote(title.raw) if title is not None and title.raw else ""


# ---- Messages -----------------------------------------------------------------------------------


def _names(occurrences: Occurrences) -> list[str]:
    return [name for name, _ in occurrences.named_elements()]


def _hint(name: str, names: dict[str, str]) -> str:
    suggestion = closest_match(name, names)
    return f"; did you mean `{names[suggestion]}`?" if suggestion else ""


def _listed(names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    count = len(listed) - _MAX_LISTED_MAPS
    more = f" and {count:,} more" if count > 0 else ""
    return ", ".join(listed[:_MAX_LISTED_MAPS]) + more
