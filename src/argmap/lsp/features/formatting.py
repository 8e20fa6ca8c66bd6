"""Formatting of a file or of some of its lines (`argmap.formatting`)."""

from __future__ import annotations

from lsprotocol import types

from argmap.formatting import format_document
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import OpenDocuments, Session
from argmap.text import Edit, SourceText


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        return await _format(server, params.text_document.uri, None)

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    async def range_formatting(
        params: types.DocumentRangeFormattingParams,
    ) -> list[types.TextEdit] | None:
        return await _format(server, params.text_document.uri, params.range)


async def _format(
    server: ArgmapServer, uri: str, range_: types.Range | None
) -> list[types.TextEdit] | None:
    positions = server.positions

    def job(
        session: Session, open_documents: OpenDocuments
    ) -> tuple[SourceText, tuple[Edit, ...]] | None:
        document = session.document(open_documents, uri)
        if document is None:
            return None
        span = None if range_ is None else positions.span(document.source, range_)
        return document.source, format_document(document, span)

    result = await server.run_in_session(job)
    if result is None:
        return None
    source, edits = result
    return positions.text_edits(source, edits)
