"""Checks all maps that paths on a command line name.

Results that are still valid come from the cache; the other maps are checked, in several processes
if that is quicker. Maps are parsed only if they are not in the cache, so that a check of unchanged
maps does not import the parser.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.errors import InputError
from argmap.text import MAX_FILE_BYTES
from argmap.workspace.aggregation import CheckResult, DiagnosticAggregator, is_load_error
from argmap.workspace.check_config import CheckConfig, CliOverrides, SettingsCache
from argmap.workspace.discovery import (
    PathContents,
    find_maps,
    guess_imports,
    has_thesis_header,
    top_level_maps,
)
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import FileCache, shown
from argmap.workspace.results import CheckTask, MapResult

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.workspace.baseline import Baseline, Baselines
    from argmap.workspace.cache import ResultCache
    from argmap.workspace.checker import CheckWorker
    from argmap.workspace.file_ignores import UnmatchedPatterns
    from argmap.workspace.rule_selection import RuleSelection

Progress = Callable[[int, int], None]
"""Called after each map with the number of finished maps and the number of all maps."""


class RunOptions(NamedTuple):
    """How a check runs; the options do not affect its findings.

    Attributes:
        jobs: The number of worker processes, or None for a number that suits the maps.
        cache: The folder of cached results, or None for no cache.
        progress: Called after each map.
    """

    jobs: int | None = 1
    cache: Path | None = None
    progress: Progress | None = None


def check_all(
    paths: Iterable[Path],
    texts: Mapping[str, Path] | None = None,
    overrides: CliOverrides = CliOverrides(),  # noqa: B008 (it is immutable)
    baseline: Baseline | None = None,
    options: RunOptions = RunOptions(),  # noqa: B008
    since: str | None = None,
    *,
    exclusion: ExclusionOptions = ExclusionOptions(),  # noqa: B008
    updates_baseline: bool = False,
) -> CheckResult:
    """Check all maps that ``paths`` name, each with what it imports.

    Args:
        paths: Files, and folders in which maps are searched for.
        texts: Files with the texts of sources, by the ids of the sources.
        overrides: The rule options of the command line.
        baseline: Accepted findings, instead of those in the baselines of the projects.
        options: How the check runs.
        since: A git revision; findings that it already has are left out.
        exclusion: The files that the command line excludes from folders.
        updates_baseline: Whether the baselines of the projects are to be rewritten.

    Raises:
        InputError: If there is nothing to check, a file cannot be read, or a rule, a setting or the
            revision does not exist.
    """
    if overrides.online:  # answers of the web are not cached, and each address is asked once
        options = options._replace(jobs=1, cache=None)
    run = _CheckRun(CheckConfig(texts or {}, overrides, options.cache), options, exclusion)
    return run.check(paths, baseline, since, updates_baseline=updates_baseline)


class _CheckRun:
    """The state of one check."""

    def __init__(
        self, config: CheckConfig, options: RunOptions, exclusion: ExclusionOptions
    ) -> None:
        self._config = config
        self._ways = options
        self._files = FileCache()
        self._settings_cache = SettingsCache(config.overrides.config)
        self._exclusions = Exclusions(exclusion, self._settings_cache.settings)
        self._outcomes: dict[Path, MapResult] = {}
        self._worker: CheckWorker | None = None
        self._baselines: Baselines | None = None
        self._cache: ResultCache | None = None
        if config.cache is not None:
            from argmap.workspace.cache import ResultCache

            self._cache = ResultCache(config)

    def check(
        self,
        paths: Iterable[Path],
        baseline: Baseline | None,
        since: str | None,
        *,
        updates_baseline: bool,
    ) -> CheckResult:
        """Check all maps (see `check_all`)."""
        meant = [find_maps(path, self._exclusions) for path in paths]
        maps = self._check_roots(meant)
        aggregator = DiagnosticAggregator()
        for path in maps:
            of_map = baseline or self._project_baseline(path, is_updated=updates_baseline)
            aggregator.add(self._outcomes[path], of_map, partial(self._load, path))
        old = None if since is None else self._at_revision(maps, since)
        unmatched = () if old else self._unmatched(meant, maps)
        checked = aggregator.result(old, unmatched)
        # An unknown source id is an error, unless an unreadable file may declare it.
        texts = self._config.texts
        if texts and not any(map(is_load_error, checked.report.diagnostics)):
            from argmap.workspace.source_texts import require_known_sources

            require_known_sources(texts, aggregator.sources)
        return checked

    def _load(self, path: Path) -> tuple[Resolution, RuleSelection]:
        return self._own_worker().load(path)

    def _project_baseline(self, path: Path, *, is_updated: bool) -> Baseline | None:
        settings = self._settings_cache.settings
        if settings(path.parent).baseline is None:
            return None
        if self._baselines is None:
            from argmap.workspace.baseline import Baselines

            self._baselines = Baselines(None, settings, is_updated=is_updated)
        return self._baselines.of(path.parent)

    def _unmatched(
        self, meant: list[PathContents], maps: list[Path]
    ) -> Iterable[UnmatchedPatterns]:
        settings = self._settings_cache.settings
        if not any(settings(path.parent).per_file_ignores for path in maps):
            return ()
        from argmap.workspace.file_ignores import find_unmatched

        files = [path for each in meant for path in each.files]
        files += [path for outcome in self._outcomes.values() for path in outcome.imports]
        return find_unmatched(meant, maps, files, settings, self._load)

    def _at_revision(self, maps: list[Path], since: str) -> DiagnosticAggregator:
        from argmap.workspace.git import results_at_revision

        outcomes = {path: self._outcomes[path] for path in maps}
        return results_at_revision(outcomes, since, self._config, self._settings_cache)

    # ---- Which maps ----------------------------------------------------------------------------

    def _check_roots(self, meant: list[PathContents]) -> list[Path]:
        """Check all maps and return their paths.

        Which files other maps import is first guessed from their text. It is known for certain
        once the maps have been checked.
        """
        maps = top_level_maps(meant, self._guessed_imports, self._has_thesis)
        self._check_maps(maps)
        if any(each.is_folder for each in meant):
            known = {
                file: imported
                for outcome in self._outcomes.values()
                for file, imported in outcome.imports.items()
            }
            maps = top_level_maps(
                meant,
                lambda file: known[file] if file in known else self._imports(file),
                self._has_thesis,
            )
            self._check_maps(path for path in maps if path not in self._outcomes)
        return maps

    def _guessed_imports(self, file: Path) -> tuple[Path, ...]:
        return guess_imports(file, self._data(file))

    def _has_thesis(self, file: Path) -> bool:
        return has_thesis_header(self._data(file))

    def _imports(self, file: Path) -> tuple[Path, ...]:
        if b"import" not in self._data(file):
            return ()
        return self._own_worker().imports(file)

    def _data(self, file: Path) -> bytes:
        try:
            return self._files.read(file, MAX_FILE_BYTES + 1)
        except OSError as error:
            raise InputError(f"`{shown(file)}` cannot be read: {error.strerror}") from error

    # ---- Checking ------------------------------------------------------------------------------

    def _check_maps(self, maps: Iterable[Path]) -> None:
        """Fill ``_outcomes`` for these maps, from the cache if possible."""
        tasks = []
        for path in maps:
            key, cached = self._cached(path)
            if cached is None:
                tasks.append(CheckTask(path, key))
            else:
                self._outcomes[path] = cached
        if not tasks:
            return
        with closing(self._results(tasks)) as results:  # closing ends the worker processes
            for done, (task, outcome) in enumerate(zip(tasks, results, strict=True), 1):
                self._outcomes[task.path] = outcome
                if self._ways.progress is not None:
                    self._ways.progress(done, len(tasks))
        if self._config.cache is not None:
            from argmap.workspace.cache import prune

            prune(self._config.cache)

    def _cached(self, path: Path) -> tuple[str | None, MapResult | None]:
        """Return the cache key of a map and its cached result, each None if there is none."""
        if self._cache is None:
            return None, None
        settings = self._settings_cache.settings(path.parent)
        key = self._cache.key(path, settings, self._files)
        return key, None if key is None else self._cache.find(key, path, settings, self._files)

    def _results(self, tasks: list[CheckTask]) -> Generator[MapResult, None, None]:
        """Check maps and yield the results in order."""
        if len(tasks) > 1 and self._ways.jobs != 1:
            from argmap.workspace.parallel import map_in_processes, useful_jobs

            jobs = self._ways.jobs
            if jobs is None:
                jobs = useful_jobs(_size(task.path) for task in tasks)
            if jobs > 1:
                yield from map_in_processes(tasks, self._config, jobs)
                return
        yield from map(self._own_worker().check, tasks)

    def _own_worker(self) -> CheckWorker:
        if self._worker is None:
            from argmap.workspace.checker import CheckWorker

            self._worker = CheckWorker(self._config, self._files)
        return self._worker


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
