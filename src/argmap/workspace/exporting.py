"""Writing maps in other formats."""

from __future__ import annotations

from pathlib import Path

from argmap import exchange
from argmap.resolve import Resolution
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution


def load_for_export(
    path: Path | None, data: bytes = b"", filename: Path | None = None
) -> Resolution:
    """Return the map at ``path``, or the one in ``data`` when ``path`` is None.

    Raises:
        InputError: when the file cannot be read.
    """
    if path is None:
        return load_bytes(data, DiskLibrary(), filename)
    return load_resolution(path, DiskLibrary())


def export(resolution: Resolution, format_: str) -> str:
    """Return a map in one of `argmap.exchange.FORMATS`."""
    return exchange.get(format_).dump(resolution.map)
