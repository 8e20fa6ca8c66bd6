"""One statement: all that bears on it, and its way to the thesis."""

from __future__ import annotations

from argmap.model import ArgumentMap
from argmap.render.views.cutting import cut, reach, with_ways
from argmap.render.views.naming import statement_of


def focus(argument: ArgumentMap, name: str, levels: int | None = None) -> ArgumentMap:
    """Return what bears on a statement, what contradicts it, and its way to the thesis.

    ``levels`` bounds how many levels of what bears on it are kept.

    Raises:
        UnknownName: when there is no such statement.
    """
    centre = statement_of(argument, name)
    kept = with_ways(argument, [centre])
    kept |= dict.fromkeys(reach(argument, [centre], levels=levels))
    if levels != 0:
        kept |= dict.fromkeys(argument.contradicted_by.get(centre, ()))
    return cut(argument, kept)
