"""`argmap rules`: what there is to check."""

from __future__ import annotations

import json

import click

from argmap.cli._form import form_option
from argmap.workspace.rule_pages import as_data, listing

VERSION = 1
"""Of the JSON form. It changes when a key changes its meaning or goes, not when one is added."""


@click.command("rules")
@form_option("Output format: a list, or JSON.")
def command(format_: str) -> None:
    """List all rules with code, name, severity and summary."""
    if format_ == "json":
        data = {"version": VERSION, "rules": as_data()}
        click.echo((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)
    else:
        click.echo(listing(), nl=False)
