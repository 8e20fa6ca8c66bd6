"""From a place outwards: a word, a text without its quotes, a head, a declaration, its block."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.lsp.syntax_lookup import node_at
from argmap.syntax import Document
from argmap.syntax.tree import CitationDecl, Quoted
from argmap.text import Span

_MOST = 100
"""Inferences outwards: clients and their JSON readers go down them one inside the other."""


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    async def select(params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
        document = await server.document(params.text_document.uri)
        if document is None:
            return None
        found: list[types.SelectionRange] = []
        for position in params.positions:
            offset = server.positions.offset(document.source, position)
            selection: types.SelectionRange | None = None
            for span in _nested(list(_outwards(document, offset))[-_MOST:]):
                range_ = server.positions.range(document.source, span)
                selection = types.SelectionRange(range_, selection)
            here = types.Range(position, position)
            found.append(selection or types.SelectionRange(here))
        return found


def _outwards(document: Document, offset: int) -> Iterator[Span]:
    """Yield what stands around an offset, the outermost first."""
    yield Span(0, len(document.source.text))
    place = node_at(document, offset)
    for declaration in place.around:
        yield declaration.span
        block = declaration.block
        if block is not None and block.span.start < offset < block.span.end:
            yield block.span
            yield Span(block.span.start + 1, block.span.end - 1)
        elif declaration.head.start <= offset <= declaration.head.end:
            yield declaration.head
    if place.attribute is not None:
        yield place.attribute.span
    part = place.part
    if isinstance(part, CitationDecl):
        yield Span(part.reference.span.start, (part.quotation or part.reference).span.end)
    elif part is not None:
        yield part.span
        quotes = _quotes(part.raw) if isinstance(part, Quoted) else 0
        if quotes:
            yield Span(part.span.start + quotes, part.span.end - quotes)


def _quotes(raw: str) -> int:
    return 3 if len(raw) >= 6 and raw.startswith('"""') else int(len(raw) > 1)  # noqa: PLR2004


def _nested(spans: list[Span]) -> Iterator[Span]:
    """Yield those that are inside of the one before; in a file with mistakes some may not be."""
    last: Span | None = None
    for span in spans:
        if last is None or (last.start <= span.start and span.end <= last.end and span != last):
            yield span
            last = span
