"""The project a map belongs to."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".argmap"
"""What a map's file is called. Here it costs no import of what reads maps."""

MARKERS = ("argmap.toml", "pyproject.toml", ".git")
"""What a project's folder holds at least one of."""


def find_root(start: Path) -> Path:
    """Return the nearest folder from ``start`` upwards that holds one of `MARKERS`, or ``start``.

    Nothing outside of it is read on behalf of a map in ``start``.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / marker).exists() for marker in MARKERS):
            return folder
    return start
