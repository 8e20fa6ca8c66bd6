"""The canonical form of heads, attributes and texts, and the edits that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from argmap.syntax import unquote
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Bound,
    CitationDecl,
    CitingDeclaration,
    Declaration,
    ImportDecl,
    Item,
    Value,
)
from argmap.text import Edit, Span

INDENT = "  "
"""The indentation of a block."""

MAX_LINE_LENGTH = 100
"""Columns of a line."""

MAX_INLINE_TEXT_LENGTH = 160
"""Characters of a text that stays on one line, as in the output of `argmap export`. A sentence that
is slightly too long for a line is harder to read on several lines."""

_MIN_TEXT_WIDTH = 44
"""Columns of a text, however deep it is indented."""

_BLOCK_STRING = re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""')  # as in the grammar
_LINE_END = re.compile(r"(?>\r\n|\n|\r)")
_WORD_BREAK = re.compile(r"(?<![ \t]) (?![ \t])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


# ---- Declarations -------------------------------------------------------------------------------


def span_of(item: Item) -> Span:
    """Return the span of an item; that of an import includes its name."""
    if type(item) is ImportDecl and item.id is not None:
        return item.span.join(item.id.span)
    return item.span


def format_head(text: str, declaration: Declaration, indent: str) -> str:
    """Return a declaration without its block, for a line at ``indent``."""
    head = declaration.keyword.text
    if declaration.id is not None and type(declaration) is not ImportDecl:
        head = f"{head} {declaration.id.text}"
    if declaration.title is None:
        return head
    raw = declaration.title.raw
    if type(declaration) is ImportDecl:
        name = f" as {declaration.id.text}" if declaration.id else ""
        return f"{head} {raw}{name}"
    title = format_string(raw, indent + INDENT)
    if isinstance(declaration, CitingDeclaration) and declaration.citations:
        # The lines of a block string have their own indentation.
        column = len(indent) + (len(INDENT) if "\n" in title else len(head) + 1)
        title += _format_citations(text, declaration, column)
    return f"{head} {title}"


def _format_citations(text: str, declaration: CitingDeclaration, column: int) -> str:
    """Return the citations of a declaration, after its text, or on separate lines at ``column``.

    They are on lines of their own if the author began a line with one of them, or if they are wider
    than a line.
    """
    citations = [_format_citation(citation) for citation in declaration.citations]
    length = sum(map(len, citations)) + len(citations)
    is_below = length > MAX_LINE_LENGTH or _begins_line(text, declaration)
    separator = f"\n{' ' * column}" if is_below else " "
    return "".join(separator + citation for citation in citations)


def _format_citation(citation: CitationDecl) -> str:
    reference, quotation = citation
    return f"{reference.text} {quotation.raw}" if quotation else reference.text


def _begins_line(text: str, declaration: CitingDeclaration) -> bool:
    """Return whether one of the citations is the first element on its line."""
    assert declaration.title is not None  # the grammar requires it
    position = declaration.title.span.end
    for reference, quotation in declaration.citations:
        if count_newlines(text[position : reference.span.start]):
            return True
        position = (quotation or reference).span.end
    return False


def format_attribute(item: Attribute, indent: str) -> str:
    """Return an attribute, for a line at ``indent``; a list may need several lines."""
    name = f"{item.name.text}:"
    if len(item.values) == 1:
        return f"{name} {_format_value(item.values[0], indent, is_only_value=True)}"
    return format_list(item.name.text, [_format_value(one, indent) for one in item.values], indent)


def _format_value(value: Value | Arrow | Bound, indent: str, *, is_only_value: bool = False) -> str:
    if isinstance(value, Arrow):
        return f"{value.premise.text} -> {value.conclusion.text}"
    if isinstance(value, Bound):
        return f"{value.comparison} {value.number}"
    if value.kind == "TEXT" and (is_only_value or is_block_string(value.text)):
        return format_string(value.text, indent + INDENT)
    return value.text


def format_list(name: str, values: list[str], indent: str) -> str:
    """Return an attribute with several values, for a line at ``indent``.

    A list that is too long for one line is on several, indented after the first one.
    """
    name = f"{name}:"
    line = f"{name} {', '.join(values)}"
    if len(values) == 1 or len(indent) + len(line) <= MAX_LINE_LENGTH or "\n" in line:
        return line
    lines = [name]
    for value in (*(f"{value}," for value in values[:-1]), values[-1]):
        length = len(indent) + len(lines[-1]) + 1 + len(value)
        if length > MAX_LINE_LENGTH and lines[-1] != name:
            lines.append(f"{INDENT}{value}")
        else:
            lines[-1] += f" {value}"
    return f"\n{indent}".join(lines)


# ---- Texts in quotes ----------------------------------------------------------------------------


def format_string(raw: str, indent: str) -> str:
    r"""Return a text in quotes, with its lines after the first at ``indent``.

    A text on one line that is longer than `MAX_INLINE_TEXT_LENGTH` becomes a block string. A block
    string keeps its line breaks, except in paragraphs with lines that are too long. A text that
    would change its meaning is returned as it is. The line ends are ``\n``.
    """
    if len(raw) - len('""') <= MAX_INLINE_TEXT_LENGTH and count_newlines(raw) == 0:
        return raw
    if is_block_string(raw):
        lines = [line.strip(" \t") for line in _LINE_END.split(raw[3:-3].strip(" \t\r\n"))]
    else:
        lines = [_unescape_quotes(raw[1:-1])]
        if _WORD_BREAK.search(lines[0]) is None:
            return raw
    filled = _fill_paragraphs(lines, max(MAX_LINE_LENGTH - len(indent), _MIN_TEXT_WIDTH))
    content = "\n".join(["", *(indent + line if line else "" for line in filled), indent])
    block = f'"""{content}"""'
    # A quote or a backslash at the beginning or the end could end the string elsewhere.
    is_same = _BLOCK_STRING.fullmatch(block) and unquote(block) == unquote(raw)
    return block if is_same else raw


def is_block_string(raw: str) -> bool:
    return raw.startswith('"""') and len(raw) >= len('""""""')


def _unescape_quotes(escaped: str) -> str:
    """Return the content of a one-line string without escapes of single quotes.

    Consecutive quotes could end a block string, so they keep their escapes.
    """
    if '\\"\\"' in escaped:
        return escaped
    return _ESCAPE.sub(lambda match: '"' if match[1] == '"' else match[0], escaped)


def _fill_paragraphs(lines: list[str], width: int) -> Iterator[str]:
    """Yield the lines of a block string, with an empty line between paragraphs."""
    paragraph: list[str] = []
    is_first = True
    for line in (*lines, ""):
        if line:
            paragraph.append(line)
            continue
        if paragraph:
            if not is_first:
                yield ""
            is_too_wide = any(len(line) > width for line in paragraph)
            yield from _fill(paragraph, width) if is_too_wide else paragraph
            paragraph, is_first = [], False


def _fill(lines: list[str], width: int) -> Iterator[str]:
    """Yield the words of a paragraph on lines of ``width``, or longer for a single word.

    Words are separated by single spaces; several spaces in a row are kept.
    """
    line = ""
    for word in _WORD_BREAK.split(" ".join(lines)):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


# ---- Line ends ----------------------------------------------------------------------------------


def line_end_of(text: str) -> str:
    r"""Return ``\r\n`` for a text in which all lines end like this, and otherwise ``\n``."""
    windows = text.count("\r\n")
    return "\r\n" if windows and windows == text.count("\n") == text.count("\r") else "\n"


def most_common_line_end(text: str) -> str:
    """Return the line end of most lines, for parts of a text with different line ends."""
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def normalize_line_ends(text: str) -> str:
    r"""Return ``text`` with ``\n`` for every ``\r\n``."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def count_newlines(text: str) -> int:
    r"""Return the number of line ends (``\n``, ``\r\n`` or ``\r``) in ``text``."""
    if "\r" not in text:
        return text.count("\n")
    return normalize_line_ends(text).replace("\r", "\n").count("\n")


# ---- Edits --------------------------------------------------------------------------------------


class Piece(NamedTuple):
    r"""An element of a text: a head, an attribute, a brace, or a comment.

    Attributes:
        before: The spaces and line ends (``\n``) before the formatted element.
        text: The formatted element.
        start: The offset of the element in the original text.
        end: The offset of its end.
    """

    before: str
    text: str
    start: int
    end: int


def diff(
    text: str, pieces: Iterable[Piece], line_end: str, *, is_whole_text: bool = True
) -> tuple[Edit, ...]:
    """Return the edits that change ``text`` into the formatted ``pieces``, in order.

    ``text`` contains only white space between the pieces. In a whole text, a line end follows the
    last one. Pieces that change places are replaced together; any other edit changes one piece, or
    the white space before it.
    """
    ordered = list(pieces)
    edits: list[Edit] = []
    position = 0
    for group in _groups_in_order(ordered):
        end = max(piece.end for piece in group)
        first = group[0]
        if len(group) == 1:
            _compare(text, position, first.start, first.before, line_end, edits)
            _compare(text, first.start, first.end, first.text, line_end, edits)
        else:
            formatted = "".join(piece.before + piece.text for piece in group)
            _compare(text, position, end, formatted, line_end, edits)
        position = end
    if is_whole_text:
        _compare(text, position, len(text), "\n" if ordered else "", line_end, edits)
    return tuple(edits)


def _groups_in_order(pieces: list[Piece]) -> Iterable[list[Piece]]:
    """Yield the smallest groups whose order is that of the original text.

    Only within a group of several pieces, pieces change places. A comment that moves to the end of
    a group belongs together with the line end after it.
    """
    starts = [piece.start for piece in pieces]
    min_later_start = list(accumulate(reversed(starts), min))[::-1]
    group: list[Piece] = []
    max_end = 0
    for index, piece in enumerate(pieces):
        group.append(piece)
        max_end = max(max_end, piece.end)
        ends_in_moved_comment = len(group) > 1 and piece.text.startswith("#")
        if index + 1 == len(pieces) or (
            max_end <= min_later_start[index + 1] and not ends_in_moved_comment
        ):
            yield group
            group = []


def _compare(
    text: str, start: int, end: int, formatted: str, line_end: str, edits: list[Edit]
) -> None:
    """Add the edit, if any, that replaces a range of ``text`` with ``formatted``."""
    original = text[start:end]
    if original == formatted and line_end == "\n":
        return
    formatted = normalize_line_ends(formatted).replace("\n", line_end)
    if original == formatted:
        return
    prefix = _common_prefix_length(original, formatted)
    max_suffix = min(len(original), len(formatted)) - prefix
    suffix = 0
    if max_suffix:
        suffix = min(_common_prefix_length(original[::-1], formatted[::-1]), max_suffix)
    replacement = formatted[prefix : len(formatted) - suffix]
    edits.append(Edit(Span(start + prefix, end - suffix), replacement))


def _common_prefix_length(first: str, second: str) -> int:
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter):  # the common case: a different indentation
        return len(shorter)
    pairs = enumerate(zip(first, second, strict=False))
    return next(index for index, (a, b) in pairs if a != b)
