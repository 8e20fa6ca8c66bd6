"""Fixes of diagnostics in the selection."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.diagnostics import Applicability
from argmap.lsp.actions import CodeActionContext
from argmap.lsp.session import is_in_selection


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the fixes of all diagnostics that the selection touches; safe fixes are preferred."""
    converter = context.converter
    for diagnostic in context.checked.diagnostics:
        if not is_in_selection(diagnostic, context.snapshot.source, context.selection):
            continue
        converted = converter.diagnostic(diagnostic)
        for fix in diagnostic.fixes:
            if not fix.edits or fix.applicability is Applicability.DISPLAY:
                continue
            is_safe = fix in context.safe_fixes
            yield types.CodeAction(
                title=fix.title if is_safe else f"{fix.title} (may change the argument)",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[converted],
                is_preferred=is_safe or None,
                edit=context.server.workspace_edit(converter.edits(fix)),
            )
