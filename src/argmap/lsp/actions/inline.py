"""Replacement of an import by the content of the file, which is deleted."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.editing import RefusedEdit, inline
from argmap.lsp.actions import CodeActionContext


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that inlines the imported file, if nothing else imports it."""
    imported = context.imported
    if imported is None or imported.path is None:
        return
    if not context.server.can_change_files(types.ResourceOperationKind.Delete):
        return
    maps = [analysis.occurrences for analysis in imported.analyses]
    try:
        refactoring = inline(maps, imported.source)
    except RefusedEdit:
        return
    yield types.CodeAction(
        title=f"inline {imported.path.name}",
        kind=types.CodeActionKind.RefactorInline,
        edit=context.server.refactoring_edit(refactoring, imported),
    )
