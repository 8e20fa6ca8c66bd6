"""Texts that have lost the quote they begin with: ``claim bus Buses come at eight"``."""

from __future__ import annotations

import re

_HEAD = re.compile(r"[ \t]*(?:claim|evidence|assumption|counterpoint)[ \t]+(?=\S)")
_ID = re.compile(r"[^\W\d][\w-]*[ \t]+")
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
    found = _LINE_END.search(text, start)
    return found.start() if found else len(text)


def next_line(text: str, start: int) -> int:
    """Return where the line after an offset's begins; 0 where there is none."""
    end = line_end(text, start)
    if text.startswith("\r\n", end):
        return end + 2
    return end + 1 if end < len(text) else 0


def lost_quote(text: str, at: int) -> int | None:
    """Return where the text begins that the quote at an offset ends; None where it begins one.

    It ends a text when it stands right behind a word, what stands between it and the keyword of a
    statement has no quote, and one is left over on its line.
    """
    if at == 0 or text[at - 1].isspace() or not _BEHIND.match(text, at):
        return None
    nearest = max(at - _FAR, 0)
    start = max(text.rfind(mark, nearest, at) for mark in "\r\n") + 1
    before = text[max(start, nearest) : at]
    head = _HEAD.match(before) if start or not nearest else None
    if head is None or '"' in before:
        return None
    if text.count('"', at, min(line_end(text, at), at + _FAR)) % 2 == 0:
        return None
    said = before[head.end() :]
    id_ = _ID.match(said)
    if len(said.split()) < 2:  # noqa: PLR2004 (one word may be an id, its text behind it)
        return None
    return start + head.end() + (id_.end() if id_ and not said[0].isupper() else 0)
