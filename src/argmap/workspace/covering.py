"""How maps cover their sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from argmap.errors import InputError
from argmap.workspace.library import DiskLibrary, shown
from argmap.workspace.loading import load_resolution
from argmap.workspace.shelf import Shelf, map_path

if TYPE_CHECKING:
    from argmap.sources.coverage import Coverage


def cover_map(path: Path, texts: Mapping[str, Path]) -> list[Coverage]:
    """Return how the map at ``path`` covers each source whose text is at hand, in its order.

    Raises:
        InputError: when the map cannot be read, or there is no text at hand.
    """
    shelf = Shelf(texts)
    resolution = load_resolution(path, DiskLibrary())
    opened = shelf.texts(resolution)
    shelf.refuse_unknown()
    from argmap.sources.coverage import cover
    from argmap.sources.loader import Passages

    sources = resolution.map.sources
    covered = [
        cover(resolution.map, sources[id_], passages)
        for id_, passages in opened.items()
        if isinstance(passages, Passages)
    ]
    if not covered:
        raise InputError(
            f"no source of `{shown(map_path(resolution))}` has an available text; name it in "
            "`text:`, or with --source NAME=PATH"
        )
    return covered
