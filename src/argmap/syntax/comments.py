"""Comments: what the parser leaves out, and other readers of a text want back."""

from __future__ import annotations

import re
from functools import cache

from argmap.syntax.grammar import parser
from argmap.text import Span


def comments(text: str) -> list[Span]:
    """Return where the comments of a text are, each from its ``#`` to the end of its line.

    A ``#`` in a quoted text begins none. Where a quote is missing its partner, what follows on that
    line is taken as the lexer takes it: from character to character.
    """
    if "#" not in text:
        return []
    return [
        Span(*found.span()) for found in _pattern().finditer(text) if found.lastgroup == "COMMENT"
    ]


def comments_and_texts(text: str) -> list[Span]:
    """Return where the comments and the quoted texts are, in order."""
    return [Span(*found.span()) for found in _pattern().finditer(text)]


@cache
def _pattern() -> re.Pattern[str]:
    terminals = {terminal.name: terminal.pattern.to_regexp() for terminal in parser().terminals}
    return re.compile(f"(?P<TEXT>{terminals['TEXT']})|(?P<COMMENT>{terminals['COMMENT']})")
