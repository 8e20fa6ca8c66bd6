"""Statements under another that carry it only together, or a counterpoint as an objection."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.syntax_lookup import block_at, start_of
from argmap.syntax.tree import Item, StatementDecl
from argmap.text import Edit, Span

_AGAINST = "counterpoint"


def propose(request: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield an action that joins the selected statements of one block as linked premises.

    A counterpoint as the only premise of an objection says what it said before.
    """
    chosen = _chosen(request)
    if not chosen:
        return
    kinds = {item.keyword.text for item in chosen}
    kind = types.CodeActionKind.RefactorRewrite
    if _AGAINST not in kinds:
        edits = _wrapped(request, chosen, "reason")
        title = "turn into a reason" if len(chosen) == 1 else "join as premises of a reason"
        yield types.CodeAction(title=title, kind=kind, edit=request.edits(edits))
    elif kinds == {_AGAINST}:
        edits = _wrapped(request, chosen, "objection")
        edits += [Edit(item.keyword.span, "claim") for item in chosen]
        title = "turn into an objection"
        if len(chosen) > 1:
            title = "join as premises of an objection"
        yield types.CodeAction(title=title, kind=kind, edit=request.edits(edits))


def _chosen(request: CodeActionContext) -> list[StatementDecl]:
    """Return the statements that the selection touches the heads of: neighbours in one block."""
    span = request.span
    around = block_at(request.view.document, span.start)
    if around is None or not isinstance(around[0], StatementDecl):
        return []
    items: list[Item] = around[1].items
    if span.start == span.end:
        touched = [i for i in items if start_of(i) <= span.start <= i.span.end]
    else:
        touched = [i for i in items if i.span.start < span.end and span.start < i.span.end]
    chosen = [item for item in touched if isinstance(item, StatementDecl)]
    if len(chosen) != len(touched):
        return []
    if span.start == span.end and chosen and span.start > chosen[0].head.end:
        return []
    return chosen


def _wrapped(request: CodeActionContext, chosen: list[StatementDecl], word: str) -> list[Edit]:
    """Return the edits that put a block around statements, and them one level further in."""
    text = request.view.source.text
    start, end = chosen[0].span.start, chosen[-1].span.end
    indent, line_end = request.indent(start), request.line_end
    edits = [
        Edit(Span(start, start), f"{word} {{{line_end}{indent}  "),
        Edit(Span(end, end), f"{line_end}{indent}}}"),
    ]
    offset = text.find("\n", start, end)
    while offset >= 0:
        if text[offset + 1 : offset + 2] not in ("\r", "\n"):
            edits.append(Edit(Span(offset + 1, offset + 1), "  "))
        offset = text.find("\n", offset + 1, end)
    return edits
