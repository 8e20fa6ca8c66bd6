"""`argmap render`: draw maps."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from attrs import evolve

from argmap import report
from argmap.cli._color import color_option, wants_color
from argmap.cli._input import as_paths
from argmap.cli._output import print_line, print_path
from argmap.cli._picture import (
    caption_option,
    dpi_option,
    findings_option,
    folder_option,
    formats_option,
    picture_options,
)
from argmap.cli._views import view_options
from argmap.render import RenderOptions
from argmap.workspace.freshness import CHECKED
from argmap.workspace.rendering import Job, render_paths
from argmap.workspace.sheets import Wanted


@click.command("render")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@folder_option
@formats_option
@picture_options
@caption_option
@findings_option
@click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; name the pictures that are stale."
)
@view_options
@dpi_option
@color_option
def command(
    paths: tuple[str, ...],
    folder: Path,
    formats: tuple[str, ...],
    options: RenderOptions,
    caption: bool,
    findings: bool,
    is_check: bool,
    wanted: Wanted,
    dpi: float,
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
    job = Job(
        formats=formats,
        options=evolve(options, caption=caption),
        findings=findings,
        only_check=is_check,
        wanted=wanted,
        dpi=dpi,
    )
    exit_code, looked_at, stale = 0, 0, 0
    for drawn in render_paths(as_paths(paths), folder, job):
        if drawn.report is None and not drawn.problem:
            looked_at += 1
            stale += drawn.is_stale
            if drawn.is_stale or not is_check:
                print_path(drawn.output)
            continue
        exit_code = max(exit_code, 1 if drawn.report is not None else 2)
        is_colored = wants_color(color, sys.stderr)
        if drawn.report is None:
            print_line(f"argmap: {drawn.problem}", err=True)
        else:
            text = report.get("text").write(drawn.report, color=is_colored)
            click.echo(text, nl=False, err=True, color=is_colored)
        verb = "checked" if is_check else "drawn"
        print_path(f"{drawn.output.as_posix()} was not {verb}", err=True)
    if is_check:
        click.echo(f"{stale:,} stale, {looked_at - stale:,} up to date", err=True)
        exit_code = max(exit_code, int(stale > 0))
    sys.exit(exit_code)
