"""What can be opened from a file: imports, addresses, and sources' texts inside the project."""

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

_OPENED = ("http://", "https://", "mailto:")


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def link(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        return [
            types.DocumentLink(server.positions.range(view.source, _inside(span)), target)
            for span, target in _links(view)
        ]


def _inside(quoted: Span) -> Span:
    return Span(quoted.start + 1, max(quoted.end - 1, quoted.start + 1))


def _links(view: DocumentSnapshot) -> Iterator[tuple[Span, str]]:
    module = view.analysis.module(view.source)
    for each, _ in declarations(view.document):
        if isinstance(each, ImportDecl):
            imported = module.imports.get(each.keyword.span.start) if module else None
            if imported is not None and imported.path is not None and each.title is not None:
                yield each.title.span, uri_of(imported.path)
            continue
        for item in each.block.items if each.block else ():
            if isinstance(item, Attribute) and item.values:
                value = item.values[0]
                if isinstance(value, Value) and value.kind == "TEXT":
                    target = _target(
                        view, item.name.text, value, is_source=isinstance(each, SourceDecl)
                    )
                    if target:
                        yield value.span, target


def _target(view: DocumentSnapshot, name: str, value: Value, *, is_source: bool) -> str | None:
    written = unquote(value.text)
    if name == "url" and written.lower().startswith(_OPENED):
        return written
    if name == "doi" and is_source and written.startswith("10."):
        return f"https://doi.org/{written}"
    if name == "text" and is_source and view.path is not None:
        found = resolve_text_path(written, view.path.parent, find_root(view.path.parent))
        if not isinstance(found, TextUnavailable) and found.is_file():
            return uri_of(found)
    return None
