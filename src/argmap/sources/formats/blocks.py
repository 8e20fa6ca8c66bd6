"""What a reader of a format returns: blocks of text, and which of them are headings."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_PASSAGES = 200_000
"""Paragraphs of a text that is read. A long book has ten thousand."""

_LONGEST_HEADING = 120  # characters
_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’»)\]]*\d{0,3}\Z")


class Block(NamedTuple):
    """A paragraph, a heading or a page."""

    text: str
    is_heading: bool = False


class Unreadable(Exception):
    """A file is not what its format wants; the message says so in half a sentence."""


def too_many() -> Unreadable:
    """Return the error for a text of more than `MAX_PASSAGES` paragraphs."""
    return Unreadable(f"has more than {MAX_PASSAGES:,} paragraphs")


def looks_like_a_heading(text: str, number: int) -> bool:
    """Whether a block of plain text is a heading: short, and no sentence.

    That is: of at most 120 characters, without a full stop or another mark that ends a sentence
    behind its last word (quotes, brackets and the number of a note aside). The first block is the
    title if it is short, whatever it ends with.
    """
    text = text.strip()
    if len(text) > _LONGEST_HEADING:
        return False
    return number == 1 or _SENTENCE_END.search(text) is None
