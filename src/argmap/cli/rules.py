"""`argmap rules`: list the rules of `argmap check`."""

from __future__ import annotations

import json

import click

from argmap.cli.options.output import output_format_option
from argmap.workspace.rule_docs import rule_data, rule_list

VERSION = 1
"""The version of the JSON output. It changes if a key is removed or changes its meaning."""


@click.command("rules")
@output_format_option("Output format: a list, or JSON.")
def command(format_: str) -> None:
    """List all rules with code, name, severity and summary."""
    if format_ == "json":
        data = {"version": VERSION, "rules": rule_data()}
        click.echo((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), nl=False)
    else:
        click.echo(rule_list(), nl=False)
