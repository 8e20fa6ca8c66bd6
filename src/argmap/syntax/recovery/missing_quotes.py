"""Line offsets, and texts without an opening quote: ``claim bus Buses come at eight"``."""

from __future__ import annotations

import re

from argmap.model.attributes import (
    ATTRIBUTES,
    DECLARATION_KEYWORDS,
    INFERENCE_KEYWORDS,
    ValueKind,
)
from argmap.model.identifiers import id_expression

_TEXT_KINDS = (ValueKind.TEXT, ValueKind.ADDRESS)
_TITLED = [keyword for keyword in DECLARATION_KEYWORDS if keyword not in INFERENCE_KEYWORDS]
_HEAD = re.compile(rf"[ \t]*(?P<keyword>{'|'.join(_TITLED)})[ \t]+(?=\S)")
_TEXT_ATTRIBUTES = [name for name, spec in ATTRIBUTES.items() if spec.value_kind in _TEXT_KINDS]
_ATTRIBUTE_HEAD = re.compile(rf"[ \t]*(?:x-[\w-]+|{'|'.join(_TEXT_ATTRIBUTES)})[ \t]*:[ \t]*(?=\S)")
_TEXT_END = re.compile(r"\"[ \t]*(?:[@{#}\r\n]|\Z)")
_MAX_LINE = 2_000
"""Characters of a line that are searched: a file may be one line of a million texts."""

QUOTE_PAIRS = {
    "“": "”“",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "＂": "＂",
    "'": "'",
    "`": "`",
}
"""Opening marks, each with its possible closing marks, which depend on the language."""


def line_start(text: str, offset: int) -> int:
    """Return the start of the line that contains an offset."""
    start = text.rfind("\n", 0, offset) + 1
    return max(text.rfind("\r", start, offset) + 1, start)


def line_end(text: str, start: int) -> int:
    """Return the end of the line that contains an offset, before its line break."""
    stop, size = start, 500
    while stop < len(text):  # in growing windows, because one of the two may be far away
        stop = start + size
        ends = text.find("\n", start, stop), text.find("\r", start, stop)
        if max(ends) >= 0:
            return min(end for end in ends if end >= 0)
        size *= 8
    return len(text)


def next_line(text: str, end: int) -> int | None:
    """Return the start of the line after the one that ends at ``end``; None if it is the last."""
    if end >= len(text):
        return None
    return end + 2 if text.startswith("\r\n", end) else end + 1


def closes_on_next_line(text: str, end: int, opening: str) -> bool:
    """Return whether the first quotation mark on the line after ``end`` closes an open text."""
    start = next_line(text, end)
    if start is None:
        return False
    line = text[start : line_end(text, start)]
    marks = opening + QUOTE_PAIRS[opening]
    mark = next((character for character in line if character in marks), opening)
    return mark != opening


def find_missing_opening_quote(text: str, offset: int) -> int | None:
    """Return where the opening quote is missing for a quote that closes a text; None otherwise.

    A quote closes such a text if a word touches it, no other quote is between it and the keyword of
    a statement or the name of an attribute, and the quotes after it on the line are unpaired.
    """
    if offset == 0 or text[offset - 1].isspace() or not _TEXT_END.match(text, offset):
        return None
    limit = max(offset - _MAX_LINE, 0)
    start = max(text.rfind("\n", limit, offset), text.rfind("\r", limit, offset)) + 1
    before = text[max(start, limit) : offset]
    is_whole_line = start or not limit
    after = text[offset : offset + _MAX_LINE]
    is_paired = after.count('"', 0, line_end(after, 0)) % 2 == 0
    if not is_whole_line or is_paired or '"' in before:
        return None
    if attribute := _ATTRIBUTE_HEAD.match(before):
        return start + attribute.end()
    return _text_start(before, start)


def _text_start(before: str, start: int) -> int | None:
    """Return where the text of a statement starts, given its line from ``start`` to its end."""
    head = _HEAD.match(before)
    if head is None:
        return None
    if head["keyword"] == "map":  # it has no id
        return start + head.end()
    content = before[head.end() :]
    id_ = re.match(rf"{id_expression(content)}[ \t]+", content)
    if len(content.split()) < 2:  # noqa: PLR2004 (one word may be an id, followed by its text)
        return None
    return start + head.end() + (id_.end() if id_ and not content[0].isupper() else 0)
