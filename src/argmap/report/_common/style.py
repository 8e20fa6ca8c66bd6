"""Colours, or none."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from argmap.diagnostics import Severity


class Style(StrEnum):
    """What a piece of a report is, and the ANSI sequence (SGR parameters) that says so."""

    PLAIN = ""
    STRONG = "1"
    ERROR = "1;31"
    WARNING = "1;33"
    INFO = "1;34"
    GUTTER = "36"
    SECONDARY = "1;36"
    REMOVED = "31"
    ADDED = "32"


OF_SEVERITY = {
    Severity.ERROR: Style.ERROR,
    Severity.WARNING: Style.WARNING,
    Severity.INFO: Style.INFO,
}

Paint = Callable[[str, Style], str]
"""A function that gives a piece of text its style."""


def in_color(text: str, style: Style) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if text and style else text


def without_color(text: str, style: Style) -> str:  # noqa: ARG001 (the shape of a `Paint`)
    return text
