"""Conversion of a counterpoint to a concession, which is granted and decides nothing, and back."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.syntax_lookup import head_at
from argmap.text import Edit

_CONVERTED = {"counterpoint": "concession", "concession": "counterpoint"}


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that converts the counterpoint or the concession at the cursor.

    Both accept the same attributes, so only the keyword changes.
    """
    declaration = head_at(context.snapshot.document, context.selection.start)
    if declaration is None or declaration.keyword.text not in _CONVERTED:
        return
    keyword = _CONVERTED[declaration.keyword.text]
    yield types.CodeAction(
        title=f"convert to a {keyword}",
        kind=types.CodeActionKind.RefactorRewrite,
        edit=context.workspace_edit([Edit(declaration.keyword.span, keyword)]),
    )
