"""Quoted texts: what they say, and how to write one.

Comments: what the parser leaves out, and other readers of a text want back.
"""

from __future__ import annotations

import re
import sys
from functools import cache

from argmap.syntax.grammar import parser
from argmap.text import Span

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.)|$)", re.DOTALL)
_PLAIN = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
# Atomic, so that the two characters of a Windows line end are never taken for two line ends.
_LINE_END = r"(?>\r\n|\n|\r)"
_LINE_BREAK = re.compile(rf"[ \t]*{_LINE_END}[ \t]*")
_PARAGRAPH_BREAK = re.compile(rf"[ \t]*{_LINE_END}[ \t]*(?:{_LINE_END}[ \t]*)+")


def unquote(raw: str) -> str:
    """Return what a quoted text says.

    A block string is folded as Markdown folds a paragraph: a line break with the blanks around it
    is one space, one or more empty lines are one line break pair. Unknown escapes stand for
    themselves; `bad_escapes` tells of them.
    """
    is_block = len(raw) >= len('""""""') and raw.startswith('"""')
    text = _fold(raw[3:-3]) if is_block else raw[1:-1]
    return unescape(text)


def unescape(text: str) -> str:
    """Return what is written between quotes, with each escape as the character it means."""
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _fold(text: str) -> str:
    paragraphs = _PARAGRAPH_BREAK.split(text.strip(" \t\r\n"))
    return "\n\n".join(_LINE_BREAK.sub(" ", paragraph) for paragraph in paragraphs)


def _unescape(match: re.Match[str]) -> str:
    code, plain = match.groups()
    if code is not None:
        number = int(code, 16)
        return chr(number) if _is_character(number) else match.group()
    return _PLAIN.get(plain, match.group())


def _is_character(number: int) -> bool:
    return number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF  # noqa: PLR2004 - surrogates


def bad_escapes(raw: str, start: int) -> list[Span]:
    """Return where, in a text that begins at offset ``start``, an escape means nothing."""
    if "\\" not in raw:
        return []
    return [
        Span(start + match.start(), start + match.end())
        for match in _ESCAPE.finditer(raw)
        if _unescape(match) == match.group()
    ]


def quote(text: str) -> str:
    """Return ``text`` as a one-line quoted text, such that `unquote` gives it back."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    if not escaped.isprintable():
        escaped = "".join(_escape_character(character) for character in escaped)
    return f'"{escaped}"'


def _escape_character(character: str) -> str:
    # A carriage return or another line separator would end the line for some editor or other.
    if character == " " or character.isprintable():
        return character
    number = ord(character)
    return f"\\u{{{number:x}}}" if _is_character(number) else "\ufffd"


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
