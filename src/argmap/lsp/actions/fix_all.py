"""All safe fixes of a file at once: the text that `argmap check --fix` writes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.text import Edit, Span

KIND = "source.fixAll.argmap"


def propose(request: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that applies all safe fixes, where that changes the file."""
    if request.fixed is None or request.fixed.text == request.view.source.text:
        return
    edits = _difference(request.view.source.text, request.fixed.text)
    yield types.CodeAction(
        title="fix all that can be fixed safely", kind=KIND, edit=request.edits(edits)
    )


def _difference(old: str, new: str) -> Iterator[Edit]:
    """Yield the edits that make one text of another, a run of lines each."""
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines[0]))]
    changes = SequenceMatcher(None, *lines).get_opcodes()
    for kind, low, high, first, last in changes:
        if kind != "equal":
            yield _trimmed(old, Span(starts[low], starts[high]), "".join(lines[1][first:last]))


def _trimmed(old: str, span: Span, replacement: str) -> Edit:
    """Return an edit without what it leaves as it is at both ends."""
    start, end = span
    while start < end and replacement[:1] == old[start]:
        start, replacement = start + 1, replacement[1:]
    while start < end and replacement[-1:] == old[end - 1]:
        end, replacement = end - 1, replacement[:-1]
    return Edit(Span(start, end), replacement)
