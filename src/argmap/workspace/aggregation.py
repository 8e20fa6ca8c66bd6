"""Findings of several maps put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.workspace.results import MapResult

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.workspace.baseline import Baseline
    from argmap.workspace.file_ignores import UnmatchedPatterns
    from argmap.workspace.rule_selection import RuleSelection

LoadMap = Callable[[], "tuple[Resolution, RuleSelection]"]
"""Returns a map, and what it is checked for; only baselines and patterns of paths ask."""


class _Found(NamedTuple):
    """A finding, whether it is at or above the fail level of its map, and the map's baseline."""

    diagnostic: Diagnostic
    fails: bool
    baseline: Baseline | None = None


_UNUSED = "CFG802"
_READING = ("SYN", "REF")
"""Families of rules whose errors mean that a map is not what its author wrote."""


class CheckResult(NamedTuple):
    """What a check found, and whether any of it is at or above the fail level of its map.

    ``updated_baselines`` are the baselines that are to be written anew.
    """

    report: Report
    fails: bool
    updated_baselines: tuple[Baseline, ...] = ()


def is_load_error(diagnostic: Diagnostic) -> bool:
    """Whether a finding means that a map is not what its author wrote."""
    return diagnostic.severity is Severity.ERROR and diagnostic.code.startswith(_READING)


class _Added(NamedTuple):
    """What came of a map, with its baseline and what returns the map."""

    outcome: MapResult
    baseline: Baseline | None
    load: LoadMap | None

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the map's files; the first is the map itself."""
        return tuple(self.outcome.statements)


class DiagnosticAggregator:
    """Findings of several maps: those of a file that is a part of two maps count once.

    A map that is also a part of another one counts by itself only if it can be read by itself: it
    may cite sources that only the other one declares.
    """

    def __init__(self) -> None:
        self._added: list[_Added] = []
        self._found: dict[object, _Found] = {}
        self._suppressed: dict[object, Diagnostic] = {}
        self._unused: Counter[object] = Counter()
        self._maps: Counter[str] = Counter()  # that a file is in
        self._ids: dict[str, dict[int, str]] = {}  # of statements, by place, by file
        self._sources: dict[str, None] = {}
        self._baselines: dict[str, Baseline | None] = {}  # by file
        self._loads: dict[Baseline, LoadMap] = {}

    def add(
        self, outcome: MapResult, baseline: Baseline | None = None, load: LoadMap | None = None
    ) -> None:
        """Add what came of one map; ``load`` returns it, and goes with a ``baseline``."""
        self._added.append(_Added(outcome, baseline, load))
        self._sources.update(dict.fromkeys(outcome.sources))

    def _put_together(self) -> None:
        added, self._added = self._added, []
        inner = {file for each in added for file in each.files[1:]}
        parts = [each for each in added if inner.intersection(each.files[:1])]
        for each in added:
            if not inner.intersection(each.files[:1]):
                self._put(each)
        for each in parts:
            is_in_none = not self._maps[each.files[0]]  # the first of a ring
            errors = filter(is_load_error, each.outcome.diagnostics)
            if is_in_none or all(_key(diagnostic) in self._found for diagnostic in errors):
                self._put(each)

    def _put(self, added: _Added) -> None:
        outcome, baseline, load = added
        if baseline is not None:
            assert load is not None
            self._loads.setdefault(baseline, load)
        for file, statements in outcome.statements.items():
            self._maps[file] += 1
            self._baselines.setdefault(file, baseline)
            known = self._ids.setdefault(file, {})
            for place, id_ in statements.items():
                known.setdefault(place, id_)
        level = outcome.fail_level
        for diagnostic in outcome.diagnostics:
            key = _key(diagnostic)
            if diagnostic.suppression_reason is not None:
                self._suppressed.setdefault(key, diagnostic)
                continue
            self._found.setdefault(key, _Found(diagnostic, _is_at(level, diagnostic), baseline))
            if diagnostic.code == _UNUSED:
                self._unused[key] += 1

    @property
    def sources(self) -> Iterable[str]:
        """The ids of the sources of all maps."""
        return self._sources

    def result(
        self, old: DiagnosticAggregator | None = None, unmatched: Iterable[UnmatchedPatterns] = ()
    ) -> CheckResult:
        """Return all that counts.

        What there is of the same in ``old`` is left out. ``unmatched`` are patterns that match no
        file.
        """
        found, suppressed = self._counting()
        names = {file: tuple(places.values()) for file, places in self._ids.items()}
        for baseline in self._loads:
            found, passed = self._apply(baseline, found)
            suppressed += passed
        if old is not None:
            found = _new(found, [each.diagnostic for each in old._counting()[0]])  # noqa: SLF001
        found += _of_patterns(unmatched)
        report = Report(
            tuple(each.diagnostic for each in found),
            len(names),
            sum(map(len, names.values())),
            names,
            tuple(suppressed),
        )
        updated_baselines = tuple(baseline for baseline in self._loads if baseline.is_updated)
        return CheckResult(report, any(each.fails for each in found), updated_baselines)

    def _counting(self) -> tuple[list[_Found], list[Diagnostic]]:
        """Return what counts, and what is silenced."""
        self._put_together()
        # A comment in a shared file is of use if any of the maps needs it.
        kept = {
            key: found
            for key, found in self._found.items()
            if found.diagnostic.code != _UNUSED
            or self._unused[key] == self._maps[found.diagnostic.location.source.name]
        }
        return list(kept.values()), [
            each for key, each in self._suppressed.items() if key not in kept
        ]

    def _apply(
        self, baseline: Baseline, found: list[_Found]
    ) -> tuple[list[_Found], list[Diagnostic]]:
        """Return what counts with a baseline, and what passes; it is only about its own maps."""
        from argmap.rules import check_baseline
        from argmap.workspace.baseline import REASON

        resolution, (selection, level) = self._loads[baseline]()
        others = [each for each in found if each.baseline is not baseline]
        mine = [each for each in found if each.baseline is baseline]
        mine.sort(key=lambda each: each.diagnostic.sort_key)
        diagnostics = [each.diagnostic for each in mine]
        checked = [file for file, other in self._baselines.items() if other is baseline]
        if baseline.is_updated:
            baseline.renew(diagnostics, checked, selection)
        passed, left = baseline.known(diagnostics)
        counting = [each for number, each in enumerate(mine) if number not in passed]
        if not any(is_load_error(each.diagnostic) for each in counting):
            stale = baseline.stale(left, checked, selection)
            counting += [
                _Found(diagnostic, _is_at(level, diagnostic), baseline)
                for diagnostic in check_baseline(resolution, stale, selection)
            ]
        passing = [
            evolve(diagnostics[number], suppression_reason=REASON) for number in sorted(passed)
        ]
        return others + counting, passing


def _key(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Return what makes a finding in a file the same one in two maps."""
    where = diagnostic.location
    return (diagnostic.code, where.source.name, where.span, diagnostic.message)


def _is_at(level: Severity | None, diagnostic: Diagnostic) -> bool:
    """Whether a finding is at or above a fail level (None: nothing is)."""
    return level is not None and diagnostic.severity >= level


def _of_patterns(unmatched: Iterable[UnmatchedPatterns]) -> list[_Found]:
    """Return what there is to say of patterns that match no file."""
    found: list[_Found] = []
    for each in unmatched:
        from argmap.rules import check_patterns

        resolution, (selection, level) = each.load()
        found += [
            _Found(diagnostic, _is_at(level, diagnostic))
            for diagnostic in check_patterns(resolution, each.patterns(), selection)
        ]
    return found


def _new(found: list[_Found], old: Iterable[Diagnostic]) -> list[_Found]:
    """Return what was found beyond what there was before.

    A finding is known by its rule, its file and the element it is about, or else what it says, so
    that it stays the same when lines come and go. Of several known alike, the last are new.
    """
    left = Counter(map(_identity, old))
    new: list[_Found] = []
    for each in sorted(found, key=lambda each: each.diagnostic.sort_key):
        key = _identity(each.diagnostic)
        if left[key]:
            left[key] -= 1
        else:
            new.append(each)
    return new


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str, bool]:
    about = diagnostic.message if diagnostic.element is None else diagnostic.element
    return (diagnostic.code, diagnostic.location.source.name, about, diagnostic.element is None)
