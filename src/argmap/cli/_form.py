"""``--format text|json``: output as text or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def form_option(help: str) -> Callable[[Any], Any]:  # noqa: A002
    """Return a decorator that adds ``--format`` to a command, as ``format_``."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=help,
    )
