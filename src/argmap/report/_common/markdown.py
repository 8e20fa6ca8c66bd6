"""Text in Markdown that stays text."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_\[\]|<>&~#@:!$]")


def literal(text: str) -> str:
    """Return Markdown that shows ``text``, of one line, as it is inside of a paragraph or a table.

    Every sign that Markdown, HTML or GitHub could act on is written as a character reference.
    """
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
