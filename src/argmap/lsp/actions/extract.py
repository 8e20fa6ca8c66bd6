"""Extraction of a part of a map to a new file, which is imported instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.documents import uri_of
from argmap.model.identifiers import id_words
from argmap.resolve import MAP_SUFFIX
from argmap.syntax import unquote
from argmap.syntax.tree import CitingDeclaration, Declaration, SectionDecl
from argmap.text import Span

_MAX_NAME_LENGTH = 40


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that extracts the selected sections and sentences of the top level.

    The file is imported without an alias, so that all ids stay the same.
    """
    if context.snapshot.path is None or not _can_create_files(context):
        return
    declarations = _selected_declarations(context)
    if not declarations:
        return
    path = _unused_path(context.snapshot.path, declarations[0])
    span = Span(declarations[0].span.start, declarations[-1].span.end)
    yield types.CodeAction(
        title=f"extract to {path.name}",
        kind=types.CodeActionKind.RefactorExtract,
        edit=_extraction(context, span, path),
    )


def _can_create_files(context: CodeActionContext) -> bool:
    """Return whether the client supports workspace edits that create files."""
    server = context.server
    if not server.has_capability("workspace.workspace_edit.document_changes"):
        return False
    workspace_edit = getattr(server.client_capabilities.workspace, "workspace_edit", None)
    operations = getattr(workspace_edit, "resource_operations", None) or ()
    return types.ResourceOperationKind.Create in operations


def _selected_declarations(context: CodeActionContext) -> list[SectionDecl | CitingDeclaration]:
    """Return the selected declarations at the top level.

    A cursor selects the declaration whose head it is in. A selection must reach from the first head
    to the last, and must not touch a declaration of another kind.
    """
    start, end = context.selection
    touched = [
        item
        for item in context.snapshot.document.items
        if item.span.start <= end and start <= item.span.end
    ]
    selected = [item for item in touched if isinstance(item, (SectionDecl, CitingDeclaration))]
    if len(selected) != len(touched):
        return []
    if start == end:
        return [declaration for declaration in selected if start <= declaration.head.end][:1]
    is_complete = selected and start <= selected[0].head.end and end >= selected[-1].head.start
    return selected if is_complete else []


def _unused_path(map_path: Path, declaration: Declaration) -> Path:
    """Return the path of a new file next to the map, named after the extracted declaration."""
    title = declaration.title
    text = unquote(title.raw) if title and title.raw else ""
    words = "-".join(id_words(text.lower()[:_MAX_NAME_LENGTH]))
    stem = (declaration.id.text if declaration.id else words) or declaration.keyword.text
    candidate, count = map_path.with_name(stem + MAP_SUFFIX), 1
    while candidate.exists():
        count += 1
        candidate = map_path.with_name(f"{stem}-{count}{MAP_SUFFIX}")
    return candidate


def _extraction(context: CodeActionContext, span: Span, path: Path) -> types.WorkspaceEdit:
    """Return the edit that moves a span to a new file and inserts an import in its place."""
    snapshot, server = context.snapshot, context.server
    start = types.Position(0, 0)
    uri = uri_of(path)
    text = snapshot.source.slice(span) + context.line_end
    version = server.version_of(snapshot.uri)
    return types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri=uri),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, None),
                [types.TextEdit(types.Range(start, start), text)],
            ),
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(snapshot.uri, version),
                [
                    types.TextEdit(
                        server.positions.range(snapshot.source, span), f'import "{path.name}"'
                    )
                ],
            ),
        ]
    )
