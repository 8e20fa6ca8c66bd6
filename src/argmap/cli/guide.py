"""`argmap guide`: print how to write a map, on one page."""

from __future__ import annotations

import click


@click.command("guide")
def command() -> None:
    """Print a short guide to the language and the method.

    It is written for language models, and for people in a hurry: the words of the language, an
    example, and the steps from a text to a checked map.
    """
    from argmap.workspace.guide import guide

    click.echo(guide().encode(), nl=False)  # always UTF-8, regardless of the terminal's encoding
