"""Branches folded into the card that they bear on."""

from __future__ import annotations

from collections.abc import Iterable

from argmap.model import ArgumentMap
from argmap.render.views.cutting import cut, reach, tops
from argmap.render.views.naming import statement_of


def collapse(argument: ArgumentMap, names: Iterable[str]) -> ArgumentMap:
    """Return a map without what bears on some statements, and on nothing else that is left.

    Raises:
        UnknownName: when there is no statement of one of the names.
    """
    closed = {statement_of(argument, name) for name in names}
    return cut(argument, reach(argument, tops(argument), closed=closed))
