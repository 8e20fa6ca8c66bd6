"""Hover: a description of the element or the word of the language under the cursor."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp import markup
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.syntax_lookup import NodeAtOffset, node_at
from argmap.model.attributes import ATTRIBUTES
from argmap.syntax import Document, unquote
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    CitationDecl,
    ImportDecl,
    InferenceDecl,
    MapDecl,
    Quoted,
    Value,
    Word,
)
from argmap.text import Span
from argmap.text.safe import escape_markdown

_MAX_LISTED_FILES = 20

_NOTHING: tuple[str, Span | None] = ("", None)


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        offset = server.positions.offset(snapshot.source, params.position)
        markdown, span = _description(snapshot, offset)
        if not markdown or span is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, markdown)
        return types.Hover(content, server.positions.range(snapshot.source, span))


def _description(snapshot: DocumentSnapshot, offset: int) -> tuple[str, Span | None]:
    """Return Markdown, and the span that it describes; empty if there is nothing to describe."""
    analysis = snapshot.analysis
    occurrence = analysis.occurrences.at_offset(snapshot.source, offset)
    if occurrence is not None and not occurrence.is_alias:
        return markup.element_markdown(analysis, occurrence.target), occurrence.location.span
    node = node_at(snapshot.document, offset)
    if node.attribute is None:
        return _head(snapshot, node)
    for value in node.attribute.values:
        if isinstance(value, Arrow) and value.span.start <= offset <= value.span.end:
            return _arrow(snapshot, value)
    return _attribute(node.attribute, node)


def _head(snapshot: DocumentSnapshot, node: NodeAtOffset) -> tuple[str, Span | None]:
    """Describe a part of the head of a declaration."""
    declaration, leaf = node.declaration, node.leaf
    if declaration is not None and leaf is declaration.keyword:
        keyword = declaration.keyword
        docs = f"**{keyword.text}**\n\n{markup.keyword_docs(keyword.text)}"
        if isinstance(declaration, InferenceDecl):  # it has no text to hover over
            element = _element(snapshot, keyword.span.start)
            docs = f"{element}\n\n---\n\n{docs}" if element else docs
        return docs, keyword.span
    if isinstance(leaf, CitationDecl):
        return _citation(snapshot, leaf)
    if isinstance(declaration, ImportDecl) and isinstance(leaf, Quoted):
        return _imported_files(snapshot, declaration), leaf.span
    if declaration is not None and isinstance(leaf, (Quoted, Word)):
        return _element(snapshot, declaration.keyword.span.start), leaf.span
    return _NOTHING


def _imported_files(snapshot: DocumentSnapshot, declaration: ImportDecl) -> str:
    """List the files that an import means, with their titles."""
    module = snapshot.analysis.module(snapshot.source)
    imported = module.imports.get(declaration.keyword.span.start, ()) if module else ()
    lines = [
        f"- `{file.document.source.name}`{_title(file.document)}"
        for file in imported[:_MAX_LISTED_FILES]
    ]
    if len(imported) > _MAX_LISTED_FILES:
        lines.append(f"- and {len(imported) - _MAX_LISTED_FILES} more")
    noun = "file" if len(imported) == 1 else "files"
    return "\n".join((f"Imports {len(imported)} {noun}:\n", *lines)) if lines else ""


def _title(document: Document) -> str:
    """Return the title of a map for a list, empty if it has none."""
    header = next((item for item in document.items if isinstance(item, MapDecl)), None)
    if header is None or header.title is None or not header.title.raw:
        return ""
    return f": {escape_markdown(unquote(header.title.raw))}"


def _element(snapshot: DocumentSnapshot, start: int) -> str:
    """Return a description of the element whose declaration begins at an offset."""
    id_ = snapshot.analysis.occurrences.element_id(snapshot.source, start)
    return markup.element_markdown(snapshot.analysis, id_) if id_ else ""


def _arrow(snapshot: DocumentSnapshot, arrow: Arrow) -> tuple[str, Span | None]:
    """Describe the inferences from one statement to another, for the arrow between their ids."""
    analysis = snapshot.analysis
    module = analysis.module(snapshot.source)
    if module is None:
        return _NOTHING
    scope = analysis.resolution.scope
    premise = scope.find(module, arrow.premise.text)
    conclusion = scope.find(module, arrow.conclusion.text)
    inferences = analysis.map.inferences_to.get(conclusion or "", ())
    descriptions = [
        markup.inference_markdown(analysis, inference)
        for inference in inferences
        if premise in inference.premises
    ]
    return "\n\n---\n\n".join(descriptions), arrow.span


def _attribute(attribute: Attribute, node: NodeAtOffset) -> tuple[str, Span | None]:
    """Describe the name or a value of an attribute."""
    name = attribute.name.text
    if node.leaf is attribute.name:
        spec = ATTRIBUTES.get(name)
        if spec is None and not name.startswith("x-"):
            return _NOTHING
        docs = markup.attribute_docs(spec) if spec else "Custom attribute; argmap keeps its value."
        return f"**{name}**\n\n{docs}", attribute.name.span
    if isinstance(node.leaf, Value):
        value = node.leaf.text
        if node.leaf.kind == "TEXT":
            value = unquote(value)
        keyword = node.declaration.keyword.text if node.declaration else ""
        return markup.value_docs(name, value, keyword), node.leaf.span
    return _NOTHING


def _citation(snapshot: DocumentSnapshot, citation: CitationDecl) -> tuple[str, Span | None]:
    """Describe the source of a citation."""
    occurrences = snapshot.analysis.occurrences
    start = citation.reference.span.start
    occurrence = occurrences.at_offset(snapshot.source, start + 1)  # after the `@`
    if occurrence is None:
        return _NOTHING
    end = (citation.quotation or citation.reference).span.end
    return markup.element_markdown(snapshot.analysis, occurrence.target), Span(start, end)
