"""Conversion of nested statements to the linked premises of a reason or an objection."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.syntax_lookup import block_at, item_start
from argmap.syntax.tree import StatementDecl
from argmap.text import Edit

_COUNTERPOINT = "counterpoint"
_CONCESSION = "concession"


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that links the selected statements of one block as premises.

    Counterpoints become claims in an objection: as its premises they have the same effect. A
    concession is no premise; inside an inference it would be an exception to it.
    """
    statements = _selected_statements(context)
    if not statements:
        return
    span = statements[0].span.join(statements[-1].span)
    keywords = {statement.keyword.text for statement in statements}
    if _CONCESSION in keywords:
        return
    if _COUNTERPOINT not in keywords:
        edits = context.wrap(span, "reason")
        title = "convert to a reason" if len(statements) == 1 else "link as premises of a reason"
    elif keywords == {_COUNTERPOINT}:
        edits = context.wrap(span, "objection")
        edits += [Edit(statement.keyword.span, "claim") for statement in statements]
        title = "convert to an objection"
        if len(statements) > 1:
            title = "link as premises of an objection"
    else:
        return
    kind = types.CodeActionKind.RefactorRewrite
    yield types.CodeAction(title=title, kind=kind, edit=context.workspace_edit(edits))


def _selected_statements(context: CodeActionContext) -> list[StatementDecl]:
    """Return the selected statements, which are adjacent and nested in the same statement.

    Empty if anything else is selected. A cursor selects a statement if it is in its head.
    """
    start, end = context.selection
    enclosing = block_at(context.snapshot.document, start)
    if enclosing is None or not isinstance(enclosing[0], StatementDecl):
        return []
    items = enclosing[1].items
    if start == end:
        touched = [item for item in items if item_start(item) <= start <= item.span.end]
    else:
        touched = [item for item in items if item.span.start < end and start < item.span.end]
    statements = [item for item in touched if isinstance(item, StatementDecl)]
    if len(statements) != len(touched):
        return []
    if start == end and statements and start > statements[0].head.end:
        return []
    return statements
