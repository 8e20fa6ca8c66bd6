"""Texts that have lost the quote they begin with: ``claim bus Buses come at eight"``."""

from __future__ import annotations

import re

from argmap.model.identifiers import id_expression

_HEAD = re.compile(r"[ \t]*(?:claim|evidence|assumption|counterpoint)[ \t]+(?=\S)")
_BEHIND = re.compile(r"\"[ \t]*(?:[@{#}\r\n]|\Z)")
_LINE_END = re.compile(r"[\r\n]")
_FAR = 2_000
"""Characters: no line is looked at further. A file may be one line of a million texts."""


def line_start(text: str, offset: int) -> int:
    """Return where the line begins that an offset is on."""
    start = text.rfind("\n", 0, offset) + 1
    return max(text.rfind("\r", start, offset) + 1, start)


def line_end(text: str, start: int) -> int:
    """Return where the line ends that an offset is on, before its line end."""
    stop, size = start, 500
    while stop < len(text):  # neither is looked for far behind the other
        stop = start + size
        ends = text.find("\n", start, stop), text.find("\r", start, stop)
        if max(ends) >= 0:
            return min(end for end in ends if end >= 0)
        size *= 8
    return len(text)


def next_line(text: str, end: int) -> int | None:
    """Return where the line after the one that ends at ``end`` begins; None if it is the last."""
    if end >= len(text):
        return None
    return end + 2 if text.startswith("\r\n", end) else end + 1


def find_missing_opening_quote(text: str, at: int) -> int | None:
    """Return where the text begins that the quote at an offset ends; None where it begins one.

    It ends a text when it is right after a word, what is between it and the keyword of a statement
    has no quote, and one is left over on its line.
    """
    if at == 0 or text[at - 1].isspace() or not _BEHIND.match(text, at):
        return None
    nearest = max(at - _FAR, 0)
    start = max(text.rfind("\n", nearest, at), text.rfind("\r", nearest, at)) + 1
    before = text[max(start, nearest) : at]
    head = _HEAD.match(before) if start or not nearest else None
    if head is None or '"' in before:
        return None
    ahead = text[at : at + _FAR]
    if ahead.count('"', 0, line_end(ahead, 0)) % 2 == 0:
        return None
    said = before[head.end() :]
    id_ = re.match(rf"{id_expression(said)}[ \t]+", said)
    if len(said.split()) < 2:  # noqa: PLR2004 (one word may be an id, its text after it)
        return None
    return start + head.end() + (id_.end() if id_ and not said[0].isupper() else 0)
