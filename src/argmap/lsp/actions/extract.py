"""Extraction of a part of a map to a new file, which is imported instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from argmap.editing import RefusedEdit, extract
from argmap.lsp.actions import CodeActionContext
from argmap.model.identifiers import id_words
from argmap.resolve import MAP_SUFFIX
from argmap.syntax import unquote
from argmap.syntax.tree import CitingDeclaration, Declaration, SectionDecl

_MAX_NAME_LENGTH = 40


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that extracts the selected sections and sentences of the top level.

    The file is imported without an alias, so that all ids stay the same.
    """
    if context.snapshot.path is None or not context.server.can_change_files(
        types.ResourceOperationKind.Create
    ):
        return
    declarations = _selected_declarations(context)
    if not declarations:
        return
    snapshot = context.snapshot
    path = _unused_path(context.snapshot.path, declarations[0])
    maps = [analysis.occurrences for analysis in snapshot.analyses]
    try:
        refactoring = extract(maps, snapshot.source, declarations, path)
    except RefusedEdit:
        return
    yield types.CodeAction(
        title=f"extract to {path.name}",
        kind=types.CodeActionKind.RefactorExtract,
        edit=context.server.refactoring_edit(refactoring, snapshot),
    )


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
