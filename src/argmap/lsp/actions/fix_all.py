"""Code action that applies all safe fixes in a file, like `argmap check --fix`."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate

from lsprotocol import types

from argmap.lsp.actions import CodeActionContext
from argmap.text import Edit, Span

KIND = "source.fixAll.argmap"


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the action that applies all safe fixes, if they change the file."""
    old, fixed = context.snapshot.source, context.fixed_source
    if fixed is None or fixed.text == old.text:
        return
    edit = context.workspace_edit(_diff(old.text, fixed.text))
    yield types.CodeAction(title="apply all safe fixes", kind=KIND, edit=edit)


def _diff(old: str, new: str) -> Iterator[Edit]:
    """Yield the edits that turn ``old`` into ``new``, one per block of changed lines."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    offsets = [0, *accumulate(map(len, old_lines))]
    matcher = SequenceMatcher(None, old_lines, new_lines)
    for operation, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if operation != "equal":
            span = Span(offsets[old_start], offsets[old_end])
            yield _trimmed(old, span, "".join(new_lines[new_start:new_end]))


def _trimmed(old: str, span: Span, replacement: str) -> Edit:
    """Return an edit without the unchanged characters at both of its ends."""
    start, end = span
    while start < end and replacement[:1] == old[start]:
        start, replacement = start + 1, replacement[1:]
    while start < end and replacement[-1:] == old[end - 1]:
        end, replacement = end - 1, replacement[:-1]
    return Edit(Span(start, end), replacement)
