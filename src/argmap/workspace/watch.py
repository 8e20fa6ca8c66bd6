"""Watches files, and checks the maps that depend on changed files again.

The operating system reports changes at once. In addition, all files are compared every two seconds,
because network file systems report nothing, and a watch on a folder that was replaced is lost.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.config import MAP_SUFFIX, find_root, load_settings
from argmap.errors import InputError, MissingExtra
from argmap.reporting import Report
from argmap.resolve import Resolution, resolve
from argmap.workspace.aggregation import DiagnosticAggregator, LoadMap
from argmap.workspace.baseline import Baseline
from argmap.workspace.checker import Checker
from argmap.workspace.discovery import find_maps, walk_folders
from argmap.workspace.environment import today
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import ABSENT, FileCache, Fingerprint, TrackedFiles, display_path
from argmap.workspace.load import load_errors
from argmap.workspace.results import MapResult
from argmap.workspace.targets import Target, find_targets, is_drawable

_DEBOUNCE_MS = 50
"""A burst of changes ends after this time without a change: an editor saves in several steps."""

_MAX_BURST_MS = 500
"""A burst of changes is processed after this time, even if it has not ended."""

_POLL_MS = 2_000
"""The interval in which files are compared if no change is reported."""

_REPLACE_SECONDS = 0.15
"""An editor that replaces a file may leave it missing for this time."""

_MAX_WATCHED_FOLDERS = 4_000
"""Changes in further folders are found by polling only."""


# ---- Waiting for changes -----------------------------------------------------------------------


class WatchedFiles(NamedTuple):
    """The files and folders to watch.

    Attributes:
        files: The files whose changes matter.
        open_folders: The folders in which new maps matter.
        folders: The folders whose changes the operating system reports.
    """

    files: frozenset[Path]
    open_folders: frozenset[Path]
    folders: tuple[Path, ...]

    def matches(self, path: Path) -> bool:
        """Return whether a change of a path may matter."""
        if path in self.files:
            return True
        if path.parent not in self.open_folders or path.name.startswith("."):
            return False
        return path.suffix in (MAP_SUFFIX, "")  # without a suffix, it may be a folder


def change_events(
    watched: Callable[[], WatchedFiles], stop: Event, required_by: str
) -> Iterator[None]:
    """Yield when the files may have changed: at the start, after changes, and at intervals.

    Args:
        watched: Returns what to watch; called after each event.
        stop: Ends the iteration when it is set.
        required_by: The command that requires the library, for the error message.

    Raises:
        MissingExtra: If the library for file watching is not installed.
    """
    if find_spec("watchfiles") is None:
        raise MissingExtra("serve", required_by)
    return _watch_until_stopped(watched, stop)


def _watch_until_stopped(watched: Callable[[], WatchedFiles], stop: Event) -> Iterator[None]:
    yield
    while not stop.is_set():
        try:
            yield from _watch_folders(watched, stop)
        except (OSError, RuntimeError):  # a folder was deleted, or there are too many watches
            if not stop.wait(_POLL_MS / 1000):
                yield


def _watch_folders(watched: Callable[[], WatchedFiles], stop: Event) -> Iterator[None]:
    """Yield events until the folders to watch change."""
    from watchfiles import Change, watch

    current = watched()
    identities = _folder_identities(current.folders)

    def matches(_change: Change, path: str) -> bool:
        return current.matches(Path(path))

    events = watch(
        *current.folders,
        watch_filter=matches,
        debounce=_MAX_BURST_MS,
        step=_DEBOUNCE_MS,
        stop_event=stop,
        rust_timeout=_POLL_MS,
        yield_on_timeout=True,
        recursive=False,
    )
    with closing(events):
        for _ in events:
            yield
            current = watched()
            if _folder_identities(current.folders) != identities:
                return


def _folder_identities(folders: tuple[Path, ...]) -> list[tuple[Path, int]]:
    """Return folders with their inodes, which differ if a folder is replaced."""
    return [(folder, os.stat(folder).st_ino) for folder in folders]  # noqa: PTH116


# ---- Incremental checks ------------------------------------------------------------------------


@frozen(eq=False)
class MapSnapshot:
    """The state of one map at one time.

    Attributes:
        target: The map.
        resolution: The map, or None if it cannot be read.
        result: The result of the check, or None if the map cannot be checked.
        errors: The errors that prevent the map from being drawn.
        failure: Why the map cannot be read or checked; empty if it can.
        dependencies: The fingerprints of the files that the snapshot depends on.
        baseline: The baseline of the project.
        load: Returns the map and the rules selected for it.
    """

    target: Target
    resolution: Resolution | None
    result: MapResult | None
    errors: Report
    failure: str
    dependencies: Mapping[Path, Fingerprint]
    baseline: Baseline | None = None
    load: LoadMap | None = None

    @property
    def path(self) -> Path:
        return self.target.path

    @property
    def is_broken(self) -> bool:
        """Whether the map cannot be drawn as its author means it."""
        return self.resolution is None or bool(self.errors.diagnostics)

    @property
    def report(self) -> Report:
        """The diagnostics of this map, or its errors if it cannot be checked."""
        return self.errors if self.result is None else snapshot_report([self])


class Update(NamedTuple):
    """The state of all maps after a change.

    Attributes:
        snapshots: The current snapshots.
        changed: The snapshots that are new.
        changed_files: The files whose change made them new.
        removed: The maps that do not exist any more.
    """

    snapshots: tuple[MapSnapshot, ...]
    changed: tuple[MapSnapshot, ...]
    changed_files: tuple[Path, ...]
    removed: tuple[Path, ...]

    @property
    def report(self) -> Report:
        """The diagnostics of the changed maps; those of imported files are among them."""
        return snapshot_report(
            snapshot for snapshot in self.changed if snapshot.target.is_top_level
        )


class IncrementalChecker:
    """Checks maps repeatedly; only maps with changed dependencies are checked again.

    Args:
        paths: Files, and folders to search for maps.
        extra_files: Files that all maps depend on, such as a theme.

    Raises:
        InputError: If a path does not exist, or a folder contains no map.
    """

    def __init__(self, paths: Sequence[Path], extra_files: Iterable[Path] = ()) -> None:
        self._files = FileCache(follows_changes=True)
        self._extra_files = [path.resolve() for path in extra_files]
        self._paths = list(paths)
        self._named_files = [path.resolve() for path in self._paths if not path.is_dir()]
        self._targets = find_targets(self._paths, TrackedFiles(self._files), _exclusions())
        self._snapshots: dict[Path, MapSnapshot] = {}
        self._checkers: dict[Path, tuple[Checker, TrackedFiles]] = {}
        self._day = today()

    @property
    def maps(self) -> list[Target]:
        """The maps that have a picture; in each folder, imported ones are last."""
        tracked = TrackedFiles(self._files)
        drawable = [target for target in self._targets if self._has_picture(target, tracked)]
        return sorted(
            drawable,
            key=lambda target: (target.relative_path.parent.as_posix(), target.is_imported),
        )

    def update(self) -> Update:
        """Check the maps whose dependencies have changed, and return the state of all maps."""
        self._wait_for_replaced_files()
        if self._day != today():  # diagnostics may depend on the date
            self._day = today()
            self._snapshots = {path: _outdated(old) for path, old in self._snapshots.items()}
            self._checkers.clear()
        self._targets = self._find_targets()
        maps = self.maps
        previous, self._snapshots = self._snapshots, {}
        changed: list[MapSnapshot] = []
        changed_files: dict[Path, None] = {}
        for target in maps:
            snapshot = previous.get(target.path)
            differing = self._differing_files(snapshot)
            if snapshot is None or differing or snapshot.target != target:
                snapshot = self._make_snapshot(target)
                changed.append(snapshot)
            changed_files |= dict.fromkeys(differing)
            self._snapshots[target.path] = snapshot
        removed = tuple(path for path in previous if path not in self._snapshots)
        for path in removed:
            self._checkers.pop(path, None)
        snapshots = tuple(self._snapshots.values())
        return Update(snapshots, tuple(changed), tuple(changed_files), removed)

    def watched(self) -> WatchedFiles:
        """Return the files and folders whose changes matter, as of the last update."""
        files = {path for snapshot in self._snapshots.values() for path in snapshot.dependencies}
        searched = {path for path in files if path.is_dir()}  # by the patterns of imports
        open_folders = {
            folder
            for path in self._paths
            if path.is_dir()
            for folder in walk_folders(path.resolve(), _exclusions())
        } | searched
        written = [path.absolute() for path in self._paths]  # a link itself, not its target
        parents = {_nearest_folder(path.parent) for path in (*files, *self._named_files, *written)}
        folders = sorted(open_folders | parents)[:_MAX_WATCHED_FOLDERS]
        return WatchedFiles(frozenset(files), frozenset(open_folders), tuple(folders))

    # ---- Targets -------------------------------------------------------------------------------

    def _find_targets(self) -> list[Target]:
        """Return all maps.

        A file that the user names stays a map while it is missing, so that a failed save, or a
        checkout of a branch without it, does not end the watch.
        """
        existing = [path for path in self._paths if _exists(path)]
        targets: list[Target] = []
        try:
            if existing:
                targets = find_targets(existing, TrackedFiles(self._files), _exclusions())
        except InputError:  # a file cannot be read for now; its snapshot reports that
            targets = [target for target in self._targets if target.path.exists()]
        known = {target.path for target in targets}
        missing = (target for target in self._targets if target.path not in known)
        return [*targets, *(target for target in missing if target.path in self._named_files)]

    def _has_picture(self, target: Target, tracked: TrackedFiles) -> bool:
        """Return whether a map has a picture.

        An imported map that loses its header by a syntax error keeps its picture.
        """
        if not target.is_imported:
            return True
        try:
            document = tracked.document(target.path)
        except OSError:
            return True  # its snapshot reports the error
        return is_drawable(document) or bool(document.errors and target.path in self._snapshots)

    def _wait_for_replaced_files(self) -> None:
        """Wait a moment if a file is missing that an editor may be replacing."""
        is_missing = any(
            fingerprint != ABSENT and not path.exists()
            for snapshot in self._snapshots.values()
            for path, fingerprint in snapshot.dependencies.items()
        )
        if is_missing:
            time.sleep(_REPLACE_SECONDS)

    def _differing_files(self, snapshot: MapSnapshot | None) -> list[Path]:
        if snapshot is None:
            return []
        return [
            path
            for path, fingerprint in snapshot.dependencies.items()
            if self._files.fingerprint(path) != fingerprint
        ]

    # ---- Snapshots -----------------------------------------------------------------------------

    def _make_snapshot(self, target: Target) -> MapSnapshot:
        tracked = TrackedFiles(self._files)
        try:
            return self._check(target, tracked)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            failure = f"`{display_path(target.path)}` cannot be read: {reason}"
        except Exception as error:  # noqa: BLE001 (a bug; other maps are still checked)
            failure = f"internal error in argmap ({type(error).__name__}: {error})"
        return MapSnapshot(target, None, None, Report((), 0, 0), failure, tracked.fingerprints)

    def _check(self, target: Target, tracked: TrackedFiles) -> MapSnapshot:
        document = tracked.document(target.path)
        boundary = find_root(target.path.parent)
        resolution = resolve(document, path=target.path, documents=tracked, boundary=boundary)
        errors = load_errors(resolution)
        result, failure, baseline = None, "", None
        checker, checker_files = self._checker(target.path)
        try:
            baseline = checker.baselines.for_folder(target.path.parent)
            if baseline is not None:
                checker_files.fingerprint(baseline.path)
            result = checker.check_map(resolution)
        except InputError as error:  # in the settings of the project
            self._checkers.pop(target.path, None)
            failure = str(error)
        extra = {path: self._files.fingerprint(path) for path in self._extra_files}
        dependencies = {**extra, **checker_files.fingerprints, **tracked.fingerprints}
        load = partial(checker.with_selection, resolution)
        return MapSnapshot(
            target, resolution, result, errors, failure, dependencies, baseline, load
        )

    def _checker(self, path: Path) -> tuple[Checker, TrackedFiles]:
        """Return the checker of a map, and its files; a new one if one of them has changed."""
        entry = self._checkers.get(path)
        if entry is None or entry[1].changed():
            tracked = TrackedFiles(self._files)
            settings = lambda folder: load_settings(folder, tracked.read_file)  # noqa: E731
            entry = self._checkers[path] = Checker(read=tracked.read, settings=settings), tracked
        return entry


def snapshot_report(snapshots: Iterable[MapSnapshot]) -> Report:
    """Return the diagnostics of maps; those of a shared file are reported once."""
    aggregator = DiagnosticAggregator()
    for snapshot in snapshots:
        if snapshot.result is not None:
            aggregator.add(snapshot.result, snapshot.baseline, snapshot.load)
    return aggregator.result().report


def _outdated(snapshot: MapSnapshot) -> MapSnapshot:
    """Return a snapshot whose map counts as changed."""
    dependencies = {**snapshot.dependencies, snapshot.path: "checked on another day"}
    return evolve(snapshot, dependencies=dependencies)


def _exclusions() -> Exclusions:
    """Return the current exclusions; invalid settings are reported with the maps."""
    return Exclusions(ExclusionOptions(is_forced=False), is_lenient=True)


def _exists(path: Path) -> bool:
    try:
        find_maps(path, _exclusions())
    except InputError:
        return False
    return True


def _nearest_folder(folder: Path) -> Path:
    """Return a folder, or the nearest existing one above it."""
    while not os.path.isdir(folder) and folder != folder.parent:  # noqa: PTH112 (never raises)
        folder = folder.parent
    return folder
