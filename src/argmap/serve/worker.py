"""The worker thread that reads, checks and draws the maps of the live page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Event

from attrs import evolve

from argmap.errors import ArgmapError, InputError
from argmap.rendering import RenderOptions
from argmap.rendering.annotations import with_evaluation
from argmap.rendering.html.page import HtmlPage, PictureCache, make_page
from argmap.rendering.html.parts import PageContents
from argmap.resolve import Resolution
from argmap.serve.due_reviews import review_queue
from argmap.serve.state import (
    MapError,
    MapState,
    MapStore,
    element_locations,
    located_diagnostics,
    map_error,
)
from argmap.workspace.diagnostic_badges import diagnostic_badges
from argmap.workspace.page_contents import page_contents
from argmap.workspace.render_targets import WHOLE_MAP, render_targets
from argmap.workspace.targets import Target
from argmap.workspace.watch import IncrementalChecker, MapSnapshot, Update, change_events

ID_PREFIX = "live-"
"""The prefix of all ids in a picture. It is the same for each, so one can replace another."""

DEFAULT_TIMEOUT_SECONDS = 60.0
"""The time limit of a layout, unless the command line sets another."""


class RenderWorker:
    """Keeps the states of maps up to date with their files."""

    def __init__(
        self,
        checker: IncrementalChecker,
        store: MapStore,
        options: RenderOptions,
        viewed_maps: Callable[[], set[str]],
        *,
        diagnostics: bool = True,
    ) -> None:
        """Create a worker.

        Args:
            checker: Checks the maps when their files change.
            store: Receives the states of the maps.
            options: The appearance of the pictures.
            viewed_maps: Returns the ids of the maps that a browser shows now; they are drawn first.
            diagnostics: Whether cards show diagnostics.
        """
        self._checker = checker
        self._store = store
        timeout = options.timeout or DEFAULT_TIMEOUT_SECONDS
        self._options = evolve(options, prefix=ID_PREFIX, timeout=timeout)
        self._diagnostics = diagnostics
        self._viewed_maps = viewed_maps
        self._snapshots: dict[str, MapSnapshot] = {}
        self._queue: dict[str, None] = {}
        self._pictures: dict[Path, PictureCache] = {}

    def register(self, maps: Iterable[Target]) -> None:
        """Publish maps that have not been read yet."""
        for target in maps:
            name = target.relative_path.as_posix()
            id_ = self._store.id_of(target.path, name)
            self._store.publish(MapState(id_, name, target.path.stem))

    def run(self, stop: Event) -> None:
        """Process changes until ``stop`` is set."""
        for _ in change_events(self._checker.watched, stop, "`argmap serve`"):
            try:
                self._process(self._checker.update())
                while self._queue and not stop.is_set():
                    self._store.mark_pending(self._queue)
                    self._draw(self._next_map())
                    self._process(self._checker.update())  # a newer change may be more urgent
                self._store.mark_pending(())
            except Exception as error:  # noqa: BLE001 (reported; the next change tries again)
                for state in self._store.states.values():
                    self._store.publish(evolve(state, error=_internal_error(error)))

    # ---- Reading and checking ------------------------------------------------------------------

    def _process(self, update: Update) -> None:
        """Publish what is known without drawing, and queue the maps that must be drawn."""
        ids = {
            snapshot.path: self._store.id_of(snapshot.path, _name(snapshot))
            for snapshot in update.snapshots
        }
        self._snapshots = {ids[snapshot.path]: snapshot for snapshot in update.snapshots}
        self._queue = {id_: None for id_ in self._queue if id_ in self._snapshots}
        for snapshot in update.changed:
            self._publish(ids[snapshot.path], snapshot)
        self._store.retain(self._snapshots)

    def _publish(self, id_: str, snapshot: MapSnapshot) -> None:
        old = self._store.last(id_) or MapState(id_, _name(snapshot), snapshot.path.stem)
        if snapshot.is_broken:
            self._queue.pop(id_, None)
            diagnostics = located_diagnostics(snapshot, self._store)
            error = map_error(snapshot, self._store)
            self._store.publish(evolve(old, diagnostics=diagnostics, error=error))
            return
        self._queue[id_] = None
        if old.page is None:
            old = evolve(old, title=_title(snapshot), error=None)
        self._store.publish(old)

    # ---- Drawing -------------------------------------------------------------------------------

    def _next_map(self) -> str:
        """Remove a map from the queue and return it, preferably one that a browser shows."""
        viewed = self._viewed_maps()
        id_ = next((id_ for id_ in self._queue if id_ in viewed), next(iter(self._queue)))
        del self._queue[id_]
        return id_

    def _draw(self, id_: str) -> None:
        snapshot = self._snapshots[id_]
        resolution = snapshot.resolution
        assert resolution is not None  # a broken map is not in the queue
        old = self._store.states[id_]
        diagnostics = located_diagnostics(snapshot, self._store)
        try:
            page = self._page(snapshot, resolution)
        except ArgmapError as error:
            self._store.publish(evolve(old, diagnostics=diagnostics, error=MapError(str(error))))
            return
        except Exception as error:  # noqa: BLE001 (the other maps can still be drawn)
            self._store.publish(evolve(old, diagnostics=diagnostics, error=_internal_error(error)))
            return
        self._store.publish(
            evolve(
                old,
                title=_title(snapshot),
                page=page,
                locations=element_locations(resolution, self._store),
                reviews=review_queue(resolution),
                diagnostics=diagnostics,
                error=MapError(snapshot.failure, is_drawn=True) if snapshot.failure else None,
                drawn=old.drawn + 1,
            )
        )

    def _page(self, snapshot: MapSnapshot, resolution: Resolution) -> HtmlPage:
        options = with_evaluation(resolution.map, self._options)
        if self._diagnostics:
            options = evolve(options, diagnostics=diagnostic_badges(resolution, snapshot.report))
        outputs = {other.path: Path(self._id(other)) for other in self._snapshots.values()}
        (target,) = render_targets(resolution, outputs[snapshot.path], outputs, options, WHOLE_MAP)
        cache = self._pictures.setdefault(snapshot.path, {})
        contents = _contents(resolution, target.pages)
        return make_page(target.map, target.options, resolution.map, contents, cache)

    def _id(self, snapshot: MapSnapshot) -> str:
        return self._store.id_of(snapshot.path, _name(snapshot))


def _contents(resolution: Resolution, pages: Mapping[str, str] | None) -> PageContents:
    """Return the contents of a page, without texts if the configuration cannot be read."""
    try:
        return page_contents(resolution, pages, has_texts=True)
    except InputError:  # the check reports it
        return page_contents(resolution, pages, has_texts=False)


def _name(snapshot: MapSnapshot) -> str:
    return snapshot.target.relative_path.as_posix()


def _internal_error(error: Exception) -> MapError:
    return MapError(f"internal error in argmap ({type(error).__name__}: {error})")


def _title(snapshot: MapSnapshot) -> str:
    assert snapshot.resolution is not None
    return " ".join(snapshot.resolution.map.title.split()) or snapshot.path.stem
