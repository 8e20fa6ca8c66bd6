r"""Numbered texts: the plain text that a document is converted to.

Blank lines separate the paragraphs, which are counted from 1. A paragraph is on one line, unless
the document itself consists of lines. A heading is underlined: with ``=`` at the highest level,
with ``-`` at the others. A form feed (U+000C) begins a page; it is on a separate line, or within a
paragraph that continues on the next page.
"""

from __future__ import annotations

import re

from attrs import Factory, frozen

from argmap.model.losses import LossReport
from argmap.sources.formats import PAGE_BREAK

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n\f]+")
_AROUND_LINE_ENDS = re.compile(r" *\n[ \n]*")


@frozen
class DocumentBlock:
    """A paragraph or a heading of a document.

    Attributes:
        text: The text. A form feed in it is a page break.
        level: The level of a heading from 1 to 6; 0 for a paragraph.
        page_breaks: The number of page breaks before it.
    """

    text: str
    level: int = 0
    page_breaks: int = 0


@frozen
class DocumentMetadata:
    """What a document says about itself; empty if it does not say."""

    title: str = ""
    author: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    lang: str = ""


@frozen
class ConvertedDocument:
    """The text of a document, and what was lost in the conversion.

    The places in the loss report are paragraphs (``¶12``) or pages (``p. 3``).
    """

    blocks: tuple[DocumentBlock, ...]
    losses: LossReport = Factory(LossReport)
    metadata: DocumentMetadata = DocumentMetadata()

    @property
    def title(self) -> str:
        """The title: as the document says, or else its first heading; may be empty."""
        headings = (block.text for block in self.blocks if block.level)
        return " ".join((self.metadata.title or next(headings, "")).split())


def clean_text(text: str) -> str:
    """Return a text without control characters, and with one space for other white space.

    Line feeds and form feeds are kept. There are no blank lines in the result, because they would
    end a paragraph.
    """
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _AROUND_LINE_ENDS.sub("\n", _SPACES.sub(" ", text)).strip(" \n\f")


def dump_numbered_text(document: ConvertedDocument) -> str:
    """Return a document as a numbered text, which depends on nothing else."""
    parts: list[str] = []
    breaks = ""
    for block in document.blocks:
        breaks += PAGE_BREAK * block.page_breaks
        text = clean_text(block.text)
        if not text:
            continue
        if block.level:
            text = " ".join(text.split())
            text += "\n" + ("=" if block.level == 1 else "-") * len(text)
        parts.append(f"{breaks}\n{text}" if breaks else text)
        breaks = ""
    return "\n\n".join(parts) + "\n"
