"""Maps kept up with their files: what has changed is read and checked anew, and nothing else.

Waiting for files to change: the system tells of it at once, and every other second is a look.

A network's disk tells nothing, and a folder that was replaced is not the one that was asked about:
the look makes certain what the telling makes quick.
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
from argmap.workspace.checker import Checker, load_errors
from argmap.workspace.discovery import find_maps, walk_folders
from argmap.workspace.environment import today
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import ABSENT, FileCache, Fingerprint, TrackedFiles, shown
from argmap.workspace.results import MapResult
from argmap.workspace.targets import Target, find_targets, is_drawable

_QUIET = 50
"""Milliseconds without a change that end a burst of them: an editor's save is several."""

_LONGEST = 500
"""Milliseconds after which a burst is looked at, though it goes on."""

_LOOK = 2_000
"""Milliseconds from look to look where nothing is told."""


class WatchedFiles(NamedTuple):
    """What is looked at: ``files``, and ``open_folders`` in which any map may turn up.

    ``walk_folders`` are all that the system is to tell of.
    """

    files: frozenset[Path]
    open_folders: frozenset[Path]
    folders: tuple[Path, ...]

    def matches(self, path: Path) -> bool:
        """Whether a change there may be one that counts."""
        if path in self.files:
            return True
        if path.parent not in self.open_folders or path.name.startswith("."):
            return False
        return path.suffix in (MAP_SUFFIX, "")  # a folder may have come, or gone


def change_events(watched: Callable[[], WatchedFiles], stop: Event, what: str) -> Iterator[None]:
    """Yield when it is time to look: at once, after every change, and now and then anyway.

    ``watched`` is asked after each look; ``what`` names who needs the library if it is missing.
    Ends when ``stop`` is set.

    Raises:
        MissingExtra: when the library that is told of changes is not installed.
    """
    if find_spec("watchfiles") is None:
        raise MissingExtra("serve", what)
    return _rounds(watched, stop)


def _rounds(watched: Callable[[], WatchedFiles], stop: Event) -> Iterator[None]:
    yield
    while not stop.is_set():
        try:
            yield from _told(watched, stop)
        except (OSError, RuntimeError):  # folders come and go, and there is a limit to watches
            if not stop.wait(_LOOK / 1000):
                yield


def _told(watched: Callable[[], WatchedFiles], stop: Event) -> Iterator[None]:
    """Yield as long as the same folders are to be watched."""
    from watchfiles import Change, watch

    now = watched()
    folders = _identified(now.folders)

    def matches(_change: Change, path: str) -> bool:
        return now.matches(Path(path))

    events = watch(
        *now.folders,
        watch_filter=matches,
        debounce=_LONGEST,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        recursive=False,
    )
    with closing(events):
        for _ in events:
            yield
            now = watched()
            if _identified(now.folders) != folders:
                return


def _identified(folders: tuple[Path, ...]) -> list[tuple[Path, int]]:
    """Return folders with what tells one from another in its place."""
    return [(folder, os.stat(folder).st_ino) for folder in folders]  # noqa: PTH116


_MOMENT = 0.15
"""Seconds for which an editor that replaces a file may leave its name without one."""

_MOST_FOLDERS = 4_000
"""Folders that the system is asked to tell of; changes in others are found by looking."""


@frozen(eq=False)
class MapSnapshot:
    """What one map looks like at one moment.

    ``errors`` are to be mended before it can be drawn; where there are none, there is a
    ``resolution``. ``failure`` says why it cannot be read at all, or not be checked as its project
    wants it. ``dependencies`` is what all this depends on. ``baseline`` is that of its project, and
    ``load`` goes with it.
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
        """Whether a picture would not show what is meant, or nothing."""
        return self.resolution is None or bool(self.errors.diagnostics)

    @property
    def report(self) -> Report:
        """What was found in this map alone; where it could not be checked, its errors."""
        return self.errors if self.result is None else snapshot_report([self])


class Update(NamedTuple):
    """All maps as they are, those of them that have changed, and why.

    ``changed_files`` are the files that are not as they were, of maps that were known before;
    ``removed`` are maps that are not there any more.
    """

    snapshots: tuple[MapSnapshot, ...]
    changed: tuple[MapSnapshot, ...]
    changed_files: tuple[Path, ...]
    removed: tuple[Path, ...]

    @property
    def report(self) -> Report:
        """What was found in the maps that have changed; parts of others are told with those."""
        return snapshot_report(
            snapshot for snapshot in self.changed if snapshot.target.is_top_level
        )


class IncrementalChecker:
    """Looks at the maps that ``paths`` mean, again and again.

    ``extra_files`` are files that all of them hang on, such as a theme.

    Raises:
        InputError: when a path is not there, or a folder holds no map.
    """

    def __init__(self, paths: Sequence[Path], extra_files: Iterable[Path] = ()) -> None:
        self._files = FileCache(follows_changes=True)
        self._extra_files = [path.resolve() for path in extra_files]
        self._paths = list(paths)
        self._named = [path.resolve() for path in self._paths if not path.is_dir()]
        self._targets = find_targets(self._paths, TrackedFiles(self._files), _exclusions())
        self._snapshots: dict[Path, MapSnapshot] = {}
        self._checkers: dict[Path, tuple[Checker, TrackedFiles]] = {}
        self._day = today()

    @property
    def maps(self) -> list[Target]:
        """The maps that have a picture, as they were found last; parts come behind the whole."""
        tracked = TrackedFiles(self._files)
        found = [target for target in self._targets if self._has_picture(target, tracked)]
        return sorted(
            found, key=lambda target: (target.relative_path.parent.as_posix(), target.is_imported)
        )

    def update(self) -> Update:
        """Look at all maps, and anew at those that something has changed of."""
        self._wait_for_files()
        if self._day != today():  # what was valid until then is not any more
            self._day = today()
            self._snapshots = {path: _stale(snapshot) for path, snapshot in self._snapshots.items()}
            self._checkers.clear()
        self._targets = self._find()
        maps = self.maps
        before, self._snapshots = self._snapshots, {}
        changed: list[MapSnapshot] = []
        changed_files: dict[Path, None] = {}
        for target in maps:
            known = before.get(target.path)
            differing = self._differing(known)
            if known is None or differing or known.target != target:
                known = self._look(target)
                changed.append(known)
            changed_files |= dict.fromkeys(differing)
            self._snapshots[target.path] = known
        removed = tuple(path for path in before if path not in self._snapshots)
        for path in removed:
            self._checkers.pop(path, None)
        return Update(
            tuple(self._snapshots.values()), tuple(changed), tuple(changed_files), removed
        )

    def watched(self) -> WatchedFiles:
        """Return what a change may come from, as far as is known after the last round."""
        files = {path for snapshot in self._snapshots.values() for path in snapshot.dependencies}
        open_folders = {
            folder
            for path in self._paths
            if path.is_dir()
            for folder in walk_folders(path.resolve(), _exclusions())
        }
        written = [path.absolute() for path in self._paths]  # links, where they themselves are
        around = {_nearest(path.parent) for path in (*files, *self._named, *written)}
        everywhere = sorted(open_folders | around)[:_MOST_FOLDERS]
        return WatchedFiles(frozenset(files), frozenset(open_folders), tuple(everywhere))

    # ---- Which maps ----------------------------------------------------------------------------

    def _find(self) -> list[Target]:
        """Return all maps. A file that was named is one, also while it is away.

        So that a save that fails, or a branch that lacks it, does not end the watch.
        """
        there = [path for path in self._paths if _is_there(path)]
        try:
            found = find_targets(there, TrackedFiles(self._files), _exclusions()) if there else []
        except InputError:  # a file cannot be read for now: told where it is looked at
            found = [each for each in self._targets if each.path.exists()]
        known = {target.path for target in found}
        away = (each for each in self._targets if each.path not in known)
        return [*found, *(each for each in away if each.path in self._named)]

    def _has_picture(self, target: Target, tracked: TrackedFiles) -> bool:
        """Whether a target has one: a part that has lost its header by a mistake still does."""
        if not target.is_imported:
            return True
        try:
            document = tracked.document(target.path)
        except OSError:
            return True  # it is told where it is looked at
        return is_drawable(document) or bool(document.errors and target.path in self._snapshots)

    def _wait_for_files(self) -> None:
        """Give an editor a moment to put a file back that it is about to replace."""
        missing = any(
            state != ABSENT and not path.exists()
            for snapshot in self._snapshots.values()
            for path, state in snapshot.dependencies.items()
        )
        if missing:
            time.sleep(_MOMENT)

    def _differing(self, snapshot: MapSnapshot | None) -> list[Path]:
        if snapshot is None:
            return []
        return [
            path
            for path, state in snapshot.dependencies.items()
            if self._files.fingerprint(path) != state
        ]

    # ---- Looking -------------------------------------------------------------------------------

    def _look(self, target: Target) -> MapSnapshot:
        tracked = TrackedFiles(self._files)
        try:
            return self._looked(target, tracked)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            failure = f"`{shown(target.path)}` cannot be read: {reason}"
        except Exception as error:  # noqa: BLE001 (the fault is ours, and other maps go on)
            failure = f"something went wrong inside of argmap ({type(error).__name__}: {error})"
        return MapSnapshot(target, None, None, Report((), 0, 0), failure, tracked.seen)

    def _looked(self, target: Target, tracked: TrackedFiles) -> MapSnapshot:
        document = tracked.document(target.path)
        boundary = find_root(target.path.parent)
        resolution = resolve(document, path=target.path, documents=tracked, boundary=boundary)
        errors = load_errors(resolution)
        result, failure, baseline = None, "", None
        checker, of_checker = self._checker(target.path)
        try:
            baseline = checker.baselines.of(target.path.parent)
            if baseline is not None:
                of_checker.fingerprint(baseline.path)
            result = checker.check_map(resolution)
        except InputError as error:  # how the project is set up
            self._checkers.pop(target.path, None)
            failure = str(error)
        others = {path: self._files.fingerprint(path) for path in self._extra_files}
        dependencies = {**others, **of_checker.seen, **tracked.seen}
        load = partial(checker.with_selection, resolution)
        return MapSnapshot(
            target, resolution, result, errors, failure, dependencies, baseline, load
        )

    def _checker(self, path: Path) -> tuple[Checker, TrackedFiles]:
        """Return what checks a map: sources' texts are read once, as long as they stay the same."""
        kept = self._checkers.get(path)
        if kept is None or kept[1].changed():
            tracked = TrackedFiles(self._files)
            settings = lambda folder: load_settings(folder, tracked.read_file)  # noqa: E731
            kept = self._checkers[path] = Checker(read=tracked.read, settings=settings), tracked
        return kept


def snapshot_report(snapshots: Iterable[MapSnapshot]) -> Report:
    """Return what was found in maps: what several of them share is told once."""
    aggregator = DiagnosticAggregator()
    for snapshot in snapshots:
        if snapshot.result is not None:
            aggregator.add(snapshot.result, snapshot.baseline, snapshot.load)
    return aggregator.result().report


def _stale(snapshot: MapSnapshot) -> MapSnapshot:
    return evolve(snapshot, dependencies={**snapshot.dependencies, snapshot.path: "of another day"})


def _exclusions() -> Exclusions:
    """Return what is left out now; that the project is set up wrongly is reported with its maps."""
    return Exclusions(ExclusionOptions(is_forced=False), is_lenient=True)


def _is_there(path: Path) -> bool:
    try:
        find_maps(path, _exclusions())
    except InputError:
        return False
    return True


def _nearest(folder: Path) -> Path:
    """Return a folder, or where it is not there the nearest one above it."""
    while not os.path.isdir(folder) and folder != folder.parent:  # noqa: PTH112 (never raises)
        folder = folder.parent
    return folder
