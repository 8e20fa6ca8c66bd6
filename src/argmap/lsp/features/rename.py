"""Another name for an element, in all files of its maps."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.occurrences import Occurrence
from argmap.lsp.server import ArgmapServer, RequestFailed
from argmap.lsp.session import DocumentSnapshot
from argmap.model.identifiers import is_id, normalize_id
from argmap.syntax.grammar import keywords


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        occurrence = _at(server, view, params.position)
        if occurrence is None:
            return None
        location = occurrence.location
        return types.PrepareRenamePlaceholder(server.positions.of(location), location.text)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        occurrence = _at(server, view, params.position)
        if occurrence is None:
            return None
        name = params.new_name.strip()
        _refuse(view, occurrence, name)
        changes: dict[str, dict[tuple[int, int], types.TextEdit]] = {}
        for analysis in view.analyses:
            for each in analysis.names.of(occurrence.target):
                uri = server.uri(each.location, view)
                edit = types.TextEdit(server.positions.of(each.location), name)
                changes.setdefault(uri, {})[each.location.span] = edit
        return server.edit({uri: list(edits.values()) for uri, edits in changes.items()})


def _at(
    server: ArgmapServer, view: DocumentSnapshot, position: types.Position
) -> Occurrence | None:
    offset = server.positions.offset(view.source, position)
    found = view.analysis.names.at(view.source, offset)
    if found is None or not any(
        each.is_declaration for each in view.analysis.names.of(found.target)
    ):
        return None  # no name, or one that a whole file goes by
    return found


def _refuse(view: DocumentSnapshot, occurrence: Occurrence, name: str) -> None:
    """Refuse a name that is not an id, or that already has a meaning where the element is named.

    A use with the name of an import before it (``energy.hub``) can only mean an element of that
    file, so the names of its own file do not matter.

    Raises:
        Refused: when the element cannot have the name.
    """
    if not is_id(name):
        raise RequestFailed(
            f"`{name}` is no id: a letter or `_`, then letters, digits, `_` and `-`"
        )
    if name in keywords():
        raise RequestFailed(f"`{name}` is a word of the language, and no id")
    if normalize_id(name) == normalize_id(occurrence.location.text):
        return
    for analysis in view.analyses:
        resolution = analysis.resolution
        for each in analysis.names.of(occurrence.target):
            module = analysis.module(each.location.source)
            if module is None or each.is_qualified:
                continue
            full = module.prefix + normalize_id(name) if each.is_declaration else None
            is_taken = (full is not None and full in resolution.scope.kinds) or (
                resolution.scope.find(module, name) is not None
                or module.alias(normalize_id(name)) is not None
            )
            if is_taken:
                raise RequestFailed(f"there is a `{name}` already in {module.document.source.name}")
