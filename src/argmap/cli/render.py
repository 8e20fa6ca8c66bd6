"""`argmap render`: draw maps."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from attrs import evolve

from argmap import reporting
from argmap.cli.options.output import (
    as_paths,
    color_option,
    print_line,
    print_path,
    read_stdin,
    split_stdin,
    stdin_filename_option,
    wants_color,
)
from argmap.cli.options.render import (
    caption_option,
    destination_of,
    dpi_option,
    findings_option,
    formats_option,
    output_option,
    page_option,
    pages_option,
    picture_options,
    view_options,
)
from argmap.rendering import RenderOptions
from argmap.rendering.paper import PageSize
from argmap.workspace.outputs import BINARY_FORMATS, STDOUT, Destination
from argmap.workspace.pictures import COMPARABLE_FORMATS
from argmap.workspace.render import RenderJob, render_bytes, render_paths
from argmap.workspace.render_targets import RenderSelection


@click.command("render")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@output_option
@formats_option
@stdin_filename_option
@picture_options("reader")
@caption_option
@findings_option
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Write nothing; list the pictures that are missing or out of date.",
)
@view_options
@page_option
@pages_option
@dpi_option
@click.option(
    "--embed-sources",
    is_flag=True,
    help="Include the texts of the sources in HTML pages, to be read beside the map; they may be "
    "copyrighted.",
)
@color_option
def command(
    paths: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    stdin_filename: Path | None,
    options: RenderOptions,
    caption: bool,
    findings: bool,
    is_check: bool,
    selection: RenderSelection,
    page: PageSize | None,
    max_pages: int | None,
    dpi: float,
    embed_sources: bool,
    color: str,
) -> None:
    """Draw maps as pictures, web pages or outlines.

    PATH is a file, a folder, or - for standard input. Without -o, the picture of standard input is
    written to standard output. Maps with errors in their syntax or references are not drawn.

    With --check, nothing is drawn. The pictures that are missing or out of date are listed. This
    does not require Graphviz.

    Exit codes: 0 all drawn, or up to date; 1 maps with errors or, with --check, pictures that are
    missing or out of date; 2 wrong usage, or pictures that cannot be drawn or written.
    """
    is_stdin = split_stdin(paths)
    destination = destination_of(str(STDOUT) if is_stdin and output is None else output, formats)
    options = evolve(options, caption=caption, page=page, max_pages=max_pages)
    _refuse(destination, selection, is_check=is_check)
    _refuse_pages(destination, selection, options, is_check=is_check)
    if embed_sources and "html" not in destination.formats:
        raise click.UsageError("--embed-sources supports only html; add --format html")
    job = RenderJob(
        destination=destination,
        options=options,
        diagnostics=findings,
        check_only=is_check,
        selection=selection._replace(is_file_named=destination.file is not None),
        dpi=dpi,
        embeds_sources=embed_sources,
    )
    if is_stdin:
        pictures = render_bytes(read_stdin(), stdin_filename, job)
    else:
        pictures = render_paths(as_paths(paths), job)
    exit_code, picture_count, stale = 0, 0, 0
    for picture in pictures:
        if picture.report is None and not picture.failure:
            picture_count += 1
            for note in picture.notes:
                print_line(f"argmap: {picture.source.name}: {note}", err=True)
            if destination.is_stdout:
                click.echo(picture.content, nl=False)
                continue
            stale += picture.is_stale
            if picture.is_stale or not is_check:
                print_path(picture.output)
            continue
        exit_code = max(exit_code, 1 if picture.report is not None else 2)
        is_colored = wants_color(color, sys.stderr)
        if picture.report is None:
            print_line(f"argmap: {picture.failure}", err=True)
        else:
            text = reporting.get_format("text").write(picture.report, color=is_colored)
            click.echo(text, nl=False, err=True, color=is_colored)
        verb = "checked" if is_check else "drawn"
        name = "the map" if destination.is_stdout else picture.output.as_posix()
        print_path(f"{name} was not {verb}", err=True)
    if is_check:
        click.echo(f"{stale:,} stale, {picture_count - stale:,} up to date", err=True)
        exit_code = max(exit_code, int(stale > 0))
    sys.exit(exit_code)


def _refuse(destination: Destination, selection: RenderSelection, *, is_check: bool) -> None:
    """Refuse formats that ``--check`` does not support, and invalid uses of standard output.

    Raises:
        click.UsageError: if the options ask for one of these.
    """
    formats = destination.formats
    if selection.is_overview and not set(formats) <= {"svg", *BINARY_FORMATS}:
        raise click.UsageError(
            "--overview supports only svg, png and pdf; a page (html) begins with the overview"
        )
    if is_check and not set(formats) <= set(COMPARABLE_FORMATS):
        checked = f"{', '.join(COMPARABLE_FORMATS[:-1])} and {COMPARABLE_FORMATS[-1]}"
        raise click.UsageError(f"--check supports only {checked}")
    if not destination.is_stdout:
        return
    if is_check:
        raise click.UsageError("--check needs a file; name one with -o")
    if selection.is_split:
        raise click.UsageError("--split draws several pictures; name a folder with -o")
    if formats[0] in BINARY_FORMATS and sys.stdout.isatty():
        raise click.UsageError(
            f"a {formats[0].upper()} is binary; use -o FILE instead of the terminal"
        )


def _refuse_pages(
    destination: Destination,
    selection: RenderSelection,
    options: RenderOptions,
    *,
    is_check: bool,
) -> None:
    """Refuse what is not possible on pages.

    Raises:
        click.UsageError: if the options ask for it.
    """
    if options.page is None:
        if options.max_pages is not None:
            raise click.UsageError("--pages needs the size of a page; add --page a4")
        return
    if not set(destination.formats) <= {"svg", *BINARY_FORMATS}:
        raise click.UsageError("--page supports only svg, png and pdf")
    if is_check:
        raise click.UsageError("--check does not support --page; draw the pages again")
    if selection.is_split:
        raise click.UsageError("--page draws all sections; leave --split out")
    if options.layout == "layers" or options.direction != "auto":
        raise click.UsageError(
            "--page supports only the compact layout; leave --layout and --direction out"
        )
    if selection.is_overview and options.max_pages is not None:
        raise click.UsageError("--overview is one page; leave --pages out")
