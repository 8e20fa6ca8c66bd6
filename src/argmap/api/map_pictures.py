"""Pictures and pages of maps."""

from __future__ import annotations

from typing import Literal, TypedDict, Unpack, overload

from attrs import evolve

from argmap.api.map_evaluation import MapEvaluation
from argmap.errors import RenderError
from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions, to_pages
from argmap.rendering.annotations import with_evaluation
from argmap.rendering.options import Detail, Direction, LayoutName
from argmap.rendering.paper import parse_page_size
from argmap.rendering.poster import require_parts
from argmap.rendering.views import ViewSpec, describe_view, make_view
from argmap.text.suggest import suggest
from argmap.workspace.outputs import BINARY_FORMATS, FORMATS
from argmap.workspace.pictures import DEFAULT_DPI, picture_bytes

TextFormat = Literal["svg", "html", "dot", "outline"]
BinaryFormat = Literal["png", "pdf"]


class PictureOptions(TypedDict, total=False):
    """The options of `render` other than the format."""

    view: ViewSpec | None
    overview: bool
    page: str | None
    theme: str
    layout: LayoutName
    direction: Direction
    detail: Detail
    legend: bool
    caption: bool
    verdicts: bool
    strengths: bool
    tags: bool
    dpi: float


@overload
def render(
    target: ArgumentMap | MapEvaluation,
    *,
    format: TextFormat = ...,
    **options: Unpack[PictureOptions],
) -> str: ...


@overload
def render(
    target: ArgumentMap | MapEvaluation,
    *,
    format: BinaryFormat,
    **options: Unpack[PictureOptions],
) -> bytes: ...


def render(
    target: ArgumentMap | MapEvaluation,
    *,
    format: TextFormat | BinaryFormat = "svg",  # noqa: A002
    view: ViewSpec | None = None,
    overview: bool = False,
    page: str | None = None,
    theme: str = "default",
    layout: LayoutName = "auto",
    direction: Direction = "auto",
    detail: Detail = "reader",
    legend: bool = True,
    caption: bool = True,
    verdicts: bool = True,
    strengths: bool = False,
    tags: bool = False,
    dpi: float = DEFAULT_DPI,
) -> str | bytes:
    """Draw a map.

    Args:
        target: A map, or an evaluation, whose verdicts are drawn.
        format: ``svg``, ``html`` (an interactive page), ``dot`` (for Graphviz) and ``outline``
            (Markdown) are strings, ``png`` and ``pdf`` bytes.
        view: The part of the map to draw; None for all of it.
        overview: Whether to draw the overview of the map on one page instead of the map.
        page: The size of pages to draw the map on: ``a4``, ``letter``, ``slide``, ``200x300mm``.
            Several pages are possible only in a PDF.
        theme: The name of a theme, or the path of a theme file.
        layout: ``layers``, ``compact``, or ``auto`` to choose by the size of the map.
        direction: In layers, ``down`` or ``right``, or ``auto``.
        detail: ``reader`` for statements and their references, ``author`` for ids, too.
        legend: Whether to explain the lines and cards below the picture.
        caption: Whether to show the title of the map and notes about it.
        verdicts: Whether to show which statements are accepted, rejected or undecided.
        strengths: Whether to show the strength of each statement.
        tags: Whether to show tags.
        dpi: The resolution of a PNG.

    Raises:
        ValueError: If an option has a value that does not exist.
        UnknownName: If the map has no statement or section that the view names, or no parts that
            an overview could show.
        EngineMissing: If Graphviz is not installed.
        MissingExtra: If the library for the format is not installed.
        RenderError: If the map cannot be drawn.
    """
    if format not in FORMATS:
        end = suggest(format, FORMATS, f"use one of {', '.join(FORMATS)}")
        raise ValueError(f"unknown format `{format}`{end}")
    evaluation = target if isinstance(target, MapEvaluation) else None
    argument_map = target.argument_map if isinstance(target, MapEvaluation) else target
    options = RenderOptions(
        layout=layout,
        direction=direction,
        theme=theme,
        detail=detail,
        legend=legend,
        caption=caption,
        verdicts=verdicts,
        tags=tags,
        strengths=evaluation.strengths if strengths and evaluation is not None else strengths,
        statuses=evaluation.statuses if evaluation is not None else None,
        is_overview=overview,
        page=None if page is None else parse_page_size(page),
    )
    if overview:
        require_parts(argument_map)
    part = argument_map
    if view:
        options = with_evaluation(argument_map, options, needs_statuses=True)
        part, folded, places = make_view(argument_map, view, options.statuses or {})
        description = describe_view(argument_map, view)
        options = evolve(options, folded=folded, places=places, view=description)
    if options.page is not None and not overview:
        return _pages(part, format, options, dpi)
    content = picture_bytes(part, format, options, argument_map, dpi)
    return content if format in BINARY_FORMATS else content.decode()


def _pages(
    argument_map: ArgumentMap, format_: str, options: RenderOptions, dpi: float
) -> str | bytes:
    from argmap.rendering.raster import page_url, rasterize

    if format_ not in ("svg", *BINARY_FORMATS):
        raise ValueError(f"`{format_}` has no pages; use svg, png or pdf")
    svgs = to_pages(argument_map, options, page_url if format_ == "pdf" else lambda _: None)
    if format_ == "pdf":
        return rasterize(svgs, format_, argument_map, options, dpi)
    if len(svgs) > 1:
        raise RenderError(f"the map has {len(svgs):,} pages; use the format pdf, or a larger page")
    return svgs[0] if format_ == "svg" else rasterize(svgs, format_, argument_map, options, dpi)
