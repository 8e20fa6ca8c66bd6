"""The checks: one file a rule.

A rule is a module with ``RULE`` (`argmap.rules._base.Rule`), ``check`` (from a `Subject` to
diagnostics), and a docstring that is its manual page. A new file is found by being here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from attrs import evolve

from argmap._presence import module_names
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.resolve import Resolution
from argmap.rules._base import Rule, StaleEntry, Subject, UnmatchedPattern
from argmap.rules._memory import Memory
from argmap.rules._option import Option
from argmap.rules._overlap import without_echoes, without_misread
from argmap.rules._selection import DEFAULT, FIRM_ONLY, Selection
from argmap.rules._suppression import read_suppressions
from argmap.rules._table import RuleTable

if TYPE_CHECKING:
    from argmap.sources.facts import CitationFacts

__all__ = [
    "FIRM_ONLY",
    "Memory",
    "Option",
    "Rule",
    "Selection",
    "StaleEntry",
    "Subject",
    "UnmatchedPattern",
    "check",
    "check_baseline",
    "check_patterns",
    "modules",
    "table",
]

_OF_BASELINES = "CFG804"
_OF_PATTERNS = "CFG805"


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return all rules, by code."""
    found = (import_module(f"{__name__}.{name}") for name in module_names(__path__))
    return tuple(sorted(found, key=lambda module: module.RULE.code))


@cache
def table() -> RuleTable:
    """Return all rules by the words that mean them."""
    return RuleTable(module.RULE for module in modules())


def check(
    resolution: Resolution,
    citations: CitationFacts | None = None,
    selection: Selection = DEFAULT,
    memory: Memory | None = None,
) -> list[Diagnostic]:
    """Return what the rules find in a map and its files, in the order of a report.

    ``citations`` is what the sources' texts and the lock say, where there are any at hand. What a
    comment in the map silences is among the findings, with the reason in ``suppressed``. ``memory``
    is that of checks of the same map with the same selection, whose shape was the same: what they
    found out need not be found out again.
    """
    suppressions = read_suppressions(resolution)
    subject = Subject(
        resolution, citations, selection, table(), suppressions, memory=memory or Memory()
    )
    wanted = [module for module in modules() if selection.wants(module.RULE)]
    found = _run(subject, (module for module in wanted if not module.RULE.is_last))
    kept = list(without_misread(found, resolution))
    if suppressions.all:
        kept = [suppressions.apply(finding, table().silenced) for finding in kept]
    kept = without_echoes(kept)
    kept += _run(subject, (module for module in wanted if module.RULE.is_last))
    kept = [_with_checked_fixes(each) if any(map(_is_safe, each.fixes)) else each for each in kept]
    return sorted(kept, key=lambda finding: finding.sort_key)


def _is_safe(fix: Fix) -> bool:
    return fix.applicability is Applicability.SAFE


def _with_checked_fixes(finding: Diagnostic) -> Diagnostic:
    """Return a finding none of whose safe fixes changes what its author wrote."""
    from argmap.syntax.preservation import preserves  # only what can be fixed pays for it

    fixes = tuple(
        evolve(fix, applicability=Applicability.UNSAFE)
        if _is_safe(fix) and not preserves(fix.source.text, fix.edits)
        else fix
        for fix in finding.fixes
    )
    return finding if fixes == finding.fixes else evolve(finding, fixes=fixes)


def check_baseline(
    resolution: Resolution, stale: Iterable[StaleEntry], selection: Selection = DEFAULT
) -> list[Diagnostic]:
    """Return what is to be said of a baseline once all maps, one of them given, are checked."""
    subject = Subject(resolution, None, selection, table(), stale=tuple(stale))
    return _findings_of(subject, _OF_BASELINES)


def check_patterns(
    resolution: Resolution, patterns: Iterable[UnmatchedPattern], selection: Selection = DEFAULT
) -> list[Diagnostic]:
    """Return the findings about a project's patterns that match no file, given one map of it."""
    subject = Subject(resolution, None, selection, table(), unmatched=tuple(patterns))
    return _findings_of(subject, _OF_PATTERNS)


def _findings_of(subject: Subject, code: str) -> list[Diagnostic]:
    """Return the findings of the rule with this code, unless the selection leaves it out."""
    wanted = (module for module in modules() if module.RULE.code == code)
    return list(_run(subject, (m for m in wanted if subject.selection.wants(m.RULE))))


def _run(subject: Subject, wanted: Iterable[ModuleType]) -> Iterator[Diagnostic]:
    selection, silent = subject.selection, subject.memory.silent
    for module in wanted:
        rule = module.RULE
        if rule.code in silent:
            continue
        level = None if rule.is_firm else selection.severities.get(rule.code)
        has_found = False
        for finding in module.check(subject):
            has_found = True
            if selection.skips(rule, finding.location.source.name):
                continue
            yield finding if level is None else evolve(finding, severity=level)
        if rule.is_structural and not has_found:
            silent.add(rule.code)
