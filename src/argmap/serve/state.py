"""What is shown: every map with its last good picture, and what is wrong with it now.

The studio hangs up and takes down; pages look. Whatever hangs here is never changed, only replaced,
so that both can go on at once.

What is said of a map beside its picture, each with its place: findings, troubles, statements.

What the page's script is told, as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from attrs import evolve, field, frozen

from argmap.model import ArgumentMap
from argmap.rendering.escaping import clean
from argmap.rendering.html.page import Page
from argmap.resolve import Resolution
from argmap.serve.editors import Editor
from argmap.text import Location
from argmap.text.safe import escape_unsafe_characters
from argmap.workspace.render import with_element_ids
from argmap.workspace.watch import MapSnapshot

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")


class ElementLocation(NamedTuple):
    """A place in a file: the file's number, how it is named, and line and column from 1."""

    file: int
    name: str
    line: int
    column: int


class MapError(NamedTuple):
    """What is wrong with a map, where, and how many more mistakes there are.

    ``is_shown``: its picture is that of the map as it is, and only its check has failed.
    """

    what: str
    place: ElementLocation | None = None
    more: int = 0
    is_shown: bool = False


class LocatedDiagnostic(NamedTuple):
    """A finding, with the statement it is about if there is one."""

    severity: str
    code: str
    name: str
    message: str
    help: str
    place: ElementLocation
    statement: str | None


@frozen
class MapState:
    """One map as it is shown. ``drawn`` counts its pictures, ``revision`` all that changes."""

    id: str
    name: str
    title: str
    page: Page | None = None
    places: dict[str, ElementLocation] = field(factory=dict)
    diagnostics: tuple[LocatedDiagnostic, ...] = ()
    trouble: MapError | None = None
    drawn: int = 0
    revision: int = 0

    @property
    def state(self) -> str:
        """Return ``broken``, ``waiting`` for its first picture, the worst severity, or ``fine``."""
        if self.trouble is not None:
            return "broken"
        if self.page is None:
            return "waiting"
        for severity in ("error", "warning", "info"):
            if any(diagnostic.severity == severity for diagnostic in self.diagnostics):
                return severity
        return "fine"


class MapStore:
    """All exhibits, by the ids that stand in addresses, and the numbers of their files.

    ``tell`` is called after every change. ``due`` are maps of which a new picture is on its way.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._ids: dict[Path, str] = {}
        self._files: list[Path] = []
        self._numbers: dict[Path, int] = {}
        self._gone: dict[str, MapState] = {}
        self.states: dict[str, MapState] = {}
        self.due: frozenset[str] = frozenset()

    def last(self, id_: str) -> MapState | None:
        """Return how a map was shown last, also one that is not shown any more."""
        return self.states.get(id_) or self._gone.get(id_)

    def id_of(self, path: Path, name: str) -> str:
        """Return what the map at a path is called in addresses, always the same."""
        if path not in self._ids:
            base = _NOT_IN_ID.sub("-", name).strip("-") or "map"
            taken = set(self._ids.values())
            made, number = base, 1
            while made in taken:
                number += 1
                made = f"{base}-{number}"
            self._ids[path] = made
        return self._ids[path]

    def number_of(self, path: Path) -> int:
        """Return the number of a file; only what has one can be opened in an editor."""
        if path not in self._numbers:
            self._numbers[path] = len(self._files)
            self._files.append(path)
        return self._numbers[path]

    def file(self, number: int) -> Path | None:
        """Return the file of that number, if there is one."""
        return self._files[number] if 0 <= number < len(self._files) else None

    def put(self, state: MapState) -> None:
        """Show a map in place of how it was shown; nothing is told where it is the same."""
        old = self.last(state.id)
        revision = 1 if old is None else old.revision
        is_shown = state.id in self.states
        if is_shown and evolve(state, revision=revision) == old:
            return
        new = evolve(state, revision=revision + (old is not None))
        self.states = {**self.states, state.id: new}
        self._tell()

    def expect(self, ids: Iterable[str]) -> None:
        """Note of which maps a new picture is on its way."""
        due = frozenset(ids)
        if due != self.due:
            self.due = due
            self._tell()

    def keep(self, ids: Iterable[str]) -> None:
        """Show these maps and no others, in this order."""
        kept = {id_: self.states[id_] for id_ in ids if id_ in self.states}
        self._gone |= {id_: each for id_, each in self.states.items() if id_ not in kept}
        if list(kept) != list(self.states):
            self.states = kept
            self._tell()


_MOST_FINDINGS = 500


def map_error(look: MapSnapshot, store: MapStore) -> MapError:
    """Return why a broken map cannot be drawn: the first of its errors."""
    first, *others = look.errors.diagnostics or (None,)
    if first is None or look.resolution is None:
        return MapError(look.failure)
    place = _place(first.location, look.resolution, store)
    return MapError(_line(first.message), place, len(others))


def located_diagnostics(look: MapSnapshot, store: MapStore) -> tuple[LocatedDiagnostic, ...]:
    """Return what was found in a map, the worst first; no more than 500."""
    resolution = look.resolution
    if resolution is None:
        return ()
    told = sorted(look.report.diagnostics, key=lambda diagnostic: -diagnostic.severity)
    return tuple(
        LocatedDiagnostic(
            str(diagnostic.severity),
            diagnostic.code,
            diagnostic.name,
            _line(diagnostic.message),
            _line(diagnostic.help),
            _place(diagnostic.location, resolution, store)
            or ElementLocation(-1, diagnostic.location.source.name, *diagnostic.location.start),
            _statement(resolution.map, id_),
        )
        for diagnostic, id_ in with_element_ids(resolution.map, told[:_MOST_FINDINGS])
    )


def element_locations(resolution: Resolution, store: MapStore) -> dict[str, ElementLocation]:
    """Return where the statements of a map are written, by their ids."""
    found = {
        id_: _place(statement.location, resolution, store)
        for id_, statement in resolution.map.statements.items()
    }
    return {id_: place for id_, place in found.items() if place is not None}


def _place(location: Location, resolution: Resolution, store: MapStore) -> ElementLocation | None:
    """Return a place with its file's number. Only files of the map have one."""
    for document, path in zip(resolution.documents, resolution.paths, strict=True):
        if document.source is location.source and path is not None:
            return ElementLocation(store.number_of(path), location.source.name, *location.start)
    return None


def _statement(argument_map: ArgumentMap, id_: str) -> str | None:
    """Return the statement that shows a diagnostic; for an inference, its first premise."""
    inference = argument_map.inferences.get(id_)
    if inference is not None:
        id_ = next(iter(inference.premises), inference.conclusion)
    return id_ if id_ in argument_map.statements else None


def _line(text: str) -> str:
    return " ".join(text.split())


Data = dict[str, Any]


class EditSession(NamedTuple):
    """One run of the server: a name of its own, the secret of its pages, and its editor."""

    run: str
    token: str
    editor: Editor


def maps_payload(store: MapStore, session: EditSession) -> Data:
    """Return all maps, each with its state and how often it has changed."""
    return {
        "run": session.run,
        "maps": [
            {
                "id": each.id,
                "name": clean(each.name),
                "title": clean(each.title),
                "state": each.state,
                "count": len(each.diagnostics),
                "isDue": each.id in store.due,
                "revision": each.revision,
            }
            for each in store.states.values()
        ],
    }


def event(store: MapStore, session: EditSession) -> str:
    """Return the same in one line."""
    return escape_unsafe_characters(json.dumps(maps_payload(store, session)))


def map_payload(state: MapState, store: MapStore, session: EditSession) -> Data:
    """Return what is known of a map beside its picture."""
    files: dict[int, Data] = {}
    places = [*state.places.values(), *(diagnostic.place for diagnostic in state.diagnostics)]
    if state.trouble and state.trouble.place:
        places.append(state.trouble.place)
    for place in places:
        path = store.file(place.file)
        if path is not None and place.file not in files:
            link = session.editor.address(path)
            files[place.file] = {"name": clean(place.name), "link": link}
    return {
        **maps_payload(store, session),
        "token": session.token,
        "map": state.id,
        "revision": state.revision,
        "drawn": state.drawn,
        "editor": {"kind": session.editor.kind, "label": clean(session.editor.label)},
        "files": files,
        "places": {
            id_: [place.file, place.line, place.column] for id_, place in state.places.items()
        },
        "trouble": _trouble(state.trouble),
        "findings": [_diagnostic(each) for each in state.diagnostics],
    }


def _trouble(trouble: MapError | None) -> Data | None:
    if trouble is None:
        return None
    place = _location_payload(trouble.place) if trouble.place else None
    return {
        "what": clean(trouble.what),
        "place": place,
        "more": trouble.more,
        "isShown": trouble.is_shown,
    }


def _diagnostic(diagnostic: LocatedDiagnostic) -> Data:
    return {
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "name": diagnostic.name,
        "message": clean(diagnostic.message),
        "help": clean(diagnostic.help),
        "place": _location_payload(diagnostic.place),
        "statement": diagnostic.statement,
    }


def _location_payload(place: ElementLocation) -> list[Any]:
    return [place.file, place.line, place.column, clean(place.name)]
