"""Checking maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report
from argmap.resolve import Resolution
from argmap.rules import FIRM_ONLY, Selection, check, check_baseline
from argmap.workspace.discovery import find_targets
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution
from argmap.workspace.selecting import Choices, Policies, Policy
from argmap.workspace.shelf import Shelf

if TYPE_CHECKING:
    from argmap.workspace.baseline import Baseline


class Checked(NamedTuple):
    """What a check found, and whether any of it is at or above the fail level of its map."""

    report: Report
    fails: bool


class Checker:
    """Checks maps, each as its project wants it; what maps have in common is read once.

    ``texts`` are files with the texts of sources, by the sources' ids; ``choices`` are what the
    command line says of the rules. What is in the ``baseline`` does not count.
    """

    def __init__(
        self,
        texts: Mapping[str, Path] | None = None,
        choices: Choices = Choices(),  # noqa: B008 (it is immutable)
        baseline: Baseline | None = None,
    ) -> None:
        self.policies = Policies(choices)
        self.shelf = Shelf(texts, settings=self.policies.settings)
        self.baseline = baseline

    def check(self, resolutions: Iterable[Resolution]) -> Checked:
        """Check maps and put what was found together.

        Raises:
            InputError: when a text or a setting that was named is not there.
        """
        gathered = _Gathered()
        for resolution in resolutions:
            policy = self.policies.policy(resolution)
            citations = self.shelf.facts(resolution)
            gathered.add(resolution, check(resolution, citations, policy.selection), policy)
        checked = gathered.checked(self.baseline)
        # A text given for no source is told, unless the source may be what cannot be read.
        if not any(map(_is_reading_error, checked.report.diagnostics)):
            self.shelf.refuse_unknown()
        return checked


class _Gathered:
    """Findings of several maps: those of a file that is a part of two maps count once."""

    def __init__(self) -> None:
        self._found: dict[object, tuple[Diagnostic, bool]] = {}
        self._suppressed: dict[object, Diagnostic] = {}
        self._unused: Counter[object] = Counter()
        self._maps: Counter[str] = Counter()  # that a file is in
        self._ids: dict[str, dict[int, str]] = {}  # of statements, by place, by file
        self._first: tuple[Resolution, Policy] | None = None

    def add(self, resolution: Resolution, findings: list[Diagnostic], policy: Policy) -> None:
        self._first = self._first or (resolution, policy)
        for document in resolution.documents:
            self._ids.setdefault(document.source.name, {})
            self._maps[document.source.name] += 1
        for statement in resolution.map.statements.values():
            place = statement.location
            self._ids[place.source.name].setdefault(place.span.start, statement.id)
        level = policy.fail_level
        for finding in findings:
            where = finding.location
            key = (finding.code, where.source.name, where.span, finding.message)
            if finding.suppressed is not None:
                self._suppressed.setdefault(key, finding)
                continue
            self._found.setdefault(key, (finding, level is not None and finding.severity >= level))
            if finding.code == _UNUSED:
                self._unused[key] += 1

    def checked(self, baseline: Baseline | None = None) -> Checked:
        # A comment in a shared file is of use if any of the maps needs it.
        kept = {
            key: found
            for key, found in self._found.items()
            if found[0].code != _UNUSED
            or self._unused[key] == self._maps[found[0].location.source.name]
        }
        suppressed = [each for key, each in self._suppressed.items() if key not in kept]
        found = list(kept.values())
        names = {file: tuple(places.values()) for file, places in self._ids.items()}
        if baseline is not None:
            found, passed = self._apply(baseline, found)
            suppressed += passed
        result = Report(
            tuple(finding for finding, _ in found),
            len(names),
            sum(map(len, names.values())),
            names,
            tuple(suppressed),
        )
        return Checked(result, any(fails for _, fails in found))

    def _apply(
        self, baseline: Baseline, found: list[_Found]
    ) -> tuple[list[_Found], list[Diagnostic]]:
        """Return what counts with a baseline, and what passes."""
        from argmap.workspace.baseline import REASON

        assert self._first is not None  # there is a map
        resolution, (selection, level) = self._first
        found = sorted(found, key=lambda each: each[0].sort_key)
        if baseline.is_renewed:
            baseline.renew((finding for finding, _ in found), self._ids, selection)
        passed, left = baseline.known(finding for finding, _ in found)
        counting = [each for number, each in enumerate(found) if number not in passed]
        if not any(_is_reading_error(finding) for finding, _ in counting):
            stale = baseline.stale(left, self._ids, selection)
            counting += [
                (finding, level is not None and finding.severity >= level)
                for finding in check_baseline(resolution, stale, selection)
            ]
        return counting, [evolve(found[number][0], suppressed=REASON) for number in sorted(passed)]


_Found = tuple[Diagnostic, bool]
"""A finding, and whether it is at or above the fail level of its map."""

_UNUSED = "CFG802"


def report(resolutions: Iterable[Resolution], shelf: Shelf | None = None) -> Report:
    """Return all that the default rules find in maps, silenced or not.

    Citations are held against texts and locks with a ``shelf`` only.
    """
    gathered = _Gathered()
    for resolution in resolutions:
        found = check(resolution, shelf.facts(resolution) if shelf else None)
        unsilenced = [evolve(finding, suppressed=None) for finding in found]
        gathered.add(resolution, unsilenced, Policy(Selection(), None))
    return gathered.checked().report


def check_paths(paths: Iterable[Path], texts: Mapping[str, Path] | None = None) -> Report:
    """Check all maps that ``paths`` mean, each with what it imports.

    ``texts`` are files with the texts of sources, by the sources' ids.

    Raises:
        InputError: when there is nothing to check, or a file cannot be read.
    """
    return run_check(paths, texts).report


def run_check(
    paths: Iterable[Path],
    texts: Mapping[str, Path] | None = None,
    choices: Choices = Choices(),  # noqa: B008
    baseline: Baseline | None = None,
) -> Checked:
    """Check all maps that ``paths`` mean as the command line wants it.

    Raises:
        InputError: as `check_paths` does, and for rules and settings that are not there.
    """
    library = DiskLibrary()
    maps = [target.path for target in find_targets(paths, library) if not target.is_part]
    checker = Checker(texts, choices, baseline)
    return checker.check(load_resolution(path, library) for path in maps)


def check_bytes(
    data: bytes, filename: Path | None = None, texts: Mapping[str, Path] | None = None
) -> Report:
    """Check a map that came through a pipe; ``filename`` is where it would lie.

    Raises:
        InputError: when a text that ``texts`` name cannot be read.
    """
    return run_check_bytes(data, filename, texts).report


def run_check_bytes(
    data: bytes,
    filename: Path | None = None,
    texts: Mapping[str, Path] | None = None,
    choices: Choices = Choices(),  # noqa: B008
    baseline: Baseline | None = None,
) -> Checked:
    """Check a map that came through a pipe as the command line wants it.

    Raises:
        InputError: as `check_bytes` does, and for rules and settings that are not there.
    """
    return Checker(texts, choices, baseline).check([load_bytes(data, DiskLibrary(), filename)])


_READING = ("SYN", "REF")
"""Families of rules whose errors mean that a map is not what its author wrote."""


def _is_reading_error(finding: Diagnostic) -> bool:
    return finding.severity is Severity.ERROR and finding.code.startswith(_READING)


def reading_errors(resolution: Resolution) -> Report:
    """Return the errors in how a map is written: with any of them, it says something else."""
    found = check(resolution, selection=FIRM_ONLY)
    errors = tuple(filter(_is_reading_error, found))
    return Report(errors, len(resolution.documents), len(resolution.map.statements))
