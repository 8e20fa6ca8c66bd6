r"""Characters as a terminal shows them: what is printed for each, and how wide it is.

Text in a report may come from a stranger's file. Whatever a terminal would act on (escape
sequences, a bell), reorder (bidirectional controls) or hide (zero-width spaces) is printed as the
escape by which the language writes it: ``\u{1b}``.
"""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

_TAB = "    "

_UNSAFE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls: C0, DEL, C1
    "\xad\u180e\u200b\u2060-\u2064\ufeff"  # invisible
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional controls
    "\u2028\u2029"  # line and paragraph separators
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations, tags
    "\ud800-\udfff"  # lone surrogates, which no output encodes
    "]"
)

_COMMAND = re.compile(r"\s*::")
"""How a line begins that GitHub's runner takes for a command."""

_JAMO_INSIDE = range(0x1160, 0x1200)  # vowels and finals, drawn into the syllable before them


def visible(text: str) -> str:
    """Return ``text`` so that printing it does nothing but show it; tabs become four spaces."""
    return text if text.isprintable() else _UNSAFE.sub(_escape, text)


def safe_name(name: str) -> str:
    """Return a file's name so that a line may begin with it."""
    return visible(f"./{name}" if _COMMAND.match(name) else name)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _TAB if character == "\t" else f"\\u{{{ord(character):x}}}"


def width(text: str) -> int:
    """Return how many columns a terminal gives to `visible` text."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    if category(character) in {"Mn", "Me", "Cf"} or ord(character) in _JAMO_INSIDE:
        return 0
    return 1


def shorten(text: str, limit: int = 1000) -> str:
    """Return `visible` text of at most ``limit`` characters, cut at the end with ``…``."""
    return visible(text if len(text) <= limit else text[: limit - 1] + "…")
