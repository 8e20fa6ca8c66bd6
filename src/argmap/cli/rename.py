"""`argmap rename`: rename an element or an import in all files."""

from __future__ import annotations

import click

from argmap.cli.options.output import as_paths
from argmap.cli.options.refactor import RefactorOptions, finish, refactor_options
from argmap.workspace.refactor import rename_element


@click.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@refactor_options
def command(old: str, new: str, paths: tuple[str, ...], options: RefactorOptions) -> None:
    """Rename an element or an import in all files.

    OLD is the id of a statement, an inference, a question, a context, a section or a source, or the
    name of an import, as it is in the map: id, energy.id, or MAP#id. NEW is the new id. PATH is a
    file or a folder with the maps to search for OLD [default: the current folder, then the
    project]. All files of the project that use the id are changed.

    No verdict changes, and texts and comments stay as they are. The name must not be in use.

    Exit codes: 0 renamed; 1 refused, because a verdict or an error would be new; 2 wrong usage, a
    name that is not possible, or a file that cannot be read or written.
    """
    result = rename_element(old, new, as_paths(paths))
    finish(result, f"renamed `{old}` to `{new}`", options)
