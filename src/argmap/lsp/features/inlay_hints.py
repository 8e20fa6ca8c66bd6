"""Inlay hints: answers of questions, statuses other than accepted, and strengths on request."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp import markup
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot, MapAnalysis
from argmap.model import Sentence, Statement, Status
from argmap.model.statement import display_name
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
        return [
            types.InlayHint(
                server.positions.position(snapshot.source, sentence.location.span.end),
                label,
                kind=types.InlayHintKind.Type,
                tooltip=tooltip or None,
                padding_left=True,
            )
            for sentence, label, tooltip in _hints(server, snapshot)
            if _overlap(sentence.location.span, requested)
        ]


def _hints(server: ArgmapServer, snapshot: DocumentSnapshot) -> Iterator[tuple[Sentence, str, str]]:
    """Yield the sentences of a file that have a hint, each with its hint and its tooltip."""
    analysis = snapshot.analysis
    for statement in analysis.map.statements.values():
        if statement.location.source is snapshot.source:
            label = _label(server, analysis, statement)
            if label:
                yield statement, label, "\n".join(analysis.explain(statement.id))
    for question in analysis.map.questions.values():
        if question.location.source is snapshot.source and server.settings.hints:
            statuses = (
                f"{display_name(analysis.map.statements[option])}: "
                f"{analysis.evaluation.status(option).value}"
                for option in question.options
            )
            yield question, markup.answer(analysis, question), "\n".join(statuses)


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
