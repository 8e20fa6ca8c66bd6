"""Semantic tokens: the token types of a file for syntax highlighting, from argmap's own lexer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from argmap.lsp.documents import PositionConverter
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import OpenDocuments, Session
from argmap.model.attributes import (
    ATTRIBUTES,
    DECLARATION_KEYWORDS,
    NO_THESIS,
    OPEN_QUESTION,
    REFERENCE_KINDS,
    ValueKind,
)
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize
from argmap.text import SourceText, Span

_TOKEN_TYPES = (
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
_TOKEN_MODIFIERS = ("declaration",)
_TYPES_OF_TERMINALS = {
    "TEXT": "string",
    "NUMBER": "number",
    "DATE": "number",
    "COMPARISON": "operator",
    "ARROW": "operator",
    "CITATION": "decorator",
}
"""The token types of terminals of the grammar that have only one."""

_WORDS = {ValueKind.THESIS: NO_THESIS, ValueKind.ANSWERS: OPEN_QUESTION}
"""The words that are values of attributes which otherwise take ids."""


class _Token(NamedTuple):
    span: Span
    type: str
    is_declaration: bool = False


def register(server: ArgmapServer) -> None:
    legend = types.SemanticTokensLegend(list(_TOKEN_TYPES), list(_TOKEN_MODIFIERS))

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, legend)
    async def semantic_tokens(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        uri, positions = params.text_document.uri, server.positions

        def job(session: Session, open_documents: OpenDocuments) -> list[int] | None:
            document = session.document(open_documents, uri)
            return None if document is None else _encode(positions, document.source)

        data = await server.run_in_session(job)
        return None if data is None else types.SemanticTokens(data)


def _encode(positions: PositionConverter, source: SourceText) -> list[int]:
    """Return the tokens of a file as the protocol encodes them.

    Each token is five numbers: line and start relative to the previous token, length, type,
    modifiers.
    """
    data: list[int] = []
    last_line = last_start = 0
    for token in sorted([*_language_tokens(source.text), *_comment_tokens(source.text)]):
        for span in _split_lines(source, token.span):
            position = positions.position(source, span.start)
            line, start = position.line, position.character
            if (line, start) < (last_line, last_start):
                continue  # after a syntax error, a string may overlap the next tokens
            data += (
                line - last_line,
                start - last_start if line == last_line else start,
                positions.length(source.slice(span)),
                _TOKEN_TYPES.index(token.type),
                int(token.is_declaration),
            )
            last_line, last_start = line, start
    return data


def _split_lines(source: SourceText, span: Span) -> Iterator[Span]:
    """Yield the parts of a span on each of its lines."""
    first, last = source.position(span.start).line, source.position(span.end).line
    for line in range(first, last + 1):
        start, end = source.line_span(line)
        part = Span(max(start, span.start), min(end, span.end))
        if part.start < part.end:
            yield part


def _comment_tokens(text: str) -> Iterator[_Token]:
    return (_Token(span, "comment") for span in comments(text))


def _language_tokens(text: str) -> Iterator[_Token]:
    terminals = keywords()
    tokens, _ = tokenize(text)
    attribute = declaration = ""
    blocks: list[str] = []  # the keywords of the declarations around a token
    for index, token in enumerate(tokens):
        span = Span(token.start_pos or 0, token.end_pos or 0)
        previous = tokens[index - 1].type if index else ""
        following = tokens[index + 1].type if index + 1 < len(tokens) else ""
        if token.type == "LBRACE":
            blocks.append(declaration)
        elif token.type == "RBRACE":
            del blocks[-1:]
        elif token.type in _TYPES_OF_TERMINALS:
            yield _Token(span, _TYPES_OF_TERMINALS[token.type])
        elif following == "COLON" and token.type in {"ID", "QUESTION"}:
            attribute = token.value
            yield _Token(span, "property")
        elif terminals.get(token.value) == token.type:
            if token.value in DECLARATION_KEYWORDS:
                declaration = token.value
            yield _Token(span, "enumMember" if token.type in {"TRUE", "FALSE"} else "keyword")
        elif token.type in {"ID", "PATH"}:
            if previous in {"COLON", "COMMA", "ARROW"} or following == "ARROW":
                keyword = blocks[-1] if blocks else ""
                yield _Token(span, _value_type(attribute, keyword, token.value))
            else:
                type_ = "namespace" if previous == "AS" else "variable"
                yield _Token(span, type_, is_declaration=True)


def _value_type(attribute: str, keyword: str, word: str) -> str:
    """Return the token type of a value of an attribute in a declaration with a keyword."""
    spec = ATTRIBUTES.get(attribute)
    kind = spec.kind_for(keyword) if spec else None
    is_id = kind in REFERENCE_KINDS and word != _WORDS.get(kind)
    return "variable" if is_id else "enumMember"
