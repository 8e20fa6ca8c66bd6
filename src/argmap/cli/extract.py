"""`argmap extract`: move a section to a new file, which is imported in its place."""

from __future__ import annotations

from pathlib import Path

import click

from argmap.cli.options.output import as_paths
from argmap.cli.options.refactor import RefactorOptions, finish, refactor_options
from argmap.workspace.refactor import extract_section


@click.command("extract")
@click.argument("section", metavar="SECTION")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="The new file, which must be in the project and end with .argmap.",
)
@click.option(
    "--as", "alias", metavar="NAME", help="Import the file with this name: ids become NAME.id."
)
@refactor_options
def command(
    section: str,
    paths: tuple[str, ...],
    output: Path,
    alias: str | None,
    options: RefactorOptions,
) -> None:
    """Move a section to a new file, which is imported in its place.

    SECTION is the id or the title of a section, or the id of another element, at the top level of a
    file: id, energy.id, or MAP#id. PATH is a file or a folder with the maps to search for SECTION
    [default: the current folder, then the project].

    Without --as, all ids stay the same. With it, the section must not refer to statements outside
    of it; the sources that only it cites move with it.

    Exit codes: 0 extracted; 1 refused, because a verdict or an error would be new; 2 wrong usage, a
    section that cannot be extracted, or a file that cannot be read or written.
    """
    result = extract_section(section, output, alias, as_paths(paths))
    finish(result, f"extracted `{section}` to {output}", options)
