"""Folding ranges: blocks, texts of several lines, groups of comments, and imports."""

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
    async def folding_ranges(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        document = await server.document(params.text_document.uri)
        if document is None:
            return None
        return [*_blocks(document), *_texts(document), *_comments(document), *_imports(document)]


def _lines(document: Document, span: Span) -> tuple[int, int]:
    """Return the first and the last line of a span, from 0."""
    source = document.source
    return source.position(span.start).line - 1, source.position(span.end).line - 1


def _blocks(document: Document) -> Iterator[types.FoldingRange]:
    for declaration, _ in declarations(document):
        if declaration.block is not None:
            first, last = _lines(document, declaration.block.span)
            if last - 1 > first:  # the line of the closing brace stays visible
                yield types.FoldingRange(first, last - 1)


def _texts(document: Document) -> Iterator[types.FoldingRange]:
    for declaration, _ in declarations(document):
        if declaration.title is not None:
            first, last = _lines(document, declaration.title.span)
            if last > first:
                yield types.FoldingRange(first, last)


def _comments(document: Document) -> Iterator[types.FoldingRange]:
    """Yield the groups of consecutive lines that contain only a comment."""
    source = document.source
    group: list[int] = []
    for span in comments(source.text):
        line, column = source.position(span.start)
        if source.line(line)[: column - 1].strip():
            continue
        if group and line != group[-1] + 1:
            yield from _comment_group(group)
            group = []
        group.append(line)
    yield from _comment_group(group)


def _comment_group(lines: list[int]) -> Iterator[types.FoldingRange]:
    """Yield the range of a group of lines, counted from 1, unless it is a single line."""
    if len(lines) > 1:
        kind = types.FoldingRangeKind.Comment
        yield types.FoldingRange(lines[0] - 1, lines[-1] - 1, kind=kind)


def _imports(document: Document) -> Iterator[types.FoldingRange]:
    """Yield one range for all imports, if they are close together."""
    spans = [item.span for item in document.items if isinstance(item, ImportDecl)]
    if len(spans) > 1:
        first, last = _lines(document, Span(spans[0].start, spans[-1].end))
        if last > first and last - first < 2 * len(spans):
            yield types.FoldingRange(first, last, kind=types.FoldingRangeKind.Imports)
