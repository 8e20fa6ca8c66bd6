"""What is marked on a map's pictures: what stands, how strong it is, and what a check has found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from argmap.diagnostics import Diagnostic
from argmap.model import ArgumentMap, Inference, Statement
from argmap.rendering import Badge, RenderOptions
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.workspace.checking import Checker


def marked(
    resolution: Resolution, options: RenderOptions, *, needs_statuses: bool = False
) -> RenderOptions:
    """Return the options with the marks of a whole map, of which perhaps only a part is drawn."""
    from argmap.evaluation import evaluate

    argument = resolution.map
    if options.verdicts or options.strengths or needs_statuses:
        evaluation = evaluate(argument)
        ids = (*argument.statements, *argument.inferences)
        options = evolve(options, statuses={id_: evaluation.status(id_) for id_ in ids})
        if options.strengths is True:
            from argmap.evaluation.strength import strengths

            options = evolve(options, strengths=strengths(evaluation).statements)
    return options


def badges(resolution: Resolution, report: Report | None = None) -> dict[str, Badge]:
    """Return what a check of a map finds, by the statement or the step it is about.

    What is about neither stands by ``""``. ``report`` is what was found, if it is known.
    """
    report = report or Checker().check([resolution]).report
    found: dict[str, list[Diagnostic]] = {}
    for finding, id_ in placed(resolution.map, report.diagnostics):
        found.setdefault(id_, []).append(finding)
    return {
        id_: Badge(
            max(finding.severity for finding in its),
            tuple(dict.fromkeys(finding.code for finding in its)),
            tuple(f"{finding.severity} {finding.code}: {finding.message}" for finding in its),
        )
        for id_, its in found.items()
    }


def placed(
    argument: ArgumentMap, findings: Iterable[Diagnostic]
) -> Iterator[tuple[Diagnostic, str]]:
    """Yield findings, each with the id of the statement or the step it is about, or ``""``."""
    elements: dict[str, Statement | Inference] = {**argument.statements, **argument.inferences}
    places = {
        (each.location.source.name, each.location.span): id_ for id_, each in elements.items()
    }
    for finding in findings:
        where = finding.location
        id_ = finding.element if finding.element in elements else None
        yield finding, id_ or places.get((where.source.name, where.span), "")
