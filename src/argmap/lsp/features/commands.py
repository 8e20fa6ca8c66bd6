"""What an editor can have done by name: export a map, draw it, say why a statement stands."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from argmap.exchange import FORMATS
from argmap.lsp.preview import draw
from argmap.lsp.server import ArgmapServer, RequestFailed
from argmap.lsp.session import DocumentSnapshot
from argmap.workspace.api import dumps


def register(server: ArgmapServer) -> None:
    drawing = asyncio.Lock()

    @server.command("argmap.export")
    async def export_map(uri: str, format_: str) -> str:
        """Return the map that a file is a part of in an exchange format."""
        if format_ not in FORMATS:
            raise RequestFailed(f"there is no format `{format_}`, only {', '.join(FORMATS)}")
        view = await _view(server, uri)
        return dumps(view.analysis.resolution.map, format_)

    @server.command("argmap.picture")
    async def draw_map(uri: str) -> str:
        """Return the picture of the map that a file is a part of, as SVG."""
        async with drawing:  # one at a time: each takes a processor
            view = await _view(server, uri)
            made = await draw(view.analysis.resolution)
        if made.problem:
            raise RequestFailed(made.problem)
        return made.svg

    @server.command("argmap.explain")
    async def explain(uri: str, id_: str) -> str:
        """Say why a statement stands or falls, and return it."""
        view = await _view(server, uri)
        if id_ not in view.analysis.map.statements:
            raise RequestFailed(f"there is no statement `{id_}`")
        said = "\n".join(view.analysis.why(id_))
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, said))
        return said


async def _view(server: ArgmapServer, uri: str) -> DocumentSnapshot:
    view = await server.view(uri)
    if view is None:
        raise RequestFailed(f"there is no file `{uri}`")
    return view
