"""How large a PNG is meant to be: the dots an inch, which programs that set pages read."""

from __future__ import annotations

import struct
import zlib

_INCHES = 0.0254  # metres
_HEAD = 8 + 25
"""The signature, and the first chunk: length, name, 13 bytes, checksum."""


def with_density(png: bytes, dpi: float) -> bytes:
    """Return a PNG that says its dots an inch, so that it is placed in the size it was made for."""
    dots = round(dpi / _INCHES)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)  # 1: the unit is the metre
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:_HEAD] + chunk + png[_HEAD:]
