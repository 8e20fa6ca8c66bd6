"""Go to definition, find references, and highlight all uses of a name in a file."""

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
        snapshot, offset = await _snapshot_at(server, params)
        if snapshot is None:
            return None
        if imported := _imported_files(snapshot, offset):
            return imported
        target = _target(snapshot, offset)
        if target is None:
            return None
        locations = _unique(_declarations(snapshot, target))
        return [server.location(location, snapshot) for location in locations]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        snapshot, offset = await _snapshot_at(server, params)
        target = _target(snapshot, offset) if snapshot else None
        if snapshot is None or target is None:
            return None
        include_declaration = params.context.include_declaration
        locations = _unique(_uses(snapshot, target, include_declaration=include_declaration))
        return [server.location(location, snapshot) for location in locations]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlight(
        params: types.DocumentHighlightParams,
    ) -> list[types.DocumentHighlight] | None:
        snapshot, offset = await _snapshot_at(server, params)
        target = _target(snapshot, offset) if snapshot else None
        if snapshot is None or target is None:
            return None
        read, write = types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write
        return [
            types.DocumentHighlight(
                server.positions.location_range(occurrence.location),
                write if occurrence.is_declaration else read,
            )
            for occurrence in snapshot.analysis.occurrences.of_target(target)
            if occurrence.location.source is snapshot.source
        ]


async def _snapshot_at(
    server: ArgmapServer,
    params: types.DefinitionParams | types.ReferenceParams | types.DocumentHighlightParams,
) -> tuple[DocumentSnapshot | None, int]:
    """Return the file of a request and the offset in it."""
    snapshot = await server.snapshot(params.text_document.uri)
    return snapshot, server.positions.offset(snapshot.source, params.position) if snapshot else 0


def _target(snapshot: DocumentSnapshot, offset: int) -> str | None:
    """Return the target of the name at an offset, or the element whose head contains the offset."""
    occurrences = snapshot.analysis.occurrences
    occurrence = occurrences.at_offset(snapshot.source, offset)
    if occurrence is not None:
        return occurrence.target
    node = node_at(snapshot.document, offset)
    if node.declaration is None or node.attribute is not None or node.leaf is None:
        return None
    return occurrences.element_id(snapshot.source, node.declaration.keyword.span.start)


def _declarations(snapshot: DocumentSnapshot, target: str) -> Iterator[Location]:
    """Yield the ids that declare a target; for an element without an id, its declaration."""
    for analysis in snapshot.analyses:
        ids = [
            occurrence.location
            for occurrence in analysis.occurrences.of_target(target)
            if occurrence.is_declaration
        ]
        declaration = analysis.location(target)
        yield from ids or ([declaration] if declaration else [])


def _uses(
    snapshot: DocumentSnapshot, target: str, *, include_declaration: bool
) -> Iterator[Location]:
    for analysis in snapshot.analyses:
        for occurrence in analysis.occurrences.of_target(target):
            if include_declaration or not occurrence.is_declaration:
                yield occurrence.location


def _unique(locations: Iterable[Location]) -> list[Location]:
    by_span = {(location.source.name, location.span): location for location in locations}
    return list(by_span.values())


def _imported_files(snapshot: DocumentSnapshot, offset: int) -> list[types.Location]:
    """Return the start of each imported file, if the offset is in the path of an import."""
    declaration = node_at(snapshot.document, offset).declaration
    if not isinstance(declaration, ImportDecl) or declaration.title is None:
        return []
    if not declaration.title.span.start <= offset <= declaration.title.span.end:
        return []
    module = snapshot.analysis.module(snapshot.source)
    imported = module.imports.get(declaration.keyword.span.start, ()) if module else ()
    start = types.Position(0, 0)
    return [
        types.Location(uri_of(file.path), types.Range(start, start))
        for file in imported
        if file.path is not None
    ]
