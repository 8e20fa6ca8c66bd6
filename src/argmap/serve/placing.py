"""What is said of a map beside its picture, each with its place: findings, troubles, statements."""

from __future__ import annotations

from argmap.model import ArgumentMap
from argmap.resolve import Resolution
from argmap.serve.gallery import Finding, Gallery, Place, Trouble
from argmap.text import Location
from argmap.workspace.following import Look
from argmap.workspace.marking import placed

_MOST_FINDINGS = 500


def trouble_of(look: Look, gallery: Gallery) -> Trouble:
    """Return why a broken map cannot be drawn: the first of its errors."""
    first, *others = look.errors.diagnostics or (None,)
    if first is None or look.resolution is None:
        return Trouble(look.problem)
    place = _place(first.location, look.resolution, gallery)
    return Trouble(_line(first.message), place, len(others))


def findings_of(look: Look, gallery: Gallery) -> tuple[Finding, ...]:
    """Return what was found in a map, the worst first; no more than 500."""
    resolution = look.resolution
    if resolution is None:
        return ()
    told = sorted(look.report.diagnostics, key=lambda finding: -finding.severity)
    return tuple(
        Finding(
            str(finding.severity),
            finding.code,
            finding.name,
            _line(finding.message),
            _line(finding.help),
            _place(finding.location, resolution, gallery)
            or Place(-1, finding.location.source.name, *finding.location.start),
            _statement(resolution.map, id_),
        )
        for finding, id_ in placed(resolution.map, told[:_MOST_FINDINGS])
    )


def places_of(resolution: Resolution, gallery: Gallery) -> dict[str, Place]:
    """Return where the statements of a map are written, by their ids."""
    found = {
        id_: _place(statement.location, resolution, gallery)
        for id_, statement in resolution.map.statements.items()
    }
    return {id_: place for id_, place in found.items() if place is not None}


def _place(location: Location, resolution: Resolution, gallery: Gallery) -> Place | None:
    """Return a place with its file's number. Only files of the map have one."""
    for document, path in zip(resolution.documents, resolution.paths, strict=True):
        if document.source is location.source and path is not None:
            return Place(gallery.number_of(path), location.source.name, *location.start)
    return None


def _statement(argument: ArgumentMap, id_: str) -> str | None:
    """Return the statement that shows what a finding is about; of a step, its first premise."""
    step = argument.inferences.get(id_)
    if step is not None:
        id_ = next(iter(step.premises), step.conclusion)
    return id_ if id_ in argument.statements else None


def _line(text: str) -> str:
    return " ".join(text.split())
