"""From a name to where it is declared, and to all places where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from argmap.lsp.documents import uri_of
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot
from argmap.lsp.syntax_lookup import node_at
from argmap.syntax.tree import ImportDecl
from argmap.text import Location


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> list[types.Location] | None:
        view, offset = await _looked(server, params.text_document.uri, params.position)
        if view is None:
            return None
        imported = _imported(view, offset)
        if imported is not None:
            return [imported]
        target = _target(view, offset)
        if target is None:
            return None
        return [server.place(each, view) for each in _unique(_declared(view, target))]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        view, offset = await _looked(server, params.text_document.uri, params.position)
        target = _target(view, offset) if view else None
        if view is None or target is None:
            return None
        wanted = _uses(view, target, declared=params.context.include_declaration)
        return [server.place(each, view) for each in _unique(wanted)]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlight(
        params: types.DocumentHighlightParams,
    ) -> list[types.DocumentHighlight] | None:
        view, offset = await _looked(server, params.text_document.uri, params.position)
        target = _target(view, offset) if view else None
        if view is None or target is None:
            return None
        kinds = (types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write)
        return [
            types.DocumentHighlight(server.positions.of(each.location), kinds[each.is_declaration])
            for each in view.analysis.names.of(target)
            if each.location.source is view.source
        ]


async def _looked(
    server: ArgmapServer, uri: str, position: types.Position
) -> tuple[DocumentSnapshot | None, int]:
    view = await server.view(uri)
    return view, server.positions.offset(view.source, position) if view else 0


def _target(view: DocumentSnapshot, offset: int) -> str | None:
    """Return what the name at a place means; in a statement's own head, the statement."""
    names = view.analysis.names
    occurrence = names.at(view.source, offset)
    if occurrence is not None:
        return occurrence.target
    place = node_at(view.document, offset)
    if place.declaration is None or place.attribute is not None or place.part is None:
        return None
    return names.element_at(view.source, place.declaration.keyword.span.start)


def _declared(view: DocumentSnapshot, target: str) -> Iterator[Location]:
    for analysis in view.analyses:
        found = [each.location for each in analysis.names.of(target) if each.is_declaration]
        head = analysis.place(target)
        yield from found or ([head] if head else [])


def _uses(view: DocumentSnapshot, target: str, *, declared: bool) -> Iterator[Location]:
    for analysis in view.analyses:
        for each in analysis.names.of(target):
            if declared or not each.is_declaration:
                yield each.location


def _unique(locations: Iterable[Location]) -> list[Location]:
    found = {(each.source.name, each.span): each for each in locations}
    return list(found.values())


def _imported(view: DocumentSnapshot, offset: int) -> types.Location | None:
    """Return the file that an import names, when that is what is pointed at."""
    declaration = node_at(view.document, offset).declaration
    if not isinstance(declaration, ImportDecl) or declaration.title is None:
        return None
    if not declaration.title.span.start <= offset <= declaration.title.span.end:
        return None
    module = view.analysis.module(view.source)
    imported = module.imports.get(declaration.keyword.span.start) if module else None
    if imported is None or imported.path is None:
        return None
    start = types.Position(0, 0)
    return types.Location(uri_of(imported.path), types.Range(start, start))
