"""The difference between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKEN = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_MAX_TOKENS = 4_000
"""Longer texts are shown as replaced as a whole: the time grows with the product of both."""


class TextPiece(NamedTuple):
    """A part of two texts: in both if ``old`` and ``new`` are equal, else replaced."""

    old: str
    new: str

    @property
    def is_common(self) -> bool:
        """Whether both texts have it."""
        return self.old == self.new


def diff_words(old: str, new: str) -> list[TextPiece]:
    """Return the parts of two texts, in order; together they are the whole of both."""
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(first) + len(second) > _MAX_TOKENS:
        return [TextPiece(old, new)]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    pieces = [
        TextPiece("".join(first[i1:i2]), "".join(second[j1:j2]))
        for _, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    return _without_lone_spaces(pieces)


def _without_lone_spaces(pieces: list[TextPiece]) -> list[TextPiece]:
    """Join replaced parts that only a space separates, so that phrases stay together."""
    joined: list[TextPiece] = []
    for piece in pieces:
        is_after_space = len(joined) > 1 and joined[-1].is_common and joined[-1].old.isspace()
        if is_after_space and not joined[-2].is_common and not piece.is_common:
            space, before = joined.pop(), joined.pop()
            old = before.old + space.old + piece.old
            joined.append(TextPiece(old, before.new + space.new + piece.new))
        else:
            joined.append(piece)
    return joined
