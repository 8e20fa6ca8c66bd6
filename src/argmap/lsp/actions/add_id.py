"""Addition of an id to a declaration that has none, so that others can refer to it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.new_ids import id_from_text
from argmap.lsp.syntax_lookup import head_at
from argmap.syntax import unquote
from argmap.syntax.tree import Declaration, ImportDecl, InferenceDecl, MapDecl, StatementDecl
from argmap.text import Edit, Span


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that adds an id, made from the text of the declaration at the cursor."""
    declaration = head_at(context.snapshot.document, context.selection.start)
    if declaration is None or declaration.id is not None:
        return
    if isinstance(declaration, (MapDecl, ImportDecl)):
        return
    title = declaration.title
    text = unquote(title.raw) if title and title.raw else ""
    id_ = id_from_text(context.snapshot, text, declaration.keyword.text)
    end = declaration.keyword.span.end
    yield types.CodeAction(
        title=f"add the id `{id_}` to this {_noun(declaration)}",
        kind=types.CodeActionKind.RefactorRewrite,
        edit=context.workspace_edit([Edit(Span(end, end), f" {id_}")]),
    )


def _noun(declaration: Declaration) -> str:
    if isinstance(declaration, StatementDecl):
        return "statement"
    if isinstance(declaration, InferenceDecl):
        return "inference"
    return declaration.keyword.text
