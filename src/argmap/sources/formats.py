"""Plain text and Markdown as blocks: block n is paragraph n of a source text.

Markdown has the same paragraphs as plain text, without the symbols for emphasis, links and
headings. Blocks are not divided further: a list without blank lines is one paragraph.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import NamedTuple

MAX_PASSAGES = 200_000
"""Paragraphs of a text. A long book has ten thousand."""

_MAX_HEADING_LENGTH = 120  # characters
_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’»)\]]*\d{0,3}\Z")


class TextBlock(NamedTuple):
    """A paragraph, a heading or a page."""

    text: str
    is_heading: bool = False


class Unreadable(Exception):
    """A file is not valid in its format; the message continues a sentence that names the file."""


def too_many() -> Unreadable:
    """Return the error for a text of more than `MAX_PASSAGES` paragraphs."""
    return Unreadable(f"has more than {MAX_PASSAGES:,} paragraphs")


# ---- Decoding -----------------------------------------------------------------------------------

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_ENCODING = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_HEAD_BYTES = 4096  # in which a page must declare its encoding
_FALLBACK_ENCODING = "cp1252"


def decode(data: bytes) -> str:
    """Decode a text; never raises.

    The encoding is that of the byte-order mark, or UTF-8, or the one declared in `<meta charset>`,
    or else Windows' western code page, which is that of most old texts. Bytes that cannot be
    decoded become U+FFFD.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED_ENCODING.search(data, 0, _HEAD_BYTES)
    if declared is not None:
        with contextlib.suppress(LookupError, ValueError):  # unknown, or not an encoding of text
            return data.decode(declared[1].decode("ascii"), errors="replace")
    return data.decode(_FALLBACK_ENCODING, errors="replace")


# ---- Plain text ---------------------------------------------------------------------------------

_LINE_END = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def read_text(text: str) -> list[TextBlock]:
    """Return the blocks of a plain text.

    Raises:
        Unreadable: If there are too many.
    """
    return [
        TextBlock(block, looks_like_a_heading(block, number))
        for number, block in enumerate(split_at_blank_lines(text), 1)
    ]


def split_at_blank_lines(text: str) -> list[str]:
    """Return the non-empty parts between blank lines; a line of white space counts as blank.

    Raises:
        Unreadable: If there are too many parts.
    """
    # Two splits more than allowed: the first and the last part may be empty.
    parts = _BLANK_LINES.split(_LINE_END.sub("\n", text), maxsplit=MAX_PASSAGES + 2)
    stripped = [part.strip() for part in parts if part.strip()]
    if len(stripped) > MAX_PASSAGES:
        raise too_many()
    return stripped


def split_lines(text: str) -> list[str]:
    """Return the lines of a text, also the blank ones."""
    return _LINE_END.sub("\n", text).removesuffix("\n").split("\n")


def looks_like_a_heading(text: str, number: int) -> bool:
    """Return whether a block of plain text, the n-th, is a heading.

    A heading has at most 120 characters and does not end like a sentence: with a full stop or
    similar mark after its last word, possibly followed by quotes, brackets and the number of a
    note. The first block is the title if it is short, however it ends.
    """
    text = text.strip()
    if len(text) > _MAX_HEADING_LENGTH:
        return False
    return number == 1 or _SENTENCE_END.search(text) is None


# ---- Markdown -----------------------------------------------------------------------------------

_HEADING = re.compile(r"#{1,6}\s+[^\n]+\Z|[^\n]+\n(?:=+|-{2,})[^\S\n]*\Z")
_MARKUP = (
    # Headings, block quotes, links and images, emphasis and code, emphasis with _, escapes.
    (re.compile(r"^ {0,3}#{1,6}\s+|\s+#+$|\n(?:=+|-{2,})[^\S\n]*\Z"), ""),
    (re.compile(r"^ {0,3}>[^\S\n]?", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,500}\")?\)"), r"\1"),
    (re.compile(r"(\*{1,3}|`{1,3})(?=\S)([^*`\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_markdown(text: str) -> list[TextBlock]:
    """Return the blocks of a Markdown text.

    Raises:
        Unreadable: If there are too many.
    """
    return [
        TextBlock(without_markup(block), bool(_HEADING.match(block)))
        for block in split_at_blank_lines(text)
    ]


def without_markup(block: str) -> str:
    """Return a block of Markdown without its markup."""
    plain = block
    for pattern, replacement in _MARKUP:
        plain = pattern.sub(replacement, plain)
    return plain.strip() or block  # a block of nothing but markup counts as a paragraph, too
