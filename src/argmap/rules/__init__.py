"""The rules that check maps, one module per rule, in a package per family.

A rule is a module with a constant ``RULE`` (`argmap.rules._rule.Rule`), a function ``check`` that
takes a `RuleContext` and yields diagnostics, and a docstring that is its manual page. Every module
in a family's package is a rule; there is no other registration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from attrs import evolve

from argmap._plugins import module_names
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.resolve import Resolution
from argmap.rules._cascading import drop_cascading, drop_misread
from argmap.rules._context import (
    IncrementalState,
    RuleContext,
    StaleBaselineEntry,
    UnmatchedPattern,
)
from argmap.rules._rule import DEFAULT, MANDATORY_ONLY, Option, Rule, RuleTable, Selection
from argmap.rules._suppression import read_suppressions

if TYPE_CHECKING:
    from argmap.sources.findings import CitationFindings

__all__ = [
    "MANDATORY_ONLY",
    "IncrementalState",
    "Option",
    "Rule",
    "RuleContext",
    "Selection",
    "StaleBaselineEntry",
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
    """Return the modules of all rules, sorted by code."""
    found = (
        import_module(f"{__name__}.{family}.{name}")
        for family in module_names(__path__)
        for name in module_names(f"{folder}/{family}" for folder in __path__)
    )
    return tuple(sorted(found, key=lambda module: module.RULE.code))


@cache
def table() -> RuleTable:
    """Return the table that looks up rules by code, family or name."""
    return RuleTable(module.RULE for module in modules())


def check(
    resolution: Resolution,
    citations: CitationFindings | None = None,
    selection: Selection = DEFAULT,
    memory: IncrementalState | None = None,
) -> list[Diagnostic]:
    """Return the diagnostics of the selected rules for a map and its files, in report order.

    Diagnostics that a comment in the map silences are included, with the reason in ``suppressed``.

    Args:
        resolution: The resolved map, with its files and faults.
        citations: The result of checking the citations, if source texts or a lock are available.
        selection: The rules to run, and their severities and options.
        memory: Results of earlier checks of the same map, with the same selection and shape.
    """
    suppressions = read_suppressions(resolution)
    context = RuleContext(
        resolution, citations, selection, table(), suppressions, memory=memory or IncrementalState()
    )
    wanted = [module for module in modules() if selection.wants(module.RULE)]
    found = _run(context, (module for module in wanted if not module.RULE.runs_last))
    kept = list(drop_misread(found, resolution))
    if suppressions.all:
        kept = [suppressions.apply(diagnostic, table().silenced) for diagnostic in kept]
    kept = drop_cascading(kept)
    kept += _run(context, (module for module in wanted if module.RULE.runs_last))
    kept = [_with_checked_fixes(each) if any(map(_is_safe, each.fixes)) else each for each in kept]
    return sorted(kept, key=lambda diagnostic: diagnostic.sort_key)


def _is_safe(fix: Fix) -> bool:
    return fix.applicability is Applicability.SAFE


def _with_checked_fixes(diagnostic: Diagnostic) -> Diagnostic:
    """Return a finding in which fixes that change the author's content are marked as unsafe."""
    from argmap.syntax.recovery.preservation import preserves

    fixes = tuple(
        evolve(fix, applicability=Applicability.UNSAFE)
        if _is_safe(fix) and not preserves(fix.source.text, fix.edits)
        else fix
        for fix in diagnostic.fixes
    )
    return diagnostic if fixes == diagnostic.fixes else evolve(diagnostic, fixes=fixes)


def check_baseline(
    resolution: Resolution, stale: Iterable[StaleBaselineEntry], selection: Selection = DEFAULT
) -> list[Diagnostic]:
    """Return the findings about stale baseline entries, given one of the checked maps."""
    context = RuleContext(resolution, None, selection, table(), stale=tuple(stale))
    return _findings_of(context, _OF_BASELINES)


def check_patterns(
    resolution: Resolution, patterns: Iterable[UnmatchedPattern], selection: Selection = DEFAULT
) -> list[Diagnostic]:
    """Return the findings about patterns that match no file, given one map of the project."""
    context = RuleContext(resolution, None, selection, table(), unmatched=tuple(patterns))
    return _findings_of(context, _OF_PATTERNS)


def _findings_of(context: RuleContext, code: str) -> list[Diagnostic]:
    """Return the findings of the rule with this code, or none if the rule is not selected."""
    wanted = (module for module in modules() if module.RULE.code == code)
    return list(_run(context, (m for m in wanted if context.selection.wants(m.RULE))))


def _run(context: RuleContext, wanted: Iterable[ModuleType]) -> Iterator[Diagnostic]:
    selection, known_clean = context.selection, context.memory.known_clean
    for module in wanted:
        rule = module.RULE
        if rule.code in known_clean:
            continue
        level = None if rule.is_mandatory else selection.severities.get(rule.code)
        has_found = False
        for diagnostic in module.check(context):
            has_found = True
            if selection.skips(rule, diagnostic.location.source.name):
                continue
            yield diagnostic if level is None else evolve(diagnostic, severity=level)
        if rule.is_structural and not has_found:
            known_clean.add(rule.code)
