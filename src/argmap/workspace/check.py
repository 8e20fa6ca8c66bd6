"""Checks the maps that the paths on a command line name.

Results that are still valid come from the cache. The other maps are checked, in several processes
if that is faster. Only maps that are not in the cache are parsed, so that a check of unchanged maps
does not import the parser.
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
from argmap.workspace.files import FileCache, display_path
from argmap.workspace.results import CheckTask, MapResult

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.workspace.baseline import Baseline, Baselines
    from argmap.workspace.cache import ResultCache
    from argmap.workspace.checker import CheckWorker
    from argmap.workspace.file_ignores import UnmatchedPatterns
    from argmap.workspace.rule_selection import RuleSelection

Progress = Callable[[int, int], None]
"""Called after each map with the number of finished maps and the total."""


class RunOptions(NamedTuple):
    """How a check runs; the options do not affect its diagnostics.

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
    """Check all maps that ``paths`` name, each with the files that it imports.

    Args:
        paths: Files, and folders to search for maps. A Markdown file counts as the maps in it.
        texts: Files with the texts of sources, by the ids of the sources.
        overrides: The rule options of the command line.
        baseline: The baseline to use instead of those of the projects.
        options: How the check runs.
        since: A git revision; diagnostics that it already has are ignored.
        exclusion: The files that the command line excludes from folders.
        updates_baseline: Whether to update the baselines of the projects.

    Raises:
        InputError: If there is nothing to check, a file cannot be read, or a rule, a setting or the
            revision does not exist.
    """
    if overrides.online:  # responses are not cached, and each URL is requested once
        options = options._replace(jobs=1, cache=None)
    run = _CheckRun(CheckConfig(texts or {}, overrides, options.cache), options, exclusion)
    return run.check(paths, baseline, since, updates_baseline=updates_baseline)


class _CheckRun:
    """The state of one check."""

    def __init__(
        self, config: CheckConfig, options: RunOptions, exclusion: ExclusionOptions
    ) -> None:
        self._config = config
        self._options = options
        self._files = FileCache()
        self._settings_cache = SettingsCache(config.overrides.config)
        self._exclusions = Exclusions(exclusion, self._settings_cache.settings)
        self._results: dict[Path, MapResult] = {}
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
        contents = [find_maps(path, self._exclusions, reads_markdown=True) for path in paths]
        maps = self._check_top_level_maps(contents)
        aggregator = DiagnosticAggregator()
        for path in maps:
            map_baseline = baseline or self._project_baseline(path, is_updated=updates_baseline)
            aggregator.add(self._results[path], map_baseline, partial(self._load, path))
        earlier = None if since is None else self._at_revision(maps, since)
        unmatched = () if earlier else self._unmatched(contents, maps)
        result = aggregator.result(earlier, unmatched)
        # An unknown source id is an error, unless an unreadable file may declare it.
        texts = self._config.texts
        if texts and not any(map(is_load_error, result.report.diagnostics)):
            from argmap.workspace.source_texts import require_known_sources

            require_known_sources(texts, aggregator.sources)
        return result

    def _load(self, path: Path) -> tuple[Resolution, RuleSelection]:
        return self._local_worker().load(path)

    def _project_baseline(self, path: Path, *, is_updated: bool) -> Baseline | None:
        settings = self._settings_cache.settings
        if settings(path.parent).baseline is None:
            return None
        if self._baselines is None:
            from argmap.workspace.baseline import Baselines

            self._baselines = Baselines(None, settings, is_updated=is_updated)
        return self._baselines.for_folder(path.parent)

    def _unmatched(
        self, contents: list[PathContents], maps: list[Path]
    ) -> Iterable[UnmatchedPatterns]:
        settings = self._settings_cache.settings
        if not any(settings(path.parent).per_file_ignores for path in maps):
            return ()
        from argmap.workspace.file_ignores import find_unmatched

        files = [path for content in contents for path in content.files]
        files += [path for result in self._results.values() for path in result.imports]
        return find_unmatched(contents, maps, files, settings, self._load)

    def _at_revision(self, maps: list[Path], since: str) -> DiagnosticAggregator:
        from argmap.workspace.revision import results_at_revision

        results = {path: self._results[path] for path in maps}
        return results_at_revision(results, since, self._config, self._settings_cache)

    # ---- Top-level maps ------------------------------------------------------------------------

    def _check_top_level_maps(self, contents: list[PathContents]) -> list[Path]:
        """Check all top-level maps and return their paths.

        The imports of a file are first guessed from its text. They are known for certain once
        the maps have been checked.
        """
        maps = top_level_maps(contents, self._guessed_imports, self._has_thesis)
        self._check_maps(maps)
        if any(content.is_folder for content in contents):
            known = {
                file: imported
                for result in self._results.values()
                for file, imported in result.imports.items()
            }
            maps = top_level_maps(
                contents,
                lambda file: known[file] if file in known else self._imports(file),
                self._has_thesis,
            )
            self._check_maps(path for path in maps if path not in self._results)
        return maps

    def _guessed_imports(self, file: Path) -> tuple[Path, ...]:
        return guess_imports(file, self._data(file))

    def _has_thesis(self, file: Path) -> bool:
        return has_thesis_header(self._data(file))

    def _imports(self, file: Path) -> tuple[Path, ...]:
        if b"import" not in self._data(file):
            return ()
        return self._local_worker().imports(file)

    def _data(self, file: Path) -> bytes:
        try:
            return self._files.read(file, MAX_FILE_BYTES + 1)
        except OSError as error:
            raise InputError(f"`{display_path(file)}` cannot be read: {error.strerror}") from error

    # ---- Checking ------------------------------------------------------------------------------

    def _check_maps(self, maps: Iterable[Path]) -> None:
        """Add the results of these maps to ``_results``, from the cache if possible."""
        tasks = []
        for path in maps:
            key, cached = self._cached(path)
            if cached is None:
                tasks.append(CheckTask(path, key))
            else:
                self._results[path] = cached
        if not tasks:
            return
        with closing(self._run(tasks)) as results:  # closing ends the worker processes
            for done, (task, result) in enumerate(zip(tasks, results, strict=True), 1):
                self._results[task.path] = result
                if self._options.progress is not None:
                    self._options.progress(done, len(tasks))
        if self._config.cache is not None:
            from argmap.workspace.cache import prune

            prune(self._config.cache)

    def _cached(self, path: Path) -> tuple[str | None, MapResult | None]:
        """Return the cache key of a map and its cached result, or None for either."""
        if self._cache is None:
            return None, None
        settings = self._settings_cache.settings(path.parent)
        key = self._cache.key(path, settings, self._files)
        return key, None if key is None else self._cache.find(key, path, settings, self._files)

    def _run(self, tasks: list[CheckTask]) -> Generator[MapResult, None, None]:
        """Check maps and yield the results in order."""
        if len(tasks) > 1 and self._options.jobs != 1:
            from argmap.workspace.parallel import map_in_processes, useful_jobs

            jobs = self._options.jobs
            if jobs is None:
                jobs = useful_jobs(_size(task.path) for task in tasks)
            if jobs > 1:
                yield from map_in_processes(tasks, self._config, jobs)
                return
        yield from map(self._local_worker().check, tasks)

    def _local_worker(self) -> CheckWorker:
        if self._worker is None:
            from argmap.workspace.checker import CheckWorker

            self._worker = CheckWorker(self._config, self._files)
        return self._worker


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
