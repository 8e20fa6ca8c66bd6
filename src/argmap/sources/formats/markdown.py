"""Markdown: paragraphs as in plain text, without the signs that set words in italics or link them.

A block stays a block: a list without blank lines is one, as its author typed it.
"""

from __future__ import annotations

import re

from argmap.sources.formats.blocks import Block
from argmap.sources.formats.text import split

_HEADING = re.compile(r"#{1,6}\s+[^\n]+\Z|[^\n]+\n(?:=+|-{2,})[^\S\n]*\Z")
_SIGNS = (
    (re.compile(r"^ {0,3}#{1,6}\s+|\s+#+$|\n(?:=+|-{2,})[^\S\n]*\Z"), ""),
    (re.compile(r"^ {0,3}>[^\S\n]?", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,500}\")?\)"), r"\1"),
    (re.compile(r"(\*{1,3}|`{1,3})(?=\S)([^*`\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read(text: str) -> list[Block]:
    """Return the blocks of a text in Markdown."""
    return [Block(_plain(block), bool(_HEADING.match(block))) for block in split(text)]


def _plain(block: str) -> str:
    plain = block
    for pattern, replacement in _SIGNS:
        plain = pattern.sub(replacement, plain)
    return plain.strip() or block  # of signs only: it is counted all the same
