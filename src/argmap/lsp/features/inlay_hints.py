"""Inlay hints: the status of statements that are not accepted, and strengths on request."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import MapAnalysis
from argmap.model import Statement, Status
from argmap.text import Span


def register(server: ArgmapServer) -> None:
    def refresh_hints() -> None:
        if server.has_capability("workspace.inlay_hint.refresh_support"):
            server.workspace_inlay_hint_refresh(None)

    server.on_refresh(refresh_hints)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def inlay_hints(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        if not (server.settings.hints or server.settings.strengths):
            return []
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        requested = server.positions.span(snapshot.source, params.range)
        statements = [
            statement
            for statement in snapshot.analysis.map.statements.values()
            if statement.location.source is snapshot.source
            and _overlap(statement.location.span, requested)
        ]
        return [
            types.InlayHint(
                server.positions.position(snapshot.source, statement.location.span.end),
                label,
                kind=types.InlayHintKind.Type,
                tooltip="\n".join(snapshot.analysis.explain(statement.id)),
                padding_left=True,
            )
            for statement in statements
            if (label := _label(server, snapshot.analysis, statement))
        ]


def _label(server: ArgmapServer, analysis: MapAnalysis, statement: Statement) -> str:
    """Return the text of a statement's hint; empty if it has none."""
    parts = []
    status = analysis.evaluation.status(statement.id)
    if server.settings.hints and status is not Status.ACCEPTED:
        parts.append(status.value)
    if server.settings.strengths:
        strength = analysis.strengths.statements.get(statement.id)
        parts.append("–" if strength is None else f"{strength:.2f}")
    return ", ".join(parts)


def _overlap(span: Span, other: Span) -> bool:
    return span.start <= other.end and other.start <= span.end
