"""XML: reading it from untrusted files, and escaping texts in it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from argmap.errors import MissingExtra
from argmap.exchange.foreign.file import InvalidFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_INVALID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text escaped for the content of an element, without characters that XML forbids."""
    return escape(_INVALID.sub("", text))


def xml_attribute(text: str) -> str:
    """Return a text escaped and quoted for an attribute."""
    return quoteattr(_INVALID.sub("", text))


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse_xml(name: str, data: bytes, max_bytes: int, max_depth: int) -> Element:
    """Return the root element; no entity is expanded, and nothing else is read.

    Raises:
        InvalidFile: If the file is too large, not well-formed, declares entities, or is nested too
            deeply.
        MissingExtra: If the extra ``import`` is not installed.
    """
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, iterparse
    except ImportError as error:
        raise MissingExtra("import", "reading XML") from error
    if len(data) > max_bytes:
        raise InvalidFile(f"`{name}` is larger than {max_bytes >> 20} MB")
    depth = 0
    root: Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end")):
            if event == "start":
                root = element if root is None else root
                depth += 1
                if depth > max_depth:
                    raise InvalidFile(f"`{name}` is nested too deeply")
            else:
                depth -= 1
    except ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        raise InvalidFile(
            f"`{name}` is not valid XML: {reason} (line {line:,}, column {column + 1:,})"
        ) from error
    except DefusedXmlException as error:
        raise InvalidFile(f"`{name}` declares XML entities, which are not allowed") from error
    except (ValueError, LookupError) as error:
        raise InvalidFile(f"`{name}` is not valid XML: unknown or wrong encoding") from error
    if root is None:
        raise InvalidFile(f"`{name}` is not valid XML: no element found")
    return root
