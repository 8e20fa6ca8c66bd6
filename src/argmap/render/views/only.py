"""What has one status, and how it is joined to the thesis."""

from __future__ import annotations

from collections.abc import Mapping

from argmap.model import ArgumentMap, Status
from argmap.render.views.cutting import cut, with_ways


def only(argument: ArgumentMap, status: Status, statuses: Mapping[str, Status]) -> ArgumentMap:
    """Return the statements of a status and their ways to the thesis; the thesis at least."""
    found = [id_ for id_ in argument.statements if statuses.get(id_) is status]
    kept = with_ways(argument, found)
    if argument.thesis in argument.statements:
        kept[argument.thesis] = None
    return cut(argument, kept)
