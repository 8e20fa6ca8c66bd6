"""`argmap compare`: compare two maps of the same text."""

from __future__ import annotations

import click

from argmap.cli.options.output import as_paths, output_format_option
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution
from argmap.workspace.readings import read_both


@click.command("compare")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--by",
    type=click.Choice(["passage"]),
    default="passage",
    show_default=True,
    help="What to compare the maps by: the passages of the text that they cite.",
)
@output_format_option("Output format: a list of passages, or JSON.")
@click.option(
    "--differences",
    "only_differences",
    is_flag=True,
    help="Leave out passages of which both maps say the same.",
)
def command(first: str, second: str, by: str, format_: str, only_differences: bool) -> None:  # noqa: ARG001
    """Compare what two maps say about each passage of a text.

    A and B are maps that cite a common source. For each passage, the command lists what both maps
    say in similar words, what they make of it differently (the kind, the side, the verdict), and
    what only one of them says. To compare two versions of one map, use `argmap diff`.
    """
    files = FileCache()
    one, other = (load_resolution(path, files) for path in as_paths([first, second]))
    readings = read_both(one, other)
    if format_ == "json":
        click.echo(readings.json().encode(), nl=False)
    else:
        click.echo(readings.text(only_differences=only_differences).encode(), nl=False)
