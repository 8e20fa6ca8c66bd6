"""A declaration's head, and an attribute, as they should be written.

Texts in quotes: long ones over several lines, and those that are so already, indented.

Line ends: which a text uses, and how many stand somewhere.

From the pieces of a text, in the order in which they should stand, to edits.
"""

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
    Declaration,
    ImportDecl,
    Item,
    StatementDecl,
    Value,
)
from argmap.text import Edit, Span


def line_end(text: str) -> str:
    r"""Return ``\r\n`` for a text that ends all its lines so, and ``\n`` for any other."""
    windows = text.count("\r\n")
    return "\r\n" if windows and windows == text.count("\n") == text.count("\r") else "\n"


def usual_line_end(text: str) -> str:
    """Return the line end of most lines: what a part of a text with several kinds is given."""
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def is_plain_comment(text: str) -> str:
    r"""Return ``text`` with ``\n`` for every Windows line end."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def count_lines(text: str) -> int:
    """Return how many lines end in ``text``."""
    return (
        is_plain_comment(text).replace("\r", "\n").count("\n") if "\r" in text else text.count("\n")
    )


WIDTH = 100
"""Columns of a line."""
LONG = 160
"""Characters of a text that stays on one line, as in what `argmap export` writes: a sentence that
is a little too long for a line reads worse in pieces."""
_NARROWEST = 44
"""Columns of a text, however deep it stands."""
_BLOCK = re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""')  # as in the grammar
_LINE_END = re.compile(r"(?>\r\n|\n|\r)")
_BETWEEN_WORDS = re.compile(r"(?<![ \t]) (?![ \t])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def laid_out(raw: str, indent: str) -> str:
    r"""Return a quoted text as it should be written, its lines (after the first) at ``indent``.

    A text on one line that is `LONG` becomes a block string. A block string keeps its own line
    breaks, save in paragraphs with lines that are too long. What cannot be written otherwise
    without saying something else is left as it is. Line ends are ``\n``.
    """
    if len(raw) - len('""') <= LONG and count_lines(raw) == 0:
        return raw
    if is_block(raw):
        lines = [line.strip(" \t") for line in _LINE_END.split(raw[3:-3].strip(" \t\r\n"))]
    else:
        lines = [_with_bare_quotes(raw[1:-1])]
        if _BETWEEN_WORDS.search(lines[0]) is None:
            return raw
    filled = _filled_text(lines, max(WIDTH - len(indent), _NARROWEST))
    written = "\n".join(["", *(indent + line if line else "" for line in filled), indent])
    block = f'"""{written}"""'
    # A quote or a backslash at an edge could end it elsewhere.
    return block if _BLOCK.fullmatch(block) and unquote(block) == unquote(raw) else raw


def is_block(raw: str) -> bool:
    return raw.startswith('"""') and len(raw) >= len('""""""')


def _with_bare_quotes(escaped: str) -> str:
    """Return the inside of a string of one line without the backslashes before lonely quotes."""
    if '\\"\\"' in escaped:
        return escaped
    return _ESCAPE.sub(lambda match: '"' if match[1] == '"' else match[0], escaped)


def _filled_text(lines: list[str], width: int) -> Iterator[str]:
    """Yield the lines of a block string, an empty one between paragraphs."""
    paragraph: list[str] = []
    is_first = True
    for line in (*lines, ""):
        if line:
            paragraph.append(line)
            continue
        if paragraph:
            if not is_first:
                yield ""
            yield from _set(paragraph, width) if _is_too_wide(paragraph, width) else paragraph
            paragraph, is_first = [], False


def _is_too_wide(lines: list[str], width: int) -> bool:
    return any(len(line) > width for line in lines)


def _set(lines: list[str], width: int) -> Iterator[str]:
    """Yield a paragraph's words on lines of ``width``; a word that is longer stands alone.

    Words are what stands between single blanks: several in a row are never torn apart.
    """
    line = ""
    for word in _BETWEEN_WORDS.split(" ".join(lines)):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


INDENT = "  "
"""What a line is indented by for each block that it stands in."""


def span_of(item: Item) -> Span:
    """Return where an item stands, to its last character."""
    if type(item) is ImportDecl and item.id is not None:
        return item.span.join(item.id.span)
    return item.span


def head(text: str, declaration: Declaration, indent: str) -> str:
    """Return a declaration without its block."""
    written = declaration.keyword.text
    if declaration.id is not None and type(declaration) is not ImportDecl:
        written = f"{written} {declaration.id.text}"
    if declaration.title is None:
        return written
    raw = declaration.title.raw
    if type(declaration) is ImportDecl:
        name = f" as {declaration.id.text}" if declaration.id else ""
        return f"{written} {raw}{name}"
    said = laid_out(raw, indent + INDENT)
    if type(declaration) is StatementDecl and declaration.citations:
        # A block string's lines have an indentation of their own.
        column = len(indent) + (len(INDENT) if "\n" in said else len(written) + 1)
        said += _citations(text, declaration, column)
    return f"{written} {said}"


def _citations(text: str, statement: StatementDecl, column: int) -> str:
    """Return citations as they stand behind a sentence, or below it where it begins.

    They stand below where the author began a line with one, or they are wider than a line.
    """
    cited = [_citation(citation) for citation in statement.citations]
    is_below = sum(map(len, cited)) + len(cited) > WIDTH or _begins_line(text, statement)
    between = f"\n{' ' * column}" if is_below else " "
    return "".join(between + citation for citation in cited)


def _citation(citation: CitationDecl) -> str:
    reference, quotation = citation
    return f"{reference.text} {quotation.raw}" if quotation else reference.text


def _begins_line(text: str, statement: StatementDecl) -> bool:
    """Whether one of the citations is the first on its line."""
    assert statement.title is not None  # the grammar wants it
    position = statement.title.span.end
    for reference, quotation in statement.citations:
        if count_lines(text[position : reference.span.start]):
            return True
        position = (quotation or reference).span.end
    return False


def attribute(item: Attribute, indent: str) -> str:
    """Return an attribute: on one line, or a list that is too long on several."""
    name = f"{item.name.text}:"
    if len(item.values) == 1:
        return f"{name} {_value(item.values[0], indent, is_alone=True)}"
    values = [_value(value, indent) for value in item.values]
    line = f"{name} {', '.join(values)}"
    if len(indent) + len(line) <= WIDTH or "\n" in line:
        return line
    return _filled(name, values, indent)


def _value(value: Value | Arrow | Bound, indent: str, *, is_alone: bool = False) -> str:
    if isinstance(value, Arrow):
        return f"{value.premise.text} -> {value.conclusion.text}"
    if isinstance(value, Bound):
        return f"{value.comparison} {value.number}"
    if value.kind == "TEXT" and (is_alone or is_block(value.text)):
        return laid_out(value.text, indent + INDENT)
    return value.text


def _filled(name: str, values: list[str], indent: str) -> str:
    """Return a list over several lines, the further ones indented."""
    lines = [name]
    for value in (*(f"{value}," for value in values[:-1]), values[-1]):
        if len(indent) + len(lines[-1]) + 1 + len(value) > WIDTH and lines[-1] != name:
            lines.append(f"{INDENT}{value}")
        else:
            lines[-1] += f" {value}"
    return f"\n{indent}".join(lines)


class Piece(NamedTuple):
    r"""Something that stands on its own: a head, an attribute, a brace, a comment.

    ``start`` to ``end`` is where it stands now, ``text`` how it should be written, and ``before``
    the blanks and line ends (``\n``) that should stand before it.
    """

    before: str
    text: str
    start: int
    end: int


def edits_between(
    text: str, pieces: Iterable[Piece], line_end: str, *, is_whole: bool = True
) -> tuple[Edit, ...]:
    """Return the edits that make ``text`` the ``pieces``, in order.

    Between pieces there is nothing but blanks now. In a whole text, a line end follows the last
    one. Pieces that change places are written anew together; any other edit concerns one piece, or
    the blanks before it.
    """
    listed = list(pieces)
    edits: list[Edit] = []
    position = 0
    for group in _in_place(listed):
        end = max(piece.end for piece in group)
        first = group[0]
        if len(group) == 1:
            _compare(text, position, first.start, first.before, line_end, edits)
            _compare(text, first.start, first.end, first.text, line_end, edits)
        else:
            written = "".join(piece.before + piece.text for piece in group)
            _compare(text, position, end, written, line_end, edits)
        position = end
    if is_whole:
        _compare(text, position, len(text), "\n" if listed else "", line_end, edits)
    return tuple(edits)


def _in_place(pieces: list[Piece]) -> Iterable[list[Piece]]:
    """Yield the pieces in groups that keep their order; in one of several, pieces change places."""
    starts = [piece.start for piece in pieces]
    following = list(accumulate(reversed(starts), min))[::-1]
    group: list[Piece] = []
    reached = 0
    for index, piece in enumerate(pieces):
        group.append(piece)
        reached = max(reached, piece.end)
        if index + 1 == len(pieces) or reached <= following[index + 1]:
            yield group
            group = []


def _compare(
    text: str, start: int, end: int, written: str, line_end: str, edits: list[Edit]
) -> None:
    r"""Add the edit that makes ``text`` from ``start`` to ``end`` what should be ``written``."""
    now = text[start:end]
    if now == written and line_end == "\n":
        return
    written = is_plain_comment(written).replace("\n", line_end)
    if now == written:
        return
    same = _common(now, written)
    shorter = min(len(now), len(written)) - same
    tail = min(_common(now[::-1], written[::-1]), shorter) if shorter else 0
    edits.append(Edit(Span(start + same, end - tail), written[same : len(written) - tail]))


def _common(one: str, two: str) -> int:
    """Return how many characters both begin with."""
    shorter, longer = sorted((one, two), key=len)
    if longer.startswith(shorter):  # most differ in how deep a line is indented
        return len(shorter)
    pairs = enumerate(zip(one, two, strict=False))
    return next(at for at, (a, b) in pairs if a != b)
