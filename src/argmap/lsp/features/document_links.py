"""Document links: imported files, web addresses, and source texts inside the project."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.config import find_root
from argmap.lsp.documents import uri_of
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.syntax_lookup import declarations
from argmap.sources.loader import TextUnavailable, resolve_text_path
from argmap.syntax import unquote
from argmap.syntax.tree import Attribute, ImportDecl, SourceDecl, Value
from argmap.text import Span

_URL_SCHEMES = ("http://", "https://", "mailto:")


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def document_links(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        return [
            types.DocumentLink(
                server.positions.range(snapshot.source, _without_quotes(span)), target
            )
            for span, target in _links(snapshot)
        ]


def _without_quotes(span: Span) -> Span:
    return Span(span.start + 1, max(span.end - 1, span.start + 1))


def _links(snapshot: DocumentSnapshot) -> Iterator[tuple[Span, str]]:
    """Yield the quoted strings that are links, with their targets."""
    module = snapshot.analysis.module(snapshot.source)
    for declaration, _ in declarations(snapshot.document):
        if isinstance(declaration, ImportDecl):
            imported = module.imports.get(declaration.keyword.span.start, ()) if module else ()
            if declaration.title is not None and len(imported) == 1 and imported[0].path:
                yield declaration.title.span, uri_of(imported[0].path)
            continue
        is_source = isinstance(declaration, SourceDecl)
        for item in declaration.block.items if declaration.block else ():
            if isinstance(item, Attribute) and item.values:
                value = item.values[0]
                if isinstance(value, Value) and value.kind == "TEXT":
                    target = _target(snapshot, item.name.text, value, is_source=is_source)
                    if target:
                        yield value.span, target


def _target(
    snapshot: DocumentSnapshot, attribute: str, value: Value, *, is_source: bool
) -> str | None:
    """Return the URI that an attribute's value links to, if it is a link."""
    text = unquote(value.text)
    if attribute == "url" and text.lower().startswith(_URL_SCHEMES):
        return text
    if attribute == "doi" and is_source and text.startswith("10."):
        return f"https://doi.org/{text}"
    if attribute == "text" and is_source and snapshot.path is not None:
        folder = snapshot.path.parent
        path = resolve_text_path(text, folder, find_root(folder))
        if not isinstance(path, TextUnavailable) and path.is_file():
            return uri_of(path)
    return None
