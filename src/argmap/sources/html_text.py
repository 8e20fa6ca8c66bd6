"""HTML: a paragraph is what a block-level element sets apart.

Read with the standard library's parser, which takes whatever strangers write. It is fed in pieces,
so that a page made to keep it busy is given up in time.
"""

from __future__ import annotations

import time
from html.parser import HTMLParser

from argmap.sources.formats import MAX_PASSAGES, TextBlock, Unreadable, too_many

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em"),
    *(
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
    ),
    *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
"""Elements that set nothing apart; every other one does."""

_DROPPED = {
    *("script", "style", "template", "noscript", "head", "nav", "svg", "math", "canvas", "object"),
    *("iframe", "select", "button", "textarea"),
}
"""Elements whose content nobody reads as text."""

_OF_A_HEAD = {"title", "meta", "link", "base", "script", "style", "template", "noscript"}
"""What a head may hold. Any other element begins the body, the head's end being left out."""

_PIECE = 1 << 16  # characters
_MAX_SECONDS = 4.0  # of processor time


def read_html(text: str) -> list[TextBlock]:
    """Return the blocks of a page, in order.

    Raises:
        Unreadable: when that takes too long, or there are too many.
    """
    reader = _Reader()
    deadline = time.thread_time() + _MAX_SECONDS
    for start in range(0, len(text), _PIECE):
        reader.feed(text[start : start + _PIECE])
        if time.thread_time() > deadline:
            raise Unreadable(f"takes more than {_MAX_SECONDS:.0f} seconds to read")
        if len(reader.blocks) > MAX_PASSAGES:
            break
    # Left is a comment or a tag without an end, which the parsers of different Pythons take in
    # different ways, or words behind a `<` or a `&` that begin nothing.
    if not reader.rawdata.startswith("<!") and len(reader.rawdata) < _PIECE:
        reader.close()
    reader.break_()
    if len(reader.blocks) > MAX_PASSAGES:
        raise too_many()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[TextBlock] = []
        self._words: list[str] = []
        self._is_heading = False
        self._had_br = False
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.append(tag)
            if self._dropped[0] != "head" or tag == "head" or tag in _OF_A_HEAD:
                return
            self._dropped.clear()
        if tag in _DROPPED:
            self.break_()
            self._dropped.append(tag)
        elif tag == "br":
            if self._had_br:  # two of them are how old pages set paragraphs apart
                self.break_()
            self._had_br = True
            self._words.append(" ")
        elif tag not in _INLINE:
            self.break_()
            self._is_heading = tag in _HEADINGS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.pop()
        elif tag not in _INLINE and tag != "br":
            self.break_()

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take `<![` for a comment where no section begins, as the HTML specification does.

        Some versions of the standard library raise an AssertionError there.
        """
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._words.append(data)
            self._had_br = self._had_br and not data.strip()

    def break_(self) -> None:
        """End the block at hand, if there is anything in it."""
        text = " ".join("".join(self._words).split())
        if text:
            self.blocks.append(TextBlock(text, self._is_heading))
        self._words.clear()
        self._is_heading = self._had_br = False
