"""From bytes of an unknown encoding to text."""

from __future__ import annotations

import codecs
import contextlib
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page has to say how it is encoded
_OLD = "cp1252"


def decode(data: bytes) -> str:
    """Return bytes as text; never raises.

    By their byte-order mark; else as UTF-8; else as what a page says in `<meta charset>`; else as
    Windows' western code page, in which most old texts are. What is left reads as U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(data, 0, _HEAD)
    if declared is not None:
        with contextlib.suppress(LookupError, ValueError):  # no encoding, or none of texts
            return data.decode(declared[1].decode("ascii"), errors="replace")
    return data.decode(_OLD, errors="replace")
