"""Whether to write in colour."""

from __future__ import annotations

import os
from typing import Any, TextIO

import click


def wants_color(choice: str, stream: TextIO) -> bool:
    """Return whether ``stream`` gets colour; ``choice`` is ``auto``, ``always`` or ``never``.

    With ``auto``: only a terminal, and not when ``NO_COLOR`` is set (no-color.org) or the terminal
    is dumb; ``FORCE_COLOR`` overrides the terminal, not the choice.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def color_option(function: Any) -> Any:
    """Add ``--color`` to a command."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use color; auto: in a terminal, respecting NO_COLOR and FORCE_COLOR.",
    )(function)
