"""The context of a completion: the word before the cursor, and what is expected there.

A file is usually incomplete while the user types in it. The context is therefore determined from
the text of its line and from the block around it only.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from argmap.lsp.syntax_lookup import block_at, node_at
from argmap.model.identifiers import ID, ID_CHARACTER
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, Quoted, Value
from argmap.text import Span

_MAX_VALUE_LINES = 20
"""Number of lines before the cursor that a list of values may span."""

_MASK = "\N{WHITE SQUARE}"
"""Replaces each character of a string, so that patterns do not match inside it."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_PATH = rf"(?:{ID_CHARACTER}|\.)*+"
_CITATION = re.compile(rf"@({_PATH})$")
_LOCATOR = re.compile(rf"@{_PATH}:([\w§-]*)$")
_QUOTED_LOCATOR = re.compile(rf"@({_PATH}):$")
_VALUE = re.compile(rf"({ID})[ \t]*:((?:[^:{{}}]*[^:{{}}\w.-])?)({_PATH})$")
_ARROW_START = re.compile(rf"((?:{ID_CHARACTER}|\.)*?)\s*->\s*$")
_ITEM = re.compile(rf"(?:^|[{{}}])\s*({ID_CHARACTER}*+)$")
_AFTER_IMPORT = re.compile(rf"\bimport\s+{_MASK}+\s+(\w*)$")
_IGNORE = re.compile(r"#\s*argmap:\s*ignore(?:-file)?\[(?:[^\]]*,\s*)?([\w-]*)$")


class ExpectedKind(Enum):
    """What may be written at the context."""

    NOTHING = "nothing"
    ITEM = "a keyword or an attribute"
    VALUE = "an attribute's value"
    SOURCE = "a source"
    LOCATOR = "a place in a source"
    HEADING = "a heading of a source"
    PATH = "a path"
    ALIAS = "`as`"
    RULE = "a rule"


_LINE_PATTERNS = (
    (_LOCATOR, ExpectedKind.LOCATOR),
    (_CITATION, ExpectedKind.SOURCE),
    (_AFTER_IMPORT, ExpectedKind.ALIAS),
    (_ITEM, ExpectedKind.ITEM),
)


class CompletionContext(NamedTuple):
    """The word before the context, and what is expected there.

    Attributes:
        span: The span of the word, which a completion replaces.
        word: The part of the word that is already written.
        attribute: The attribute whose value is expected.
        source: The source of which a heading is expected.
        block: The declaration whose block contains the context; None at the top level.
        other_values: The values of the attribute before the word.
        premise: The premise of an arrow whose conclusion is expected: ``a`` after ``a ->``.
    """

    expected: ExpectedKind
    span: Span
    word: str = ""
    attribute: str = ""
    source: str = ""
    block: Declaration | None = None
    other_values: tuple[str, ...] = ()
    premise: str = ""

    @property
    def block_keyword(self) -> str:
        """The keyword of the declaration whose block contains the context; empty at the top."""
        return self.block.keyword.text if self.block else ""

    @property
    def existing_attributes(self) -> list[str]:
        """The attributes that the block already has."""
        items = self.block.block.items if self.block and self.block.block else []
        return [item.name.text for item in items if isinstance(item, Attribute)]


def read_completion_context(document: Document, offset: int) -> CompletionContext:
    """Return the context of an offset."""
    text = document.source.text
    enclosing = block_at(document, offset)
    block = enclosing[0] if enclosing else None
    start = _start(text, offset, enclosing[1].span.start + 1 if enclosing else 0)
    before = _STRING.sub(lambda match: _MASK * len(match[0]), text[start:offset])

    def context(expected: ExpectedKind, word: str = "", attribute: str = "") -> CompletionContext:
        span = Span(offset - len(word), offset)
        return CompletionContext(expected, span, word, attribute, block=block)

    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    quote = line.find('"')
    comment = line.find("#")
    if comment >= 0 and not 0 <= quote < comment:
        match = _IGNORE.search(line)
        return context(ExpectedKind.RULE, match[1]) if match else context(ExpectedKind.NOTHING)
    if quote >= 0:
        return _in_string(line, quote, context(ExpectedKind.NOTHING))
    if _is_in_string(document, offset):
        return context(ExpectedKind.NOTHING)
    if (match := _VALUE.search(before)) and not _LOCATOR.search(line):
        arrow = _ARROW_START.search(match[2])
        return context(ExpectedKind.VALUE, match[3], match[1])._replace(
            other_values=tuple(value.strip() for value in match[2].split(",")[:-1]),
            premise=arrow[1] if arrow else "",
        )
    for pattern, expected in _LINE_PATTERNS:
        if match := pattern.search(line):
            return context(expected, match[1])
    return context(ExpectedKind.NOTHING)


def _start(text: str, offset: int, min_start: int) -> int:
    """Return the start of the line, or of the line on which its list of values begins."""
    start = offset
    for _ in range(_MAX_VALUE_LINES):
        start = max(text.rfind("\n", min_start, start) + 1, min_start)
        before = text[min_start:start].rstrip()
        if not before.endswith((",", ":")):
            break
        start = min_start + len(before)
    return start


def _in_string(line: str, quote: int, context: CompletionContext) -> CompletionContext:
    """Return the context in a string that begins at ``quote``: a path, a locator or a text."""
    word = line[quote + 1 :]
    span = Span(context.span.end - len(word), context.span.end)
    if citation := _QUOTED_LOCATOR.search(line[:quote]):
        return context._replace(
            expected=ExpectedKind.HEADING, span=span, word=word, source=citation[1]
        )
    head = line[:quote].rstrip()
    if not re.search(r"(\bimport|\btext\s*:)$", head):
        return context
    attribute = "" if head.endswith("import") else "text"
    return context._replace(expected=ExpectedKind.PATH, span=span, word=word, attribute=attribute)


def _is_in_string(document: Document, offset: int) -> bool:
    """Return whether an offset is in a string, which may span several lines."""
    leaf = node_at(document, offset).leaf
    is_string = isinstance(leaf, Quoted) or (isinstance(leaf, Value) and leaf.kind == "TEXT")
    return (
        is_string and isinstance(leaf, (Quoted, Value)) and leaf.span.start < offset < leaf.span.end
    )
