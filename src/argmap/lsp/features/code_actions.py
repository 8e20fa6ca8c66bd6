"""What can be done at a place: fixes of findings, and changes of form (`argmap.lsp.actions`)."""

from __future__ import annotations

from importlib import import_module

from lsprotocol import types

from argmap._plugins import module_names
from argmap.lsp import actions
from argmap.lsp.actions import CodeActionContext, fix_all
from argmap.lsp.diagnostic_converter import DiagnosticConverter
from argmap.lsp.documents import uri_of
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import CheckedFiles, DocumentSnapshot, OpenDocuments, Session
from argmap.text import SourceText

_KINDS = [
    types.CodeActionKind.QuickFix,
    types.CodeActionKind.RefactorRewrite,
    types.CodeActionKind.RefactorExtract,
    fix_all.KIND,
]
"""In the order in which they are offered: what mends one finding goes before what mends all."""


def register(server: ArgmapServer) -> None:
    proposers = [
        import_module(f"{actions.__name__}.{name}") for name in module_names(actions.__path__)
    ]

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=_KINDS)
    )
    async def propose(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        uri = params.text_document.uri

        # It takes several checks: not with every move of the cursor.
        is_automatic = params.context.trigger_kind is types.CodeActionTriggerKind.Automatic
        only = params.context.only
        is_fixing = _is_kind_wanted(fix_all.KIND, only) and bool(only or not is_automatic)

        def work(
            session: Session, opened: OpenDocuments
        ) -> tuple[DocumentSnapshot, CheckedFiles, SourceText | None] | None:
            view, found = session.view(opened, uri), session.diagnostics(opened, uri)
            if view is None or found is None:
                return None
            return view, found, session.fixed(opened, uri) if is_fixing else None

        looked = await server.at_desk(work)
        if looked is None:
            return None
        request = _request(server, params, *looked)
        found = [action for proposer in proposers for action in proposer.propose(request)]
        wanted = [action for action in found if _is_wanted(action, params.context.only)]
        return sorted(wanted, key=lambda action: (_place(action), not action.is_preferred))


def _request(
    server: ArgmapServer,
    params: types.CodeActionParams,
    view: DocumentSnapshot,
    found: CheckedFiles,
    fixed: SourceText | None,
) -> CodeActionContext:
    opened = {each.path: each.uri for each in server.buffers.revisions.values() if each.path}
    uris = {
        id(source): (opened.get(path) or uri_of(path)) if path else view.uri
        for path, source in found.files
    }
    return CodeActionContext(
        server,
        view,
        server.positions.span(view.source, params.range),
        found,
        DiagnosticConverter(server, uris),
        tuple(params.context.diagnostics),
        fixed,
    )


def _place(action: types.CodeAction) -> int:
    kind = str(getattr(action.kind, "value", action.kind))
    return [str(getattr(each, "value", each)) for each in _KINDS].index(kind)


def _is_wanted(action: types.CodeAction, only: object) -> bool:
    return _is_kind_wanted(str(getattr(action.kind, "value", action.kind)), only)


def _is_kind_wanted(kind: str, only: object) -> bool:
    """Whether a kind is among those asked for: a kind includes those below it."""
    if not isinstance(only, (list, tuple)) or not only:
        return True
    kinds = [str(getattr(each, "value", each)) for each in only]
    return any(kind == each or kind.startswith(f"{each}.") for each in kinds)
