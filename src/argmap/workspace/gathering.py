"""Findings of several maps put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report
from argmap.workspace.outcome import Outcome

if TYPE_CHECKING:
    from argmap.resolve import Resolution
    from argmap.workspace.baseline import Baseline
    from argmap.workspace.selecting import Policy

First = Callable[[], "tuple[Resolution, Policy]"]
"""Returns the first of the maps, and what it is checked for; only a baseline asks."""

_Found = tuple[Diagnostic, bool]
"""A finding, and whether it is at or above the fail level of its map."""

_UNUSED = "CFG802"
_READING = ("SYN", "REF")
"""Families of rules whose errors mean that a map is not what its author wrote."""


class Checked(NamedTuple):
    """What a check found, and whether any of it is at or above the fail level of its map."""

    report: Report
    fails: bool


def is_reading_error(finding: Diagnostic) -> bool:
    """Whether a finding means that a map is not what its author wrote."""
    return finding.severity is Severity.ERROR and finding.code.startswith(_READING)


class Gathered:
    """Findings of several maps: those of a file that is a part of two maps count once."""

    def __init__(self) -> None:
        self._found: dict[object, _Found] = {}
        self._suppressed: dict[object, Diagnostic] = {}
        self._unused: Counter[object] = Counter()
        self._maps: Counter[str] = Counter()  # that a file is in
        self._ids: dict[str, dict[int, str]] = {}  # of statements, by place, by file
        self._sources: dict[str, None] = {}

    def add(self, outcome: Outcome) -> None:
        """Add what came of one map."""
        for file, statements in outcome.statements.items():
            self._maps[file] += 1
            known = self._ids.setdefault(file, {})
            for place, id_ in statements.items():
                known.setdefault(place, id_)
        self._sources.update(dict.fromkeys(outcome.sources))
        level = outcome.fail_level
        for finding in outcome.findings:
            where = finding.location
            key = (finding.code, where.source.name, where.span, finding.message)
            if finding.suppressed is not None:
                self._suppressed.setdefault(key, finding)
                continue
            self._found.setdefault(key, (finding, level is not None and finding.severity >= level))
            if finding.code == _UNUSED:
                self._unused[key] += 1

    @property
    def sources(self) -> Iterable[str]:
        """The ids of the sources of all maps."""
        return self._sources

    def checked(
        self,
        baseline: Baseline | None = None,
        first: First | None = None,
        old: Gathered | None = None,
    ) -> Checked:
        """Return all that counts; ``first`` goes with a ``baseline``.

        What there is of the same in ``old`` is left out.
        """
        found, suppressed = self._counting()
        names = {file: tuple(places.values()) for file, places in self._ids.items()}
        if baseline is not None:
            assert first is not None
            found, passed = self._apply(baseline, first, found)
            suppressed += passed
        if old is not None:
            found = _new(found, [finding for finding, _ in old._counting()[0]])  # noqa: SLF001
        report = Report(
            tuple(finding for finding, _ in found),
            len(names),
            sum(map(len, names.values())),
            names,
            tuple(suppressed),
        )
        return Checked(report, any(fails for _, fails in found))

    def _counting(self) -> tuple[list[_Found], list[Diagnostic]]:
        """Return what counts, and what is silenced."""
        # A comment in a shared file is of use if any of the maps needs it.
        kept = {
            key: found
            for key, found in self._found.items()
            if found[0].code != _UNUSED
            or self._unused[key] == self._maps[found[0].location.source.name]
        }
        return list(kept.values()), [
            each for key, each in self._suppressed.items() if key not in kept
        ]

    def _apply(
        self, baseline: Baseline, first: First, found: list[_Found]
    ) -> tuple[list[_Found], list[Diagnostic]]:
        """Return what counts with a baseline, and what passes."""
        from argmap.rules import check_baseline
        from argmap.workspace.baseline import REASON

        resolution, (selection, level) = first()
        found = sorted(found, key=lambda each: each[0].sort_key)
        if baseline.is_renewed:
            baseline.renew((finding for finding, _ in found), self._ids, selection)
        passed, left = baseline.known(finding for finding, _ in found)
        counting = [each for number, each in enumerate(found) if number not in passed]
        if not any(is_reading_error(finding) for finding, _ in counting):
            stale = baseline.stale(left, self._ids, selection)
            counting += [
                (finding, level is not None and finding.severity >= level)
                for finding in check_baseline(resolution, stale, selection)
            ]
        return counting, [evolve(found[number][0], suppressed=REASON) for number in sorted(passed)]


def _new(found: list[_Found], old: Iterable[Diagnostic]) -> list[_Found]:
    """Return what was found beyond what there was before.

    A finding is known by its rule, its file and the element it is about, or else what it says, so
    that it stays the same when lines come and go. Of several known alike, the last are new.
    """
    left = Counter(map(_identity, old))
    new: list[_Found] = []
    for each in sorted(found, key=lambda each: each[0].sort_key):
        key = _identity(each[0])
        if left[key]:
            left[key] -= 1
        else:
            new.append(each)
    return new


def _identity(finding: Diagnostic) -> tuple[str, str, str, bool]:
    about = finding.message if finding.element is None else finding.element
    return (finding.code, finding.location.source.name, about, finding.element is None)
