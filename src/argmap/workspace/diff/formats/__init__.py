"""The formats of `argmap diff`, one module per format.

To add a format, add a module with a function ``write(diff, *, color)``, which returns the whole
output; only a format for terminals uses ``color``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from argmap._plugins import module_names
from argmap.workspace.diff.difference import Diff

FORMATS: tuple[str, ...] = module_names(__path__)
"""The names of the formats. Listing them does not import them."""


class DiffFormat(Protocol):
    """A module of this package that defines a format."""

    def write(self, diff: Diff, *, color: bool) -> str:
        """Return the output, ending in a newline."""
        ...


def get_format(name: str) -> DiffFormat:
    """Return the format called ``name``; no other format is imported."""
    return cast("DiffFormat", import_module(f"{__name__}.{name}"))
