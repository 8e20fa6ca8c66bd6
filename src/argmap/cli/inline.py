"""`argmap inline`: replace the import of a file with its content."""

from __future__ import annotations

from pathlib import Path

import click

from argmap.cli.options.refactor import RefactorOptions, finish, refactor_options
from argmap.workspace.refactor import inline_file


@click.command("inline")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@refactor_options
def command(path: Path, options: RefactorOptions) -> None:
    """Replace the import of a file with its content.

    FILE is a map that exactly one other file of the project imports; it is deleted. Its header
    becomes a section, and the uses of its ids lose the name of the import.

    Exit codes: 0 inlined; 1 refused, because a verdict or an error would be new; 2 wrong usage, a
    file that cannot be inlined, or a file that cannot be read or written.
    """
    finish(inline_file(path), f"inlined {path}", options)
