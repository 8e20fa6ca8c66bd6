"""Rename of an element in all files of its maps."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.occurrences import Occurrence
from argmap.lsp.server import ArgmapServer, RequestFailed
from argmap.lsp.session import DocumentSnapshot, MapAnalysis
from argmap.model.attributes import NO_THESIS, OPEN_QUESTION
from argmap.model.identifiers import is_id, normalize_id
from argmap.syntax.grammar import keywords


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        occurrence = _renamable_at(server, snapshot, params.position)
        if occurrence is None:
            return None
        location = occurrence.location
        range_ = server.positions.location_range(location)
        return types.PrepareRenamePlaceholder(range_, location.text)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        occurrence = _renamable_at(server, snapshot, params.position)
        if occurrence is None:
            return None
        name = params.new_name.strip()
        _require_valid(snapshot, occurrence, name)
        changes: dict[str, dict[tuple[int, int], types.TextEdit]] = {}
        for analysis in snapshot.analyses:
            for use in analysis.occurrences.of_target(occurrence.target):
                uri = server.uri(use.location, snapshot)
                edit = types.TextEdit(server.positions.location_range(use.location), name)
                changes.setdefault(uri, {})[use.location.span] = edit
        return server.workspace_edit({uri: list(edits.values()) for uri, edits in changes.items()})


def _renamable_at(
    server: ArgmapServer, snapshot: DocumentSnapshot, position: types.Position
) -> Occurrence | None:
    """Return the name at a position, if it is declared somewhere."""
    occurrences = snapshot.analysis.occurrences
    offset = server.positions.offset(snapshot.source, position)
    occurrence = occurrences.at_offset(snapshot.source, offset)
    if occurrence is None:
        return None
    is_declared = any(use.is_declaration for use in occurrences.of_target(occurrence.target))
    return occurrence if is_declared else None


def _is_special(analysis: MapAnalysis, target: str, name: str) -> bool:
    """Return whether a map has `thesis: none` or `expect: open`, and would refer to ``target``."""
    argument_map = analysis.map
    if target not in argument_map.statements:
        return False
    questions = argument_map.questions_of.get(target, ())
    return (name == NO_THESIS and argument_map.is_neutral) or (
        name == OPEN_QUESTION and any(question.expects_open for question in questions)
    )


def _require_valid(snapshot: DocumentSnapshot, occurrence: Occurrence, name: str) -> None:
    """Check that a new name is an id and not in use in any file that refers to the element.

    Qualified uses (``energy.hub``) are not checked: they can only refer to an element of the
    imported file, so the names in their own file do not matter.

    Raises:
        RequestFailed: If the element cannot have the name.
    """
    if not is_id(name):
        raise RequestFailed(
            f"`{name}` is not a valid id; use a letter or `_`, then letters, digits, `_` and `-`"
        )
    if name in keywords():
        raise RequestFailed(f"`{name}` is a keyword; choose another id")
    if normalize_id(name) == normalize_id(occurrence.location.text):
        return
    if any(_is_special(analysis, occurrence.target, name) for analysis in snapshot.analyses):
        raise RequestFailed(f"`{name}` has another meaning in this map; choose another id")
    for analysis in snapshot.analyses:
        scope = analysis.resolution.scope
        for use in analysis.occurrences.of_target(occurrence.target):
            module = analysis.module(use.location.source)
            if module is None or use.is_qualified:
                continue
            is_taken = (
                (use.is_declaration and module.prefix + normalize_id(name) in scope.kinds)
                or scope.find(module, name) is not None
                or module.aliased_module(normalize_id(name)) is not None
            )
            if is_taken:
                raise RequestFailed(
                    f"`{name}` already exists in {module.document.source.name}; choose another id"
                )
