"""The command `argmap.places`: the ranges of all declarations, to link pictures with the text."""

from __future__ import annotations

from typing import Any

from argmap.lsp.documents import range_data
from argmap.lsp.server import ArgmapServer


def register(server: ArgmapServer) -> None:
    @server.command("argmap.places")
    async def declaration_ranges(uri: str) -> list[dict[str, Any]]:
        """Return the id, the file and the range of each declaration in the map of a file.

        A range includes the block of the declaration. Ranges are plain data, because the protocol
        library does not convert the results of commands.
        """
        snapshot = await server.snapshot(uri)
        if snapshot is None:
            return []
        return [
            {
                "id": id_,
                "uri": server.uri(location, snapshot),
                "range": range_data(server.positions.location_range(location)),
            }
            for id_, (module, declaration) in snapshot.analysis.occurrences.declarations.items()
            for location in (module.locate(declaration.span),)
        ]
