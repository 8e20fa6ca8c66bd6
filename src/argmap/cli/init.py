"""`argmap init`: create an example map."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from argmap.cli.options.output import print_line, print_path
from argmap.workspace.starter import write_starter


@click.command("init")
@click.argument("path", default=Path(), required=False, type=click.Path(path_type=Path))
def command(path: Path) -> None:
    """Create a small example map to start from.

    PATH is the new file, or a folder in which to create map.argmap [default: the current folder].
    Existing files are not overwritten.
    """
    written = write_starter(path)
    name = quote(written.as_posix())
    print_path(f"{written.as_posix()} is written. Next:")
    print_line(f"  argmap check {name}")
    print_line(f"  argmap render {name}")
