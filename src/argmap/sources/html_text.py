"""HTML as blocks: a paragraph is the text of a block-level element.

Pages are parsed with the standard library's parser, which accepts any input. It is fed in chunks,
so that a page designed to keep it busy can be abandoned in time.
"""

from __future__ import annotations

import time
from html.parser import HTMLParser

from argmap.sources.formats import MAX_PASSAGES, TextBlock, Unreadable, too_many
from argmap.sources.outline import Anchor, Heading, Outline

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q "
    "s samp small span strike strong sub sup time tt u var wbr"
)
_INLINE = frozenset(_INLINE_NAMES.split())
"""Elements within a paragraph. All other elements begin and end paragraphs."""

_DROPPED_NAMES = (
    "script style template noscript head nav svg math canvas object iframe select button textarea"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
"""Elements whose content is not part of the text."""

_HEAD_CONTENT = {"title", "meta", "link", "base", "script", "style", "template", "noscript"}
"""Elements allowed in a head. Any other element begins the body, if the end of the head is
missing."""

_CHUNK_LENGTH = 1 << 16  # characters
_MAX_SECONDS = 4.0  # of processor time


def read_html(text: str) -> list[TextBlock]:
    """Return the blocks of a page, in order.

    Raises:
        Unreadable: If it takes too long, or there are too many blocks.
    """
    parser = BlockParser()
    parse_html(text, parser)
    return parser.blocks


def html_outline(text: str) -> Outline:
    """Return the headings and the ids of a page.

    Raises:
        Unreadable: As for `read_html`.
    """
    parser = OutlineParser()
    parse_html(text, parser)
    return Outline(tuple(parser.headings), tuple(parser.anchors), len(parser.blocks))


def parse_html(text: str, parser: BlockParser) -> None:
    """Feed a page to a parser, within limits.

    Raises:
        Unreadable: If it takes too long, or there are too many blocks.
    """
    deadline = time.thread_time() + _MAX_SECONDS
    for start in range(0, len(text), _CHUNK_LENGTH):
        parser.feed(text[start : start + _CHUNK_LENGTH])
        if time.thread_time() > deadline:
            raise Unreadable(f"takes more than {_MAX_SECONDS:.0f} seconds to read")
        if len(parser.blocks) > MAX_PASSAGES:
            break
    # The rest is a comment or a tag without an end, which parsers of different Python versions
    # handle differently, or text after a `<` or `&` that begins nothing.
    if not parser.rawdata.startswith("<!") and len(parser.rawdata) < _CHUNK_LENGTH:
        parser.close()
    parser.end_block()
    if len(parser.blocks) > MAX_PASSAGES:
        raise too_many()


class BlockParser(HTMLParser):
    """Records the text of each block-level element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self._words: list[str] = []
        self._is_heading = False
        self._after_br = False
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.append(tag)
            if self._dropped[0] != "head" or tag == "head" or tag in _HEAD_CONTENT:
                return
            self._dropped.clear()
        if tag in _DROPPED:
            self.end_block()
            self._dropped.append(tag)
        elif tag == "br":
            if self._after_br:  # old pages separate paragraphs with two of them
                self.end_block()
            self._after_br = True
            self._words.append(" ")
        elif tag not in _INLINE:
            self.end_block()
            self._is_heading = tag in _HEADINGS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.pop()
        elif tag not in _INLINE and tag != "br":
            self.end_block()

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Treat `<![` as a comment if it begins no section, as the HTML specification requires.

        Some versions of the standard library raise an AssertionError instead.
        """
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._words.append(data)
            self._after_br = self._after_br and not data.strip()

    def end_block(self) -> None:
        """End the current block, if it is not empty."""
        text = " ".join("".join(self._words).split())
        if text:
            self.blocks.append(TextBlock(text, self._is_heading))
        self._words.clear()
        self._is_heading = self._after_br = False


class OutlineParser(BlockParser):
    """Records the levels of headings, and the ids of elements with the block where each begins."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[Heading] = []
        self.anchors: list[Anchor] = []
        self._level = 1
        self._pending_names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if self._dropped:
            return
        if tag in _HEADINGS:
            self._level = int(tag[1])
        for name, value in attrs:
            if value and (name == "id" or (tag, name) == ("a", "name")):
                self._pending_names.append(value)

    def end_block(self) -> None:
        number = len(self.blocks) + 1
        super().end_block()
        if len(self.blocks) < number:
            return
        block = self.blocks[-1]
        if block.is_heading:
            self.headings.append(Heading(number, self._level, block.text))
        self.anchors += (Anchor(name, number) for name in self._pending_names)
        self._pending_names.clear()
