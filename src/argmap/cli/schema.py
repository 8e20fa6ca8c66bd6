"""`argmap schema`: print the JSON Schema of a map."""

from __future__ import annotations

import click


@click.command("schema")
@click.option(
    "--complete",
    "is_complete",
    is_flag=True,
    help="Describe all keys that `argmap export json` writes and `argmap import` reads; most of "
    "them may be missing.",
)
def command(is_complete: bool) -> None:
    """Print the JSON Schema of a map, for language models.

    It fits the structured output of model providers: each object has a fixed set of keys, all of
    which are required; what does not apply is null. The command `argmap import` turns what a model
    writes into a map, and reports each invalid value with its JSON pointer.
    """
    import json

    from argmap.exchange.json import VERSION
    from argmap.exchange.json.schema import complete_schema, structured_schema

    schema = complete_schema(VERSION) if is_complete else structured_schema()
    click.echo(f"{json.dumps(schema, indent=2)}\n".encode(), nl=False)
