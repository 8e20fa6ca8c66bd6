"""Code actions: fixes of diagnostics, and refactorings (`argmap.lsp.actions`)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from lsprotocol import types

from argmap._plugins import module_names
from argmap.lsp import actions
from argmap.lsp.actions import CodeActionContext, fix_all
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import OpenDocuments, Session

_KINDS = [
    types.CodeActionKind.QuickFix.value,
    types.CodeActionKind.RefactorRewrite.value,
    types.CodeActionKind.RefactorExtract.value,
    types.CodeActionKind.RefactorInline.value,
    fix_all.KIND,
]
"""The kinds of actions in the order of the menu: the fix of one diagnostic before that of all."""


def register(server: ArgmapServer) -> None:
    providers = [
        import_module(f"{actions.__name__}.{name}") for name in module_names(actions.__path__)
    ]

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=_KINDS)
    )
    async def code_actions(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        uri = params.text_document.uri

        # Fixing everything takes several checks, too slow for each move of the cursor.
        is_automatic = params.context.trigger_kind is types.CodeActionTriggerKind.Automatic
        only = params.context.only
        needs_fixes = _is_requested(types.CodeActionKind.QuickFix.value, only)
        needs_fixed_source = _is_requested(fix_all.KIND, only) and bool(only or not is_automatic)

        def job(session: Session, open_documents: OpenDocuments) -> CodeActionContext | None:
            snapshot = session.snapshot(open_documents, uri)
            checked = session.diagnostics(open_documents, uri)
            if snapshot is None or checked is None:
                return None
            selection = server.positions.span(snapshot.source, params.range)
            return CodeActionContext(
                server,
                snapshot,
                selection,
                checked,
                tuple(params.context.diagnostics),
                session.safe_fixes(open_documents, uri, selection) if needs_fixes else (),
                session.fixed_source(open_documents, uri) if needs_fixed_source else None,
                session.imported_snapshot(open_documents, snapshot, selection.start),
            )

        context = await server.run_in_session(job)
        if context is None:
            return None
        available = [action for provider in providers for action in provider.provide(context)]
        requested = [action for action in available if _is_requested(_kind(action.kind), only)]
        return sorted(requested, key=_rank)


def _rank(action: types.CodeAction) -> tuple[int, bool]:
    """Return the sort key of an action: by kind, preferred actions first."""
    return _KINDS.index(_kind(action.kind)), not action.is_preferred


def _kind(kind: Any) -> str:
    """Return the name of a kind, which may be an enumeration member or a string."""
    return str(getattr(kind, "value", kind))


def _is_requested(kind: str, only: object) -> bool:
    """Return whether a client asked for a kind or for one that includes it.

    ``refactor`` includes ``refactor.extract``; without a list, all kinds are requested.
    """
    if not isinstance(only, (list, tuple)) or not only:
        return True
    requested = map(_kind, only)
    return any(kind == parent or kind.startswith(f"{parent}.") for parent in requested)
