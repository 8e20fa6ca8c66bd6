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
from argmap.rules._cascading import drop_cascading, drop_inside_syntax_errors
from argmap.rules._context import (
    IncrementalState,
    RuleContext,
    StaleBaselineEntry,
    UnmatchedPattern,
)
from argmap.rules._rule import DEFAULT, Option, Rule, RuleTable, Selection
from argmap.rules._suppression import read_suppressions

if TYPE_CHECKING:
    from argmap.reviews.review_file import MapStamps
    from argmap.sources.findings import CitationFindings

__all__ = [
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

_STALE_BASELINE = "CFG804"
_UNMATCHED_PATTERN = "CFG805"


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the modules of all rules, sorted by code."""
    rule_modules = (
        import_module(f"{__name__}.{family}.{name}")
        for family in module_names(__path__)
        for name in module_names(f"{folder}/{family}" for folder in __path__)
    )
    return tuple(sorted(rule_modules, key=lambda module: module.RULE.code))


@cache
def table() -> RuleTable:
    """Return the table that looks up rules by code, family or name."""
    return RuleTable(module.RULE for module in modules())


def check(
    resolution: Resolution,
    citations: CitationFindings | None = None,
    selection: Selection = DEFAULT,
    state: IncrementalState | None = None,
    stamps: MapStamps | None = None,
) -> list[Diagnostic]:
    """Return the diagnostics of the selected rules for a map and its files, in report order.

    Diagnostics that a comment in the map silences are included, with the reason in ``suppressed``.

    Args:
        resolution: The resolved map, with its files and errors.
        citations: The result of checking the citations, if source texts or a lock are available.
        selection: The rules to run, and their severities and options.
        state: Results of earlier checks of the same map, with the same selection and shape.
        stamps: The reviews of the map, if its folder has a file of reviews.
    """
    suppressions = read_suppressions(resolution)
    context = RuleContext(
        resolution,
        citations,
        selection,
        table(),
        suppressions,
        state=state or IncrementalState(),
        stamps=stamps,
    )
    selected = [module for module in modules() if selection.includes(module.RULE)]
    diagnostics = list(
        drop_inside_syntax_errors(
            _run(context, (module for module in selected if not module.RULE.runs_last)), resolution
        )
    )
    if suppressions.comments:
        diagnostics = [
            suppressions.apply(diagnostic, table().suppressible) for diagnostic in diagnostics
        ]
    diagnostics = drop_cascading(diagnostics, resolution.map)
    diagnostics += _run(context, (module for module in selected if module.RULE.runs_last))
    diagnostics = [
        _with_checked_fixes(diagnostic) if any(map(_is_safe, diagnostic.fixes)) else diagnostic
        for diagnostic in diagnostics
    ]
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def check_baseline(
    resolution: Resolution, stale: Iterable[StaleBaselineEntry], selection: Selection = DEFAULT
) -> list[Diagnostic]:
    """Return the diagnostics of stale baseline entries, given one of the checked maps."""
    context = RuleContext(resolution, None, selection, table(), stale=tuple(stale))
    return _run_one(context, _STALE_BASELINE)


def check_patterns(
    resolution: Resolution, patterns: Iterable[UnmatchedPattern], selection: Selection = DEFAULT
) -> list[Diagnostic]:
    """Return the diagnostics of patterns that match no file, given one map of the project."""
    context = RuleContext(resolution, None, selection, table(), unmatched=tuple(patterns))
    return _run_one(context, _UNMATCHED_PATTERN)


def _run_one(context: RuleContext, code: str) -> list[Diagnostic]:
    """Run the rule with this code, if it is selected."""
    matching = (module for module in modules() if module.RULE.code == code)
    return list(_run(context, (m for m in matching if context.selection.includes(m.RULE))))


def _run(context: RuleContext, selected: Iterable[ModuleType]) -> Iterator[Diagnostic]:
    selection, known_clean = context.selection, context.state.known_clean
    for module in selected:
        rule = module.RULE
        if rule.code in known_clean:
            continue
        severity = None if rule.is_mandatory else selection.severities.get(rule.code)
        is_clean = True
        for diagnostic in module.check(context):
            is_clean = False
            if selection.ignores(rule, diagnostic.location.source.name):
                continue
            yield diagnostic if severity is None else evolve(diagnostic, severity=severity)
        if rule.is_structural and is_clean:
            known_clean.add(rule.code)


def _is_safe(fix: Fix) -> bool:
    return fix.applicability is Applicability.SAFE


def _with_checked_fixes(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic in which fixes that change the author's content are marked as unsafe."""
    from argmap.syntax.recovery.preservation import preserves

    fixes = tuple(
        evolve(fix, applicability=Applicability.UNSAFE)
        if _is_safe(fix) and not preserves(fix.source.text, fix.edits)
        else fix
        for fix in diagnostic.fixes
    )
    return diagnostic if fixes == diagnostic.fixes else evolve(diagnostic, fixes=fixes)
