"""Addition of an id to a declaration that has none, so that others can refer to it."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.lsp.syntax_lookup import node_at
from argmap.model.identifiers import id_words
from argmap.syntax import unquote
from argmap.syntax.grammar import keywords
from argmap.syntax.tree import Declaration, ImportDecl, InferenceDecl, MapDecl, StatementDecl
from argmap.text import Edit, Span

_STOP_WORDS = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "to", "was", "with",
])  # fmt: skip
_MAX_ID_WORDS = 3


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that adds an id, made from the text of the declaration at the cursor."""
    cursor = context.selection.start
    declaration = node_at(context.snapshot.document, cursor).declaration
    if declaration is None or declaration.id is not None:
        return
    if isinstance(declaration, (MapDecl, ImportDecl)):
        return
    if not declaration.head.start <= cursor <= declaration.head.end:
        return
    title = declaration.title
    text = unquote(title.raw) if title and title.raw else ""
    id_ = _unused_id(context, _slug(text) or declaration.keyword.text)
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


def _slug(text: str) -> str:
    """Return the first words of a text as an id, without stop words if others remain."""
    words = [word for word in id_words(text.lower()) if word[0].isalpha()]
    content_words = [word for word in words if word not in _STOP_WORDS]
    return "-".join((content_words or words)[:_MAX_ID_WORDS])


def _unused_id(context: CodeActionContext, stem: str) -> str:
    """Return an id that is not in use in the file; it begins with ``stem``."""
    analysis = context.snapshot.analysis
    module = analysis.module(context.snapshot.source)
    kinds = analysis.resolution.scope.kinds
    prefix = module.prefix if module else ""
    aliases = module.aliases if module else {}
    candidate, count = stem, 1
    while prefix + candidate in kinds or candidate in aliases or candidate in keywords():
        count += 1
        candidate = f"{stem}-{count}"
    return candidate
