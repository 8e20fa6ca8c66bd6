"""Commands of the server: export or draw a map, explain the status of a statement."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from argmap.exchange import FORMATS
from argmap.lsp.preview import draw
from argmap.lsp.server import ArgmapServer, RequestFailed
from argmap.lsp.session import DocumentSnapshot
from argmap.workspace.api import dumps


def register(server: ArgmapServer) -> None:
    drawing_lock = asyncio.Lock()  # drawing occupies a processor: one map at a time

    @server.command("argmap.export")
    async def export_map(uri: str, format_: str) -> str:
        """Return the map that contains a file, in an exchange format."""
        if format_ not in FORMATS:
            raise RequestFailed(f"unknown format `{format_}`; use one of {', '.join(FORMATS)}")
        snapshot = await _snapshot(server, uri)
        return dumps(snapshot.analysis.resolution.map, format_)

    @server.command("argmap.picture")
    async def draw_map(uri: str) -> str:
        """Return the picture of the map that contains a file, as SVG."""
        async with drawing_lock:
            snapshot = await _snapshot(server, uri)
            picture = await draw(snapshot.analysis.resolution)
        if picture.error:
            raise RequestFailed(picture.error)
        return picture.svg

    @server.command("argmap.explain")
    async def explain(uri: str, id_: str) -> str:
        """Show and return the reasons for the status of a statement."""
        snapshot = await _snapshot(server, uri)
        if id_ not in snapshot.analysis.map.statements:
            raise RequestFailed(f"unknown statement `{id_}`")
        reasons = "\n".join(snapshot.analysis.explain(id_))
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, reasons))
        return reasons


async def _snapshot(server: ArgmapServer, uri: str) -> DocumentSnapshot:
    snapshot = await server.snapshot(uri)
    if snapshot is None:
        raise RequestFailed(f"the file `{uri}` does not exist")
    return snapshot
