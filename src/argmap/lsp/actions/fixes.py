"""What findings suggest themselves."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.diagnostics import Applicability, Diagnostic
from argmap.lsp.actions import CodeActionContext


def propose(request: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield every fix of the findings that the selection touches; a safe one is preferred."""
    for diagnostic in request.found.diagnostics:
        if not _is_touched(request, diagnostic):
            continue
        shown = request.converter.diagnostic(diagnostic)
        for fix in diagnostic.fixes:
            if not fix.edits or fix.applicability is Applicability.DISPLAY:
                continue
            is_safe = fix.applicability is Applicability.SAFE
            yield types.CodeAction(
                title=fix.title if is_safe else f"{fix.title} (this may change the argument)",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown],
                is_preferred=is_safe or None,
                edit=request.server.edit(request.converter.edits(fix)),
            )


def _is_touched(request: CodeActionContext, diagnostic: Diagnostic) -> bool:
    where = diagnostic.location
    return where.source is request.view.source and (
        where.span.start <= request.span.end and request.span.start <= where.span.end
    )
