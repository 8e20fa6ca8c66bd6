"""All safe fixes of a file at once."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from argmap.diagnostics import Applicability
from argmap.lsp.proposing import Request
from argmap.syntax import parse
from argmap.text import Edit, SourceText, apply_edits

KIND = "source.fixAll.argmap"


def propose(request: Request) -> Iterator[types.CodeAction]:
    """Yield the action that makes all safe fixes that do not touch each other.

    None is proposed that would leave the file harder to read than it is.
    """
    document = request.view.document
    source = document.source
    edits: list[Edit] = []
    for finding in request.found.findings:
        fix = next((f for f in finding.fixes if f.applicability is Applicability.SAFE), None)
        if fix is None or fix.source is not source or not fix.edits:
            continue
        if not any(_touch(one, other) for one in fix.edits for other in edits):
            edits += fix.edits
    if not edits:
        return
    mended = parse(SourceText(source.name, apply_edits(source.text, edits)))
    if len(mended.faults) <= len(document.faults):
        yield types.CodeAction(
            title="fix all that can be fixed safely", kind=KIND, edit=request.edits(edits)
        )


def _touch(one: Edit, other: Edit) -> bool:
    return one.span.start <= other.span.end and other.span.start <= one.span.end
