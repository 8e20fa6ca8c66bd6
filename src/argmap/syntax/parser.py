"""The parser: from source text to a document with its syntax tree and parse errors."""

from __future__ import annotations

from typing import cast

from attrs import define, field
from lark import UnexpectedInput

from argmap.syntax.errors import ParseError
from argmap.syntax.grammar import parser
from argmap.syntax.tree import Declaration, Item
from argmap.text import UTF_16_BOMS, DecodedFile, SourceText, Span

_MAX_BYTES_SHOWN = 4


@define(eq=False, repr=False)
class Document:
    """A parsed file: its text, its syntax tree and its parse errors.

    Attributes:
        source: The text.
        items: The top-level declarations, in order.
        errors: The parse errors, in order.
        structure: A token that two versions of a file share if they differ only in positions and in
            the words of statements (`argmap.syntax.incremental_tree`). Compare it by identity.
        error_regions: The regions with errors, if `argmap.syntax.incremental` has determined them.
    """

    source: SourceText
    items: list[Item]
    errors: tuple[ParseError, ...] = ()
    structure: object = field(factory=object)
    error_regions: tuple[Span, ...] | None = None


def parse(source: SourceText) -> Document:
    """Parse a text into a document; errors are recorded in it, never raised.

    A valid text takes one pass of the parser. A text with errors is parsed a second time, by
    `argmap.syntax.recovery.parser`, which is slower and explains the errors.
    """
    try:
        items = cast("list[Item]", parser().parse(source.text))  # made by TreeBuilder
        needs_recovery = is_nested_by_indentation(source.text, items)
    except UnexpectedInput:
        needs_recovery = True
    if not needs_recovery:
        return Document(source, items)
    from argmap.syntax.recovery.parser import recover

    items, errors = recover(source.text)
    return Document(source, items, tuple(errors))


def is_nested_by_indentation(text: str, items: list[Item]) -> bool:
    """Whether a file without any block has a declaration that is indented under another one."""
    if any(isinstance(item, Declaration) and item.block is not None for item in items):
        return False
    previous_indent = 0
    for item in items:
        start = item.keyword.span.start if isinstance(item, Declaration) else item.span.start
        line_start = text.rfind("\n", 0, start) + 1
        line_start = max(line_start, text.rfind("\r", line_start, start) + 1)
        indent = start - line_start
        is_first_on_line = not text[line_start:start].strip(" \t")
        if indent > previous_indent and is_first_on_line and item is not items[0]:
            return True
        previous_indent = indent
    return False


def parse_reading(reading: DecodedFile) -> Document:
    """Parse a file as it was read, and report its size or its encoding if they are wrong."""
    if reading.oversize is not None:
        megabytes = reading.oversize / 1024 / 1024
        error = ParseError(
            Span(0, 0),
            f"this file is too large to be a map ({megabytes:.0f} MB) and was not read",
            help="a map may have up to 16 MB; split it and import its parts",
        )
        return Document(reading.source, [], (error,))
    document = parse(reading.source)
    if reading.undecodable is None:
        return document
    if reading.bad_bytes in UTF_16_BOMS:
        error = ParseError(
            reading.undecodable,
            "this file is encoded in UTF-16 instead of UTF-8",
            help="save it as UTF-8; some editors call that “Unicode (UTF-8)”",
        )
        return Document(document.source, document.items, (error, *document.errors))
    bytes_shown = " ".join(f"{byte:02X}" for byte in reading.bad_bytes[:_MAX_BYTES_SHOWN])
    error = ParseError(
        reading.undecodable,
        f"this file is not UTF-8: it has invalid bytes from here on ({bytes_shown})",
        help="save it as UTF-8; an older editor may have saved it in another encoding",
    )
    other_errors = (other for other in document.errors if "\ufffd" not in _text_of(document, other))
    return Document(document.source, document.items, (error, *other_errors))


def _text_of(document: Document, error: ParseError) -> str:
    return document.source.slice(error.span)
