"""Reads plain text and Markdown as blocks: the n-th block is paragraph n of a source text.

Markdown keeps the paragraphs of plain text and loses the symbols for emphasis, links and headings.
A block stays a block: a list without blank lines is one, as its author typed it.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import NamedTuple

MAX_PASSAGES = 200_000
"""Paragraphs of a text that is read. A long book has ten thousand."""

_LONGEST_HEADING = 120  # characters
_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’»)\]]*\d{0,3}\Z")


class TextBlock(NamedTuple):
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


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page has to say how it is encoded
_OLD = "cp1252"


def decode(data: bytes) -> str:
    """Return bytes as text; never raises.

    By their byte-order mark; else as UTF-8; else as what a page says in `<meta charset>`; else as
    Windows' western code page, in which most old texts are. What is left reads as U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(data, 0, _HEAD)
    if declared is not None:
        with contextlib.suppress(LookupError, ValueError):  # no encoding, or none of texts
            return data.decode(declared[1].decode("ascii"), errors="replace")
    return data.decode(_OLD, errors="replace")


_LINE_END = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def read_text(text: str) -> list[TextBlock]:
    """Return the blocks of a text, whatever its line ends and however many lines are blank.

    Raises:
        Unreadable: when there are too many.
    """
    return [
        TextBlock(block, looks_like_a_heading(block, number))
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


_HEADING = re.compile(r"#{1,6}\s+[^\n]+\Z|[^\n]+\n(?:=+|-{2,})[^\S\n]*\Z")
_SIGNS = (
    (re.compile(r"^ {0,3}#{1,6}\s+|\s+#+$|\n(?:=+|-{2,})[^\S\n]*\Z"), ""),
    (re.compile(r"^ {0,3}>[^\S\n]?", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,500}\")?\)"), r"\1"),
    (re.compile(r"(\*{1,3}|`{1,3})(?=\S)([^*`\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_markdown(text: str) -> list[TextBlock]:
    """Return the blocks of a text in Markdown."""
    return [TextBlock(_plain(block), bool(_HEADING.match(block))) for block in split(text)]


def _plain(block: str) -> str:
    plain = block
    for pattern, replacement in _SIGNS:
        plain = pattern.sub(replacement, plain)
    return plain.strip() or block  # of signs only: it is counted all the same
