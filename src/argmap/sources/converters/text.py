"""Plain text, whose lines are kept; headings are those that are already underlined."""

from __future__ import annotations

from argmap.sources.formats import Unreadable, decode, page_breaks_before, split_at_blank_lines
from argmap.sources.numbered_text import ConvertedDocument, DocumentBlock

TITLE = "a plain text"
SUFFIXES = (".txt", ".text")
LIBRARIES = ()

_SNIFFED_BYTES = 8192
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def convert(data: bytes) -> ConvertedDocument:
    """Return the paragraphs of a text.

    Raises:
        Unreadable: If the file is binary.
    """
    if b"\0" in data[:_SNIFFED_BYTES] and not data.startswith(_UTF_16_MARKS):
        raise Unreadable("is not a text")
    text = decode(data)
    breaks = page_breaks_before(text)
    blocks = (
        DocumentBlock(block, page_breaks=breaks.get(number, 0))
        for number, block in enumerate(split_at_blank_lines(text), 1)
    )
    return ConvertedDocument(tuple(blocks))
