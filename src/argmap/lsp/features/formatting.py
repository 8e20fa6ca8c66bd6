"""The canonical layout, of a file or of some of its lines (see `argmap.formatting`)."""

from __future__ import annotations

from lsprotocol import types

from argmap.formatting import format_document
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import OpenDocuments, Session
from argmap.text import Edit, SourceText


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def whole(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        return await _formatted(server, params.text_document.uri, None)

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def part(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit] | None:
        return await _formatted(server, params.text_document.uri, params.range)


async def _formatted(
    server: ArgmapServer, uri: str, range_: types.Range | None
) -> list[types.TextEdit] | None:
    positions = server.positions

    def work(session: Session, opened: OpenDocuments) -> tuple[SourceText, tuple[Edit, ...]] | None:
        document = session.document(opened, uri)
        if document is None:
            return None
        within = None if range_ is None else positions.span(document.source, range_)
        return document.source, format_document(document, within)

    made = await server.at_desk(work)
    if made is None:
        return None
    source, edits = made
    return positions.edits(source, edits)
