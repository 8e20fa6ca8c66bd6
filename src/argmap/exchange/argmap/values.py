"""Values as the language writes them."""

from __future__ import annotations

import re
import textwrap
from decimal import Decimal

from argmap.model import Confidence, Expectation
from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.model.identifiers import is_id
from argmap.syntax import quote, unquote

_NO_IDS = {*DECLARATION_KEYWORDS, "import", "as", "true", "false"}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LONG = 160  # characters of a text that stays on one line
_LINE = 88  # columns of a line of a block string


def can_be_id(word: str) -> bool:
    """Return whether ``word`` can be written without quotes: it is an id and no keyword."""
    return is_id(word) and word not in _NO_IDS


def word(text: str) -> str:
    """Return a word, in quotes if it has to be."""
    return text if can_be_id(text) else quote(text)


def date(text: str) -> str:
    return text if _DATE.fullmatch(text) else quote(text)


def number(value: float) -> str:
    """Return all digits of a number; the language knows no exponents."""
    digits = f"{Decimal(repr(value)):f}"
    return digits.removesuffix(".0")


def confidence(held: Confidence) -> str:
    return held.word or number(held.value)


def expectation(expected: Expectation) -> str:
    if expected.status is not None:
        return expected.status.value
    return f"{expected.comparison} {number(expected.bound or 0)}"


def text(said: str, indent: str) -> str:
    """Return a text in quotes: prose over several lines where it is long, and stays the same so."""
    if len(said) > _LONG or "\n\n" in said:
        block = _block(said, indent)
        if unquote(block) == said:
            return block
    return quote(said)


def _block(said: str, indent: str) -> str:
    paragraphs = [
        textwrap.fill(
            quote(paragraph)[1:-1].replace('\\"', '"').replace('"""', '\\"\\"\\"'),
            width=max(len(indent) + _LINE // 2, _LINE),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for paragraph in said.split("\n\n")
    ]
    return '"""\n' + "\n\n".join(paragraphs) + f'\n{indent}"""'
