"""`argmap watch`: check and draw maps again whenever they change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

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
from argmap.render.theme import load_theme, theme_file
from argmap.render.views import UnknownName
from argmap.workspace.files import shown
from argmap.workspace.following import Follower, Look, Round
from argmap.workspace.rendering import Job, Outputs, draw_map, outputs
from argmap.workspace.sheets import Wanted
from argmap.workspace.watching import rounds


@click.command("watch")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@folder_option
@formats_option
@picture_options
@caption_option
@findings_option
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
    wanted: Wanted,
    dpi: float,
    color: str,
) -> None:
    """Check and draw maps (files or folders), and do so again whenever they change.

    What has changed, and what depends on it, is checked and drawn; a map that is broken keeps its
    old picture. Ctrl-C ends it. It needs `pip install 'argmap[serve]'`.
    """
    load_theme(options.theme)  # it would be wrong for every map
    job = Job(
        formats=formats,
        options=evolve(options, caption=caption),
        findings=findings,
        wanted=wanted,
        dpi=dpi,
    )
    stop = Event()
    follower = Follower(as_paths(paths), filter(None, [theme_file(options.theme)]))
    is_colored = wants_color(color, sys.stdout)
    for _ in rounds(follower.watched, stop, "`argmap watch`"):
        seen = follower.round()
        if seen.changed or seen.gone:
            print_line("")
            print_line(_heading(seen))
            found = seen.report
            if found.files:
                text = report.get("text").write(found, color=is_colored)
                click.echo(text, nl=False, color=is_colored)
                sys.stdout.flush()
            for line in _pictures(seen, folder, job):
                print_path(line)


def _heading(seen: Round) -> str:
    """Say when it was, and what has changed: ``14:03:07 energy.argmap``."""
    from datetime import datetime

    clock = datetime.now().astimezone().strftime("%H:%M:%S")
    files = [shown(path) for path in dict.fromkeys((*seen.causes, *seen.gone))]
    if not files:
        files = [shown(look.path) for look in seen.changed]
    several = f" and {len(files) - 3} more" if len(files) > 3 else ""  # noqa: PLR2004
    names = ", ".join(files[:3]) + several
    return f"{clock} {names}"


def _pictures(seen: Round, folder: Path, job: Job) -> Iterator[str]:
    """Draw what has changed, and say what was drawn and what was not."""
    where = outputs((look.target for look in seen.looks), folder, job.formats)
    missed = ""
    has_drawn = False
    for look in seen.changed:
        if look.problem:
            yield f"argmap: {look.problem}"
        if look.is_broken or look.resolution is None:
            for places in where.values():
                yield f"{places[look.path].as_posix()} was not drawn"
            continue
        try:
            for line in _drawn(look, where, job):
                has_drawn = True
                yield line
        except UnknownName as error:
            missed = str(error)
    if missed and not has_drawn:
        yield f"argmap: {missed}"


def _drawn(look: Look, where: Outputs, job: Job) -> Iterator[str]:
    assert look.resolution is not None  # otherwise it is broken
    for drawn in draw_map(look.resolution, where, job, look.report):
        if drawn.problem:
            yield f"argmap: {drawn.problem}"
            yield f"{drawn.output.as_posix()} was not drawn"
        else:
            yield drawn.output.as_posix()
