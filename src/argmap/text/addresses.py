"""Which addresses in a map may become links: a map may come from anyone."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINKED = ("http:", "https:", "mailto:")
_NOT_IN_URL = re.compile(r'[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff<>"\\^`{|}]')


def link(url: str | None) -> str | None:
    """Return ``url`` if it may be a link (http, https, mailto, or a relative path), else None."""
    if not url or _NOT_IN_URL.search(url) or url.startswith("/"):
        return None  # in a page opened from a disk, an absolute path is any file of its reader
    scheme = _SCHEME.match(url)
    return url if scheme is None or scheme[0].lower() in _LINKED else None
