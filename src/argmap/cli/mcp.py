"""`argmap mcp`: the server for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from argmap.cli.options.output import as_paths


@click.command("mcp")
@click.argument("folders", nargs=-1, metavar="[FOLDER]…")
@click.option(
    "--write",
    "write_folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Folder in which the tools may write, and also read.  [default: none]",
)
def command(folders: tuple[str, ...], write_folder: Path | None) -> None:
    """Start the server for assistants (MCP).

    Language models call its tools to learn the language, to read numbered passages of sources, and
    to check, explain, compare and draw maps. It uses the Model Context Protocol over standard input
    and output; assistants start it automatically. The tools read only files in the FOLDERs
    [default: the current folder]. Requires the extra `mcp`.
    """
    from argmap.mcp import serve

    serve(as_paths(folders) if folders else [Path()], write_folder)
