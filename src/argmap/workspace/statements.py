"""Finds the statement that a command line names by its id, and perhaps by its map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from argmap.config import find_root
from argmap.errors import InputError
from argmap.model import Sentence
from argmap.model.identifiers import normalize_id
from argmap.resolve import Resolution
from argmap.text import closest_match
from argmap.workspace.files import FileCache, display_path
from argmap.workspace.load import load_resolution
from argmap.workspace.targets import find_targets

_MAX_LISTED_MAPS = 5


class StatementRef(NamedTuple):
    """A reference to a statement or a question.

    Attributes:
        resolution: The map.
        map: The name of the map in messages.
        id: The id of the statement or the question; an empty string for what the map is about.
    """

    resolution: Resolution
    map: str
    id: str


class StatementNotFound(InputError):
    """No map has the statement.

    Attributes:
        ids: The ids of the existing statements, each with its ``MAP#ID``.
    """

    def __init__(self, message: str, ids: Mapping[str, str]) -> None:
        super().__init__(message)
        self.ids = ids


def find_in_map(id_: str, resolution: Resolution, name: str) -> StatementRef:
    """Return a reference to a statement of a map.

    Args:
        id_: The id of the statement.
        resolution: The map.
        name: The name of the map in messages.

    Raises:
        StatementNotFound: If the map has no such statement.
    """
    id_ = normalize_id(id_)
    if id_ and not _has_id(resolution, id_):
        ids = _named_ids(resolution, name)
        raise StatementNotFound(f"`{name}` has no statement `{id_}`{_hint(id_, ids)}", ids)
    return StatementRef(resolution, name, id_)


def find_in_project(id_: str) -> StatementRef:
    """Return a reference to a statement of the maps in the current folder, or else in its project.

    Raises:
        StatementNotFound: If no map has the statement.
        InputError: If several maps have it, or a map cannot be read.
    """
    current = Path.cwd()
    not_found = StatementNotFound("the current folder contains no map", {})
    for folder in dict.fromkeys((current, find_root(current))):
        try:
            return find_in_folder(id_, folder)
        except StatementNotFound as error:
            not_found = error if error.ids else not_found
    raise not_found


def find_in_folder(id_: str, folder: Path) -> StatementRef:
    """Return a reference to a statement of the maps in a folder.

    Without an id, it refers to the thesis of the only map. Imported maps are searched last, because
    the statement has a longer id in the importing map.

    Raises:
        StatementNotFound: If no map has the statement, or the folder contains no map.
        InputError: If several maps have it, or a map cannot be read.
    """
    from argmap.workspace.discovery import find_maps

    id_ = normalize_id(id_)
    try:
        find_maps(folder)
    except InputError as error:
        raise StatementNotFound(str(error), {}) from error
    files = FileCache()
    targets = find_targets([folder], files)
    maps = [target.path for target in targets if not target.is_imported]
    imported = [target.path for target in targets if target.is_imported]
    if not id_:
        if len(maps) > 1:
            names = _list_names(map(display_path, maps))
            raise InputError(f"`{folder}` contains {len(maps):,} maps; name one: {names}")
        return StatementRef(load_resolution(maps[0], files), display_path(maps[0]), "")
    ids: dict[str, str] = {}
    for paths in (maps, imported):
        loaded = {display_path(path): load_resolution(path, files) for path in paths}
        matches = [
            StatementRef(resolution, name, id_)
            for name, resolution in loaded.items()
            if _has_id(resolution, id_)
        ]
        if len(matches) == 1:
            return matches[0]
        if matches:
            names = _list_names(f"{ref.map}#{id_}" for ref in matches)
            raise InputError(f"{len(matches):,} maps have a statement `{id_}`; name one: {names}")
        for name, resolution in loaded.items():
            for statement_id, map_and_id in _named_ids(resolution, name).items():
                ids.setdefault(statement_id, map_and_id)
    shown_folder = display_path(folder.resolve())
    raise StatementNotFound(
        f"no map in `{shown_folder}` has a statement `{id_}`{_hint(id_, ids)}", ids
    )


def _has_id(resolution: Resolution, id_: str) -> bool:
    return id_ in resolution.map.statements or id_ in resolution.map.questions


def _named_ids(resolution: Resolution, name: str) -> dict[str, str]:
    """Return the ids that the author gave to statements and questions, each with its ``MAP#ID``."""
    sentences: list[Sentence] = [
        *resolution.map.statements.values(),
        *resolution.map.questions.values(),
    ]
    return {sentence.id: f"{name}#{sentence.id}" for sentence in sentences if sentence.is_named}


def _hint(id_: str, ids: Mapping[str, str]) -> str:
    suggestion = closest_match(id_, ids)
    return f"; did you mean `{ids[suggestion]}`?" if suggestion else ""


def _list_names(names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    count = len(listed) - _MAX_LISTED_MAPS
    more = f" and {count:,} more" if count > 0 else ""
    return ", ".join(listed[:_MAX_LISTED_MAPS]) + more
