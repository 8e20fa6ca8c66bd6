"""Reports: diagnostics as text, one module per format.

To add a format, add a module with a function ``write(report, *, color)``, which returns the whole
report as text. Two more names are optional: ``IS_FOR_TERMINAL = True`` for a format that is read in
a terminal, and ``summary(report)``, which returns a shorter text, for the summary of a CI step.
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
"""The names of the formats. Listing them does not import them."""


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))


@frozen
class Report:
    """The result of a check.

    Attributes:
        diagnostics: The diagnostics, sorted by location.
        files: The number of checked files.
        statements: The number of checked statements.
        statement_ids: The ids of the checked statements, by the name of their file.
        suppressed: Diagnostics that are suppressed, each with the reason.
        fixed: The number of diagnostics that were fixed by this run.
    """

    diagnostics: tuple[Diagnostic, ...] = field(converter=_sorted)
    files: int
    statements: int
    statement_ids: Mapping[str, tuple[str, ...]] = field(factory=dict)
    suppressed: tuple[Diagnostic, ...] = field(default=(), converter=_sorted)
    fixed: int = 0

    def count(self, severity: Severity) -> int:
        """Return the number of diagnostics of one severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    @cached_property
    def fixable(self) -> int:
        """The number of diagnostics with a safe fix."""
        return sum(
            any(fix.applicability is Applicability.SAFE for fix in diagnostic.fixes)
            for diagnostic in self.diagnostics
        )


class ReportFormat(Protocol):
    """A module of this package that defines a format."""

    def write(self, report: Report, *, color: bool) -> str:
        """Return the report, ending in a newline; only formats for terminals use ``color``."""
        ...


def get_format(name: str) -> ReportFormat:
    """Return the format called ``name``; no other format is imported.

    Raises:
        ValueError: If there is no such format.
    """
    if name not in FORMATS:
        raise ValueError(f"unknown report format {name!r}; use one of: {', '.join(FORMATS)}")
    return cast("ReportFormat", import_module(f"{__name__}.{name}"))
