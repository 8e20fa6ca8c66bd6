"""What is being written at the cursor, told from the text before it.

A file is seldom whole while somebody types in it, so the line and the block around it are looked
at, and nothing else.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from argmap.lsp.outline import block_at, place_at
from argmap.model.identifiers import ID, ID_CHARACTER
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, Quoted, Value
from argmap.text import Span

_FAR = 20
"""Lines that a list of values may have before the cursor."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MASK = "\N{WHITE SQUARE}"
_PATH = rf"(?:{ID_CHARACTER}|\.)*+"
_CITATION = re.compile(rf"@({_PATH})$")
_LOCATOR = re.compile(rf"@{_PATH}:[\w-]*$")
_VALUE = re.compile(rf"({ID})[ \t]*:(?:[^:{{}}]*[^:{{}}\w.-])?({_PATH})$")
_ITEM = re.compile(rf"(?:^|[{{}}])\s*({ID_CHARACTER}*+)$")
_AFTER_IMPORT = re.compile(rf"\bimport\s+{_MASK}+\s+(\w*)$")
_IGNORE = re.compile(r"#\s*argmap:\s*ignore(?:-file)?\[(?:[^\]]*,\s*)?([\w-]*)$")


class Expected(Enum):
    """What may be written at a place."""

    NOTHING = "nothing"
    ITEM = "a keyword or an attribute"
    VALUE = "an attribute's value"
    SOURCE = "a source"
    PATH = "a path"
    ALIAS = "`as`"
    RULE = "a rule"


_OTHERS = (
    (_CITATION, Expected.SOURCE),
    (_AFTER_IMPORT, Expected.ALIAS),
    (_ITEM, Expected.ITEM),
)


class Cursor(NamedTuple):
    """``word`` is what is written of it already, ``span`` where; ``attribute`` whose value it is.

    ``block`` is the declaration in whose block it is, None at the top level.
    """

    expected: Expected
    span: Span
    word: str = ""
    attribute: str = ""
    block: Declaration | None = None

    @property
    def given(self) -> list[str]:
        """The attributes that the block has already."""
        items = self.block.block.items if self.block and self.block.block else []
        return [item.name.text for item in items if isinstance(item, Attribute)]


def read_cursor(document: Document, offset: int) -> Cursor:
    """Return what is being written at an offset."""
    text = document.source.text
    around = block_at(document, offset)
    block = around[0] if around else None
    start = _start(text, offset, around[1].span.start + 1 if around else 0)
    before = _STRING.sub(lambda found: _MASK * len(found[0]), text[start:offset])

    def cursor(expected: Expected, word: str = "", attribute: str = "") -> Cursor:
        return Cursor(expected, Span(offset - len(word), offset), word, attribute, block)

    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    quote = line.find('"')
    comment = line.find("#")
    if comment >= 0 and not 0 <= quote < comment:
        found = _IGNORE.search(line)
        return cursor(Expected.RULE, found[1]) if found else cursor(Expected.NOTHING)
    if quote >= 0:
        return _in_text(line, quote, cursor(Expected.NOTHING))
    if _is_inside_text(document, offset) or _LOCATOR.search(before):
        return cursor(Expected.NOTHING)
    if found := _VALUE.search(before):
        return cursor(Expected.VALUE, found[2], found[1])
    for pattern, expected in _OTHERS:
        if found := pattern.search(line):
            return cursor(expected, found[1])
    return cursor(Expected.NOTHING)


def _start(text: str, offset: int, least: int) -> int:
    """Return where the line begins, or the first of those that a list of values goes on over."""
    start = offset
    for _ in range(_FAR):
        start = max(text.rfind("\n", least, start) + 1, least)
        before = text[least:start].rstrip()
        if not before.endswith((",", ":")):
            break
        start = least + len(before)
    return start


def _in_text(line: str, quote: int, cursor: Cursor) -> Cursor:
    """Return what may stand in the text that begins at ``quote``: a path, or prose."""
    head = line[:quote].rstrip()
    if not re.search(r"(\bimport|\btext\s*:)$", head):
        return cursor
    word = line[quote + 1 :]
    span = Span(cursor.span.end - len(word), cursor.span.end)
    attribute = "" if head.endswith("import") else "text"
    return Cursor(Expected.PATH, span, word, attribute, cursor.block)


def _is_inside_text(document: Document, offset: int) -> bool:
    """Whether an offset is in a text, of several lines perhaps."""
    part = place_at(document, offset).part
    is_text = isinstance(part, Quoted) or (isinstance(part, Value) and part.kind == "TEXT")
    return (
        is_text and isinstance(part, (Quoted, Value)) and (part.span.start < offset < part.span.end)
    )
