"""Checks maps that are already loaded, and maps by path in a worker process."""

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
from argmap.rules import IncrementalState, Selection, check
from argmap.text import SourceText
from argmap.workspace.aggregation import CheckResult, DiagnosticAggregator, is_load_error
from argmap.workspace.cache import ResultCache
from argmap.workspace.check_config import CheckConfig, CliOverrides
from argmap.workspace.dependencies import with_dependencies
from argmap.workspace.discovery import PathContents
from argmap.workspace.files import FileCache, ReadBytes, document_path, read_bytes
from argmap.workspace.load import load_bytes, load_resolution
from argmap.workspace.results import CheckTask, MapResult
from argmap.workspace.review_files import read_map_stamps
from argmap.workspace.rule_selection import RuleSelection, RuleSelector
from argmap.workspace.source_texts import SourceTexts, map_path
from argmap.workspace.targets import resolved_imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from argmap.workspace.baseline import Baseline, Baselines
    from argmap.workspace.file_ignores import UnmatchedPatterns


class Checker:
    """Checks maps, each with the settings of its project; files that maps share are read once.

    Args:
        texts: Files with the texts of sources, by the ids of the sources.
        overrides: The rule options of the command line.
        baseline: The baseline to use instead of those of the projects.
        updates_baseline: Whether to update the baselines of the projects.
        read: Reads texts, locks and reviews, if not from the disk.
        settings: Returns the settings of the maps in a folder, if not from the disk.
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
        self._read = read
        self._baseline = baseline
        self._updates_baseline = updates_baseline

    @cached_property
    def baselines(self) -> Baselines:
        """The baselines of the maps."""
        from argmap.workspace.baseline import Baselines  # most projects have none

        return Baselines(
            self._baseline, self.rule_selector.settings, is_updated=self._updates_baseline
        )

    def check_map(self, resolution: Resolution, state: IncrementalState | None = None) -> MapResult:
        """Check one map.

        Args:
            resolution: The map.
            state: Results of checks of earlier versions of the map (see `argmap.rules.check`).

        Raises:
            InputError: If a source text or a setting that the user names does not exist.
        """
        selection = self.rule_selector.select(resolution)
        citations = self.source_texts.verify(resolution)
        stamps = read_map_stamps(resolution, self._read)
        diagnostics = check(resolution, citations, selection.rules, state, stamps)
        if document_path(path := map_path(resolution)) != path:
            diagnostics = list(_without_fixes(diagnostics, resolution.documents[0].source))
        return map_result(resolution, diagnostics, selection)

    def check(
        self,
        resolutions: Iterable[Resolution],
        states: Iterable[IncrementalState | None] = (),
        contents: Sequence[PathContents] = (),
    ) -> CheckResult:
        """Check maps and aggregate their diagnostics.

        Args:
            resolutions: The maps.
            states: Results of checks of earlier versions of the maps, in the same order.
            contents: The contents of the paths that the user names. If they include the folder of
                a project, its path patterns that match no file are reported.

        Raises:
            InputError: If a source text or a setting that the user names does not exist.
        """
        aggregator = DiagnosticAggregator()
        maps: dict[Path, Resolution] = {}
        for resolution, state in zip(resolutions, chain(states, repeat(None)), strict=False):
            path = map_path(resolution)
            maps.setdefault(path, resolution)
            baseline = self.baselines.for_folder(path.parent)
            load = partial(self.with_selection, resolution)
            aggregator.add(self.check_map(resolution, state), baseline, load)
        result = aggregator.result(unmatched=self._unmatched(maps, contents))
        # An unknown source id is an error, unless an unreadable file may declare it.
        if not any(map(is_load_error, result.report.diagnostics)):
            self.source_texts.require_known_sources()
        return result

    def with_selection(self, resolution: Resolution) -> tuple[Resolution, RuleSelection]:
        """Return a map and the rules selected for it."""
        return resolution, self.rule_selector.select(resolution)

    def _unmatched(
        self, maps: Mapping[Path, Resolution], contents: Sequence[PathContents]
    ) -> Iterator[UnmatchedPatterns]:
        if not any(content.is_folder for content in contents):
            return
        from argmap.workspace.file_ignores import find_unmatched

        files = [path for content in contents for path in content.files]
        files += [path for map_ in maps.values() for path in map_.paths if path is not None]
        yield from find_unmatched(
            contents,
            maps,
            files,
            self.rule_selector.settings,
            lambda path: self.with_selection(maps[path]),
        )


def check_bytes(
    data: bytes,
    filename: Path | None = None,
    texts: Mapping[str, Path] | None = None,
    overrides: CliOverrides = CliOverrides(),  # noqa: B008
    baseline: Baseline | None = None,
    *,
    updates_baseline: bool = False,
) -> CheckResult:
    """Check a map from standard input.

    Args:
        data: The text of the map.
        filename: The path that the map would have.
        texts: As for `Checker`.
        overrides: As for `Checker`.
        baseline: As for `Checker`.
        updates_baseline: As for `Checker`.

    Raises:
        InputError: If ``filename`` is not a valid path, or a rule or a setting does not exist.
    """
    checker = Checker(texts, overrides, baseline, updates_baseline=updates_baseline)
    return checker.check([load_bytes(data, filename)])


def map_result(
    resolution: Resolution, diagnostics: Iterable[Diagnostic], selection: RuleSelection
) -> MapResult:
    """Return the result of checking a map, without its dependencies."""
    statements: dict[str, dict[int, str]] = {
        document.source.name: {} for document in resolution.documents
    }
    for statement in resolution.map.statements.values():
        location = statement.location
        statements[location.source.name].setdefault(location.span.start, statement.id)
    sources = tuple(resolution.map.sources)
    return MapResult(tuple(diagnostics), statements, selection.fail_level, sources)


def _without_fixes(diagnostics: Iterable[Diagnostic], source: SourceText) -> Iterator[Diagnostic]:
    """Yield diagnostics without the fixes that change a map in a Markdown file."""
    for diagnostic in diagnostics:
        fixes = tuple(fix for fix in diagnostic.fixes if fix.source is not source)
        yield evolve(diagnostic, fixes=fixes)


def report_unsuppressed(
    resolutions: Iterable[Resolution], source_texts: SourceTexts | None = None
) -> Report:
    """Return the diagnostics of the default rules, suppressed ones included.

    Citations are verified only with ``source_texts``.
    """
    aggregator = DiagnosticAggregator()
    for resolution in resolutions:
        citations = source_texts.verify(resolution) if source_texts else None
        reported = check(resolution, citations)
        diagnostics = [evolve(diagnostic, suppression_reason=None) for diagnostic in reported]
        aggregator.add(map_result(resolution, diagnostics, RuleSelection(Selection(), None)))
    return aggregator.result().report


class CheckWorker:
    """Checks maps by path, one after another, and caches the results."""

    def __init__(self, config: CheckConfig, files: FileCache | None = None) -> None:
        self._files = files or FileCache()
        self._checker = Checker(config.texts, config.overrides, read=self._files.read)
        self._cache = None if config.cache is None else ResultCache(config)

    def check(self, task: CheckTask) -> MapResult:
        """Check a map.

        Raises:
            InputError: If the map cannot be read, or a file that the user names does not exist.
        """
        resolution = load_resolution(task.path, self._files)
        result = self._checker.check_map(resolution)
        result = with_dependencies(result, resolution, self._checker.source_texts, self._files)
        if self._cache is not None and task.key is not None:
            self._cache.store(task.key, task.path, result)
        return result

    def load(self, path: Path) -> tuple[Resolution, RuleSelection]:
        """Return a map and the rules selected for it."""
        return self._checker.with_selection(load_resolution(path, self._files))

    def imports(self, path: Path) -> tuple[Path, ...]:
        """Return the files that a file imports.

        Raises:
            InputError: If the file cannot be read.
        """
        return resolved_imports(path, self._files)
