"""From a file's bytes to its text."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

from argmap.text.source_text import SourceText
from argmap.text.span import Span

LIMIT = 16 * 1024 * 1024
"""Bytes. A file over this is not read: no person wrote it, and it would only eat the machine."""

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The two bytes that files in UTF-16 begin with."""


class Reading(NamedTuple):
    """What came of reading a file: its text, and what was wrong with its bytes, if anything.

    ``undecodable`` is where the first bytes that are not UTF-8 stood (they read as U+FFFD), with
    their values in ``bad_bytes``; a file in UTF-16 is read as such, with its mark (`UTF_16`) as bad
    bytes. ``oversize`` is the file's size in bytes when it is over `LIMIT`,
    and then the text is empty.
    """

    source: SourceText
    undecodable: Span | None = None
    bad_bytes: bytes = b""
    oversize: int | None = None


def decode(name: str, data: bytes) -> Reading:
    """Turn a file's bytes into text, whatever they are; never raises."""
    if len(data) > LIMIT:
        return Reading(SourceText(name, ""), oversize=len(data))
    if data.startswith(UTF_16):
        text = data.decode("utf-16", errors="replace")
        return Reading(SourceText(name, text), Span(0, min(len(text), 1)), data[:2])
    has_bom = data.startswith(codecs.BOM_UTF8)
    if has_bom:
        data = data[len(codecs.BOM_UTF8) :]
    try:
        return Reading(SourceText(name, data.decode("utf-8"), has_bom))
    except UnicodeDecodeError as error:
        start = len(data[: error.start].decode("utf-8"))
        text = data.decode("utf-8", errors="replace")
        bad_bytes = data[error.start : error.end]
        return Reading(SourceText(name, text, has_bom), Span(start, start + 1), bad_bytes)


def read(path: Path, name: str) -> Reading:
    """Read the file at ``path``, to be shown as ``name``.

    Raises:
        OSError: when the file cannot be read at all.
    """
    with path.open("rb") as file:
        data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        return Reading(SourceText(name, ""), oversize=max(path.stat().st_size, len(data)))
    return decode(name, data)
