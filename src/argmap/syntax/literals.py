"""Quoted texts, their escapes, and comments.

The parser ignores comments; the formatter and the language server find them here.
"""

from __future__ import annotations

import re
import sys
from functools import cache

from argmap.syntax.grammar import parser
from argmap.text import Span

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.)|$)", re.DOTALL)
_SIMPLE_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
# Atomic, so that the two characters of a Windows line end never match as two line ends.
_LINE_END = r"(?>\r\n|\n|\r)"
_LINE_BREAK = re.compile(rf"[ \t]*{_LINE_END}[ \t]*")
_PARAGRAPH_BREAK = re.compile(rf"[ \t]*{_LINE_END}[ \t]*(?:{_LINE_END}[ \t]*)+")


def unquote(raw: str) -> str:
    """Return the value of a quoted text.

    Block strings are folded like Markdown paragraphs: a line break and the spaces around it become
    one space, and one or more empty lines become two line breaks. Unknown escapes are kept as they
    are; `bad_escapes` finds them.
    """
    is_block = len(raw) >= len('""""""') and raw.startswith('"""')
    text = _fold(raw[3:-3]) if is_block else raw[1:-1]
    return unescape(text)


def unescape(text: str) -> str:
    """Return the text between two quotes, with escapes replaced by their characters."""
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _fold(text: str) -> str:
    paragraphs = _PARAGRAPH_BREAK.split(text.strip(" \t\r\n"))
    return "\n\n".join(_LINE_BREAK.sub(" ", paragraph) for paragraph in paragraphs)


def _unescape(match: re.Match[str]) -> str:
    hex_digits, character = match.groups()
    if hex_digits is not None:
        code_point = int(hex_digits, 16)
        return chr(code_point) if _is_scalar_value(code_point) else match.group()
    return _SIMPLE_ESCAPES.get(character, match.group())


def _is_scalar_value(code_point: int) -> bool:
    """Return whether a number is a Unicode code point other than a surrogate."""
    return code_point <= sys.maxunicode and not 0xD800 <= code_point <= 0xDFFF  # noqa: PLR2004


def bad_escapes(raw: str, start: int) -> list[Span]:
    """Return the spans of unknown escapes in a quoted text that begins at offset ``start``."""
    if "\\" not in raw:
        return []
    return [
        Span(start + match.start(), start + match.end())
        for match in _ESCAPE.finditer(raw)
        if _unescape(match) == match.group()
    ]


def quote(text: str) -> str:
    """Return ``text`` as a quoted text on one line; the inverse of `unquote`."""
    escaped = (
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    if not escaped.isprintable():
        escaped = "".join(_escape_character(character) for character in escaped)
    return f'"{escaped}"'


def _escape_character(character: str) -> str:
    # Some editors break lines at carriage returns and other line separators.
    if character == " " or character.isprintable():
        return character
    code_point = ord(character)
    return f"\\u{{{code_point:x}}}" if _is_scalar_value(code_point) else "\ufffd"


_QUOTED_LOCATOR = r'@[^\s"{}#,:@]+:"[^"\r\n]*"(?![\w"])'
"""A citation such as `@manual:"#scope"`, whose locator is neither a text nor a comment."""


def comments(text: str) -> list[Span]:
    """Return the spans of the comments in a text, each from its ``#`` to the end of the line.

    A ``#`` inside a quoted text begins no comment. After an unpaired quote, the rest of the line is
    scanned like the lexer scans it, as if the quote were not there.
    """
    if "#" not in text:
        return []
    return [
        Span(*match.span())
        for match in _comment_or_text().finditer(text)
        if match.lastgroup == "COMMENT"
    ]


def comments_and_texts(text: str) -> list[Span]:
    """Return the spans of the comments, the quoted texts and locators in quotes, in order."""
    return [Span(*match.span()) for match in _comment_or_text().finditer(text)]


@cache
def _comment_or_text() -> re.Pattern[str]:
    terminals = {terminal.name: terminal.pattern.to_regexp() for terminal in parser().terminals}
    return re.compile(
        f"(?P<LOCATOR>{_QUOTED_LOCATOR})|(?P<TEXT>{terminals['TEXT']})"
        f"|(?P<COMMENT>{terminals['COMMENT']})"
    )
