"""How lines and letters look, in whatever format."""

from __future__ import annotations

from typing import NamedTuple

FONTS = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""The same metrics under five names, and what stands in where there is none of them."""


class Look(NamedTuple):
    """How a kind of line looks: whose inks, how long its dashes and gaps, if it has any."""

    inks: str
    dashes: str | None = None
    cap: str | None = None


def faint(ink: str) -> str:
    """Return the ink of a line that is set back, by the name of its own."""
    return ink.replace(".line", ".faint")


LOOKS = {
    "support": Look("support.line"),
    "attack": Look("attack.line", "6 3.5"),
    "rebuttal": Look("rebuttal.line", "6 3.5"),
    "undercut": Look("undercut.line", "0.1 3.8", "round"),
    "contradiction": Look("attack.line", "6 3.5"),
    "reference": Look("muted"),
    "heading": Look("hairline"),
}
