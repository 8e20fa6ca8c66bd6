"""Finding the statement that a command line names: by its id, and perhaps its map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from argmap.config import find_root
from argmap.errors import InputError
from argmap.model.identifiers import normalize_id
from argmap.resolve import Resolution
from argmap.text import closest_match
from argmap.workspace.files import FileCache, shown
from argmap.workspace.load import load_resolution
from argmap.workspace.targets import find_targets

_SHOWN = 5
"""Maps that a message lists."""


class StatementRef(NamedTuple):
    """A map, what messages call it, and the id of a statement of it; ``""`` is the thesis."""

    resolution: Resolution
    map: str
    id: str


class StatementNotFound(InputError):
    """No map has the statement; ``ids`` are those that there are, each with its ``MAP#ID``."""

    def __init__(self, message: str, ids: Mapping[str, str]) -> None:
        super().__init__(message)
        self.ids = ids


def find_in_map(id_: str, resolution: Resolution, name: str) -> StatementRef:
    """Return the statement ``id_`` of a map that messages call ``name``.

    Raises:
        StatementMissing: when there is none of that id.
    """
    statements = resolution.map.statements
    id_ = normalize_id(id_)
    if id_ and id_ not in statements:
        ids = {each.id: f"{name}#{each.id}" for each in statements.values() if each.is_named}
        meant = closest_match(id_, ids)
        hint = f"; did you mean `{ids[meant]}`?" if meant else ""
        raise StatementNotFound(f"no statement of `{name}` has the id `{id_}`{hint}", ids)
    return StatementRef(resolution, name, id_)


def find_in_project(id_: str) -> StatementRef:
    """Return the statement ``id_`` of the maps in the current folder, or else in its project.

    Raises:
        StatementMissing: when none of them has it.
        InputError: when several have it, or a map cannot be read.
    """
    here = Path.cwd()
    folders = dict.fromkeys((here, find_root(here)))
    missing = StatementNotFound("there is no map in the current folder", {})
    for folder in folders:
        try:
            return find_in_folder(id_, folder)
        except StatementNotFound as error:
            missing = error if error.ids else missing
    raise missing


def find_in_folder(id_: str, folder: Path) -> StatementRef:
    """Return the statement ``id_`` of the maps in a folder; of its only map, if there is no id.

    A map that others import is searched after those: there, the statement has a longer id.

    Raises:
        StatementMissing: when none of them has it, or there is no map.
        InputError: when several have it, or a map cannot be read.
    """
    from argmap.workspace.discovery import find_maps

    id_ = normalize_id(id_)
    try:
        find_maps(folder)
    except InputError as error:
        raise StatementNotFound(str(error), {}) from error
    files = FileCache()
    targets = find_targets([folder], files)
    whole = [target.path for target in targets if not target.is_imported]
    parts = [target.path for target in targets if target.is_imported]
    if not id_:
        if len(whole) > 1:
            names = _list(map(shown, whole))
            raise InputError(f"`{folder}` contains {len(whole):,} maps; name one: {names}")
        return StatementRef(load_resolution(whole[0], files), shown(whole[0]), "")
    ids: dict[str, str] = {}
    for paths in (whole, parts):
        loaded = [(shown(path), load_resolution(path, files)) for path in paths]
        found = [
            StatementRef(each, name, id_) for name, each in loaded if id_ in each.map.statements
        ]
        if len(found) == 1:
            return found[0]
        if found:
            names = _list(f"{each.map}#{id_}" for each in found)
            raise InputError(f"{len(found):,} maps have a statement `{id_}`; name one: {names}")
        for name, each in loaded:
            for statement in each.map.statements.values():
                if statement.is_named:
                    ids.setdefault(statement.id, f"{name}#{statement.id}")
    meant = closest_match(id_, ids)
    hint = f"; did you mean `{ids[meant]}`?" if meant else ""
    raise StatementNotFound(f"no map in `{_named(folder)}` has a statement `{id_}`{hint}", ids)


def _list(names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    more = f" and {len(listed) - _SHOWN:,} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more


def _named(folder: Path) -> str:
    """Return what a message calls a folder."""
    return shown(folder.resolve())
