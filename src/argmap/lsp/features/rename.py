"""Rename of an element in all files of its maps."""

from __future__ import annotations

from lsprotocol import types

from argmap.editing import Occurrence, RefusedEdit, rename
from argmap.lsp.server import ArgmapServer, RequestFailed
from argmap.lsp.session import DocumentSnapshot


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        occurrence = _occurrence_at(server, snapshot, params.position)
        if occurrence is None or _declaration(snapshot, occurrence) is None:
            return None
        location = occurrence.location
        range_ = server.positions.location_range(location)
        return types.PrepareRenamePlaceholder(range_, location.text)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def rename_at(params: types.RenameParams) -> types.WorkspaceEdit | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        occurrence = _occurrence_at(server, snapshot, params.position)
        declaration = occurrence and _declaration(snapshot, occurrence)
        if declaration is None:
            return None
        maps = [analysis.occurrences for analysis in snapshot.analyses]
        try:
            refactoring = rename(maps, declaration, params.new_name.strip())
        except RefusedEdit as error:
            raise RequestFailed(str(error)) from error
        return server.refactoring_edit(refactoring, snapshot)


def _occurrence_at(
    server: ArgmapServer, snapshot: DocumentSnapshot, position: types.Position
) -> Occurrence | None:
    """Return the name at a position."""
    offset = server.positions.offset(snapshot.source, position)
    return snapshot.analysis.occurrences.at_offset(snapshot.source, offset)


def _declaration(snapshot: DocumentSnapshot, occurrence: Occurrence) -> Occurrence | None:
    """Return the declaration that a name refers to, if there is one."""
    return snapshot.analysis.occurrences.declaration_of(occurrence.target)
