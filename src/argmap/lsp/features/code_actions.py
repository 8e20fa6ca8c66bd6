"""What can be done at a place: fixes of findings, and changes of form (`argmap.lsp.actions`)."""

from __future__ import annotations

from importlib import import_module

from lsprotocol import types

from argmap._presence import module_names
from argmap.lsp import actions
from argmap.lsp.buffers import address
from argmap.lsp.desk import Desk, Found, Open, View
from argmap.lsp.findings import Presenting
from argmap.lsp.proposing import Request
from argmap.lsp.server import ArgmapServer

_KINDS = [
    types.CodeActionKind.QuickFix,
    types.CodeActionKind.RefactorRewrite,
    types.CodeActionKind.RefactorExtract,
    "source.fixAll.argmap",
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

        def work(desk: Desk, opened: Open) -> tuple[View, Found] | None:
            view, found = desk.view(opened, uri), desk.findings(opened, uri)
            return None if view is None or found is None else (view, found)

        looked = await server.at_desk(work)
        if looked is None:
            return None
        request = _request(server, params, *looked)
        found = [action for proposer in proposers for action in proposer.propose(request)]
        wanted = [action for action in found if _is_wanted(action, params.context.only)]
        return sorted(wanted, key=lambda action: (_place(action), not action.is_preferred))


def _request(
    server: ArgmapServer, params: types.CodeActionParams, view: View, found: Found
) -> Request:
    opened = {each.path: each.uri for each in server.buffers.revisions.values() if each.path}
    uris = {
        id(source): (opened.get(path) or address(path)) if path else view.uri
        for path, source in found.files
    }
    return Request(
        server,
        view,
        server.positions.span(view.source, params.range),
        found,
        Presenting(server, uris),
        tuple(params.context.diagnostics),
    )


def _place(action: types.CodeAction) -> int:
    kind = str(getattr(action.kind, "value", action.kind))
    return [str(getattr(each, "value", each)) for each in _KINDS].index(kind)


def _is_wanted(action: types.CodeAction, only: object) -> bool:
    """Whether an action is of the kinds asked for: a kind stands for those below it too."""
    if not isinstance(only, (list, tuple)) or not only:
        return True
    kind = str(getattr(action.kind, "value", action.kind))
    kinds = [str(getattr(each, "value", each)) for each in only]
    return any(kind == each or kind.startswith(f"{each}.") for each in kinds)
