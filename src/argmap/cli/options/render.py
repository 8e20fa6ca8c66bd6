"""Options for pictures: their appearance, formats and files, and the part of a map to draw."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any, Literal

import click

from argmap.cli.options import option_group
from argmap.model import Status
from argmap.rendering import RenderOptions
from argmap.rendering.paper import PAGE_SIZES, PageSize, parse_page_size
from argmap.rendering.theme import theme_names
from argmap.rendering.views import ViewSpec
from argmap.workspace.outputs import FORMATS, STDOUT, Destination, format_of, suffix_of
from argmap.workspace.render_targets import RenderSelection

_MAX_TIMEOUT_SECONDS = 86_400


class _Finite(click.FloatRange):
    """A finite number in a range; rejects ``nan`` and ``inf``."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"`{value}` is not a number in range", param, ctx)
        return number


def _render_options(
    layout: Literal["auto", "layers", "compact"],
    direction: Literal["auto", "down", "right"],
    engine: Literal["auto", "embedded", "system"],
    theme: str,
    legend: bool,
    verdicts: bool,
    strengths: bool,
    timeout: float | None,
    detail: Literal["reader", "author"],
    tags: bool,
) -> RenderOptions:
    return RenderOptions(
        layout=layout,
        direction=direction,
        engine=engine,
        theme=theme,
        legend=legend,
        verdicts=verdicts,
        strengths=strengths,
        timeout=timeout,
        detail=detail,
        tags=tags,
    )


def picture_options(detail: Literal["reader", "author"]) -> Callable[[Any], Any]:
    """Return options for the appearance of pictures; the command receives them as ``options``.

    Args:
        detail: The default of ``--detail``.
    """
    return option_group(
        "options",
        _render_options,
        click.option(
            "--layout",
            type=click.Choice(["auto", "layers", "compact"]),
            default="auto",
            show_default=True,
            help="Arrangement of the cards: by their distance from the thesis (layers), or in the "
            "shape of a page (compact); auto: layers for small maps and with --direction.",
        ),
        click.option(
            "--direction",
            type=click.Choice(["auto", "down", "right"]),
            default="auto",
            show_default=True,
            help="Direction from the thesis to its arguments in layers; auto: down, or right if "
            "too wide.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["auto", "embedded", "system"]),
            default="auto",
            show_default=True,
            help="Graphviz to use: the embedded one, or the installed program `dot` (system); "
            "auto: embedded if available.",
        ),
        click.option(
            "--theme",
            default="default",
            show_default=True,
            metavar="NAME|FILE",
            help=f"Color theme: {', '.join(theme_names())}, or the path of a .toml file.",
        ),
        click.option(
            "--legend/--no-legend", default=True, show_default=True, help="Draw the legend."
        ),
        click.option(
            "--verdicts/--no-verdicts",
            default=True,
            show_default=True,
            help="Show which statements are accepted, rejected or undecided.",
        ),
        click.option(
            "--detail",
            type=click.Choice(["reader", "author"]),
            default=detail,
            show_default=True,
            help="What cards say: the statements and references (reader), or also ids, quotations "
            "and which statements are accepted (author).",
        ),
        click.option(
            "--strengths", is_flag=True, help="Show the strength of each statement, from 0 to 1."
        ),
        click.option(
            "--tags", is_flag=True, help="Show tags on the cards, in the colors of the theme."
        ),
        click.option(
            "--timeout",
            type=_Finite(min=0, min_open=True, max=_MAX_TIMEOUT_SECONDS),
            metavar="SECONDS",
            help="Time limit for the layout of a picture, and for its conversion to PNG or PDF.",
        ),
    )


output_option = click.option(
    "-o",
    "--output",
    metavar="FOLDER|FILE|-",
    help="Folder for the pictures; for a single map, also a file, whose extension selects the "
    "format, or - for standard output.  [default: output]",
)
formats_option = click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    callback=lambda _context, _option, formats: tuple(dict.fromkeys(formats)),
    help="Output format: a picture, an interactive web page (html), Graphviz source (dot), or a "
    "Markdown list (outline); repeatable.  [default: svg]",
)


def destination_of(output: str | None, formats: Sequence[str]) -> Destination:
    """Return the destination of pictures for the values of ``--output`` and ``--format``.

    Raises:
        click.UsageError: if the values contradict each other, or the format is unknown.
    """
    if output is not None and not output.strip():
        raise click.UsageError("--output is empty; name a folder or a file")
    several = ", ".join(formats)
    if output == str(STDOUT):
        if len(formats) > 1:
            raise click.UsageError(f"standard output takes one format, not {several}")
        return Destination(formats or ("svg",), file=STDOUT)
    if output is None or _is_folder(output):
        folder = Path("output" if output is None else output)
        if folder.exists() and not folder.is_dir():
            raise click.UsageError(f"`{folder}` is a file, not a folder")
        return Destination(formats or ("svg",), folder, is_default_folder=output is None)
    format_ = format_of(output)
    if format_ is None:
        known = ", ".join(map(suffix_of, FORMATS))
        raise click.UsageError(
            f"`{output}`: unknown format; use one of these extensions: {known}, or a folder/"
        )
    if len(formats) > 1:
        raise click.UsageError(f"`{output}` is one file; name a folder for {several}")
    if formats and formats[0] != format_:
        raise click.UsageError(
            f"`{output}` is a file for --format {format_}, not {several}; name another file, or "
            "leave out --format"
        )
    return Destination((format_,), file=Path(output))


def _is_folder(output: str) -> bool:
    """Return whether a path is a folder: it exists, ends in a slash, or has no extension."""
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        return True
    extension = PurePath(output).suffix[1:]  # the `2` of `v1.2` is not an extension
    return not (extension[:1].isalpha() and extension.isalnum())


findings_option = click.option(
    "--findings",
    is_flag=True,
    help="Show the codes of the findings of `argmap check` in the picture.",
)


def _page_size(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> PageSize | None:
    try:
        return None if value is None else parse_page_size(value)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from error


page_option = click.option(
    "--page",
    callback=_page_size,
    metavar="SIZE",
    help=f"Draw the map on pages that can be read when printed: {', '.join(PAGE_SIZES)}, or a "
    "size such as 200x300mm (mm, in, px). A PDF has all pages; of other formats, each is a file.",
)
pages_option = click.option(
    "--pages",
    "max_pages",
    type=click.IntRange(min=1),
    metavar="N",
    help="Draw at most N pages, with the most important statements, and count the others.",
)
caption_option = click.option(
    "--caption/--no-caption", default=True, show_default=True, help="Draw the title of the map."
)
dpi_option = click.option(
    "--dpi",
    type=_Finite(min=1, max=2400),
    default=144,
    show_default=True,
    metavar="DPI",
    help="Resolution of a PNG; at 72, one unit of the picture is one pixel.",
)


def _render_selection(
    focus: str | None,
    depth: int | None,
    section: str | None,
    only: str | None,
    collapse: tuple[str, ...],
    split: str | None,
    overview: bool,
) -> RenderSelection:
    view = ViewSpec(
        focus=focus,
        depth=depth,
        section=section,
        only=Status(only) if only else None,
        collapse=tuple(dict.fromkeys(collapse)),
    )
    if split and view:
        raise click.UsageError("--split draws the whole map; leave the other views out")
    if overview and view:
        raise click.UsageError("--overview draws the whole map; leave the other views out")
    return RenderSelection(view, split is not None, overview)


view_options = option_group(
    "selection",
    _render_selection,
    click.option(
        "--focus",
        metavar="ID",
        help="Draw one statement, all arguments for and against it, and its path to the thesis.",
    ),
    click.option(
        "--depth",
        type=click.IntRange(min=0),
        metavar="N",
        help="Draw N levels below the thesis, or below the statement of --focus.",
    ),
    click.option(
        "--section",
        metavar="ID",
        help="Draw one section, and the statements outside that are connected to it.",
    ),
    click.option(
        "--only",
        type=click.Choice([status.value for status in Status]),
        help="Draw the statements with this status, and their paths to the thesis.",
    ),
    click.option(
        "--collapse",
        multiple=True,
        metavar="ID",
        help="Leave out the statements that support or attack only this one, directly or "
        "indirectly; repeatable.",
    ),
    click.option(
        "--split",
        type=click.Choice(["sections"]),
        help="Draw an overview, and a separate picture of each section.",
    ),
    click.option(
        "--overview",
        is_flag=True,
        help="Draw the whole map on one page: what each section or imported file concludes, or the "
        "options of a question.",
    ),
)
"""Options that select a part of a map; the command receives them as ``selection``."""
