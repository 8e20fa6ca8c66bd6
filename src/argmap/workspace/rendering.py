"""Drawing maps into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from argmap.errors import EngineMissing, MissingExtra, RenderError
from argmap.model import ArgumentMap
from argmap.render import RenderOptions, to_dot, to_svg
from argmap.render.theme import load_theme
from argmap.render.views import UnknownName
from argmap.report import Report
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.workspace.checking import reading_errors
from argmap.workspace.discovery import Target, find_targets, has_picture
from argmap.workspace.freshness import is_fresh
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_resolution
from argmap.workspace.marking import badges, marked
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


@frozen(kw_only=True)
class Job:
    """How maps are drawn into files.

    ``formats`` are those of `FORMATS` that are wanted side by side; links of each lead to others of
    its kind. ``findings`` puts what a check of the map finds on its picture. ``only_check`` draws
    and writes nothing, and tells of each picture whether it is stale
    (`argmap.workspace.freshness`). ``wanted`` are views of a map rather than the whole. ``dpi`` are
    the dots an inch of a ``png``.
    """

    formats: Sequence[str] = ("svg",)
    options: RenderOptions = field(factory=RenderOptions)
    findings: bool = False
    only_check: bool = False
    wanted: Wanted = EACH_WHOLE
    dpi: float = _DPI


def render_paths(paths: Iterable[Path], folder: Path, job: Job) -> Iterator[Drawn]:
    """Draw each map that ``paths`` mean into ``folder``, yielding each as soon as it is written.

    Below a folder the pictures lie as the maps do. A part that gets a picture of its own is drawn
    in others as far as they lean on it, with a link to that picture. A map that cannot be read as
    its author meant it is not drawn, and its old picture stays. Maps in which what is wanted is not
    are left out.

    Raises:
        InputError: when there is nothing to draw, or nothing can be told of a picture, or what is
            wanted is in none of the maps.
        RenderError: when the theme is unknown.
        MissingExtra: when the library for a format is not installed.
        EngineMissing: when there is no Graphviz to lay it out.
    """
    load_theme(job.options.theme)  # it would be wrong for every map
    library = DiskLibrary()
    targets = [
        target
        for target in find_targets(paths, library)
        if not target.is_part or has_picture(library.document(target.path))
    ]
    drawn = outputs(targets, folder, job.formats)
    missed: UnknownName | None = None
    has_drawn = False
    for path, output in drawn[job.formats[0]].items():
        resolution = load_resolution(path, library)
        errors = reading_errors(resolution)
        if errors.diagnostics:
            yield Drawn(path, output, errors)
            continue
        try:
            yield from draw_map(resolution, drawn, job)
        except UnknownName as error:
            missed = missed if missed and _has_hint(missed) else error
        else:
            has_drawn = True
    if missed and not has_drawn:
        raise missed


Outputs = Mapping[str, Mapping[Path, Path]]
"""Where the pictures of maps go: by format, by the maps' paths."""


def outputs(targets: Iterable[Target], folder: Path, formats: Iterable[str]) -> Outputs:
    """Return where the pictures of maps go."""
    places = {target.path: folder / target.place for target in targets}
    return {
        format_: {
            path: place.with_name(f"{place.name}.{_SUFFIXES.get(format_, format_)}")
            for path, place in places.items()
        }
        for format_ in formats
    }


def draw_map(
    resolution: Resolution, drawn: Outputs, job: Job, found: Report | None = None
) -> Iterator[Drawn]:
    """Draw one map without errors; ``drawn`` says where its pictures and those of others go.

    ``found`` is what a check has found in it, if it is known.

    Raises:
        UnknownName: when something wanted is not in the map.
        MissingExtra: as `render_paths` does, and the others, too.
    """
    path = resolution.paths[0]
    assert path is not None  # it is one of those in ``drawn``
    needs_statuses = job.wanted.choice.only is not None
    options = marked(resolution, job.options, needs_statuses=needs_statuses)
    if job.findings:
        options = evolve(options, findings=badges(resolution, found))
    wanted = [  # all of them, before any is drawn: what is wanted may not be in the map
        (format_, sheet)
        for format_, places in drawn.items()
        for sheet in sheets(resolution, places[path], places, options, job.wanted)
    ]
    for format_, sheet in wanted:
        if job.only_check:
            is_stale = not is_fresh(sheet, format_, resolution.map)
            yield Drawn(path, sheet.output, is_stale=is_stale)
        else:
            yield _draw(path, sheet, format_, resolution.map, job.dpi)


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
    try:
        write_atomically(sheet.output, content)
    except OSError as error:  # the others may be written all the same
        reason = error.strerror or str(error)
        return Drawn(path, sheet.output, problem=f"`{sheet.output}` cannot be written: {reason}")
    return Drawn(path, sheet.output)


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
