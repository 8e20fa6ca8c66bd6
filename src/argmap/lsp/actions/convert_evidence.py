"""Conversion of evidence to a claim, and of a claim that cites a source to evidence."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.syntax_lookup import head_at, node_at
from argmap.model.attributes import ATTRIBUTES, FREE_PREFIX
from argmap.syntax.tree import Attribute, Declaration, QuestionDecl, StatementDecl
from argmap.text import Edit


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that converts the evidence or the claim at the cursor.

    A claim without a source does not become evidence, nor does an option of the question around it.
    """
    document, cursor = context.snapshot.document, context.selection.start
    declaration = head_at(document, cursor)
    if not isinstance(declaration, StatementDecl):
        return
    if declaration.keyword.text == "evidence":
        yield _conversion(context, declaration, "convert to a claim", "claim")
    elif declaration.keyword.text == "claim" and declaration.citations:
        enclosing = node_at(document, cursor).declarations[:-1]
        if not (enclosing and isinstance(enclosing[-1], QuestionDecl)):
            yield _conversion(context, declaration, "convert to evidence", "evidence")


def _conversion(
    context: CodeActionContext, declaration: Declaration, title: str, keyword: str
) -> types.CodeAction:
    edits = [Edit(declaration.keyword.span, keyword), *_renamed(declaration, keyword)]
    kind = types.CodeActionKind.RefactorRewrite
    return types.CodeAction(title=title, kind=kind, edit=context.workspace_edit(edits))


def _renamed(declaration: Declaration, keyword: str) -> Iterator[Edit]:
    """Yield edits of the names of attributes that only one of the two kinds accepts.

    Such an attribute becomes a custom attribute (``x-credibility:``), which the conversion back
    changes to its former name.
    """
    attributes = [
        item
        for item in (declaration.block.items if declaration.block else ())
        if isinstance(item, Attribute)
    ]
    names = {attribute.name.text for attribute in attributes}
    for attribute in attributes:
        name, span = attribute.name
        former = name.removeprefix(FREE_PREFIX)
        if _is_only_in(declaration.keyword.text, keyword, name):
            yield Edit(span, FREE_PREFIX + name)
        elif _is_only_in(keyword, declaration.keyword.text, former) and former not in names:
            names.add(former)
            yield Edit(span, former)


def _is_only_in(keyword: str, other: str, name: str) -> bool:
    """Return whether one declaration accepts an attribute, and another one does not."""
    declarations = ATTRIBUTES[name].declarations if name in ATTRIBUTES else ()
    return keyword in declarations and other not in declarations
