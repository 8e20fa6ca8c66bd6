"""`argmap render`: draw maps."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from argmap import report
from argmap.cli._color import color_option, wants_color
from argmap.cli._input import as_paths
from argmap.cli._views import view_options
from argmap.render import RenderOptions
from argmap.render.theme import theme_names
from argmap.workspace.freshness import CHECKED
from argmap.workspace.rendering import FORMATS, render_paths
from argmap.workspace.sheets import Wanted


@click.command("render")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write pictures into.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=["svg"],
    show_default=True,
    help="A picture, a page to walk about in, the Graphviz source of the picture, or its text as "
    "a Markdown list (repeatable).",
)
@click.option(
    "--direction",
    type=click.Choice(["auto", "down", "right"]),
    default="auto",
    show_default=True,
    help="Where the argument grows to; auto: down while that is not too wide.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "embedded", "system"]),
    default="auto",
    show_default=True,
    help="Which Graphviz lays the map out: the one that came with argmap, or the program `dot`.",
)
@click.option(
    "--theme",
    default="default",
    show_default=True,
    metavar="NAME|FILE",
    help=f"Colours: {', '.join(theme_names())}, or a file of your own, which ends in .toml.",
)
@click.option("--legend/--no-legend", default=True, show_default=True, help="Explain the signs.")
@click.option("--caption/--no-caption", default=True, show_default=True, help="Show the title.")
@click.option("--verdicts/--no-verdicts", default=True, show_default=True, help="Show what stands.")
@click.option("--strengths", is_flag=True, help="Show how strong each statement is, from 0 to 1.")
@click.option("--findings", is_flag=True, help="Show what `argmap check` finds, by its codes.")
@click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; name the pictures that are stale."
)
@view_options
@click.option(
    "--dpi",
    type=click.FloatRange(min=1, max=2400),
    default=144,
    show_default=True,
    help="Dots an inch of a PNG; 72 make one of each unit of the picture.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up a layout, or a PNG or PDF, that takes longer.",
)
@color_option
def command(
    paths: tuple[str, ...],
    folder: Path,
    formats: tuple[str, ...],
    direction: Literal["auto", "down", "right"],
    engine: Literal["auto", "embedded", "system"],
    theme: str,
    legend: bool,
    caption: bool,
    verdicts: bool,
    strengths: bool,
    findings: bool,
    is_check: bool,
    wanted: Wanted,
    dpi: float,
    timeout: float | None,
    color: str,
) -> None:
    """Draw maps (files or folders) as pictures.

    A map with errors in how it is written is not drawn: what it shows would not be what is meant.

    With --check nothing is drawn: pictures that are not there, or that these options would draw
    otherwise now, are named, and the exit code is 1. It takes no Graphviz.
    """
    if is_check and not set(formats) <= set(CHECKED):
        told = f"{', '.join(CHECKED[:-1])} and {CHECKED[-1]}"
        raise click.UsageError(f"--check can tell of {told} only")
    options = RenderOptions(
        direction=direction,
        engine=engine,
        theme=theme,
        legend=legend,
        caption=caption,
        verdicts=verdicts,
        strengths=strengths,
        timeout=timeout,
    )
    exit_code, looked_at, stale = 0, 0, 0
    for drawn in render_paths(
        as_paths(paths),
        folder,
        tuple(dict.fromkeys(formats)),
        options,
        findings=findings,
        only_check=is_check,
        wanted=wanted,
        dpi=dpi,
    ):
        if drawn.report is None and not drawn.problem:
            looked_at += 1
            stale += drawn.is_stale
            if drawn.is_stale or not is_check:
                click.echo(drawn.output.as_posix())
            continue
        exit_code = max(exit_code, 1 if drawn.report is not None else 2)
        is_colored = wants_color(color, sys.stderr)
        text = f"argmap: {drawn.problem}\n"
        if drawn.report is not None:
            text = report.get("text").write(drawn.report, color=is_colored)
        verb = "checked" if is_check else "drawn"
        click.echo(f"{text}{drawn.output.as_posix()} was not {verb}", err=True, color=is_colored)
    if is_check:
        click.echo(f"{stale:,} stale, {looked_at - stale:,} up to date", err=True)
        exit_code = max(exit_code, int(stale > 0))
    sys.exit(exit_code)
