"""Texts that have lost the quote they begin with: ``claim bus Buses come at eight"``."""

from __future__ import annotations

import re

_HEAD = re.compile(r"[ \t]*(?:claim|evidence|assumption|counterpoint)[ \t]+(?=\S)")
_ID = re.compile(r"[^\W\d][\w-]*[ \t]+")
_BEHIND = re.compile(r"\"(?:[ \t]*(?:[@{#}]|$)|[ \t]+@)", re.MULTILINE)


def line_end(text: str, start: int) -> int:
    """Return where the line ends that an offset is on, before its line end."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return end - 1 if text[start:end].endswith("\r") else end


def lost_quote(text: str, at: int) -> int | None:
    """Return where the text begins that the quote at an offset ends; None where it begins one.

    It ends a text when it stands right behind a word, what stands between it and the keyword of a
    statement has no quote, and one is left over on its line.
    """
    start = text.rfind("\n", 0, at) + 1
    line = text[start : line_end(text, at)]
    before = text[start:at]
    head = _HEAD.match(before)
    if head is None or '"' in before or before[-1:].isspace():
        return None
    if line.count('"') % 2 == 0 or not _BEHIND.match(text, at):
        return None
    said = before[head.end() :]
    id_ = _ID.match(said)
    if len(said.split()) < 2:  # noqa: PLR2004 (one word may be an id, its text behind it)
        return None
    return start + head.end() + (id_.end() if id_ and not said[0].isupper() else 0)
