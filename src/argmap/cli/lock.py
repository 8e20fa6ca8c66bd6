"""`argmap lock`: record digests of the citations of a map."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from argmap import reporting
from argmap.cli.options.files import source_texts_option
from argmap.cli.options.output import color_option, print_path, wants_color
from argmap.workspace.files import display_path
from argmap.workspace.lock import make_lock, update_lock


@click.command("lock")
@click.argument("path", metavar="MAP", type=click.Path(path_type=Path))
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Write nothing; report whether the lock is up to date.",
)
@source_texts_option
@color_option
def command(path: Path, is_check: bool, texts: dict[str, Path], color: str) -> None:
    """Record the citations of a map, to detect later changes.

    MAP is a file. The command writes argmap.lock into the folder of the map. This file contains
    digests of the citations and of the cited texts, but no text. From then on, `argmap check`
    reports citations and texts that have changed.

    Every citation must be correct, and the texts of sources with new citations must be available.

    Exit codes: 0 written, or up to date; 1 incorrect citations or, with --check, a lock that is out
    of date; 2 wrong usage, or a text that is not available.
    """
    lock = make_lock(path, texts) if is_check else update_lock(path, texts)
    name = display_path(lock.path)
    if lock.errors is not None:
        is_colored = wants_color(color, sys.stderr)
        text = reporting.get_format("text").write(lock.errors, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
        print_path(f"{name} was not written", err=True)
        sys.exit(1)
    citations = f"{lock.locked_count:,} citation{'' if lock.locked_count == 1 else 's'}"
    if lock.is_current:
        print_path(f"{name} is up to date: {citations}")
    elif is_check:
        print_path(f"{name} is out of date; update it with `argmap lock`", err=True)
        sys.exit(1)
    else:
        print_path(f"wrote {name}: {citations}")
