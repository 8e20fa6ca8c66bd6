"""Maps written in other forms: one file a format.

A format is found by its presence: a module or package in this folder with a function
``dump(argument_map)``, which returns the map as text, and ``SUFFIX``, how such files end.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from argmap._plugins import module_names
from argmap.model import ArgumentMap

FORMATS: tuple[str, ...] = module_names(__path__)
"""The names of the formats. They are listed without being imported."""


class ExchangeFormat(Protocol):
    """What every module in this folder looks like."""

    SUFFIX: str

    def dump(self, argument_map: ArgumentMap) -> str:
        """Return the map as text, ending in a line end."""
        ...


def get(name: str) -> ExchangeFormat:
    """Return the format called ``name``, importing it and no other.

    Raises:
        ValueError: when there is none.
    """
    if name not in FORMATS:
        raise ValueError(f"there is no exchange format {name!r}, only {', '.join(FORMATS)}")
    return cast("ExchangeFormat", import_module(f"{__name__}.{name}"))
