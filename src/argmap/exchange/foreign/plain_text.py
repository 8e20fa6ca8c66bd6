"""Plain text from the texts of programs that store HTML, or text in a wrong encoding."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from argmap.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import re

HTML_CHANGE = "HTML in its text becomes plain text"
ENCODING_CHANGE = "wrongly encoded characters in its text are corrected"

_ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,31});")
_TAG = lazy_pattern(r"</?([a-zA-Z][\w-]*)(?:\s[^<>]*)?/?>|<!--[^<>]*-->")
_BREAKING_TAGS = frozenset(
    ["br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "blockquote"]
    + [f"h{level}" for level in range(1, 7)]
)
_LINK = lazy_pattern(r"""<a\s[^<>]*?href\s*=\s*["']?(https?://[^\s"'<>]+)""")
_C1 = lazy_pattern("[\x80-\x9f]")


def plain_text(text: str) -> tuple[str, str]:
    """Return a text without HTML, and what was changed in it; empty if nothing was.

    Characters of the range C1 come from text in the encoding Windows-1252 that was read as Latin-1,
    and become what they were.
    """
    change = ""
    if not text.isascii() and _C1.search(text):
        text = _C1.sub(_from_windows, text)
        change = ENCODING_CHANGE
    if "<" in text and _TAG.search(text):
        text = _TAG.sub(_without_tag, text)
        change = HTML_CHANGE
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        change = HTML_CHANGE
    return text, change


def first_link(text: str) -> str | None:
    """Return the address of the first link in a text with HTML, if any."""
    match = _LINK.search(text) if "<" in text else None
    return html.unescape(match[1]) if match else None


def _from_windows(match: re.Match[str]) -> str:
    character = match[0]
    try:
        return character.encode("latin-1").decode("cp1252")
    except UnicodeDecodeError:
        return ""


def _without_tag(match: re.Match[str]) -> str:
    name = match[1]
    return " " if name and name.lower() in _BREAKING_TAGS else ""
