"""The source that a citation names and nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.resolve.errors import UndefinedSource
from argmap.syntax.tree import ImportDecl, MapDecl, SourceDecl
from argmap.text import Edit, Span

_CODE = "REF106"


def propose(request: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that declares the source behind the map's head and the other sources."""
    view, span = request.view, request.span
    names = dict.fromkeys(
        error.name
        for analysis in view.analyses
        for error in analysis.resolution.errors
        if isinstance(error, UndefinedSource)
        and error.location.source is view.source
        and error.location.span.start - 1 <= span.end
        and span.start <= error.location.span.end
    )
    for name in names:
        if "." in name or not name:
            continue
        offset, text = _written(request, f'source {name} "{name}"')
        diagnostics = [
            each for each in request.diagnostics if name in each.message and each.code == _CODE
        ]
        yield types.CodeAction(
            title=f"declare the source `{name}`",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=diagnostics or None,
            edit=request.edits([Edit(Span(offset, offset), text)]),
        )


def _written(request: CodeActionContext, declaration: str) -> tuple[int, str]:
    """Return where a declaration goes, and how it is written there."""
    end = request.line_end
    before = [
        item
        for item in request.view.document.items
        if isinstance(item, (MapDecl, SourceDecl, ImportDecl))
    ]
    if not before:
        return 0, f"{declaration}{end}{end}"
    last = before[-1]
    gap = end if isinstance(last, SourceDecl) else end + end
    is_named = isinstance(last, ImportDecl) and last.id is not None  # its span ends with the path
    offset = last.id.span.end if is_named and last.id else last.span.end
    return offset, f"{gap}{declaration}"
