"""Fixes of diagnostics in the selection."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.diagnostics import Applicability, Diagnostic
from argmap.lsp.actions import CodeActionContext


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the fixes of all diagnostics that the selection touches; safe fixes are preferred."""
    converter = context.converter
    for diagnostic in context.checked.diagnostics:
        if not _is_touched(context, diagnostic):
            continue
        converted = converter.diagnostic(diagnostic)
        for fix in diagnostic.fixes:
            if not fix.edits or fix.applicability is Applicability.DISPLAY:
                continue
            is_safe = fix.applicability is Applicability.SAFE
            yield types.CodeAction(
                title=fix.title if is_safe else f"{fix.title} (may change the argument)",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[converted],
                is_preferred=is_safe or None,
                edit=context.server.workspace_edit(converter.edits(fix)),
            )


def _is_touched(context: CodeActionContext, diagnostic: Diagnostic) -> bool:
    source, span = diagnostic.location.source, diagnostic.location.span
    return source is context.snapshot.source and (
        span.start <= context.selection.end and context.selection.start <= span.end
    )
