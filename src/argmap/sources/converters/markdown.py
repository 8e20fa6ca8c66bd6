"""Markdown, without its markup; the paragraphs are those of the Markdown file."""

from __future__ import annotations

import re

from argmap.model.losses import LossReport
from argmap.sources.formats import decode, read_markdown, split_at_blank_lines
from argmap.sources.numbered_text import ConvertedDocument, DocumentBlock
from argmap.sources.outline import markdown_outline

TITLE = "a Markdown file"
SUFFIXES = (".md", ".markdown")
LIBRARIES = ()

_PICTURE = re.compile(r"!\[[^\]\n]*\]\(|<img\b", re.IGNORECASE)
_TABLE = re.compile(r"^ {0,3}\|?(?: *:?-{3,}:? *\|)+(?: *:?-{3,}:? *)?$", re.MULTILINE)
_NOTE = re.compile(r"^\[\^[^\]\n]+\]:", re.MULTILINE)
_FORMULA = re.compile(r"\$\$[^$]+\$\$|^\\\[", re.MULTILINE)


def convert(data: bytes) -> ConvertedDocument:
    """Return the paragraphs of a Markdown file."""
    text = decode(data)
    losses = LossReport()
    levels = {heading.passage: heading.level for heading in markdown_outline(text).headings}
    for number, block in enumerate(split_at_blank_lines(text), 1):
        _record_losses(block, f"¶{number}", losses)
    blocks = (
        DocumentBlock(block.text, levels.get(number, 2) if block.is_heading else 0)
        for number, block in enumerate(read_markdown(text), 1)
    )
    return ConvertedDocument(tuple(blocks), losses)


def _record_losses(block: str, place: str, losses: LossReport) -> None:
    for pattern, element, reason in (
        (_TABLE, "table", "it is one paragraph with its lines as they are"),
        (_NOTE, "footnote", "the note is a paragraph where the file has it"),
        (_FORMULA, "formula", "it is in the notation of TeX"),
    ):
        if count := len(pattern.findall(block)):
            losses.change(element, reason, place, count)
    if count := len(_PICTURE.findall(block)):
        losses.drop("picture", "only its description is converted", place, count)
