"""From text to syntax tree."""

from __future__ import annotations

from typing import cast

from attrs import define, field
from lark import UnexpectedInput

from argmap.syntax.errors import ParseError
from argmap.syntax.grammar import parser
from argmap.syntax.tree import Declaration, Item
from argmap.text import UTF_16_BOMS, DecodedFile, SourceText, Span


@define(eq=False, repr=False)
class Document:
    """One file, read: its text, its declarations, and what is wrong with how it is written.

    Two documents with one ``structure`` differ in nothing but places and statements' words
    (`argmap.syntax.incremental_tree`). ``error_regions`` is where its mistakes are, where that has
    been worked out (`argmap.syntax.incremental`).
    """

    source: SourceText
    items: list[Item]
    errors: tuple[ParseError, ...] = ()
    structure: object = field(factory=object)
    error_regions: tuple[Span, ...] | None = None


def parse(source: SourceText) -> Document:
    """Read a text; whatever it holds, the result is a document, with a fault for each mistake.

    A text without mistakes costs one pass of the parser. A text with some is read again by
    `argmap.syntax.recovery.parser`, which takes longer and knows what to say.
    """
    try:
        items = cast("list[Item]", parser().parse(source.text))  # by way of TreeBuilder
    except UnexpectedInput:
        from argmap.syntax.recovery.parser import recover

        items, errors = recover(source.text)
        return Document(source, items, tuple(errors))
    if is_nested_by_indentation(source.text, items):
        from argmap.syntax.recovery.parser import recover

        items, errors = recover(source.text)
        return Document(source, items, tuple(errors))
    return Document(source, items)


def is_nested_by_indentation(text: str, items: list[Item]) -> bool:
    """Whether a file has no block at all, but a declaration that is indented under another."""
    previous = 0
    if any(isinstance(item, Declaration) and item.block is not None for item in items):
        return False
    for item in items:
        start = item.keyword.span.start if isinstance(item, Declaration) else item.span.start
        line = text.rfind("\n", 0, start) + 1
        line = max(line, text.rfind("\r", line, start) + 1)
        indent = start - line
        if indent > previous and not text[line:start].strip(" \t") and item is not items[0]:
            return True
        previous = indent
    return False


def parse_reading(reading: DecodedFile) -> Document:
    """Read a file's text, and tell of what was wrong with its bytes already."""
    if reading.oversize is not None:
        size = reading.oversize / 1024 / 1024
        error = ParseError(
            Span(0, 0),
            f"this file is too large to be a map ({size:.0f} MB); it was not read",
            help="maps of up to 16 MB are read; split a larger one and import its parts",
        )
        return Document(reading.source, [], (error,))
    document = parse(reading.source)
    if reading.undecodable is None:
        return document
    if reading.bad_bytes in UTF_16_BOMS:
        error = ParseError(
            reading.undecodable,
            "this file is in UTF-16, and a map is in UTF-8",
            help="save it as UTF-8; some editors call that “Unicode (UTF-8)”",
        )
        return Document(document.source, document.items, (error, *document.errors))
    shown = " ".join(f"{byte:02X}" for byte in reading.bad_bytes[:4])
    error = ParseError(
        reading.undecodable,
        f"this file is not UTF-8: from here on it holds bytes that mean nothing ({shown})",
        help="save it as UTF-8; an older editor may have saved it in its own encoding",
    )
    others = (other for other in document.errors if "\ufffd" not in _text(document, other))
    return Document(document.source, document.items, (error, *others))


def _text(document: Document, error: ParseError) -> str:
    return document.source.slice(error.span)
