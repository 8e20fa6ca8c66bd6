"""Invisible characters outside of texts and comments."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from lark import Token, UnexpectedInput

from argmap.model.identifiers import ID_CHARACTER, INVISIBLE
from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import SyntaxFault
from argmap.syntax.grammar import parser
from argmap.text import Edit, Span

_RUN = re.compile(f"[{INVISIBLE}]+")
_RUN_BUT_JOINERS = re.compile(rf"(?:(?![\u200c\u200d])[{INVISIBLE}])+")
_FAR = 200
"""Characters: a word is not longer."""


def code_points(characters: str) -> str:
    """Return the names of characters that cannot be shown: ``U+200B (zero width space)``."""
    names = []
    for character in dict.fromkeys(characters):
        name = unicodedata.name(character, "control character").lower()
        names.append(f"U+{ord(character):04X} ({name})")
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and others"  # noqa: PLR2004


def invisible(text: str, start: int, last: Token | None) -> Bridge | None:
    """Bridge invisible characters at ``start``; inside a word, read it without them.

    ``last`` is the token before them: the first part of the word, if it ends there.
    """
    run = _RUN.match(text, start)
    if run is None:
        return None
    if last is not None and last.end_pos == start and last.type not in {"TEXT", "LBRACE", "RBRACE"}:
        word = _word(text, last, run.end())
        if word is not None:
            return word
    fault = SyntaxFault(
        Span(start, run.end()),
        f"invisible character {code_points(run.group())}",
        help="delete it",
        fix="delete it",
        edits=(Edit(Span(start, run.end()), ""),),
    )
    return Bridge(fault, start, run.end())


def _word(text: str, last: Token, after: int) -> Bridge | None:
    """Return the word that begins with a token and goes on after invisible characters."""
    start = last.start_pos or 0
    rest = _rest_pattern(":" if last.type == "CITATION" else "").match(text, after, after + _FAR)
    end = rest.end() if rest else after
    written = text[start:end]
    # Joiners may belong to the word: they are kept if they can be.
    for pattern in (_RUN_BUT_JOINERS, _RUN):
        meant = pattern.sub("", written)
        terminal = _terminal(meant)
        if terminal:
            break
    else:
        return None
    runs = [Span(start + run.start(), start + run.end()) for run in pattern.finditer(written)]
    hidden = "".join(text[span.start : span.end] for span in runs)
    fault = SyntaxFault(
        Span(start, end),
        f"invisible character in `{meant}`: {code_points(hidden)}",
        help="delete it",
        fix="delete it",
        edits=tuple(Edit(span, "") for span in runs),
    )
    return Bridge(fault, start, end, terminal, meant, takes_back=1)


def _terminal(word: str) -> str:
    """Return the terminal of a text that is one token; nothing if it is none, or several."""
    lexer = parser().parse_interactive(word).lexer_thread
    try:
        tokens = list(lexer.lex(None))  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return ""
    return tokens[0].type if len(tokens) == 1 and tokens[0].value == word else ""


@cache
def _rest_pattern(colon: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{ID_CHARACTER}|[{INVISIBLE}.{colon}])*")
