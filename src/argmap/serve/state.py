"""The state of the live page: each map with its last good picture and its current problems.

The worker publishes states, and request handlers read them. States are immutable and only ever
replaced, so both can run at the same time. The functions at the end convert states to the data that
the page's script receives.
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
from argmap.rendering.html.page import HtmlPage
from argmap.resolve import Resolution
from argmap.serve.due_reviews import ReviewQueue
from argmap.serve.editors import Editor
from argmap.text import Location
from argmap.text.safe import escape_unsafe_characters
from argmap.workspace.diagnostic_badges import with_element_ids
from argmap.workspace.watch import MapSnapshot

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_-]+")
_MAX_DIAGNOSTICS = 500

Data = dict[str, Any]


class ElementLocation(NamedTuple):
    """A position in a file: the number and the name of the file, line and column from 1."""

    file: int
    name: str
    line: int
    column: int


class MapError(NamedTuple):
    """The first error of a map that cannot be drawn or checked.

    Attributes:
        message: The error in a sentence.
        location: Its position, if it is in a file of the map.
        other_count: The number of further errors.
        is_drawn: Whether the picture is up to date, and only the check failed.
    """

    message: str
    location: ElementLocation | None = None
    other_count: int = 0
    is_drawn: bool = False


class LocatedDiagnostic(NamedTuple):
    """A diagnostic, with the id of the statement it is about, if any."""

    severity: str
    code: str
    name: str
    message: str
    help: str
    location: ElementLocation
    statement: str | None


@frozen
class MapState:
    """One map as the page shows it.

    ``drawn`` counts its pictures, and ``revision`` counts all changes.
    """

    id: str
    name: str
    title: str
    page: HtmlPage | None = None
    locations: dict[str, ElementLocation] = field(factory=dict)
    diagnostics: tuple[LocatedDiagnostic, ...] = ()
    error: MapError | None = None
    reviews: ReviewQueue = field(factory=ReviewQueue)
    drawn: int = 0
    revision: int = 0

    @property
    def status(self) -> str:
        """``broken``, ``waiting`` for its first picture, the worst severity, or ``fine``."""
        if self.error is not None:
            return "broken"
        if self.page is None:
            return "waiting"
        for severity in ("error", "warning", "info"):
            if any(diagnostic.severity == severity for diagnostic in self.diagnostics):
                return severity
        return "fine"


class MapStore:
    """The states of all maps by their ids, which are part of URLs, and the numbers of their files.

    Attributes:
        states: The maps that are shown, in order.
        pending: The ids of maps that will get a new picture.
    """

    def __init__(self, notify: Callable[[], None]) -> None:
        """Create an empty store that calls ``notify`` after every change."""
        self._notify = notify
        self._ids: dict[Path, str] = {}
        self._files: list[Path] = []
        self._numbers: dict[Path, int] = {}
        self._removed: dict[str, MapState] = {}
        self.states: dict[str, MapState] = {}
        self.pending: frozenset[str] = frozenset()

    def last(self, id_: str) -> MapState | None:
        """Return the last state of a map, even if it is no longer shown."""
        return self.states.get(id_) or self._removed.get(id_)

    def id_of(self, path: Path, name: str) -> str:
        """Return the id of the map at a path; it never changes."""
        if path not in self._ids:
            base = _NOT_IN_ID.sub("-", name).strip("-") or "map"
            used_ids = set(self._ids.values())
            id_, number = base, 1
            while id_ in used_ids:
                number += 1
                id_ = f"{base}-{number}"
            self._ids[path] = id_
        return self._ids[path]

    def number_of(self, path: Path) -> int:
        """Return the number of a file; a page can open only files that have one."""
        if path not in self._numbers:
            self._numbers[path] = len(self._files)
            self._files.append(path)
        return self._numbers[path]

    def path(self, id_: str) -> Path | None:
        """Return the path of a map that is shown, or None."""
        if id_ not in self.states:
            return None
        return next(path for path, known in list(self._ids.items()) if known == id_)

    def file(self, number: int) -> Path | None:
        """Return the file with a number, or None."""
        return self._files[number] if 0 <= number < len(self._files) else None

    def publish(self, state: MapState) -> None:
        """Replace the state of a map, unless it is the same except for its revision."""
        old = self.last(state.id)
        revision = 1 if old is None else old.revision
        is_shown = state.id in self.states
        if is_shown and evolve(state, revision=revision) == old:
            return
        new = evolve(state, revision=revision + (old is not None))
        self.states = {**self.states, state.id: new}
        self._notify()

    def mark_pending(self, ids: Iterable[str]) -> None:
        """Record which maps will get a new picture."""
        pending = frozenset(ids)
        if pending != self.pending:
            self.pending = pending
            self._notify()

    def retain(self, ids: Iterable[str]) -> None:
        """Show only these maps, in this order."""
        retained = {id_: self.states[id_] for id_ in ids if id_ in self.states}
        self._removed |= {id_: state for id_, state in self.states.items() if id_ not in retained}
        if list(retained) != list(self.states):
            self.states = retained
            self._notify()


def map_error(snapshot: MapSnapshot, store: MapStore) -> MapError:
    """Return the reason why a map cannot be drawn: the first of its errors."""
    first, *others = snapshot.errors.diagnostics or (None,)
    if first is None or snapshot.resolution is None:
        return MapError(snapshot.failure)
    location = _element_location(first.location, snapshot.resolution, store)
    return MapError(_one_line(first.message), location, len(others))


def located_diagnostics(snapshot: MapSnapshot, store: MapStore) -> tuple[LocatedDiagnostic, ...]:
    """Return the diagnostics of a map, the most severe first, at most 500."""
    resolution = snapshot.resolution
    if resolution is None:
        return ()
    worst_first = sorted(snapshot.report.diagnostics, key=lambda diagnostic: -diagnostic.severity)
    return tuple(
        LocatedDiagnostic(
            str(diagnostic.severity),
            diagnostic.code,
            diagnostic.name,
            _one_line(diagnostic.message),
            _one_line(diagnostic.help),
            _element_location(diagnostic.location, resolution, store)
            or ElementLocation(-1, diagnostic.location.source.name, *diagnostic.location.start),
            _statement_of(resolution.map, id_),
        )
        for diagnostic, id_ in with_element_ids(resolution.map, worst_first[:_MAX_DIAGNOSTICS])
    )


def element_locations(resolution: Resolution, store: MapStore) -> dict[str, ElementLocation]:
    """Return the locations of the statements of a map, by their ids."""
    locations = {
        id_: _element_location(statement.location, resolution, store)
        for id_, statement in resolution.map.statements.items()
    }
    return {id_: location for id_, location in locations.items() if location is not None}


def _element_location(
    location: Location, resolution: Resolution, store: MapStore
) -> ElementLocation | None:
    """Return a location with the number of its file, or None if the file is not one of the map."""
    for document, path in zip(resolution.documents, resolution.paths, strict=True):
        if document.source is location.source and path is not None:
            return ElementLocation(store.number_of(path), location.source.name, *location.start)
    return None


def _statement_of(argument_map: ArgumentMap, id_: str) -> str | None:
    """Return the statement that shows a diagnostic; for an inference, its first premise."""
    inference = argument_map.inferences.get(id_)
    if inference is not None:
        id_ = next(iter(inference.premises), inference.conclusion)
    return id_ if id_ in argument_map.statements else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


# ---- Data for the page's script ------------------------------------------------------------------


class EditSession(NamedTuple):
    """One run of the server.

    Attributes:
        run: Its random id.
        token: The secret token of its pages.
        editor: The editor.
        reviewer: The name under which reviews are recorded; empty if it is not known.
    """

    run: str
    token: str
    editor: Editor
    reviewer: str = ""


def maps_payload(store: MapStore, session: EditSession) -> Data:
    """Return all maps, each with its status and revision."""
    return {
        "run": session.run,
        "maps": [
            {
                "id": state.id,
                "name": clean(state.name),
                "title": clean(state.title),
                "state": state.status,
                "count": len(state.diagnostics),
                "isDue": state.id in store.pending,
                "revision": state.revision,
            }
            for state in store.states.values()
        ],
    }


def event_data(store: MapStore, session: EditSession) -> str:
    """Return `maps_payload` as one line of JSON."""
    return escape_unsafe_characters(json.dumps(maps_payload(store, session)))


def map_payload(state: MapState, store: MapStore, session: EditSession) -> Data:
    """Return all data of a map except its picture."""
    files: dict[int, Data] = {}
    locations = [
        *state.locations.values(),
        *(diagnostic.location for diagnostic in state.diagnostics),
    ]
    if state.error and state.error.location:
        locations.append(state.error.location)
    for location in locations:
        path = store.file(location.file)
        if path is not None and location.file not in files:
            link = session.editor.url(path)
            files[location.file] = {"name": clean(location.name), "link": link}
    return {
        **maps_payload(store, session),
        "token": session.token,
        "map": state.id,
        "revision": state.revision,
        "drawn": state.drawn,
        "editor": {"kind": session.editor.kind, "label": clean(session.editor.label)},
        "files": files,
        "places": {
            id_: [location.file, location.line, location.column]
            for id_, location in state.locations.items()
        },
        "trouble": _error_payload(state.error),
        "reviews": _reviews_payload(state.reviews, session.reviewer),
        "findings": [_diagnostic_payload(diagnostic) for diagnostic in state.diagnostics],
    }


def _error_payload(error: MapError | None) -> Data | None:
    if error is None:
        return None
    return {
        "what": clean(error.message),
        "place": _location_payload(error.location) if error.location else None,
        "more": error.other_count,
        "isShown": error.is_drawn,
    }


def _reviews_payload(reviews: ReviewQueue, reviewer: str) -> Data:
    return {
        "reviewer": clean(reviewer),
        "total": reviews.total,
        "failure": clean(reviews.failure),
        "items": [
            {
                "id": item.id,
                "isNamed": item.is_named,
                "name": clean(item.name),
                "text": clean(item.text),
                "state": item.state,
                "seen": item.seen,
                "path": [clean(id_) for id_ in item.path],
                "passages": [[clean(label), clean(text)] for label, text in item.passages],
                "hasCitations": item.has_citations,
                "last": clean(item.last),
            }
            for item in reviews.items
        ],
    }


def _diagnostic_payload(diagnostic: LocatedDiagnostic) -> Data:
    return {
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "name": diagnostic.name,
        "message": clean(diagnostic.message),
        "help": clean(diagnostic.help),
        "place": _location_payload(diagnostic.location),
        "statement": diagnostic.statement,
    }


def _location_payload(location: ElementLocation) -> list[Any]:
    return [location.file, location.line, location.column, clean(location.name)]
