"""A part of a map into a file of its own, that is imported where it stood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.documents import uri_of
from argmap.model.identifiers import id_words
from argmap.resolve import MAP_SUFFIX
from argmap.syntax import unquote
from argmap.syntax.tree import Declaration, SectionDecl, StatementDecl
from argmap.text import Span


def propose(request: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action for the sections and statements at the top level that are selected.

    Their ids stay what they are, as the file is imported without a name.
    """
    can = request.server.can
    operations = request.server.client_capabilities
    if not can("workspace.workspace_edit.document_changes") or request.view.path is None:
        return
    kinds = getattr(
        getattr(operations.workspace, "workspace_edit", None), "resource_operations", None
    )
    if types.ResourceOperationKind.Create not in (kinds or ()):
        return
    chosen = _chosen(request)
    if not chosen:
        return
    path = _path(request.view.path, chosen[0])
    yield types.CodeAction(
        title=f"extract to {path.name}",
        kind=types.CodeActionKind.RefactorExtract,
        edit=_moved(request, Span(chosen[0].span.start, chosen[-1].span.end), path),
    )


def _chosen(request: CodeActionContext) -> list[SectionDecl | StatementDecl]:
    span = request.span
    touched = [
        item
        for item in request.view.document.items
        if item.span.start <= span.end and span.start <= item.span.end
    ]
    chosen = [item for item in touched if isinstance(item, (SectionDecl, StatementDecl))]
    if len(chosen) != len(touched):
        return []
    if span.start == span.end:
        return [each for each in chosen if span.start <= each.head.end][:1]
    is_whole = chosen and span.start <= chosen[0].head.end and span.end >= chosen[-1].head.start
    return chosen if is_whole else []


def _path(beside: Path, first: Declaration) -> Path:
    """Return a path beside the map that is not taken, named after what is extracted."""
    text = unquote(first.title.raw) if first.title and first.title.raw else ""
    words = first.id.text if first.id else "-".join(id_words(text.lower()[:40]))
    name = words or first.keyword.text
    candidate, count = beside.with_name(name + MAP_SUFFIX), 1
    while candidate.exists():
        count += 1
        candidate = beside.with_name(f"{name}-{count}{MAP_SUFFIX}")
    return candidate


def _moved(request: CodeActionContext, span: Span, path: Path) -> types.WorkspaceEdit:
    view, server = request.view, request.server
    start = types.Position(0, 0)
    uri = uri_of(path)
    text = view.source.slice(span) + request.line_end
    return types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri=uri),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, None),
                [types.TextEdit(types.Range(start, start), text)],
            ),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(
                    view.uri, server.version_of(view.uri)
                ),
                [
                    types.TextEdit(
                        server.positions.range(view.source, span), f'import "{path.name}"'
                    )
                ],
            ),
        ]
    )
