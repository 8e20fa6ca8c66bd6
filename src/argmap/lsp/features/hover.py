"""What stands behind a word: a statement with its verdict, a source, a word of the language."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp import markup
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.syntax_lookup import NodeAtOffset, node_at
from argmap.model.attributes import ATTRIBUTES
from argmap.syntax import unquote
from argmap.syntax.tree import CitationDecl, Quoted, Value, Word
from argmap.text import Span


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        offset = server.positions.offset(view.source, params.position)
        said, span = _said(view, offset)
        if not said or span is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, said)
        return types.Hover(content, server.positions.range(view.source, span))


def _said(view: DocumentSnapshot, offset: int) -> tuple[str, Span | None]:
    analysis = view.analysis
    occurrence = analysis.names.at(view.source, offset)
    if occurrence is not None and not occurrence.is_alias:
        return markup.element_markdown(analysis, occurrence.target), occurrence.location.span
    place = node_at(view.document, offset)
    if place.attribute is not None:
        return _attribute(place)
    return _head(view, place)


def _head(view: DocumentSnapshot, place: NodeAtOffset) -> tuple[str, Span | None]:
    declaration, part = place.declaration, place.part
    if declaration is not None and part is declaration.keyword:
        word = declaration.keyword
        return f"**{word.text}**\n\n{markup.keyword_docs(word.text)}", word.span
    if isinstance(part, CitationDecl):
        return _citation(view, part)
    if declaration is not None and isinstance(part, (Quoted, Word)):
        id_ = view.analysis.names.element_at(view.source, declaration.keyword.span.start)
        return (markup.element_markdown(view.analysis, id_) if id_ else ""), part.span
    return "", None


def _attribute(place: NodeAtOffset) -> tuple[str, Span | None]:
    attribute = place.attribute
    assert attribute is not None  # it was asked for
    name = attribute.name.text
    if place.part is attribute.name:
        spec = ATTRIBUTES.get(name)
        said = markup.attribute_docs(spec) if spec else "A free attribute: argmap keeps it."
        is_free = name.startswith("x-")
        return (f"**{name}**\n\n{said}" if spec or is_free else ""), attribute.name.span
    if isinstance(place.part, Value):
        written = place.part.text
        if place.part.kind == "TEXT":
            written = unquote(written)
        return markup.value_docs(name, written), place.part.span
    return "", None


def _citation(view: DocumentSnapshot, part: CitationDecl) -> tuple[str, Span | None]:
    start = part.reference.span.start + 1
    cited = view.analysis.names.at(view.source, start)
    if cited is None:
        return "", None
    end = (part.quotation or part.reference).span.end
    return markup.element_markdown(view.analysis, cited.target), Span(start - 1, end)
