"""`argmap watch`: check and draw maps again whenever they change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import click
from attrs import evolve

from argmap import reporting
from argmap.cli.options.output import (
    STDIN,
    as_paths,
    color_option,
    print_line,
    print_path,
    wants_color,
)
from argmap.cli.options.render import (
    caption_option,
    destination_of,
    dpi_option,
    findings_option,
    formats_option,
    output_option,
    picture_options,
    view_options,
)
from argmap.rendering import RenderOptions
from argmap.rendering.theme import load_theme, theme_file
from argmap.rendering.views import UnknownName
from argmap.workspace.files import shown
from argmap.workspace.outputs import Destination, Outputs
from argmap.workspace.render import RenderJob, render_map
from argmap.workspace.render_targets import RenderSelection
from argmap.workspace.watch import IncrementalChecker, MapSnapshot, Update, change_events


@click.command("watch")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@output_option
@formats_option
@picture_options
@caption_option
@findings_option
@view_options
@dpi_option
@color_option
def command(
    paths: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    options: RenderOptions,
    caption: bool,
    findings: bool,
    selection: RenderSelection,
    dpi: float,
    color: str,
) -> None:
    """Check and draw maps again whenever they change.

    PATH is a file or a folder. All maps are checked and drawn once at the start. After a change,
    only the maps that depend on the changed file are checked and drawn again. A map with errors
    keeps its last picture. Press Ctrl-C to stop. Requires the extra `serve`.
    """
    destination = destination_of(output, formats)
    _refuse(destination, paths)
    load_theme(options.theme)  # report an invalid theme once, not for every map
    job = RenderJob(
        destination=destination,
        options=evolve(options, caption=caption),
        diagnostics=findings,
        selection=selection._replace(is_file_named=destination.file is not None),
        dpi=dpi,
    )
    stop = Event()
    follower = IncrementalChecker(as_paths(paths), filter(None, [theme_file(options.theme)]))
    is_colored = wants_color(color, sys.stdout)
    for _ in change_events(follower.watched, stop, "`argmap watch`"):
        seen = follower.update()
        if seen.changed or seen.removed:
            print_line("")
            print_line(_heading(seen))
            found = seen.report
            if found.files:
                text = reporting.get("text").write(found, color=is_colored)
                click.echo(text, nl=False, color=is_colored)
                sys.stdout.flush()
            for line in _pictures(seen, job):
                print_path(line)


def _refuse(destination: Destination, paths: tuple[str, ...]) -> None:
    """Refuse inputs that cannot be watched, and destinations that cannot hold the pictures.

    Raises:
        click.UsageError: if the command line names one of these.
    """
    if STDIN in paths:
        raise click.UsageError("standard input cannot be watched; name a file or a folder")
    if destination.is_stdout:
        raise click.UsageError("pictures of watched maps go into files; name a folder with -o")
    if destination.file is not None and (len(paths) > 1 or Path(paths[0]).is_dir()):
        raise click.UsageError(f"`{destination.file}` is one file; watch one map, or name a folder")


def _heading(seen: Update) -> str:
    """Return the time and the changed files: ``14:03:07 energy.argmap``."""
    from datetime import datetime

    clock = datetime.now().astimezone().strftime("%H:%M:%S")
    files = [shown(path) for path in dict.fromkeys((*seen.changed_files, *seen.removed))]
    if not files:
        files = [shown(look.path) for look in seen.changed]
    several = f" and {len(files) - 3} more" if len(files) > 3 else ""  # noqa: PLR2004
    names = ", ".join(files[:3]) + several
    return f"{clock} {names}"


def _pictures(seen: Update, job: RenderJob) -> Iterator[str]:
    """Draw the changed maps; yield a line for each picture and each problem."""
    where = job.destination.outputs(look.target for look in seen.snapshots)
    missed = ""
    has_drawn = False
    for look in seen.changed:
        if look.failure:
            yield f"argmap: {look.failure}"
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


def _drawn(look: MapSnapshot, where: Outputs, job: RenderJob) -> Iterator[str]:
    assert look.resolution is not None  # because the map is not broken
    for drawn in render_map(look.resolution, where, job, look.report):
        if drawn.failure:
            yield f"argmap: {drawn.failure}"
            yield f"{drawn.output.as_posix()} was not drawn"
        else:
            yield drawn.output.as_posix()
