"""Drawing maps into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from argmap.diagnostics import Diagnostic
from argmap.errors import EngineMissing, MissingExtra, RenderError
from argmap.model import ArgumentMap, Inference, Statement
from argmap.render import Badge, RenderOptions, to_dot, to_svg
from argmap.render.theme import load_theme
from argmap.render.views import UnknownName
from argmap.report import Report
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.workspace.checking import Checker, reading_errors
from argmap.workspace.discovery import find_targets, has_picture
from argmap.workspace.freshness import is_fresh
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_resolution
from argmap.workspace.outlining import outline
from argmap.workspace.sheets import EACH_WHOLE, Sheet, Wanted, sheets

FORMATS = ("svg", "html", "png", "pdf", "dot", "outline")

_SUFFIXES = {"outline": "md"}
_BYTES = ("png", "pdf")
_DPI = 144


@frozen
class Drawn:
    """A map and its picture, or why there is none.

    ``report`` holds the errors to mend before there can be one; ``problem`` says why a map without
    errors cannot be laid out. ``is_stale``: the picture was looked at, and shows something else, or
    is not there.
    """

    source: Path
    output: Path
    report: Report | None = None
    problem: str = ""
    is_stale: bool = False


def render_paths(
    paths: Iterable[Path],
    folder: Path,
    formats: Sequence[str],
    options: RenderOptions,
    *,
    findings: bool = False,
    only_check: bool = False,
    wanted: Wanted = EACH_WHOLE,
    dpi: float = _DPI,
) -> Iterator[Drawn]:
    """Draw each map that ``paths`` mean into ``folder``, yielding each as soon as it is written.

    ``formats`` are those of `FORMATS` that are wanted; links of each lead to others of its kind.

    Below a folder the pictures lie as the maps do. A part that gets a picture of its own is drawn
    in others as far as they lean on it, with a link to that picture. A map that cannot be read as
    its author meant it is not drawn, and its old picture stays. ``findings`` puts what a check of
    the map finds on its picture. ``only_check`` draws and writes nothing, and tells of each picture
    whether it is stale (`argmap.workspace.freshness`). ``wanted`` are views of a map rather than
    the whole; maps in which what they name is not are left out. ``dpi`` are the dots an inch of a
    ``png``.

    Raises:
        InputError: when there is nothing to draw, or nothing can be told of a picture, or what is
            wanted is in none of the maps.
        RenderError: when the theme is unknown.
        MissingExtra: when the library for a format is not installed.
        EngineMissing: when there is no Graphviz to lay it out.
    """
    load_theme(options.theme)  # it would be wrong for every map
    library = DiskLibrary()
    places = {
        target.path: folder / target.place
        for target in find_targets(paths, library)
        if not target.is_part or has_picture(library.document(target.path))
    }
    drawn = {
        format_: {path: _with_suffix(place, format_) for path, place in places.items()}
        for format_ in formats
    }
    missed: UnknownName | None = None
    has_drawn = False
    for path in places:
        resolution = load_resolution(path, library)
        errors = reading_errors(resolution)
        if errors.diagnostics:
            yield Drawn(path, drawn[formats[0]][path], errors)
            continue
        needs_statuses = wanted.choice.only is not None
        marked = _marked(resolution, options, findings=findings, needs_statuses=needs_statuses)
        try:
            found = [
                (format_, sheet)
                for format_, outputs in drawn.items()
                for sheet in sheets(resolution, outputs[path], outputs, marked, wanted)
            ]
        except UnknownName as error:
            missed = missed if missed and _has_hint(missed) else error
            continue
        has_drawn = True
        for format_, sheet in found:
            if only_check:
                is_stale = not is_fresh(sheet, format_, resolution.map)
                yield Drawn(path, sheet.output, is_stale=is_stale)
            else:
                yield _draw(path, sheet, format_, resolution.map, dpi)
    if missed and not has_drawn:
        raise missed


def _with_suffix(place: Path, format_: str) -> Path:
    return place.with_name(f"{place.name}.{_SUFFIXES.get(format_, format_)}")


def _has_hint(error: UnknownName) -> bool:
    return "did you mean" in str(error)


def _draw(path: Path, sheet: Sheet, format_: str, whole: ArgumentMap, dpi: float) -> Drawn:
    try:
        if format_ in _BYTES:
            from argmap.render.raster import rasterize

            svg = to_svg(sheet.map, sheet.options)
            content: str | bytes = rasterize(svg, format_, sheet.map, sheet.options, dpi)
        else:
            content = picture(sheet.map, format_, sheet.options, whole)
    except (EngineMissing, MissingExtra):
        raise  # there is none for the others either
    except RenderError as error:
        return Drawn(path, sheet.output, problem=str(error))
    write_atomically(sheet.output, content)
    return Drawn(path, sheet.output)


def _marked(
    resolution: Resolution, options: RenderOptions, *, findings: bool, needs_statuses: bool = False
) -> RenderOptions:
    """Return the options with the marks of a whole map, of which perhaps only a part is drawn."""
    from argmap.evaluate import evaluate

    argument = resolution.map
    if options.verdicts or options.strengths or needs_statuses:
        evaluation = evaluate(argument)
        ids = (*argument.statements, *argument.inferences)
        options = evolve(options, statuses={id_: evaluation.status(id_) for id_ in ids})
        if options.strengths is True:
            from argmap.evaluate.strength import strengths

            options = evolve(options, strengths=strengths(evaluation).statements)
    if findings:
        options = evolve(options, findings=badges(resolution))
    return options


def badges(resolution: Resolution) -> dict[str, Badge]:
    """Return what a check of a map finds, by the statement or the step it is about.

    What is about neither stands by ``""``.
    """
    argument = resolution.map
    elements: dict[str, Statement | Inference] = {**argument.statements, **argument.inferences}
    places = {
        (each.location.source.name, each.location.span): id_ for id_, each in elements.items()
    }
    found: dict[str, list[Diagnostic]] = {}
    for finding in Checker().check([resolution]).report.diagnostics:
        where = finding.location
        id_ = finding.element if finding.element in elements else None
        id_ = id_ or places.get((where.source.name, where.span), "")
        found.setdefault(id_, []).append(finding)
    return {
        id_: Badge(
            max(finding.severity for finding in its),
            tuple(dict.fromkeys(finding.code for finding in its)),
            tuple(f"{finding.severity} {finding.code}: {finding.message}" for finding in its),
        )
        for id_, its in found.items()
    }


def picture(
    argument: ArgumentMap, format_: str, options: RenderOptions, whole: ArgumentMap | None = None
) -> str:
    """Return a map's picture in one of the `FORMATS` that are text.

    A page gives the reasons of verdicts; they are those of the ``whole`` of which a part is drawn.
    """
    if format_ == "html":
        from argmap.render.html import to_html

        return to_html(argument, options, whole)
    if format_ == "outline":
        return outline(argument, options)
    return to_svg(argument, options) if format_ == "svg" else to_dot(argument, options)
