"""Drawing maps into files.

Whether a picture that was drawn once still shows its map.

Writing in words what a picture shows.

What is marked on a map's pictures: what stands, how strong it is, and what a check has found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import evolve, field, frozen

from argmap.diagnostics import Diagnostic
from argmap.errors import EngineMissing, InputError, MissingExtra, RenderError
from argmap.model import ArgumentMap, Inference, Statement
from argmap.rendering import Badge, RenderOptions, to_dot, to_svg
from argmap.rendering.digest import digest_in, digest_of
from argmap.rendering.theme import load_theme
from argmap.rendering.views import UnknownName
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.text import write_atomically
from argmap.workspace.checker import Checker, load_errors
from argmap.workspace.files import FileCache, read_bytes
from argmap.workspace.load import load_bytes, load_resolution
from argmap.workspace.outputs import BINARY_FORMATS, Destination, Outputs, refuse_input
from argmap.workspace.render_targets import (
    WHOLE_MAP,
    RenderSelection,
    RenderTarget,
    render_targets,
)
from argmap.workspace.targets import Target, find_targets, is_drawable


def outline(argument_map: ArgumentMap, options: RenderOptions) -> str:
    """Return a map, or the part of one that is drawn, as a Markdown outline.

    It has the marks of the picture that have words: what stands, and what is left out.
    """
    from argmap.exchange.outline import OutlineAnnotations, dump
    from argmap.rendering.annotations import make_annotations

    annotations = make_annotations(argument_map, options)
    return dump(
        argument_map, OutlineAnnotations(annotations.statuses, annotations.folded, annotations.view)
    )


_LIMIT = 64 * 1024 * 1024  # bytes


def is_up_to_date(target: RenderTarget, format_: str, whole: ArgumentMap) -> bool:
    """Whether what is in the file of a sheet is what would be drawn now.

    Of a picture and a page it is told by the digest that they hold, of others by their text: none
    takes Graphviz. A picture that is not there is not fresh. ``whole`` is the map that the sheet's
    is a part of.

    Raises:
        InputError: when it is there and cannot be read.
        RenderError: when the theme is unknown.
    """
    try:
        data = read_bytes(target.output, _LIMIT)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise InputError(
            f"`{target.output.as_posix()}` cannot be read: {error.strerror}"
        ) from error
    return _TELLING[format_](data, target, whole)


def _is_fresh_svg(data: bytes, target: RenderTarget, _whole: ArgumentMap) -> bool:
    return digest_in(data) == digest_of(target.map, target.options)


def _is_fresh_html(data: bytes, target: RenderTarget, whole: ArgumentMap) -> bool:
    from argmap.rendering.html.page import digest_in_page, digest_of_page

    return digest_in_page(data) == digest_of_page(target.map, target.options, whole)


def _is_fresh_dot(data: bytes, target: RenderTarget, _whole: ArgumentMap) -> bool:
    return _same_text(data, to_dot(target.map, target.options))


def _is_fresh_outline(data: bytes, target: RenderTarget, _whole: ArgumentMap) -> bool:
    return _same_text(data, outline(target.map, target.options))


def _same_text(data: bytes, text: str) -> bool:
    """Whether a file holds a text, whatever line ends a checkout gave it."""
    return data.replace(b"\r\n", b"\n") == text.encode()


_TELLING: dict[str, Callable[[bytes, RenderTarget, ArgumentMap], bool]] = {
    "svg": _is_fresh_svg,
    "html": _is_fresh_html,
    "dot": _is_fresh_dot,
    "outline": _is_fresh_outline,
}

COMPARABLE_FORMATS = tuple(_TELLING)
"""The formats of which it can be told."""


def annotate(
    resolution: Resolution, options: RenderOptions, *, needs_statuses: bool = False
) -> RenderOptions:
    """Return the options with the marks of a whole map, of which perhaps only a part is drawn."""
    from argmap.evaluation import evaluate

    argument_map = resolution.map
    if options.verdicts or options.strengths or needs_statuses:
        evaluation = evaluate(argument_map)
        ids = (*argument_map.statements, *argument_map.inferences)
        options = evolve(options, statuses={id_: evaluation.status(id_) for id_ in ids})
        if options.strengths is True:
            from argmap.evaluation.strength import compute_strengths

            options = evolve(options, strengths=compute_strengths(evaluation).statements)
    return options


def diagnostic_badges(resolution: Resolution, report: Report | None = None) -> dict[str, Badge]:
    """Return what a check of a map finds, by the statement or the inference it is about.

    What is about neither stands by ``""``. ``report`` is what was found, if it is known.
    """
    report = report or Checker().check([resolution]).report
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic, id_ in with_element_ids(resolution.map, report.diagnostics):
        found.setdefault(id_, []).append(diagnostic)
    return {
        id_: Badge(
            max(diagnostic.severity for diagnostic in its),
            tuple(dict.fromkeys(diagnostic.code for diagnostic in its)),
            tuple(
                f"{diagnostic.severity} {diagnostic.code}: {diagnostic.message}"
                for diagnostic in its
            ),
        )
        for id_, its in found.items()
    }


def with_element_ids(
    argument_map: ArgumentMap, diagnostics: Iterable[Diagnostic]
) -> Iterator[tuple[Diagnostic, str]]:
    """Yield findings, each with the id of the statement or the inference it is about, or ``""``."""
    elements: dict[str, Statement | Inference] = {
        **argument_map.statements,
        **argument_map.inferences,
    }
    places = {
        (each.location.source.name, each.location.span): id_ for id_, each in elements.items()
    }
    for diagnostic in diagnostics:
        where = diagnostic.location
        id_ = diagnostic.element if diagnostic.element in elements else None
        yield diagnostic, id_ or places.get((where.source.name, where.span), "")


_DPI = 144


@frozen
class RenderResult:
    """A map and its picture, or why there is none.

    ``report`` holds the errors to fix before there can be one; ``failure`` says why a map without
    errors cannot be drawn. ``is_stale``: the existing picture differs from the map, or is missing.
    ``content`` is a picture that was not written to a file.
    """

    source: Path
    output: Path
    report: Report | None = None
    failure: str = ""
    is_stale: bool = False
    content: bytes = b""


@frozen(kw_only=True)
class RenderJob:
    """How maps are drawn, and where their pictures go.

    Of several formats of a ``destination``, links of each lead to others of its kind.
    ``diagnostics`` puts what a check of the map finds on its picture. ``check_only`` draws and
    writes nothing, and reports of each picture whether it is stale (`argmap.workspace.render`).
    ``selection`` are views of a map rather than the whole. ``dpi`` is the resolution of a ``png``.
    """

    destination: Destination = field(factory=Destination)
    options: RenderOptions = field(factory=RenderOptions)
    diagnostics: bool = False
    check_only: bool = False
    selection: RenderSelection = WHOLE_MAP
    dpi: float = _DPI


def render_paths(paths: Iterable[Path], job: RenderJob) -> Iterator[RenderResult]:
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
    files = FileCache()
    targets = [
        target
        for target in find_targets(paths, files)
        if not target.is_imported or is_drawable(files.document(target.path))
    ]
    drawn = job.destination.outputs(targets)
    missed: UnknownName | None = None
    has_drawn = False
    for path, output in drawn[job.destination.formats[0]].items():
        resolution = load_resolution(path, files)
        if refused := _refused(resolution, path, output):
            yield refused
            continue
        try:
            yield from render_map(resolution, drawn, job)
        except UnknownName as error:
            missed = missed if missed and _has_hint(missed) else error
        else:
            has_drawn = True
    if missed and not has_drawn:
        raise missed


def render_bytes(data: bytes, filename: Path | None, job: RenderJob) -> Iterator[RenderResult]:
    """Draw a map that came through a pipe; ``filename`` is the file it would be in.

    Raises:
        InputError: when the map has no name for a picture in a folder, and as `render_paths` does.
        RenderError: as `render_paths` does, and the others, too.
    """
    load_theme(job.options.theme)
    resolution = load_bytes(data, filename)
    path = resolution.paths[0]
    assert path is not None  # a file in the current folder stands for a map without a name
    if filename is None and job.destination.file is None:
        raise InputError("a map from standard input has no name; name its picture: -o map.svg")
    drawn = job.destination.outputs([Target(path, Path(path.stem))])
    output = drawn[job.destination.formats[0]][path]
    if refused := _refused(resolution, path, output):
        yield refused
    else:
        yield from render_map(resolution, drawn, job)


def _refused(resolution: Resolution, path: Path, output: Path) -> RenderResult | None:
    """Return the errors that keep a map from being drawn, if there are any."""
    errors = load_errors(resolution)
    return RenderResult(path, output, errors) if errors.diagnostics else None


def render_map(
    resolution: Resolution, drawn: Outputs, job: RenderJob, found: Report | None = None
) -> Iterator[RenderResult]:
    """Draw one map without errors; ``drawn`` says where its pictures and those of others go.

    ``found`` is what a check has found in it, if it is known.

    Raises:
        UnknownName: when something wanted is not in the map.
        MissingExtra: as `render_paths` does, and the others, too.
    """
    path = resolution.paths[0]
    assert path is not None  # it is one of those in ``drawn``
    needs_statuses = job.selection.view.only is not None
    options = annotate(resolution, job.options, needs_statuses=needs_statuses)
    if job.diagnostics:
        options = evolve(options, diagnostics=diagnostic_badges(resolution, found))
    selection = [  # all of them, before any is drawn: what is wanted may not be in the map
        (format_, target)
        for format_, places in drawn.items()
        for target in render_targets(resolution, places[path], places, options, job.selection)
    ]
    for format_, target in selection:
        if job.check_only:
            is_stale = not is_up_to_date(target, format_, resolution.map)
            yield RenderResult(path, target.output, is_stale=is_stale)
        else:
            yield _draw(resolution, target, format_, job)


def _has_hint(error: UnknownName) -> bool:
    return "did you mean" in str(error)


def _draw(
    resolution: Resolution, target: RenderTarget, format_: str, job: RenderJob
) -> RenderResult:
    path = resolution.paths[0]
    assert path is not None
    is_written = not job.destination.is_stdout
    try:
        if is_written:
            refuse_input(target.output, resolution)
        content = picture_bytes(target.map, format_, target.options, resolution.map, job.dpi)
    except (EngineMissing, MissingExtra):
        raise  # there is none for the others either
    except (InputError, RenderError) as error:
        return RenderResult(path, target.output, failure=str(error))
    if not is_written:
        return RenderResult(path, target.output, content=content)
    try:
        write_atomically(target.output, content, within=job.destination.boundary)
    except OSError as error:  # the others may be written all the same
        reason = error.strerror or str(error)
        return RenderResult(
            path, target.output, failure=f"`{target.output}` cannot be written: {reason}"
        )
    return RenderResult(path, target.output)


def picture_bytes(
    argument_map: ArgumentMap,
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

        return rasterize(to_svg(argument_map, options), format_, argument_map, options, dpi)
    return picture_text(argument_map, format_, options, whole).encode()


def picture_text(
    argument_map: ArgumentMap,
    format_: str,
    options: RenderOptions,
    whole: ArgumentMap | None = None,
) -> str:
    """Return a map's picture in one of the formats that are text.

    A page gives the reasons of verdicts; they are those of the ``whole`` of which a part is drawn.
    """
    if format_ == "html":
        from argmap.rendering.html import to_html

        return to_html(argument_map, options, whole)
    if format_ == "outline":
        return outline(argument_map, options)
    return to_svg(argument_map, options) if format_ == "svg" else to_dot(argument_map, options)
