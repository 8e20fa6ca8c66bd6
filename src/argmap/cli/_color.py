"""``--color``: whether to color the output."""

from __future__ import annotations

import os
from typing import Any, TextIO

import click


def wants_color(choice: str, stream: TextIO) -> bool:
    """Return whether to color the output on ``stream``.

    ``choice`` is ``auto``, ``always`` or ``never``. With ``auto``, output is colored if ``stream``
    is a terminal that is not dumb. ``NO_COLOR`` (no-color.org) turns color off, and ``FORCE_COLOR``
    turns it on; ``NO_COLOR`` takes precedence.
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
