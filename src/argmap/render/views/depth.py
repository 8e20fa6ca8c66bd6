"""The first levels of a map."""

from __future__ import annotations

from argmap.model import ArgumentMap
from argmap.render.views.cutting import cut, reach, tops


def depth(argument: ArgumentMap, levels: int) -> ArgumentMap:
    """Return a map with no more than so many levels below its roots."""
    return cut(argument, reach(argument, tops(argument), levels=levels))
