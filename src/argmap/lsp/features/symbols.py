"""The outline of a file, and all elements of a workspace by their names and texts."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.documents import uri_of
from argmap.lsp.markup import shortened
from argmap.lsp.server import ArgmapServer
from argmap.lsp.syntax_lookup import declarations
from argmap.syntax import Document, unquote
from argmap.syntax.tree import Declaration

_KINDS = {
    "map": types.SymbolKind.Module,
    "source": types.SymbolKind.File,
    "import": types.SymbolKind.Package,
    "section": types.SymbolKind.Namespace,
    "claim": types.SymbolKind.Function,
    "evidence": types.SymbolKind.Constant,
    "assumption": types.SymbolKind.Variable,
    "counterpoint": types.SymbolKind.Event,
    "reason": types.SymbolKind.Operator,
    "objection": types.SymbolKind.Operator,
}
_DEEPEST = 60
"""Levels of an outline that are nested; what stands deeper is listed in the last of them."""
_MOST = 500


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        uri = params.text_document.uri
        document = await server.document(uri)
        if document is None:
            return None
        if server.can("text_document.document_symbol.hierarchical_document_symbol_support"):
            return _nested(server, document)
        return [_flat(server, uri, document, each) for each, _ in declarations(document)]

    @server.feature(types.WORKSPACE_SYMBOL)
    async def everywhere(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        folders = server.folders
        files = await server.at_desk(lambda session, opened: session.files(opened, folders))
        opened = {each.path: each.uri for each in server.buffers.revisions.values()}
        query = params.query.casefold()
        found: list[types.SymbolInformation] = []
        for path, document in files:
            for each, _ in declarations(document):
                if query in f"{_name(each)} {_text(each)}".casefold():
                    uri = opened.get(path) or uri_of(path)
                    found.append(_flat(server, uri, document, each))
                    if len(found) >= _MOST:
                        return found
        return found


def _nested(server: ArgmapServer, document: Document) -> list[types.DocumentSymbol]:
    top: list[types.DocumentSymbol] = []
    levels: list[list[types.DocumentSymbol]] = [top]
    for each, its_depth in declarations(document):
        depth = min(its_depth, _DEEPEST)
        children: list[types.DocumentSymbol] = []
        positions, source = server.positions, document.source
        symbol = types.DocumentSymbol(
            name=_name(each),
            detail=shortened(_text(each), 120) if each.id else each.keyword.text,
            kind=_KINDS[each.keyword.text],
            range=positions.range(source, each.span),
            selection_range=positions.range(source, (each.id or each.keyword).span),
            children=children,
        )
        levels[depth].append(symbol)
        levels[depth + 1 :] = [children]
    return top


def _flat(
    server: ArgmapServer, uri: str, document: Document, each: Declaration
) -> types.SymbolInformation:
    text = _text(each)
    name = f"{each.id.text}: {shortened(text)}" if each.id and text else _name(each)
    return types.SymbolInformation(
        location=types.Location(uri, server.positions.range(document.source, each.head)),
        name=name,
        kind=_KINDS[each.keyword.text],
        container_name=each.keyword.text,
    )


def _name(each: Declaration) -> str:
    return each.id.text if each.id else shortened(_text(each)) or each.keyword.text


def _text(each: Declaration) -> str:
    return unquote(each.title.raw) if each.title and each.title.raw else ""
