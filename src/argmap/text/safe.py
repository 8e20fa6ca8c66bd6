"""Which addresses in a map may become links: a map may come from anyone.

Places as data, in the one form that every JSON text has, and what makes such a text harmless.
"""

from __future__ import annotations

import re
from typing import Any

from argmap.text.source_text import Location, SourceText, Span

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINKED = ("http:", "https:", "mailto:")
_NOT_IN_URL = re.compile(r'[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff<>"\\^`{|}]')


def safe_link(url: str | None) -> str | None:
    """Return ``url`` if it may be a link (http, https, mailto, or a relative path), else None."""
    if not url or _NOT_IN_URL.search(url) or url.startswith("/"):
        return None  # in a page opened from a disk, an absolute path is any file of its reader
    scheme = _SCHEME.match(url)
    return url if scheme is None or scheme[0].lower() in _LINKED else None


_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def location_data(location: Location) -> dict[str, Any]:
    """Return a file's name and a range in it."""
    return {"file": location.source.name, **range_data(location.source, location.span)}


def range_data(source: SourceText, span: Span) -> dict[str, int]:
    """Return lines and columns, from 1, and offsets, from 0, in code points; ends are exclusive."""
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "start": span.start,
        "end": span.end,
    }


def escape_unsafe_characters(json: str) -> str:
    """Return the same JSON with escapes for what a terminal would act on or UTF-8 cannot hold.

    Such characters occur inside of strings only.
    """
    return _UNSAFE.sub(_escape, json)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
