"""The text of a statement, an argument or a heading: without marks, tags and data."""

from __future__ import annotations

import re
from collections import Counter

from attrs import Factory, define

from argmap.exchange.argdown.tokens import ArgdownToken, closes_emphasis, opens_emphasis

_SPACES = re.compile(r"\s+")


@define
class Content:
    """A text that is being read.

    Attributes:
        source: The text of the document.
        position: Where it begins.
        tags: The tags, each once. Those at the end are not part of the text.
        links: The texts and addresses of links.
        data: The tokens of its data.
    """

    source: str
    position: int
    tags: dict[str, None] = Factory(dict)
    links: list[tuple[str, str]] = Factory(list)
    data: list[ArgdownToken] = Factory(list)
    mention_count: int = 0
    emphasis_count: int = 0
    _parts: list[str] = Factory(list)
    _last_word: int = 0  # the number of parts up to the last that is not a tag or a space
    _open_marks: list[tuple[str, int]] = Factory(list)
    _open_counts: Counter[str] = Factory(Counter)

    @property
    def text(self) -> str:
        """The text on one line."""
        return _SPACES.sub(" ", "".join(self._parts[: self._last_word])).strip()

    def add(self, token: ArgdownToken) -> None:
        """Add a token."""
        match token.kind:
            case "newline":
                self._parts.append(" ")
                return
            case "tag":
                self.tags[token.value] = None
                self._parts.append(token.value)
                return
            case "mark":
                self._add_mark(token)
                return
            case "link":
                self.links.append((token.value, token.member))
                self._parts.append(token.value)
            case "mention":
                self.mention_count += 1
                self._parts.append(token.value)
            case "text":
                self._parts.append(token.value)
                if not token.value.strip():
                    return
            case _:
                self._parts.append(token.written)
        self._last_word = len(self._parts)

    def _add_mark(self, token: ArgdownToken) -> None:
        """Add an asterisk or an underscore, which disappears if it has a partner."""
        end = token.position + len(token.value)
        if self._open_counts[token.value] and closes_emphasis(self.source, end):
            while self._open_marks:
                mark, index = self._open_marks.pop()
                self._open_counts[mark] -= 1
                if mark == token.value:
                    self._parts[index] = ""
                    break
            self.emphasis_count += 1
            return
        if opens_emphasis(self.source, end):
            self._open_marks.append((token.value, len(self._parts)))
            self._open_counts[token.value] += 1
        self._parts.append(token.value)
        self._last_word = len(self._parts)
