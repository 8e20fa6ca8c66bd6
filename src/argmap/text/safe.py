"""Safe output of untrusted input: URLs that may become links, Markdown, and JSON.

Also the form of locations in all JSON output.
"""

from __future__ import annotations

import re
from typing import Any

from argmap.text.source_text import Location, SourceText, Span

_URL_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http:", "https:", "mailto:")
_NOT_IN_URL = re.compile(r'[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff<>"\\^`{|}]')
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~#$]|&(?=#|\w)|:(?=[\w+-]+:)")
"""Markup anywhere in a line, in CommonMark or on GitHub (``$`` begins a formula there)."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, also those that change the direction of the text after them."""

_LINE_END = re.compile(r"\s*[\r\n\u2028\u2029]\s*")
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe_link(url: str | None) -> str | None:
    """Return a URL if it is safe as a link (http, https, mailto or a relative path), or None."""
    if not url or _NOT_IN_URL.search(url) or url.startswith("/"):
        return None  # in a page opened from disk, an absolute path can be any local file
    scheme = _URL_SCHEME.match(url)
    return url if scheme is None or scheme[0].lower() in _SAFE_SCHEMES else None


def printable(text: str, limit: int = 300) -> str:
    """Return untrusted input as part of a message: printable, and not longer than a limit."""
    if len(text) > limit:
        text = f"{text[: limit - 1]}…"
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else f"\\u{{{ord(one):x}}}" for one in text)


def escape_markdown(text: str) -> str:
    """Return one line of Markdown that is displayed as ``text``.

    Line ends become spaces, and other control characters escapes.
    """
    line = _LINE_END.sub(" ", text.strip()).replace("\t", " ")
    line = _CONTROL.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", line)
    return _MARKDOWN.sub(r"\\\g<0>", line)


def location_data(location: Location) -> dict[str, Any]:
    """Return the file name and the range of a location, as JSON data."""
    return {"file": location.source.name, **range_data(location.source, location.span)}


def range_data(source: SourceText, span: Span) -> dict[str, int]:
    """Return the lines, columns and offsets of a span, as JSON data.

    Lines and columns count from 1, offsets from 0, in code points. Ends are exclusive.
    """
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
    """Return JSON text with escapes for control characters and lone surrogates.

    A terminal would interpret the former, and UTF-8 cannot encode the latter. Valid JSON has them
    only in strings.
    """
    return _UNSAFE.sub(_escape, json)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
