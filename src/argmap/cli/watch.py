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
from argmap.workspace.files import display_path
from argmap.workspace.outputs import Destination, Outputs
from argmap.workspace.render import RenderJob, render_map
from argmap.workspace.render_targets import RenderSelection
from argmap.workspace.watch import IncrementalChecker, MapSnapshot, Update, change_events


@click.command("watch")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@output_option
@formats_option
@picture_options("reader")
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
    checker = IncrementalChecker(as_paths(paths), filter(None, [theme_file(options.theme)]))
    is_colored = wants_color(color, sys.stdout)
    for _ in change_events(checker.watched, stop, "`argmap watch`"):
        update = checker.update()
        if update.changed or update.removed:
            print_line("")
            print_line(_heading(update))
            report = update.report
            if report.files:
                text = reporting.get_format("text").write(report, color=is_colored)
                click.echo(text, nl=False, color=is_colored)
                sys.stdout.flush()
            for line in _pictures(update, job):
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


def _heading(update: Update) -> str:
    """Return the time and the changed files: ``14:03:07 energy.argmap``."""
    from datetime import datetime

    clock = datetime.now().astimezone().strftime("%H:%M:%S")
    files = [display_path(path) for path in dict.fromkeys((*update.changed_files, *update.removed))]
    if not files:
        files = [display_path(snapshot.path) for snapshot in update.changed]
    several = f" and {len(files) - 3} more" if len(files) > 3 else ""  # noqa: PLR2004
    names = ", ".join(files[:3]) + several
    return f"{clock} {names}"


def _pictures(update: Update, job: RenderJob) -> Iterator[str]:
    """Draw the changed maps; yield a line for each picture and each problem."""
    outputs = job.destination.outputs(snapshot.target for snapshot in update.snapshots)
    unknown_name = ""
    has_drawn = False
    for snapshot in update.changed:
        if snapshot.failure:
            yield f"argmap: {snapshot.failure}"
        if snapshot.is_broken or snapshot.resolution is None:
            for paths in outputs.values():
                yield f"{paths[snapshot.path].as_posix()} was not drawn"
            continue
        try:
            for line in _draw(snapshot, outputs, job):
                has_drawn = True
                yield line
        except UnknownName as error:
            unknown_name = str(error)
    if unknown_name and not has_drawn:
        yield f"argmap: {unknown_name}"


def _draw(snapshot: MapSnapshot, outputs: Outputs, job: RenderJob) -> Iterator[str]:
    assert snapshot.resolution is not None  # because the map is not broken
    for picture in render_map(snapshot.resolution, outputs, job, snapshot.report):
        if picture.failure:
            yield f"argmap: {picture.failure}"
            yield f"{picture.output.as_posix()} was not drawn"
        else:
            yield picture.output.as_posix()
