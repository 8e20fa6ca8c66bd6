"""``--format text|json``: what a command says, for people or as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def form_option(help: str) -> Callable[[Any], Any]:  # noqa: A002
    """Return the option, which the command gets as ``format_``."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=help,
    )
