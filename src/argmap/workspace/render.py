"""Draws maps into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from attrs import evolve, field, frozen

from argmap.errors import EngineMissing, InputError, MissingExtra, RenderError
from argmap.rendering import RenderOptions, to_pages
from argmap.rendering.annotations import with_evaluation
from argmap.rendering.theme import load_theme
from argmap.rendering.views import UnknownName
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.workspace.diagnostic_badges import diagnostic_badges
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_bytes, load_errors, load_resolution
from argmap.workspace.outputs import Destination, Outputs, refuse_input
from argmap.workspace.page_contents import missing_texts, page_contents
from argmap.workspace.pictures import DEFAULT_DPI, is_up_to_date, picture_bytes
from argmap.workspace.render_targets import (
    WHOLE_MAP,
    RenderSelection,
    RenderTarget,
    render_targets,
)
from argmap.workspace.targets import Target, find_targets, is_drawable

if TYPE_CHECKING:
    from argmap.rendering.html.parts import PageContents


@frozen(kw_only=True)
class RenderJob:
    """How maps are drawn, and where the pictures go.

    Attributes:
        destination: The destination. Pictures link to pictures of the same format.
        options: The options of all pictures.
        diagnostics: Whether to show the diagnostics of the maps in the pictures.
        check_only: Whether to report pictures that are out of date instead of drawing them.
        selection: The pictures to draw of each map.
        dpi: The resolution of a PNG.
        embeds_sources: Whether HTML pages contain the texts of the sources.
    """

    destination: Destination = field(factory=Destination)
    options: RenderOptions = field(factory=RenderOptions)
    diagnostics: bool = False
    check_only: bool = False
    selection: RenderSelection = WHOLE_MAP
    dpi: float = DEFAULT_DPI
    embeds_sources: bool = False


@frozen
class RenderResult:
    """The result of drawing a picture.

    Attributes:
        source: The path of the map.
        output: The path of the picture.
        report: The errors that prevent the map from being drawn, or None.
        failure: Why a map without errors could not be drawn; empty if it could.
        is_stale: Whether the existing picture is out of date or missing.
        content: The picture, if it is not written to a file.
        notes: What the picture does not show although the job asks for it, in sentences.
    """

    source: Path
    output: Path
    report: Report | None = None
    failure: str = ""
    is_stale: bool = False
    content: bytes = b""
    notes: tuple[str, ...] = ()


def render_paths(paths: Iterable[Path], job: RenderJob) -> Iterator[RenderResult]:
    """Draw the maps that ``paths`` name, and yield each result as soon as it is written.

    An imported map with its own picture is folded in other pictures to the statements that they
    depend on, with a link to its picture. A map with errors in its syntax or references is not
    drawn, and its old picture is kept. Maps without the elements that the job selects are skipped.

    Raises:
        InputError: If there is nothing to draw, several maps would be written to one file, a
            picture cannot be compared, or no map has the elements that the job selects.
        RenderError: If the theme does not exist.
        MissingExtra: If the library for a format is not installed.
        EngineMissing: If Graphviz is not installed.
    """
    load_theme(job.options.theme)  # report an unknown theme once, not for every map
    files = FileCache()
    targets = [
        target
        for target in find_targets(paths, files)
        if not target.is_imported or is_drawable(files.document(target.path))
    ]
    outputs = job.destination.outputs(targets)
    unknown: UnknownName | None = None
    has_drawn = False
    for path, output in outputs[job.destination.formats[0]].items():
        resolution = load_resolution(path, files)
        if refused := _refused(resolution, path, output):
            yield refused
            continue
        try:
            yield from render_map(resolution, outputs, job)
        except UnknownName as error:
            has_hint = unknown is not None and "did you mean" in str(unknown)
            unknown = unknown if has_hint else error
        else:
            has_drawn = True
    if unknown and not has_drawn:
        raise unknown


def render_bytes(data: bytes, filename: Path | None, job: RenderJob) -> Iterator[RenderResult]:
    """Draw a map from standard input.

    Args:
        data: The text of the map.
        filename: The path that the map would have.
        job: How to draw the map.

    Raises:
        InputError: If the picture has no file name; otherwise as for `render_paths`.
        RenderError: As for `render_paths`.
        MissingExtra: As for `render_paths`.
        EngineMissing: As for `render_paths`.
    """
    load_theme(job.options.theme)
    resolution = load_bytes(data, filename)
    path = resolution.paths[0]
    assert path is not None  # a map without a name has a path in the current folder
    if filename is None and job.destination.file is None:
        raise InputError(
            "a map from standard input has no name; name the picture, for example -o map.svg"
        )
    outputs = job.destination.outputs([Target(path, Path(path.stem))])
    output = outputs[job.destination.formats[0]][path]
    if refused := _refused(resolution, path, output):
        yield refused
    else:
        yield from render_map(resolution, outputs, job)


def _refused(resolution: Resolution, path: Path, output: Path) -> RenderResult | None:
    """Return the errors that prevent a map from being drawn, or None."""
    errors = load_errors(resolution)
    return RenderResult(path, output, errors) if errors.diagnostics else None


def render_map(
    resolution: Resolution, outputs: Outputs, job: RenderJob, report: Report | None = None
) -> Iterator[RenderResult]:
    """Draw one map without errors.

    Args:
        resolution: The map.
        outputs: The output files of all maps.
        job: How to draw the map.
        report: The diagnostics of the map, or None to check it if the pictures show them.

    Raises:
        UnknownName: If the map has no element that the job selects.
        MissingExtra: As for `render_paths`.
        EngineMissing: As for `render_paths`.
    """
    path = resolution.paths[0]
    assert path is not None  # because it is a key of ``outputs``
    needs_statuses = job.selection.view.only is not None
    options = with_evaluation(resolution.map, job.options, needs_statuses=needs_statuses)
    if job.diagnostics:
        options = evolve(options, diagnostics=diagnostic_badges(resolution, report))
    targets = [  # all of them before the first is drawn, because an unknown name raises an error
        (format_, target)
        for format_, paths in outputs.items()
        for target in render_targets(resolution, paths[path], paths, options, job.selection)
    ]
    for format_, target in targets:
        if job.check_only:
            contents = _contents(resolution, target, job) if format_ == "html" else None
            is_stale = not is_up_to_date(target, format_, resolution.map, contents)
            yield RenderResult(path, target.output, is_stale=is_stale)
        else:
            yield from _draw(resolution, path, target, format_, job)


def _draw(
    resolution: Resolution, path: Path, target: RenderTarget, format_: str, job: RenderJob
) -> Iterator[RenderResult]:
    """Draw a picture, or the files of its pages."""
    try:
        if not job.destination.is_stdout:
            refuse_input(target.output, resolution)
        if target.is_on_pages:
            files = page_files(target, format_, job)
        else:
            contents = _contents(resolution, target, job) if format_ == "html" else None
            content = picture_bytes(
                target.map, format_, target.options, resolution.map, job.dpi, contents
            )
            notes = missing_texts(contents) if contents and job.embeds_sources else ()
            files = [PictureFile(target.output, content, notes)]
    except (EngineMissing, MissingExtra):
        raise  # every other picture would fail, too
    except (InputError, RenderError) as error:
        yield RenderResult(path, target.output, failure=str(error))
        return
    for file in files:
        yield _write(resolution, path, file, job)


def _write(resolution: Resolution, path: Path, file: PictureFile, job: RenderJob) -> RenderResult:
    if job.destination.is_stdout:
        return RenderResult(path, file.path, content=file.content, notes=file.notes)
    try:
        refuse_input(file.path, resolution)
        write_atomically(file.path, file.content, within=job.destination.boundary)
    except InputError as error:
        return RenderResult(path, file.path, failure=str(error))
    except OSError as error:  # other pictures may be written all the same
        reason = error.strerror or str(error)
        failure = f"`{file.path}` cannot be written: {reason}"
        return RenderResult(path, file.path, failure=failure)
    return RenderResult(path, file.path, notes=file.notes)


def _contents(resolution: Resolution, target: RenderTarget, job: RenderJob) -> PageContents:
    return page_contents(resolution, target.pages, has_texts=job.embeds_sources)


# ---- Pages -------------------------------------------------------------------------------------


class PictureFile(NamedTuple):
    """The path and the content of a picture, and what it does not show."""

    path: Path
    content: bytes
    notes: tuple[str, ...] = ()


def page_files(target: RenderTarget, format_: str, job: RenderJob) -> list[PictureFile]:
    """Return the pages of a map: one PDF, or a file for each page, with links between them.

    Raises:
        RenderError: If the map cannot be drawn, or needs several files on standard output.
        MissingExtra: If the library for the format is not installed.
    """
    output = target.output
    if format_ == "pdf":
        from argmap.rendering.raster import page_url, rasterize

        svgs = to_pages(target.map, target.options, page_url)
        pdf = rasterize(svgs, format_, target.map, target.options, job.dpi)
        return [PictureFile(output, pdf)]
    is_linked = format_ == "svg"
    svgs = to_pages(
        target.map,
        target.options,
        lambda number: quote(page_path(output, number).name) if is_linked else None,
    )
    is_single = len(svgs) == 1 and job.destination.file is not None
    if len(svgs) > 1 and job.destination.is_stdout:
        raise RenderError(
            f"the map has {len(svgs):,} pages, and each is a file; use --format pdf, or name a "
            "folder with -o"
        )
    paths = [output if is_single else page_path(output, n) for n in range(1, len(svgs) + 1)]
    return [
        PictureFile(path, _encode(svg, format_, target, job))
        for path, svg in zip(paths, svgs, strict=True)
    ]


def page_path(output: Path, number: int) -> Path:
    """Return the file of a page: ``map.page-3.svg``."""
    return output.with_name(f"{output.stem}.page-{number}{output.suffix}")


def _encode(svg: str, format_: str, target: RenderTarget, job: RenderJob) -> bytes:
    if format_ == "svg":
        return svg.encode()
    from argmap.rendering.raster import rasterize

    return rasterize([svg], format_, target.map, target.options, job.dpi)
