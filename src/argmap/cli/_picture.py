"""``--theme``, ``--direction`` and the like: how pictures are drawn."""

from __future__ import annotations

import math
from functools import wraps
from pathlib import Path
from typing import Any, Literal

import click

from argmap.render import RenderOptions
from argmap.render.theme import theme_names
from argmap.workspace.rendering import FORMATS

_LONGEST = 86_400  # seconds: a day


class _Finite(click.FloatRange):
    """A number in a range; “nan” and “inf” are none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"`{value}` is no number that could be meant", param, ctx)
        return number


_OPTIONS = (
    click.option(
        "--direction",
        type=click.Choice(["auto", "down", "right"]),
        default="auto",
        show_default=True,
        help="Where the argument grows to; auto: down while that is not too wide.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["auto", "embedded", "system"]),
        default="auto",
        show_default=True,
        help="Which Graphviz lays the map out: the one that came with argmap, or the program "
        "`dot`.",
    ),
    click.option(
        "--theme",
        default="default",
        show_default=True,
        metavar="NAME|FILE",
        help=f"Colours: {', '.join(theme_names())}, or a file of your own, which ends in .toml.",
    ),
    click.option(
        "--legend/--no-legend", default=True, show_default=True, help="Explain the signs."
    ),
    click.option(
        "--verdicts/--no-verdicts", default=True, show_default=True, help="Show what stands."
    ),
    click.option(
        "--strengths", is_flag=True, help="Show how strong each statement is, from 0 to 1."
    ),
)
_TIMEOUT = click.option(
    "--timeout",
    type=_Finite(min=0, min_open=True, max=_LONGEST),
    metavar="SECONDS",
    help="Give up a layout, or a PNG or PDF, that takes longer.",
)


def picture_options(function: Any) -> Any:
    """Add the options to a command, which gets them together as ``options``."""

    @wraps(function)
    def with_options(
        *args: Any,
        direction: Literal["auto", "down", "right"],
        engine: Literal["auto", "embedded", "system"],
        theme: str,
        legend: bool,
        verdicts: bool,
        strengths: bool,
        timeout: float | None,
        **others: Any,
    ) -> Any:
        options = RenderOptions(
            direction=direction,
            engine=engine,
            theme=theme,
            legend=legend,
            verdicts=verdicts,
            strengths=strengths,
            timeout=timeout,
        )
        return function(*args, options=options, **others)

    for option in reversed((*_OPTIONS, _TIMEOUT)):
        with_options = option(with_options)
    return with_options


folder_option = click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write pictures into.",
)
formats_option = click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=["svg"],
    show_default=True,
    callback=lambda _context, _option, formats: tuple(dict.fromkeys(formats)),
    help="A picture, a page to walk about in, the Graphviz source of the picture, or its text as a "
    "Markdown list (repeatable).",
)
findings_option = click.option(
    "--findings", is_flag=True, help="Show what `argmap check` finds, by its codes."
)
caption_option = click.option(
    "--caption/--no-caption", default=True, show_default=True, help="Show the title."
)
dpi_option = click.option(
    "--dpi",
    type=_Finite(min=1, max=2400),
    default=144,
    show_default=True,
    help="Dots an inch of a PNG; 72 make one of each unit of the picture.",
)
