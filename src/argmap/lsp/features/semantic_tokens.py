"""What each word of a file is, for an editor to color: told by the reader of files itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from argmap.lsp.occurrences import REFERRING
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import OpenDocuments, Session
from argmap.model.attributes import ATTRIBUTES
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize
from argmap.text import SourceText, Span

_TYPES = (
    "keyword",
    "variable",
    "property",
    "string",
    "number",
    "comment",
    "enumMember",
    "operator",
    "namespace",
    "decorator",
)
_MODIFIERS = ("declaration",)
_SIMPLE = {
    "TEXT": "string",
    "NUMBER": "number",
    "DATE": "number",
    "COMPARISON": "operator",
    "ARROW": "operator",
    "CITATION": "decorator",
}


class _Token(NamedTuple):
    span: Span
    kind: str
    is_declaration: bool = False


def register(server: ArgmapServer) -> None:
    legend = types.SemanticTokensLegend(list(_TYPES), list(_MODIFIERS))

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, legend)
    async def color(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        uri = params.text_document.uri

        def work(session: Session, opened: OpenDocuments) -> list[int] | None:
            document = session.document(opened, uri)
            return None if document is None else _encoded(server, document.source)

        data = await server.at_desk(work)
        return None if data is None else types.SemanticTokens(data)


def _encoded(server: ArgmapServer, source: SourceText) -> list[int]:
    """Return the tokens as the protocol packs them: five numbers each, relative to the last."""
    data: list[int] = []
    last_line = last_start = 0
    for token in sorted([*_words(source.text), *_comments(source.text)]):
        for span in _by_line(source, token.span):
            line, start = _place(server, source, span.start)
            length = server.positions.length(source.slice(span))
            if (line, start) < (last_line, last_start):
                continue  # in a file with mistakes a text may be taken to reach over others
            same = line == last_line
            data += (
                line - last_line,
                start - last_start if same else start,
                length,
                _TYPES.index(token.kind),
                int(token.is_declaration),
            )
            last_line, last_start = line, start
    return data


def _place(server: ArgmapServer, source: SourceText, offset: int) -> tuple[int, int]:
    position = server.positions.position(source, offset)
    return position.line, position.character


def _by_line(source: SourceText, span: Span) -> Iterator[Span]:
    """Yield the parts of a span on each of its lines."""
    first, last = source.position(span.start).line, source.position(span.end).line
    for line in range(first, last + 1):
        start, end = source.line_span(line)
        part = Span(max(start, span.start), min(end, span.end))
        if part.start < part.end:
            yield part


def _comments(text: str) -> Iterator[_Token]:
    return (_Token(span, "comment") for span in comments(text))


def _words(text: str) -> Iterator[_Token]:
    words = keywords()
    tokens, _ = tokenize(text)
    attribute = ""
    for number, token in enumerate(tokens):
        span = Span(token.start_pos or 0, token.end_pos or 0)
        before = tokens[number - 1].type if number else ""
        after = tokens[number + 1].type if number + 1 < len(tokens) else ""
        if token.type in _SIMPLE:
            yield _Token(span, _SIMPLE[token.type])
        elif words.get(token.value) == token.type:
            yield _Token(span, "enumMember" if token.type in {"TRUE", "FALSE"} else "keyword")
        elif token.type in {"ID", "PATH"}:
            if after == "COLON":
                attribute = token.value
                yield _Token(span, "property")
            elif before in {"COLON", "COMMA", "ARROW"} or after == "ARROW":
                yield _Token(span, _value(attribute))
            else:
                kind = "namespace" if before == "AS" else "variable"
                yield _Token(span, kind, is_declaration=True)


def _value(attribute: str) -> str:
    spec = ATTRIBUTES.get(attribute)
    return "variable" if spec is not None and spec.value_kind in REFERRING else "enumMember"
