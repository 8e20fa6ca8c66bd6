"""Aggregates the diagnostics of several maps into one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from argmap.config import MAP_SUFFIX
from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.workspace.results import MapResult

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.workspace.baseline import Baseline
    from argmap.workspace.file_ignores import UnmatchedPatterns
    from argmap.workspace.rule_selection import RuleSelection

LoadMap = Callable[[], "tuple[Resolution, RuleSelection]"]
"""Returns a map and the rules selected for it; needed only for baselines and path patterns."""

_UNUSED_SUPPRESSION = "CFG802"
LOAD_ERRORS = ("SYN", "REF", "STR205", "STR211", "STR212")
"""Families of rules, and rules, whose errors mean that a map may not say what its author meant.

Elements that STR205, STR211 and STR212 report are left out.
"""


class CheckResult(NamedTuple):
    """The result of a check.

    Attributes:
        report: The diagnostics of all maps.
        fails: Whether a diagnostic is at or above the fail level of its map.
        updated_baselines: The baselines to write.
    """

    report: Report
    fails: bool
    updated_baselines: tuple[Baseline, ...] = ()


def is_load_error(diagnostic: Diagnostic) -> bool:
    """Return whether a diagnostic means that a map may not say what its author meant.

    That is an error in its syntax, in a reference, or of an element that is not possible where it
    is.
    """
    return diagnostic.severity is Severity.ERROR and diagnostic.code.startswith(LOAD_ERRORS)


class _Finding(NamedTuple):
    """A diagnostic, whether it is at or above the fail level of its map, and its baseline."""

    diagnostic: Diagnostic
    fails: bool
    baseline: Baseline | None = None


class _Added(NamedTuple):
    """The result of a map, its baseline, and a function that loads the map."""

    result: MapResult
    baseline: Baseline | None
    load: LoadMap | None

    @property
    def map(self) -> str:
        """The name of the map's own file."""
        return next(iter(self.result.statements))

    @property
    def imported(self) -> tuple[str, ...]:
        """The names of the files that the map imports."""
        return tuple(self.result.statements)[1:]


class DiagnosticAggregator:
    """The diagnostics of several maps; those of a file that two maps import count once.

    A map that another map imports counts by itself only if it has no errors of its own when read
    by itself: it may cite sources that only the other map declares.
    """

    def __init__(self) -> None:
        self._added: list[_Added] = []
        self._findings: dict[object, _Finding] = {}
        self._suppressed: dict[object, Diagnostic] = {}
        self._unused_counts: Counter[object] = Counter()  # of unused suppressions, over all maps
        self._map_counts: Counter[str] = Counter()  # of the maps that contain a file
        self._ids: dict[str, dict[int, str]] = {}  # of statements, by file and offset
        self._sources: dict[str, None] = {}
        self._baselines: dict[str, Baseline | None] = {}  # by file
        self._loads: dict[Baseline, LoadMap] = {}

    def add(
        self, result: MapResult, baseline: Baseline | None = None, load: LoadMap | None = None
    ) -> None:
        """Add the result of a map; ``load`` loads the map, and is required with a baseline."""
        self._added.append(_Added(result, baseline, load))
        self._sources.update(dict.fromkeys(result.sources))

    @property
    def sources(self) -> Iterable[str]:
        """The ids of the sources of all maps."""
        return self._sources

    def result(
        self,
        earlier: DiagnosticAggregator | None = None,
        unmatched: Iterable[UnmatchedPatterns] = (),
    ) -> CheckResult:
        """Return the aggregated result.

        Args:
            earlier: Diagnostics to ignore, because they existed at an earlier revision.
            unmatched: Path patterns that match no file.
        """
        findings, suppressed = self._merged()
        names = {file: tuple(ids.values()) for file, ids in self._ids.items()}
        for baseline in self._loads:
            findings, accepted = self._apply(baseline, findings)
            suppressed += accepted
        if earlier is not None:
            old = [finding.diagnostic for finding in earlier._merged()[0]]  # noqa: SLF001
            findings = _new_findings(findings, old)
        findings += _pattern_findings(unmatched)
        report = Report(
            tuple(finding.diagnostic for finding in findings),
            len(names),
            sum(map(len, names.values())),
            names,
            tuple(suppressed),
        )
        updated = tuple(baseline for baseline in self._loads if baseline.is_updated)
        return CheckResult(report, any(finding.fails for finding in findings), updated)

    def _merged(self) -> tuple[list[_Finding], list[Diagnostic]]:
        """Return the findings and the suppressed diagnostics of all maps added so far."""
        self._merge_added()
        # A suppression in a shared file is unused only if no map needs it.
        kept = {
            key: finding
            for key, finding in self._findings.items()
            if finding.diagnostic.code != _UNUSED_SUPPRESSION
            or self._unused_counts[key] == self._map_counts[finding.diagnostic.location.source.name]
        }
        suppressed = [diagnostic for key, diagnostic in self._suppressed.items() if key not in kept]
        return list(kept.values()), suppressed

    def _merge_added(self) -> None:
        added, self._added = self._added, []
        imported = {file for entry in added for file in entry.imported}
        for entry in added:
            if entry.map not in imported:
                self._merge(entry)
        for entry in added:
            if entry.map in imported:
                is_first_of_cycle = not self._map_counts[entry.map]
                errors = filter(is_load_error, entry.result.diagnostics)
                if is_first_of_cycle or all(_key(error) in self._findings for error in errors):
                    self._merge(entry)

    def _merge(self, added: _Added) -> None:
        result, baseline, load = added
        if baseline is not None:
            assert load is not None
            self._loads.setdefault(baseline, load)
        for file, statements in result.statements.items():
            is_shared = file.endswith(MAP_SUFFIX)  # the maps in a Markdown file share nothing
            self._map_counts[file] = self._map_counts[file] + 1 if is_shared else 1
            self._baselines.setdefault(file, baseline)
            known = self._ids.setdefault(file, {})
            for offset, id_ in statements.items():
                known.setdefault(offset, id_)
        for diagnostic in result.diagnostics:
            key = _key(diagnostic)
            if diagnostic.suppression_reason is not None:
                self._suppressed.setdefault(key, diagnostic)
                continue
            fails = _fails(diagnostic, result.fail_level)
            self._findings.setdefault(key, _Finding(diagnostic, fails, baseline))
            if diagnostic.code == _UNUSED_SUPPRESSION:
                self._unused_counts[key] += 1

    def _apply(
        self, baseline: Baseline, findings: list[_Finding]
    ) -> tuple[list[_Finding], list[Diagnostic]]:
        """Return the findings that a baseline does not accept, and the diagnostics it accepts.

        A baseline applies only to its own maps.
        """
        from argmap.rules import check_baseline
        from argmap.workspace.baseline import REASON

        resolution, (selection, level) = self._loads[baseline]()
        others = [finding for finding in findings if finding.baseline is not baseline]
        covered = [finding for finding in findings if finding.baseline is baseline]
        covered.sort(key=lambda finding: finding.diagnostic.sort_key)
        diagnostics = [finding.diagnostic for finding in covered]
        checked = [file for file, other in self._baselines.items() if other is baseline]
        if baseline.is_updated:
            baseline.update(diagnostics, checked, selection)
        accepted, left = baseline.match(diagnostics)
        rejected = [finding for index, finding in enumerate(covered) if index not in accepted]
        if not any(is_load_error(finding.diagnostic) for finding in rejected):
            stale = baseline.stale_entries(left, checked, selection)
            rejected += [
                _Finding(diagnostic, _fails(diagnostic, level), baseline)
                for diagnostic in check_baseline(resolution, stale, selection)
            ]
        suppressed = [
            evolve(diagnostics[index], suppression_reason=REASON) for index in sorted(accepted)
        ]
        return others + rejected, suppressed


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Return a key that is equal for the same diagnostic of a file in two maps."""
    location = diagnostic.location
    return (diagnostic.code, location.source.name, location.span, diagnostic.message)


def _fails(diagnostic: Diagnostic, level: Severity | None) -> bool:
    """Return whether a diagnostic is at or above a fail level."""
    return level is not None and diagnostic.severity >= level


def _pattern_findings(unmatched: Iterable[UnmatchedPatterns]) -> list[_Finding]:
    """Return the findings about path patterns that match no file."""
    findings: list[_Finding] = []
    for patterns in unmatched:
        from argmap.rules import check_patterns

        resolution, (selection, level) = patterns.load()
        findings += [
            _Finding(diagnostic, _fails(diagnostic, level))
            for diagnostic in check_patterns(resolution, patterns.locate(), selection)
        ]
    return findings


def _new_findings(findings: list[_Finding], old: Iterable[Diagnostic]) -> list[_Finding]:
    """Return the findings that did not exist before.

    A finding is identified by its rule, its file and its element, or its message if it has no
    element, so that inserted and deleted lines do not make it new. Of several with the same
    identity, the last ones are new.
    """
    left = Counter(map(_identity, old))
    new: list[_Finding] = []
    for finding in sorted(findings, key=lambda finding: finding.diagnostic.sort_key):
        key = _identity(finding.diagnostic)
        if left[key]:
            left[key] -= 1
        else:
            new.append(finding)
    return new


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str, bool]:
    subject = diagnostic.message if diagnostic.element is None else diagnostic.element
    return (diagnostic.code, diagnostic.location.source.name, subject, diagnostic.element is None)
