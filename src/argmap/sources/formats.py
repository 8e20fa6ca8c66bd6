"""Plain text and Markdown as blocks: block n is paragraph n of a source text.

Markdown has the same paragraphs as plain text, without the symbols for emphasis, links and
headings. Blocks are not divided further: a list without blank lines is one paragraph.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections import Counter
from typing import NamedTuple

MAX_PASSAGES = 200_000
"""Paragraphs of a text. A long book has ten thousand."""

_MAX_HEADING_LENGTH = 120  # characters
_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’»)\]]*\d{0,3}\Z")


class TextBlock(NamedTuple):
    """A paragraph, a heading or a page."""

    text: str
    is_heading: bool = False


class Unreadable(Exception):
    """A file is not valid in its format; the message continues a sentence that names the file."""


def too_many() -> Unreadable:
    """Return the error for a text of more than `MAX_PASSAGES` paragraphs."""
    return Unreadable(f"has more than {MAX_PASSAGES:,} paragraphs")


# ---- Decoding -----------------------------------------------------------------------------------

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_ENCODING = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_HEAD_BYTES = 4096  # in which a page must declare its encoding
_FALLBACK_ENCODING = "cp1252"


def decode(data: bytes) -> str:
    """Decode a text; never raises.

    The encoding is that of the byte-order mark, or UTF-8, or the one declared in `<meta charset>`,
    or else Windows' western code page, which is that of most old texts. Bytes that cannot be
    decoded become U+FFFD.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED_ENCODING.search(data, 0, _HEAD_BYTES)
    if declared is not None:
        with contextlib.suppress(LookupError, ValueError):  # unknown, or not an encoding of text
            return data.decode(declared[1].decode("ascii"), errors="replace")
    return data.decode(_FALLBACK_ENCODING, errors="replace")


# ---- Plain text ---------------------------------------------------------------------------------

_LINE_END = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_BLANK_LINES_KEPT = re.compile(rf"({_BLANK_LINES.pattern})")
_UNDERLINED = re.compile(r"([^\n]+)\n(=+|-+)")

PAGE_BREAK = "\f"
"""The form feed, which ends a page of a plain text."""


def underlined_heading(block: str) -> tuple[str, int] | None:
    """Return the text and the level (1 or 2) of an underlined heading; None for other blocks.

    The line under it consists of as many ``=`` or ``-`` as the heading has characters.
    """
    match = _UNDERLINED.fullmatch(block)
    if match is None or len(match[1]) != len(match[2]):
        return None
    return match[1], 1 if match[2][0] == "=" else 2


def read_text(text: str) -> list[TextBlock]:
    """Return the blocks of a plain text.

    If a text has underlined headings, it has no others.

    Raises:
        Unreadable: If there are too many.
    """
    blocks = split_at_blank_lines(text)
    underlined = [underlined_heading(block) is not None for block in blocks]
    if any(underlined):
        return list(map(TextBlock, blocks, underlined))
    return [
        TextBlock(block, looks_like_a_heading(block, number))
        for number, block in enumerate(blocks, 1)
    ]


def split_at_blank_lines(text: str) -> list[str]:
    """Return the non-empty parts between blank lines; a line of white space counts as blank.

    Raises:
        Unreadable: If there are too many parts.
    """
    # Two splits more than allowed: the first and the last part may be empty.
    parts = _BLANK_LINES.split(_LINE_END.sub("\n", text), maxsplit=MAX_PASSAGES + 2)
    stripped = [part.strip() for part in parts if part.strip()]
    if len(stripped) > MAX_PASSAGES:
        raise too_many()
    return stripped


def page_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last paragraph of each page; none if there are no page breaks.

    A form feed ends a page. A paragraph with a form feed in it is on both pages. The last paragraph
    of a page without paragraphs is before its first one.
    """
    if PAGE_BREAK not in text:
        return ()
    spans: list[tuple[int, int]] = []
    first = number = 1
    for part in _parts(text):
        begin, inside, end = _page_breaks(part)
        for _ in range(begin):
            spans.append((first, number - 1))
            first = number
        if not part.strip():
            continue
        for _ in range(inside):
            spans.append((first, number))
            first = number
        number += 1
        for _ in range(end):
            spans.append((first, number - 1))
            first = number
    if first < number or (spans and not text.rstrip(" \n").endswith(PAGE_BREAK)):
        spans.append((first, number - 1))
    return tuple(spans)


def page_breaks_before(text: str) -> dict[int, int]:
    """Return the number of form feeds before each paragraph that begins a page."""
    breaks: Counter[int] = Counter()
    number = 1
    for part in _parts(text) if PAGE_BREAK in text else ():
        begin, _, end = _page_breaks(part)
        breaks[number] += begin
        if part.strip():
            number += 1
            breaks[number] += end
    return {number: count for number, count in breaks.items() if count}


def _parts(text: str) -> list[str]:
    """Return the paragraphs and what separates them, in turn."""
    return _BLANK_LINES_KEPT.split(_LINE_END.sub("\n", text))


def _page_breaks(part: str) -> tuple[int, int, int]:
    """Return the number of form feeds before, in and after the text of a part."""
    text = part.strip()
    if not text:
        return part.count(PAGE_BREAK), 0, 0
    start = part.index(text)
    before = part.count(PAGE_BREAK, 0, start)
    inside = text.count(PAGE_BREAK)
    return before, inside, part.count(PAGE_BREAK) - before - inside


def split_lines(text: str) -> list[str]:
    """Return the lines of a text, also the blank ones."""
    return _LINE_END.sub("\n", text).removesuffix("\n").split("\n")


def looks_like_a_heading(text: str, number: int) -> bool:
    """Return whether a block of plain text, the n-th, is a heading.

    A heading has at most 120 characters and does not end like a sentence: with a full stop or
    similar mark after its last word, possibly followed by quotes, brackets and the number of a
    note. The first block is the title if it is short, however it ends.
    """
    text = text.strip()
    if len(text) > _MAX_HEADING_LENGTH:
        return False
    return number == 1 or _SENTENCE_END.search(text) is None


# ---- Markdown -----------------------------------------------------------------------------------

_HEADING = re.compile(r"#{1,6}\s+[^\n]+\Z|[^\n]+\n(?:=+|-{2,})[^\S\n]*\Z")
_MARKUP = (
    # Headings, block quotes, links and images, emphasis and code, emphasis with _, escapes.
    (re.compile(r"^ {0,3}#{1,6}\s+|\s+#+$|\n(?:=+|-{2,})[^\S\n]*\Z"), ""),
    (re.compile(r"^ {0,3}>[^\S\n]?", re.MULTILINE), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,500}\")?\)"), r"\1"),
    (re.compile(r"(\*{1,3}|`{1,3})(?=\S)([^*`\n]{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_markdown(text: str) -> list[TextBlock]:
    """Return the blocks of a Markdown text.

    Raises:
        Unreadable: If there are too many.
    """
    return [
        TextBlock(without_markup(block), bool(_HEADING.match(block)))
        for block in split_at_blank_lines(text)
    ]


def without_markup(block: str) -> str:
    """Return a block of Markdown without its markup."""
    plain = block
    for pattern, replacement in _MARKUP:
        plain = pattern.sub(replacement, plain)
    return plain.strip() or block  # a block of nothing but markup counts as a paragraph, too
