"""Verdicts behind statements that do not simply stand, and strengths where they are wanted."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import MapAnalysis
from argmap.model import Statement, Status
from argmap.text import Span


def register(server: ArgmapServer) -> None:
    def ask_again() -> None:
        if server.can("workspace.inlay_hint.refresh_support"):
            server.workspace_inlay_hint_refresh(None)

    server.when_refreshed.append(ask_again)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hint(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        if not (server.settings.hints or server.settings.strengths):
            return []
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        wanted = server.positions.span(view.source, params.range)
        return [
            types.InlayHint(
                server.positions.position(view.source, statement.location.span.end),
                said,
                kind=types.InlayHintKind.Type,
                tooltip="\n".join(view.analysis.why(statement.id)),
                padding_left=True,
            )
            for statement in view.analysis.map.statements.values()
            if statement.location.source is view.source
            and _overlap(statement.location.span, wanted)
            for said in _said(server, view.analysis, statement)
        ]


def _said(server: ArgmapServer, analysis: MapAnalysis, statement: Statement) -> Iterator[str]:
    words = []
    status = analysis.evaluation.status(statement.id)
    if server.settings.hints and status is not Status.ACCEPTED:
        words.append(status.value)
    if server.settings.strengths:
        strength = analysis.strengths.statements.get(statement.id)
        words.append("–" if strength is None else f"{strength:.2f}")
    if words:
        yield ", ".join(words)


def _overlap(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
