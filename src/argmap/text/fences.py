"""Fenced code blocks in Markdown, and the maps in them.

The blocks are those of CommonMark 0.31 (section 4.5): fences of backticks or tildes, also inside
lists and block quotes. The indented blocks of MkDocs (``!!! note``) count as list items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from attrs import frozen

from argmap.text.source_text import Span

MAX_MARKDOWN_BYTES = 1 << 20
"""The size up to which Markdown files are read."""

MAX_MAPS_PER_DOCUMENT = 500
"""The number of maps in a Markdown file that are read."""

_LANGUAGE = "argmap"
_IGNORED = "ignore"
_TAB_SIZE = 4
_MAX_INDENT = 3
"""Code that is indented further is not a fence."""

_MAX_DEPTH = 20
"""The number of nested block quotes, or list items, in which blocks are found."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+\Z")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?=\S)|[ \t]*(?=(?:!!!|\?\?\?\+?|===)[ \t])")
_OPENING = re.compile(r"(?P<marker>`{3,}(?=[^`\r\n]*(?:[\r\n]|\Z))|~{3,})(?P<info>[^\r\n]*)")
_INDENT = re.compile(r"[ \t]*")
_ITEM_MARKER = re.compile(r"[^>\s]")
_NOT_LINE_END = re.compile(r"[^\r\n]")
_HTML_ENDS = {"<!--": "-->", "<pre": "</pre>", "<script": "</script>", "<style": "</style>"}
_HTML = re.compile("|".join(_HTML_ENDS), re.IGNORECASE)


@frozen
class Fence:
    """A fenced code block.

    Attributes:
        info: The info string after the opening fence: ``argmap ignore``.
        block: The lines of the block, with the fences and their line ends.
        content: The lines between the fences.
        quotes: The number of block quotes around the block.
        prefix: What a line has to begin with to be in the same block quotes and list items.
    """

    info: str
    block: Span
    content: Span
    quotes: int
    prefix: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the info string; also in the notations ``{.argmap}`` and ``{argmap}``."""
        return tuple(word.lstrip(".") for word in self.info.strip("{} \t").split())

    @property
    def is_closed(self) -> bool:
        """Whether the block ends with a closing fence, and not with its list item or the text."""
        return self.block.end > self.content.end

    @property
    def is_map(self) -> bool:
        """Whether the block is marked as a map, and not with ``ignore``."""
        return self.words[:1] == (_LANGUAGE,) and _IGNORED not in self.words

    def isolate(self, text: str) -> str:
        """Return the content with the text before it blank, so that all positions stay the same.

        Args:
            text: The whole Markdown text.
        """
        lines = _LINE.findall(text[self.content.start : self.content.end])
        return _blank(text[: self.content.start]) + "".join(map(self._without_quotes, lines))

    def _without_quotes(self, line: str) -> str:
        end = _quotes_end(line, self.quotes)[1]
        return " " * end + line[end:]


@lru_cache(maxsize=4)
def map_fences(text: str) -> tuple[Fence, ...]:
    """Return the blocks with maps in a Markdown text, in order; empty blocks are left out."""
    return tuple(
        fence
        for fence in find_fences(text)
        if fence.is_map and text[fence.content.start : fence.content.end].strip("> \t\r\n")
    )


def isolate_map(data: bytes, number: int) -> bytes | None:
    """Return a map of a Markdown file, with blanks before it (see `Fence.isolate`).

    Args:
        data: The Markdown file. Bytes that are not UTF-8 are preserved in the map.
        number: The number of the map, from 1.

    Returns:
        The map, or None if there are fewer maps.
    """
    text = decode_markdown(data)
    fences = map_fences(text)
    if not 0 < number <= len(fences):
        return None
    return fences[number - 1].isolate(text).encode("utf-8", "surrogateescape")


def decode_markdown(data: bytes) -> str:
    """Return the text of a Markdown file; bytes that are not UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def find_fences(text: str) -> Iterator[Fence]:
    """Yield the fenced code blocks of a Markdown text, in order."""
    opened: _OpenFence | None = None
    html_end = ""
    items: list[int] = []  # the columns at which the contents of the open list items begin
    for match in _LINE.finditer(text):
        line = match[0]
        if opened is not None:
            content_end = opened.content_end(line, match.start())
            if content_end is None:
                continue
            is_closed = content_end < match.end() and opened.is_closed_by(line)
            yield opened.fence(content_end, match.end() if is_closed else content_end)
            opened = None
            if is_closed:
                continue
        if html_end:
            html_end = "" if html_end in line.lower() else html_end
            continue
        quotes, start = _quotes_end(line)
        start = _enter_items(line, start, items)
        indent = _INDENT.match(line, start)
        assert indent is not None  # it may be empty
        rest = line[indent.end() :]
        if html := _HTML.match(rest):
            end = _HTML_ENDS[html[0].lower()]
            html_end = "" if end in rest.lower() else end
        depth = _width(line[: indent.end()]) - (items[-1] if items else 0)
        opening = _OPENING.match(rest)
        if opening and depth <= _MAX_INDENT:
            prefix = _ITEM_MARKER.sub(" ", line[: indent.end()])
            opened = _OpenFence(opening, quotes, prefix, items[-1] if items else 0, match.span())
    if opened is not None:
        yield opened.fence(len(text), len(text))


@frozen
class _OpenFence:
    """A fence whose end has not been found; ``column`` is where its list item begins."""

    opening: re.Match[str]
    quotes: int
    prefix: str
    column: int
    line: tuple[int, int]

    def content_end(self, line: str, start: int) -> int | None:
        """Return ``start``, where this line ends the content, or None if it continues it."""
        quotes, end = _quotes_end(line, self.quotes)
        rest = line[end:]
        if quotes < self.quotes or self.is_closed_by(line):
            return start
        indent = _width(line[: len(line) - len(rest.lstrip(" \t"))])
        return start if rest.strip() and indent < self.column else None

    def is_closed_by(self, line: str) -> bool:
        """Return whether a line is the closing fence."""
        quotes, end = _quotes_end(line, self.quotes)
        rest = line[end:]
        marker = rest.strip(" \t\r\n")
        indent = _width(line[: len(line) - len(rest.lstrip(" \t"))]) - self.column
        return (
            quotes == self.quotes
            and 0 <= indent <= _MAX_INDENT
            and len(marker) >= len(self.opening["marker"])
            and set(marker) == {self.opening["marker"][0]}
        )

    def fence(self, content_end: int, block_end: int) -> Fence:
        start, content_start = self.line
        content = Span(content_start, max(content_start, content_end))
        info = self.opening["info"].strip()
        return Fence(info, Span(start, block_end), content, self.quotes, self.prefix)


def _enter_items(line: str, start: int, items: list[int]) -> int:
    """Update the open list items for a line; return where its content begins."""
    if not line[start:].strip():
        return start
    indent = _INDENT.match(line, start)
    assert indent is not None
    while items and _width(line[: indent.end()]) < items[-1]:
        items.pop()
    while len(items) < _MAX_DEPTH and (item := _ITEM.match(line, start)):
        column = _width(line[: item.end()])
        if column - (items[-1] if items else 0) > 2 * _TAB_SIZE:
            break  # indented code
        if not item[0].strip():  # an indented block of MkDocs
            items.append(column + _TAB_SIZE)
            return len(line)
        items.append(column)
        start = item.end()
    return start


def _quotes_end(line: str, limit: int = _MAX_DEPTH) -> tuple[int, int]:
    """Return the number of block quotes at the beginning of a line, and where they end."""
    count = end = 0
    while count < limit and (match := _QUOTE.match(line, end)):
        count, end = count + 1, match.end()
    return count, end


def _width(text: str) -> int:
    return len(text.expandtabs(_TAB_SIZE))


def _blank(text: str) -> str:
    return _NOT_LINE_END.sub(" ", text)
