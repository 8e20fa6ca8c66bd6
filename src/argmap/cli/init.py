"""`argmap init`: a map to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from argmap.workspace.starter import write_starter


@click.command("init")
@click.argument("path", default=Path(), required=False, type=click.Path(path_type=Path))
def command(path: Path) -> None:
    """Write a small map to start from.

    PATH is the new file, or a folder for map.argmap [default: the current folder].
    """
    written = write_starter(path)
    click.echo(f"{written.as_posix()} is written. Next:")
    click.echo(f"  argmap check {written.as_posix()}")
    click.echo(f"  argmap render {written.as_posix()}")
