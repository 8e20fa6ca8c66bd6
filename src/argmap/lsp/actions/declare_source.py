"""Declaration of a source that a citation refers to."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.resolve.errors import UndefinedSource
from argmap.syntax.tree import ImportDecl, MapDecl, SourceDecl
from argmap.text import Edit, Span

_UNDEFINED_SOURCE_CODE = "REF106"


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield an action for each undefined source that is cited in the selection."""
    snapshot, selection = context.snapshot, context.selection
    names = dict.fromkeys(
        error.name
        for analysis in snapshot.analyses
        for error in analysis.resolution.errors
        if isinstance(error, UndefinedSource)
        and error.location.source is snapshot.source
        and error.location.span.start - 1 <= selection.end
        and selection.start <= error.location.span.end
    )
    for name in names:
        if "." in name or not name:
            continue
        offset, text = _insertion(context, f'source {name} "{name}"')
        diagnostics = [
            diagnostic
            for diagnostic in context.client_diagnostics
            if name in diagnostic.message and diagnostic.code == _UNDEFINED_SOURCE_CODE
        ]
        yield types.CodeAction(
            title=f"declare the source `{name}`",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=diagnostics or None,
            edit=context.workspace_edit([Edit(Span(offset, offset), text)]),
        )


def _insertion(context: CodeActionContext, declaration: str) -> tuple[int, str]:
    """Return the offset at which to insert a declaration, and the text to insert.

    It goes after the map's head, the imports and the other sources.
    """
    line_end = context.line_end
    preceding = [
        item
        for item in context.snapshot.document.items
        if isinstance(item, (MapDecl, SourceDecl, ImportDecl))
    ]
    if not preceding:
        return 0, f"{declaration}{line_end}{line_end}"
    last = preceding[-1]
    gap = line_end if isinstance(last, SourceDecl) else line_end + line_end
    # The span of an import ends with its path, before the alias.
    has_alias = isinstance(last, ImportDecl) and last.id is not None
    offset = last.id.span.end if has_alias and last.id else last.span.end
    return offset, f"{gap}{declaration}"
