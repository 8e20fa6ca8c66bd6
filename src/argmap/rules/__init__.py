"""The checks: one file a rule.

A rule is a module with ``RULE`` (`argmap.rules._base.Rule`), ``check`` (from a `Subject` to
diagnostics), and a docstring that is its manual page. A new file is found by being here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from argmap._presence import module_names
from argmap.diagnostics import Diagnostic
from argmap.resolve import Resolution
from argmap.rules._base import Rule, Subject
from argmap.rules._overlap import without_echoes

if TYPE_CHECKING:
    from argmap.sources.facts import CitationFacts

__all__ = ["Rule", "Subject", "check", "modules"]


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return all rules, by code."""
    found = (import_module(f"{__name__}.{name}") for name in module_names(__path__))
    return tuple(sorted(found, key=lambda module: module.RULE.code))


def check(resolution: Resolution, citations: CitationFacts | None = None) -> list[Diagnostic]:
    """Return what all rules find in a map and its files, in the order of a report.

    ``citations`` is what the sources' texts and the lock say, where there are any at hand.
    """
    subject = Subject(resolution, citations)
    found = [finding for module in modules() for finding in module.check(subject)]
    return sorted(without_echoes(found, resolution), key=lambda finding: finding.sort_key)
