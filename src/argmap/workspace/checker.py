"""Checking maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from argmap.config import Settings
from argmap.diagnostics import Diagnostic
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.rules import MANDATORY_ONLY, IncrementalState, Selection, check
from argmap.workspace.aggregation import CheckResult, DiagnosticAggregator, is_load_error
from argmap.workspace.cache import ResultCache
from argmap.workspace.check_config import CheckConfig, CliOverrides
from argmap.workspace.dependencies import with_dependencies
from argmap.workspace.discovery import PathContents
from argmap.workspace.files import FileCache, ReadBytes, read_bytes
from argmap.workspace.load import load_bytes, load_resolution
from argmap.workspace.results import CheckTask, MapResult
from argmap.workspace.rule_selection import RuleSelection, RuleSelector
from argmap.workspace.source_texts import SourceTexts, map_path
from argmap.workspace.targets import resolved_imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from argmap.workspace.baseline import Baseline, Baselines
    from argmap.workspace.file_ignores import UnmatchedPatterns


class Checker:
    """Checks maps, each as its project wants it; what maps have in common is read once.

    ``texts`` are files with the texts of sources, by the sources' ids; ``overrides`` are what the
    command line says of the rules. What is in the ``baseline`` does not count; without one, the
    project's counts, if it sets one up, and is written anew with ``updates_baseline``. ``read`` and
    ``settings`` are where texts, locks and settings come from, if not from the disk.
    """

    def __init__(
        self,
        texts: Mapping[str, Path] | None = None,
        overrides: CliOverrides = CliOverrides(),  # noqa: B008 (it is immutable)
        baseline: Baseline | None = None,
        *,
        updates_baseline: bool = False,
        read: ReadBytes = read_bytes,
        settings: Callable[[Path], Settings] | None = None,
    ) -> None:
        self.rule_selector = RuleSelector(overrides, settings)
        self.source_texts = SourceTexts(
            texts, read, self.rule_selector.settings, online=overrides.online
        )
        self._baseline = baseline
        self._updates_baseline = updates_baseline

    @cached_property
    def baselines(self) -> Baselines:
        """The baselines of the maps."""
        from argmap.workspace.baseline import Baselines  # most checks have none

        return Baselines(
            self._baseline, self.rule_selector.settings, is_updated=self._updates_baseline
        )

    def check_map(self, resolution: Resolution, state: IncrementalState | None = None) -> MapResult:
        """Check one map; ``state`` is of its earlier versions (see `argmap.rules.check`).

        Raises:
            InputError: when a text or a setting that was named is not there.
        """
        policy = self.rule_selector.select(resolution)
        citations = self.source_texts.verify(resolution)
        found = check(resolution, citations, policy.selection, state)
        return map_result(resolution, found, policy)

    def check(
        self,
        resolutions: Iterable[Resolution],
        states: Iterable[IncrementalState | None] = (),
        meant: Sequence[PathContents] = (),
    ) -> CheckResult:
        """Check maps and put what was found together; ``states`` are of their earlier versions.

        Patterns of the project that match no file are reported where the folder of the project is
        among what is ``meant``.

        Raises:
            InputError: when a text or a setting that was named is not there.
        """
        aggregator = DiagnosticAggregator()
        maps: dict[Path, Resolution] = {}
        for resolution, state in zip(resolutions, chain(states, repeat(None)), strict=False):
            path = map_path(resolution)
            maps.setdefault(path, resolution)
            baseline = self.baselines.of(path.parent)
            load = partial(self.with_selection, resolution)
            aggregator.add(self.check_map(resolution, state), baseline, load)
        checked = aggregator.result(unmatched=self._unmatched(maps, meant))
        # A text given for no source is told, unless the source may be what cannot be read.
        if not any(map(is_load_error, checked.report.diagnostics)):
            self.source_texts.require_known_sources()
        return checked

    def with_selection(self, resolution: Resolution) -> tuple[Resolution, RuleSelection]:
        """Return a map with what it is checked for."""
        return resolution, self.rule_selector.select(resolution)

    def _unmatched(
        self, maps: Mapping[Path, Resolution], meant: Sequence[PathContents]
    ) -> Iterator[UnmatchedPatterns]:
        if not any(each.is_folder for each in meant):
            return
        from argmap.workspace.file_ignores import find_unmatched

        files = [path for each in meant for path in each.files]
        files += [path for each in maps.values() for path in each.paths if path is not None]
        settings = self.rule_selector.settings
        yield from find_unmatched(
            meant, maps, files, settings, lambda path: self.with_selection(maps[path])
        )


class CheckWorker:
    """Checks maps by their paths, one after another, and caches the results."""

    def __init__(self, config: CheckConfig, files: FileCache | None = None) -> None:
        self._files = files or FileCache()
        self._checker = Checker(config.texts, config.overrides, read=self._files.read)
        self._cache = None if config.cache is None else ResultCache(config)

    def check(self, task: CheckTask) -> MapResult:
        """Check a map.

        Raises:
            InputError: when it cannot be read, or what was named for it is not there.
        """
        resolution = load_resolution(task.path, self._files)
        outcome = self._checker.check_map(resolution)
        outcome = with_dependencies(outcome, resolution, self._checker.source_texts, self._files)
        if self._cache is not None and task.key is not None:
            self._cache.keep(task.key, task.path, outcome)
        return outcome

    def load(self, path: Path) -> tuple[Resolution, RuleSelection]:
        """Return a map, and the rules that it is checked for."""
        return self._checker.with_selection(load_resolution(path, self._files))

    def imports(self, path: Path) -> tuple[Path, ...]:
        """Return the files that a file imports.

        Raises:
            InputError: when it cannot be read.
        """
        return resolved_imports(path, self._files)


def map_result(
    resolution: Resolution, diagnostics: Iterable[Diagnostic], policy: RuleSelection
) -> MapResult:
    """Return findings in a map with what the map is made of."""
    statements: dict[str, dict[int, str]] = {
        document.source.name: {} for document in resolution.documents
    }
    for statement in resolution.map.statements.values():
        place = statement.location
        statements[place.source.name].setdefault(place.span.start, statement.id)
    sources = tuple(resolution.map.sources)
    return MapResult(tuple(diagnostics), statements, policy.fail_level, sources)


def report_unsuppressed(
    resolutions: Iterable[Resolution], source_texts: SourceTexts | None = None
) -> Report:
    """Return all that the default rules find in maps, silenced or not.

    Citations are held against texts and locks with a ``source_texts`` only.
    """
    aggregator = DiagnosticAggregator()
    for resolution in resolutions:
        found = check(resolution, source_texts.verify(resolution) if source_texts else None)
        unsilenced = [evolve(diagnostic, suppression_reason=None) for diagnostic in found]
        aggregator.add(map_result(resolution, unsilenced, RuleSelection(Selection(), None)))
    return aggregator.result().report


def check_bytes(
    data: bytes,
    filename: Path | None = None,
    texts: Mapping[str, Path] | None = None,
    overrides: CliOverrides = CliOverrides(),  # noqa: B008
    baseline: Baseline | None = None,
    *,
    updates_baseline: bool = False,
) -> CheckResult:
    """Check a map that came through a pipe as the command line wants it.

    Raises:
        InputError: as `check_bytes` does, and for rules and settings that are not there.
    """
    checker = Checker(texts, overrides, baseline, updates_baseline=updates_baseline)
    return checker.check([load_bytes(data, filename)])


def load_errors(resolution: Resolution) -> Report:
    """Return the errors in how a map is written: with any of them, it says something else."""
    found = check(resolution, selection=MANDATORY_ONLY)
    errors = tuple(filter(is_load_error, found))
    return Report(errors, len(resolution.documents), len(resolution.map.statements))
