"""Exchange formats for maps: each module or package in this folder is one format.

Formats are discovered by their presence. Each has a function ``dump(argument_map)``, which returns
the map as text, and ``SUFFIX``, the file name extension.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from argmap._plugins import module_names
from argmap.model import ArgumentMap

FORMATS: tuple[str, ...] = module_names(__path__)
"""The names of the formats, which are listed without being imported."""


class ExchangeFormat(Protocol):
    """The interface of the modules in this package."""

    SUFFIX: str

    def dump(self, argument_map: ArgumentMap) -> str:
        """Return the map as text that ends with a line end."""
        ...


def get(name: str) -> ExchangeFormat:
    """Return the format with a name; no other format is imported.

    Raises:
        ValueError: If the format does not exist.
    """
    if name not in FORMATS:
        raise ValueError(f"unknown exchange format {name!r}; use one of {', '.join(FORMATS)}")
    return cast("ExchangeFormat", import_module(f"{__name__}.{name}"))
