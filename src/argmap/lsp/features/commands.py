"""Commands of the server: export or draw a map, explain a status or an answer."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from argmap.exchange import FORMATS, dump
from argmap.lsp import markup
from argmap.lsp.preview import draw
from argmap.lsp.server import ArgmapServer, RequestFailed
from argmap.lsp.session import DocumentSnapshot


def register(server: ArgmapServer) -> None:
    drawing_lock = asyncio.Lock()  # drawing occupies a processor: one map at a time

    @server.command("argmap.export")
    async def export_map(uri: str, format_: str) -> str:
        """Return the map that contains a file, in an exchange format."""
        if format_ not in FORMATS:
            raise RequestFailed(f"unknown format `{format_}`; use one of {', '.join(FORMATS)}")
        snapshot = await _snapshot(server, uri)
        return dump(snapshot.analysis.resolution.map, format_)

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
        """Show and return the reasons for the status of a statement, or of a question's options."""
        snapshot = await _snapshot(server, uri)
        analysis = snapshot.analysis
        question = analysis.map.questions.get(id_)
        if question is not None:
            lines = [markup.sentence_case(markup.answer(analysis, question))]
            lines += (line for option in question.options for line in analysis.explain(option))
        elif id_ in analysis.map.statements:
            lines = list(analysis.explain(id_))
        else:
            raise RequestFailed(f"unknown statement or question `{id_}`")
        reasons = "\n".join(lines)
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, reasons))
        return reasons


async def _snapshot(server: ArgmapServer, uri: str) -> DocumentSnapshot:
    snapshot = await server.snapshot(uri)
    if snapshot is None:
        raise RequestFailed(f"the file `{uri}` does not exist")
    return snapshot
