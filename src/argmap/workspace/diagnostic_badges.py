"""The diagnostics that pictures show beside statements and inferences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic
from argmap.model import ArgumentMap, Inference, Statement
from argmap.rendering import Badge
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.workspace.checker import Checker


def diagnostic_badges(resolution: Resolution, report: Report | None = None) -> dict[str, Badge]:
    """Return the diagnostics of a map by the id of their statement or inference.

    Diagnostics about neither have the id ``""``.

    Args:
        resolution: The map.
        report: The diagnostics, or None to check the map.
    """
    report = report or Checker().check([resolution]).report
    by_id: dict[str, list[Diagnostic]] = {}
    for diagnostic, id_ in with_element_ids(resolution.map, report.diagnostics):
        by_id.setdefault(id_, []).append(diagnostic)
    return {
        id_: Badge(
            max(diagnostic.severity for diagnostic in diagnostics),
            tuple(dict.fromkeys(diagnostic.code for diagnostic in diagnostics)),
            tuple(
                f"{diagnostic.severity} {diagnostic.code}: {diagnostic.message}"
                for diagnostic in diagnostics
            ),
        )
        for id_, diagnostics in by_id.items()
    }


def with_element_ids(
    argument_map: ArgumentMap, diagnostics: Iterable[Diagnostic]
) -> Iterator[tuple[Diagnostic, str]]:
    """Yield diagnostics with the id of their statement or inference, or ``""`` without one."""
    elements: dict[str, Statement | Inference] = {
        **argument_map.statements,
        **argument_map.inferences,
    }
    ids = {
        (element.location.source.name, element.location.span): id_
        for id_, element in elements.items()
    }
    for diagnostic in diagnostics:
        location = diagnostic.location
        id_ = diagnostic.element if diagnostic.element in elements else None
        yield diagnostic, id_ or ids.get((location.source.name, location.span), "")
