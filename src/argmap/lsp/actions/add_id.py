"""An id for a statement that has none, so that others can refer to it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.syntax_lookup import node_at
from argmap.model.identifiers import id_words
from argmap.syntax import unquote
from argmap.syntax.grammar import keywords
from argmap.syntax.tree import ImportDecl, InferenceDecl, MapDecl, StatementDecl
from argmap.text import Edit, Span

_STOPS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "was",
        "with",
    ]
)
_MOST_WORDS = 3


def propose(request: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that gives an id, made from the text, to what the selection is at."""
    declaration = node_at(request.view.document, request.span.start).declaration
    if declaration is None or declaration.id is not None:
        return
    if isinstance(declaration, (MapDecl, ImportDecl)):
        return
    is_at_head = declaration.head.start <= request.span.start <= declaration.head.end
    if not is_at_head:
        return
    title = declaration.title
    text = unquote(title.raw) if title and title.raw else ""
    id_ = _unused(request, _slug(text) or declaration.keyword.text)
    end = declaration.keyword.span.end
    kind = types.CodeActionKind.RefactorRewrite
    edit = request.edits([Edit(Span(end, end), f" {id_}")])
    what = "statement" if isinstance(declaration, StatementDecl) else declaration.keyword.text
    what = "step" if isinstance(declaration, InferenceDecl) else what
    yield types.CodeAction(title=f"give this {what} the id `{id_}`", kind=kind, edit=edit)


def _slug(text: str) -> str:
    words = [word for word in id_words(text.lower()) if word[0].isalpha()]
    telling = [word for word in words if word not in _STOPS]
    return "-".join((telling or words)[:_MOST_WORDS])


def _unused(request: CodeActionContext, wanted: str) -> str:
    analysis = request.view.analysis
    module = analysis.module(request.view.source)
    kinds = analysis.resolution.scope.kinds
    prefix = module.prefix if module else ""
    aliases = module.aliases if module else {}
    candidate, count = wanted, 1
    while prefix + candidate in kinds or candidate in aliases or candidate in keywords():
        count += 1
        candidate = f"{wanted}-{count}"
    return candidate
