"""Findings written out, for people and for machines: one file an output format.

A format is found by its presence: a module or package in this folder with a function
``write(report, *, color)``, which returns the whole report as text. Two things may stand beside it:
``IS_FOR_TERMINAL = True`` where people read the text in a terminal, and a function ``summary(report)``
where the format has a second, shorter text for a place of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from typing import Protocol, cast

from attrs import field, frozen

from argmap._plugins import module_names
from argmap.diagnostics import Applicability, Diagnostic, Severity

FORMATS: tuple[str, ...] = module_names(__path__)
"""The names of the formats. They are listed without being imported."""


def _in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))


@frozen
class Report:
    """What a check found, and what it looked at.

    ``diagnostics`` stand in the order of every report, whatever the order they were found in.
    ``files`` and ``statements`` count what was checked, with findings or without; ``statement_ids`` names
    it: the ids of the statements by the name of the file they are in. ``suppressed`` are findings
    that do not count, each with the reason; ``fixed`` counts those that were mended on the way.
    """

    diagnostics: tuple[Diagnostic, ...] = field(converter=_in_order)
    files: int
    statements: int
    statement_ids: Mapping[str, tuple[str, ...]] = field(factory=dict)
    suppressed: tuple[Diagnostic, ...] = field(default=(), converter=_in_order)
    fixed: int = 0

    def count(self, severity: Severity) -> int:
        """Return how many findings are exactly this bad."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    @cached_property
    def fixable(self) -> int:
        """How many findings come with a change that keeps what the author meant."""
        return sum(
            any(fix.applicability is Applicability.SAFE for fix in diagnostic.fixes)
            for diagnostic in self.diagnostics
        )


class ReportFormat(Protocol):
    """What every module in this folder looks like."""

    def write(self, report: Report, *, color: bool) -> str:
        """Return the report, ending in a line end. ``color`` is for formats that people read."""
        ...


def get_format(name: str) -> ReportFormat:
    """Return the format called ``name``, importing it and no other.

    Raises:
        ValueError: when there is none.
    """
    if name not in FORMATS:
        raise ValueError(f"there is no report format {name!r}, only {', '.join(FORMATS)}")
    return cast("ReportFormat", import_module(f"{__name__}.{name}"))
