"""Values in the syntax of the language."""

from __future__ import annotations

import re
import textwrap
from decimal import Decimal

from argmap.model import Confidence, Expectation
from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.model.identifiers import is_id
from argmap.syntax import quote, unquote

_RESERVED_WORDS = {*DECLARATION_KEYWORDS, "import", "as", "true", "false"}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MAX_LINE_LENGTH = 160
"""Number of characters, escapes included, of a string that is written on one line."""

_LINE_WIDTH = 100
_BLOCK_WIDTH = 88
"""Number of columns of a block string."""


def can_be_id(word: str) -> bool:
    """Return whether a word is a valid id and not a keyword."""
    return is_id(word) and word not in _RESERVED_WORDS


def word(string: str, indent: str) -> str:
    """Return a word, or a string in quotes if it is not a valid id."""
    return string if can_be_id(string) else text(string, indent)


def date(text: str) -> str:
    """Return a date, in quotes if it does not have the form of one."""
    return text if _DATE.fullmatch(text) else quote(text)


def number(value: float) -> str:
    """Return all digits of a number; the language has no exponents."""
    digits = f"{Decimal(repr(value)):f}"
    return digits.removesuffix(".0")


def confidence(value: Confidence) -> str:
    """Return the estimative word of a confidence, or else its number."""
    return value.word or number(value.value)


def expectation(value: Expectation) -> str:
    """Return an expected status, or a bound of the strength."""
    if value.status is not None:
        return value.status.value
    return f"{value.comparison} {number(value.bound or 0)}"


def text(string: str, indent: str) -> str:
    """Return a string in quotes.

    A long string becomes a block string of several lines, if parsing that gives the same string.
    """
    quoted = quote(string)
    if len(quoted) - 2 > _MAX_LINE_LENGTH or "\n\n" in string:
        block = _block(string, indent)
        if unquote(block) == string:
            return block
    return quoted


def _width(paragraph: str, indent: str) -> int:
    """Return the width of a paragraph in columns; one with a longer word is as wide as a line."""
    longest = max(map(len, paragraph.split()), default=0)
    width = _BLOCK_WIDTH if len(indent) + longest <= _LINE_WIDTH else _LINE_WIDTH
    return max(len(indent) + width // 2, width)


def _block(string: str, indent: str) -> str:
    paragraphs = [
        textwrap.fill(
            quote(paragraph)[1:-1].replace('\\"', '"').replace('"""', '\\"\\"\\"'),
            width=_width(paragraph, indent),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for paragraph in string.split("\n\n")
    ]
    return '"""\n' + "\n\n".join(paragraphs) + f'\n{indent}"""'
