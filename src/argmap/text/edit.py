"""Changes to a text, as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from argmap.text.span import Span


class Edit(NamedTuple):
    """Replace what stands at ``span`` by ``replacement`` (an empty span inserts)."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made at once; spans are offsets into the unedited text.

    Raises:
        ValueError: when two edits overlap, since then no order of them is right.
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < position:
            raise ValueError(f"overlapping edits at offset {edit.span.start}")
        pieces += (text[position : edit.span.start], edit.replacement)
        position = edit.span.end
    pieces.append(text[position:])
    return "".join(pieces)
