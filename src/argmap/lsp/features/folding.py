"""What can be folded: blocks, texts over several lines, and comments that stand together."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.lsp.syntax_lookup import declarations
from argmap.syntax import Document
from argmap.syntax.literals import comments
from argmap.syntax.tree import ImportDecl
from argmap.text import Span


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def fold(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        document = await server.document(params.text_document.uri)
        if document is None:
            return None
        return [*_blocks(document), *_texts(document), *_comments(document), *_imports(document)]


def _lines(document: Document, span: Span) -> tuple[int, int]:
    source = document.source
    return source.position(span.start).line - 1, source.position(span.end).line - 1


def _blocks(document: Document) -> Iterator[types.FoldingRange]:
    for each, _ in declarations(document):
        if each.block is not None:
            first, last = _lines(document, each.block.span)
            if last - 1 > first:  # the closing brace stays in sight
                yield types.FoldingRange(first, last - 1)


def _texts(document: Document) -> Iterator[types.FoldingRange]:
    for each, _ in declarations(document):
        if each.title is not None:
            first, last = _lines(document, each.title.span)
            if last > first:
                yield types.FoldingRange(first, last)


def _comments(document: Document) -> Iterator[types.FoldingRange]:
    """Yield the runs of comments that have lines to themselves."""
    source = document.source
    run: list[int] = []
    for span in comments(source.text):
        line, column = source.position(span.start)
        if source.line(line)[: column - 1].strip():
            continue
        if run and line != run[-1] + 1:
            yield from _run(run)
            run = []
        run.append(line)
    yield from _run(run)


def _run(lines: list[int]) -> Iterator[types.FoldingRange]:
    if len(lines) > 1:
        kind = types.FoldingRangeKind.Comment
        yield types.FoldingRange(lines[0] - 1, lines[-1] - 1, kind=kind)


def _imports(document: Document) -> Iterator[types.FoldingRange]:
    found = [item.span for item in document.items if isinstance(item, ImportDecl)]
    if len(found) > 1:
        first, last = _lines(document, Span(found[0].start, found[-1].end))
        if last > first and last - first < 2 * len(found):
            yield types.FoldingRange(first, last, kind=types.FoldingRangeKind.Imports)
