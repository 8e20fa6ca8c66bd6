"""Document symbols (the outline of a file), and workspace symbols by id and text."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.documents import uri_of
from argmap.lsp.markup import shortened
from argmap.lsp.server import ArgmapServer
from argmap.lsp.syntax_lookup import declarations, label_of
from argmap.syntax import Document, unquote
from argmap.syntax.tree import Declaration

_KINDS = {
    "map": types.SymbolKind.Module,
    "source": types.SymbolKind.File,
    "import": types.SymbolKind.Package,
    "section": types.SymbolKind.Namespace,
    "question": types.SymbolKind.Enum,
    "claim": types.SymbolKind.Function,
    "evidence": types.SymbolKind.Constant,
    "assumption": types.SymbolKind.Variable,
    "counterpoint": types.SymbolKind.Event,
    "concession": types.SymbolKind.Event,
    "context": types.SymbolKind.Property,
    "reason": types.SymbolKind.Operator,
    "objection": types.SymbolKind.Operator,
}
_MAX_DEPTH = 60
"""Number of nested levels; deeper declarations are listed in the last one."""

_MAX_WORKSPACE_SYMBOLS = 500
_MAX_DETAIL_LENGTH = 120


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def document_symbols(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        uri = params.text_document.uri
        document = await server.document(uri)
        if document is None:
            return None
        capability = "text_document.document_symbol.hierarchical_document_symbol_support"
        if server.has_capability(capability):
            return _tree(server, document)
        return [
            _symbol(server, uri, document, declaration) for declaration, _ in declarations(document)
        ]

    @server.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbols(
        params: types.WorkspaceSymbolParams,
    ) -> list[types.SymbolInformation]:
        folders = server.folders
        files = await server.run_in_session(
            lambda session, open_documents: session.files(open_documents, folders)
        )
        open_uris = server.documents.uris_by_path()
        query = params.query.casefold()
        symbols: list[types.SymbolInformation] = []
        for path, document in files:
            for declaration, _ in declarations(document):
                id_ = declaration.id.text if declaration.id else ""
                words = (id_, label_of(declaration), _text(declaration))
                if query in (" ".join(filter(None, words)) or _name(declaration)).casefold():
                    uri = open_uris.get(path) or uri_of(path)
                    symbols.append(_symbol(server, uri, document, declaration))
                    if len(symbols) >= _MAX_WORKSPACE_SYMBOLS:
                        return symbols
        return symbols


def _tree(server: ArgmapServer, document: Document) -> list[types.DocumentSymbol]:
    """Return the declarations of a file as nested symbols."""
    positions, source = server.positions, document.source
    top_level: list[types.DocumentSymbol] = []
    levels: list[list[types.DocumentSymbol]] = [top_level]
    for declaration, nesting_depth in declarations(document):
        depth = min(nesting_depth, _MAX_DEPTH)
        keyword, id_ = declaration.keyword, declaration.id
        children: list[types.DocumentSymbol] = []
        symbol = types.DocumentSymbol(
            name=_name(declaration),
            detail=_detail(declaration) if id_ else keyword.text,
            kind=_KINDS[keyword.text],
            range=positions.range(source, declaration.span),
            selection_range=positions.range(source, (id_ or keyword).span),
            children=children,
        )
        levels[depth].append(symbol)
        levels[depth + 1 :] = [children]
    return top_level


def _symbol(
    server: ArgmapServer, uri: str, document: Document, declaration: Declaration
) -> types.SymbolInformation:
    """Return a declaration as a symbol of a flat list."""
    id_, title = declaration.id, label_of(declaration) or _text(declaration)
    return types.SymbolInformation(
        location=types.Location(uri, server.positions.range(document.source, declaration.head)),
        name=f"{id_.text}: {shortened(title)}" if id_ and title else _name(declaration),
        kind=_KINDS[declaration.keyword.text],
        container_name=declaration.keyword.text,
    )


def _name(declaration: Declaration) -> str:
    """Return the id of a declaration, or else its label, its text or its keyword."""
    if declaration.id:
        return declaration.id.text
    title = label_of(declaration) or _text(declaration)
    return shortened(title) or declaration.keyword.text


def _detail(declaration: Declaration) -> str:
    """Return the label and the text of a declaration."""
    words = (label_of(declaration), _text(declaration))
    return shortened(" – ".join(filter(None, words)), _MAX_DETAIL_LENGTH)


def _text(declaration: Declaration) -> str:
    title = declaration.title
    return unquote(title.raw) if title and title.raw else ""
