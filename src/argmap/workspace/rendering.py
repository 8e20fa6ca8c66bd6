"""Drawing maps into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, field, frozen

from argmap.errors import EngineMissing, InputError, MissingExtra, RenderError
from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions, to_dot, to_svg
from argmap.rendering.theme import load_theme
from argmap.rendering.views import UnknownName
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.workspace.checking import reading_errors
from argmap.workspace.discovery import Target, find_targets, has_picture
from argmap.workspace.freshness import is_fresh
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution
from argmap.workspace.marking import badges, marked
from argmap.workspace.outlining import outline
from argmap.workspace.outputs import BINARY_FORMATS, Destination, Outputs, refuse_input
from argmap.workspace.sheets import EACH_WHOLE, Sheet, Wanted, sheets

_DPI = 144


@frozen
class Drawn:
    """A map and its picture, or why there is none.

    ``report`` holds the errors to fix before there can be one; ``problem`` says why a map without
    errors cannot be drawn. ``is_stale``: the existing picture differs from the map, or is missing.
    ``content`` is a picture that was not written to a file.
    """

    source: Path
    output: Path
    report: Report | None = None
    problem: str = ""
    is_stale: bool = False
    content: bytes = b""


@frozen(kw_only=True)
class Job:
    """How maps are drawn, and where their pictures go.

    Of several formats of a ``destination``, links of each lead to others of its kind. ``findings``
    puts what a check of the map finds on its picture. ``only_check`` draws and writes nothing, and
    reports of each picture whether it is stale (`argmap.workspace.freshness`). ``wanted`` are views
    of a map rather than the whole. ``dpi`` is the resolution of a ``png``.
    """

    destination: Destination = field(factory=Destination)
    options: RenderOptions = field(factory=RenderOptions)
    findings: bool = False
    only_check: bool = False
    wanted: Wanted = EACH_WHOLE
    dpi: float = _DPI


def render_paths(paths: Iterable[Path], job: Job) -> Iterator[Drawn]:
    """Draw each map that ``paths`` mean, yielding each as soon as it is written.

    A part that has a picture of its own is drawn in others only as far as they depend on it, with a
    link to that picture. A map with errors in its syntax or references is not drawn, and its old
    picture stays. Maps that do not contain what is wanted are left out.

    Raises:
        InputError: when there is nothing to draw, several maps would go to one place, a picture
            cannot be checked, or none of the maps contains what is wanted.
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
    drawn = job.destination.outputs(targets)
    missed: UnknownName | None = None
    has_drawn = False
    for path, output in drawn[job.destination.formats[0]].items():
        resolution = load_resolution(path, library)
        if refused := _refused(resolution, path, output):
            yield refused
            continue
        try:
            yield from draw_map(resolution, drawn, job)
        except UnknownName as error:
            missed = missed if missed and _has_hint(missed) else error
        else:
            has_drawn = True
    if missed and not has_drawn:
        raise missed


def render_bytes(data: bytes, filename: Path | None, job: Job) -> Iterator[Drawn]:
    """Draw a map that came through a pipe; ``filename`` is the file it would be in.

    Raises:
        InputError: when the map has no name for a picture in a folder, and as `render_paths` does.
        RenderError: as `render_paths` does, and the others, too.
    """
    load_theme(job.options.theme)
    resolution = load_bytes(data, DiskLibrary(), filename)
    path = resolution.paths[0]
    assert path is not None  # a file in the current folder stands for a map without a name
    if filename is None and job.destination.file is None:
        raise InputError("a map from standard input has no name; name its picture: -o map.svg")
    drawn = job.destination.outputs([Target(path, Path(path.stem))])
    output = drawn[job.destination.formats[0]][path]
    if refused := _refused(resolution, path, output):
        yield refused
    else:
        yield from draw_map(resolution, drawn, job)


def _refused(resolution: Resolution, path: Path, output: Path) -> Drawn | None:
    """Return the errors that keep a map from being drawn, if there are any."""
    errors = reading_errors(resolution)
    return Drawn(path, output, errors) if errors.diagnostics else None


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
            yield _draw(resolution, sheet, format_, job)


def _has_hint(error: UnknownName) -> bool:
    return "did you mean" in str(error)


def _draw(resolution: Resolution, sheet: Sheet, format_: str, job: Job) -> Drawn:
    path = resolution.paths[0]
    assert path is not None
    is_written = not job.destination.is_stdout
    try:
        if is_written:
            refuse_input(sheet.output, resolution)
        content = drawing(sheet.map, format_, sheet.options, resolution.map, job.dpi)
    except (EngineMissing, MissingExtra):
        raise  # there is none for the others either
    except (InputError, RenderError) as error:
        return Drawn(path, sheet.output, problem=str(error))
    if not is_written:
        return Drawn(path, sheet.output, content=content)
    try:
        write_atomically(sheet.output, content, within=job.destination.boundary)
    except OSError as error:  # the others may be written all the same
        reason = error.strerror or str(error)
        return Drawn(path, sheet.output, problem=f"`{sheet.output}` cannot be written: {reason}")
    return Drawn(path, sheet.output)


def drawing(
    argument: ArgumentMap,
    format_: str,
    options: RenderOptions,
    whole: ArgumentMap | None = None,
    dpi: float = _DPI,
) -> bytes:
    """Return a map's picture in one of `argmap.workspace.outputs.FORMATS`, as a file holds it.

    Raises:
        RenderError: when it cannot be drawn.
        MissingExtra: when the library for the format is not installed.
    """
    if format_ in BINARY_FORMATS:
        from argmap.rendering.raster import rasterize

        return rasterize(to_svg(argument, options), format_, argument, options, dpi)
    return picture(argument, format_, options, whole).encode()


def picture(
    argument: ArgumentMap, format_: str, options: RenderOptions, whole: ArgumentMap | None = None
) -> str:
    """Return a map's picture in one of the formats that are text.

    A page gives the reasons of verdicts; they are those of the ``whole`` of which a part is drawn.
    """
    if format_ == "html":
        from argmap.rendering.html import to_html

        return to_html(argument, options, whole)
    if format_ == "outline":
        return outline(argument, options)
    return to_svg(argument, options) if format_ == "svg" else to_dot(argument, options)
