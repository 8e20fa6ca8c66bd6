"""`argmap embed`: show the maps in Markdown files as pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap import reporting
from argmap.cli.options.output import as_paths, color_option, print_line, print_path, wants_color
from argmap.documents.embedding import embed_pictures
from argmap.workspace.files import display_path


@click.command("embed")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--pictures",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Folder for the pictures, inside the project  [default: the folder of FILE].",
)
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Write nothing; list the files that are missing or out of date.",
)
@color_option
def command(paths: tuple[str, ...], folder: Path | None, is_check: bool, color: str) -> None:
    """Show the maps in Markdown files as pictures.

    FILE is a Markdown file. Each code block with the language argmap is drawn as an SVG file. A
    link to the picture, and the map as text, are inserted after the block, between two comments;
    the next run updates them. If you delete a block, the next run also deletes its picture from
    the Markdown file, but not the SVG file.

    The names of the SVG files are made of the name of FILE and the title of the map, or its number.
    Blocks with the word ignore are skipped. A file with errors in its maps is not changed.

    Exit codes: 0 written, or up to date; 1 maps with errors or, with --check, files that are
    missing or out of date; 2 wrong usage, or files that cannot be read, drawn or written.
    """
    exit_code = 0
    for path in as_paths(paths):
        document = embed_pictures(path, folder)
        if document.errors.diagnostics:
            is_colored = wants_color(color, sys.stderr)
            text = reporting.get_format("text").write(document.errors, color=is_colored)
            click.echo(text, nl=False, err=True, color=is_colored)
            print_line(f"{display_path(path)} was not changed", err=True)
            exit_code = 1
            continue
        for file in document.stale:
            print_path(display_path(file))
        if is_check:
            exit_code = max(exit_code, int(bool(document.stale)))
        else:
            document.write()
    if is_check and exit_code:
        print_line("the listed files are out of date; update them with `argmap embed`", err=True)
    sys.exit(exit_code)
