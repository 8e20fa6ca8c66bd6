"""Plain text: a paragraph is what stands between blank lines."""

from __future__ import annotations

import re

from argmap.sources.formats.blocks import MAX_PASSAGES, Block, looks_like_a_heading, too_many

_LINE_END = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def read(text: str) -> list[Block]:
    """Return the blocks of a text, whatever its line ends and however many lines are blank.

    Raises:
        Unreadable: when there are too many.
    """
    return [
        Block(block, looks_like_a_heading(block, number))
        for number, block in enumerate(split(text), 1)
    ]


def split(text: str) -> list[str]:
    """Return what is between blank lines; a line of nothing but white space is blank.

    Raises:
        Unreadable: when there are too many pieces.
    """
    # The first piece may be empty, and so may the last one, which is all that is left.
    pieces = _BLANK_LINES.split(_LINE_END.sub("\n", text), maxsplit=MAX_PASSAGES + 2)
    stripped = [piece.strip() for piece in pieces if piece.strip()]
    if len(stripped) > MAX_PASSAGES:
        raise too_many()
    return stripped
