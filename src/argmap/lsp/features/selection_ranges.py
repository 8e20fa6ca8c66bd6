"""Selection ranges, from a word outwards: string without quotes, head, declaration, block."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.lsp.syntax_lookup import node_at
from argmap.syntax import Document
from argmap.syntax.tree import CitationDecl, Quoted
from argmap.text import Span

_MAX_RANGES = 100
"""Number of nested ranges per position; clients parse them recursively."""

_TRIPLE_QUOTE = '"""'


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    async def selection_ranges(
        params: types.SelectionRangeParams,
    ) -> list[types.SelectionRange] | None:
        document = await server.document(params.text_document.uri)
        if document is None:
            return None
        selections: list[types.SelectionRange] = []
        for position in params.positions:
            offset = server.positions.offset(document.source, position)
            innermost: types.SelectionRange | None = None
            for span in _nested(list(_spans_around(document, offset))[-_MAX_RANGES:]):
                range_ = server.positions.range(document.source, span)
                innermost = types.SelectionRange(range_, innermost)
            cursor = types.Range(position, position)
            selections.append(innermost or types.SelectionRange(cursor))
        return selections


def _spans_around(document: Document, offset: int) -> Iterator[Span]:
    """Yield the spans of the nodes that contain an offset, outermost first."""
    yield Span(0, len(document.source.text))
    node = node_at(document, offset)
    for declaration in node.declarations:
        yield declaration.span
        block = declaration.block
        if block is not None and block.span.start < offset < block.span.end:
            yield block.span
            yield Span(block.span.start + 1, block.span.end - 1)
        elif declaration.head.start <= offset <= declaration.head.end:
            yield declaration.head
    if node.attribute is not None:
        yield node.attribute.span
    leaf = node.leaf
    if isinstance(leaf, CitationDecl):
        yield Span(leaf.reference.span.start, (leaf.quotation or leaf.reference).span.end)
    elif leaf is not None:
        yield leaf.span
        written = document.source.text[leaf.span.start : leaf.span.end]
        quotes = _quote_length(written) if isinstance(leaf, Quoted) else 0
        if quotes:
            yield Span(leaf.span.start + quotes, leaf.span.end - quotes)


def _quote_length(written: str) -> int:
    """Return the length of the quotes around a string, 3 or 1; 0 if it is incomplete."""
    quotes = _TRIPLE_QUOTE if written.startswith(_TRIPLE_QUOTE) else '"'
    is_complete = len(written) >= 2 * len(quotes) and written.endswith(quotes)
    return len(quotes) if is_complete else 0


def _nested(spans: list[Span]) -> Iterator[Span]:
    """Yield the spans that lie inside the previous one; others occur only after syntax errors."""
    last: Span | None = None
    for span in spans:
        if last is None or (last.start <= span.start and span.end <= last.end and span != last):
            yield span
            last = span
