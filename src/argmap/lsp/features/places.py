"""Where the elements of a map are declared: what joins the cards of a picture to the text."""

from __future__ import annotations

from typing import Any

from argmap.lsp.server import ArgmapServer


def register(server: ArgmapServer) -> None:
    @server.command("argmap.places")
    async def places(uri: str) -> list[dict[str, Any]]:
        """Return the elements of the map that a file is a part of: id, file and range of each.

        A range is that of a whole declaration, with all that stands in it.
        """
        view = await server.view(uri)
        if view is None:
            return []
        return [
            {"id": id_, "uri": server.uri(place, view), "range": _plain(server.positions.of(place))}
            for id_, (module, declaration) in view.analysis.names.heads.items()
            for place in (module.locate(declaration.span),)
        ]


def _plain(range_: Any) -> dict[str, dict[str, int]]:
    """Return a range as the protocol writes it: a command's result is written as it is."""
    ends = {"start": range_.start, "end": range_.end}
    return {name: {"line": at.line, "character": at.character} for name, at in ends.items()}
