"""Where maps are read, checked and drawn: by one thread, what somebody looks at first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

from attrs import evolve

from argmap.errors import ArgmapError
from argmap.rendering import RenderOptions
from argmap.rendering.annotations import with_evaluation
from argmap.rendering.html.page import Page, make_page
from argmap.resolve import Resolution
from argmap.serve.state import (
    MapError,
    MapState,
    MapStore,
    element_locations,
    located_diagnostics,
    map_error,
)
from argmap.workspace.render import diagnostic_badges
from argmap.workspace.render_targets import WHOLE_MAP, render_targets
from argmap.workspace.targets import Target
from argmap.workspace.watch import IncrementalChecker, MapSnapshot, Update, change_events

PREFIX = "live-"
"""What the ids of every picture begin with, so that one can take the place of another."""

PATIENCE = 60.0
"""Seconds that a layout may take where nobody says otherwise."""


class RenderWorker:
    """Keeps a gallery up with the files of its maps.

    ``looked_at`` returns the ids of the maps that a browser shows right now.
    """

    def __init__(
        self,
        follower: IncrementalChecker,
        store: MapStore,
        options: RenderOptions,
        looked_at: Callable[[], set[str]],
        *,
        diagnostics: bool = True,
    ) -> None:
        self._follower = follower
        self._store = store
        self._options = evolve(options, prefix=PREFIX, timeout=options.timeout or PATIENCE)
        self._diagnostics = diagnostics
        self._looked_at = looked_at
        self._looks: dict[str, MapSnapshot] = {}
        self._due: dict[str, None] = {}

    def announce(self, maps: Iterable[Target]) -> None:
        """Put maps up that have not been looked at yet."""
        for each in maps:
            name = each.relative_path.as_posix()
            id_ = self._store.id_of(each.path, name)
            self._store.put(MapState(id_, name, each.path.stem))

    def work(self, stop: Event) -> None:
        """Look and draw, until ``stop`` is set."""
        for _ in change_events(self._follower.watched, stop, "`argmap serve`"):
            try:
                self._take(self._follower.update())
                while self._due and not stop.is_set():
                    self._store.expect(self._due)
                    self._draw(self._next())
                    self._take(self._follower.update())  # what was saved meanwhile may go first
                self._store.expect(())
            except Exception as error:  # noqa: BLE001 (it is told, and the next change tries again)
                for state in self._store.states.values():
                    self._store.put(evolve(state, trouble=_own_fault(error)))

    # ---- Looking -------------------------------------------------------------------------------

    def _take(self, seen: Update) -> None:
        """Show what can be shown at once, and note what is to be drawn."""
        ids = {look.path: self._store.id_of(look.path, _name(look)) for look in seen.snapshots}
        self._looks = {ids[look.path]: look for look in seen.snapshots}
        self._due = {id_: None for id_ in self._due if id_ in self._looks}
        for look in seen.changed:
            self._show(ids[look.path], look)
        self._store.keep(self._looks)

    def _show(self, id_: str, look: MapSnapshot) -> None:
        old = self._store.last(id_) or MapState(id_, _name(look), look.path.stem)
        if look.is_broken:
            self._due.pop(id_, None)
            diagnostics = located_diagnostics(look, self._store)
            trouble = map_error(look, self._store)
            self._store.put(evolve(old, diagnostics=diagnostics, trouble=trouble))
            return
        self._due[id_] = None
        if old.page is None:
            old = evolve(old, title=_title(look), trouble=None)
        self._store.put(old)

    # ---- Drawing -------------------------------------------------------------------------------

    def _next(self) -> str:
        """Return what is to be drawn next: what is looked at goes first."""
        watched = self._looked_at()
        id_ = next((each for each in self._due if each in watched), next(iter(self._due)))
        del self._due[id_]
        return id_

    def _draw(self, id_: str) -> None:
        look = self._looks[id_]
        resolution = look.resolution
        assert resolution is not None  # otherwise it is broken, and not due
        old = self._store.states[id_]
        diagnostics = located_diagnostics(look, self._store)
        try:
            page = self._page(look, resolution)
        except ArgmapError as error:
            self._store.put(evolve(old, diagnostics=diagnostics, trouble=MapError(str(error))))
            return
        except Exception as error:  # noqa: BLE001 (one map's picture is lost, and not the server)
            self._store.put(evolve(old, diagnostics=diagnostics, trouble=_own_fault(error)))
            return
        self._store.put(
            evolve(
                old,
                title=_title(look),
                page=page,
                places=element_locations(resolution, self._store),
                diagnostics=diagnostics,
                trouble=MapError(look.failure, is_shown=True) if look.failure else None,
                drawn=old.drawn + 1,
            )
        )

    def _page(self, look: MapSnapshot, resolution: Resolution) -> Page:
        options = with_evaluation(resolution.map, self._options)
        if self._diagnostics:
            options = evolve(options, diagnostics=diagnostic_badges(resolution, look.report))
        beside = {each.path: Path(self._id(each)) for each in self._looks.values()}
        (target,) = render_targets(resolution, beside[look.path], beside, options, WHOLE_MAP)
        return make_page(target.map, target.options, resolution.map)

    def _id(self, look: MapSnapshot) -> str:
        return self._store.id_of(look.path, _name(look))


def _name(look: MapSnapshot) -> str:
    return look.target.relative_path.as_posix()


def _own_fault(error: Exception) -> MapError:
    return MapError(f"something went wrong inside of argmap ({type(error).__name__}: {error})")


def _title(look: MapSnapshot) -> str:
    assert look.resolution is not None
    return " ".join(look.resolution.map.title.split()) or look.path.stem
