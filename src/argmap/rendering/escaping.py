"""Escapes untrusted text for XML, for Graphviz, and as an id."""

from __future__ import annotations

import re
from functools import cache

_NOT_IN_ID = re.compile(r"[^\w.-]|_(?=x[0-9A-F])")


@cache
def _not_xml() -> re.Pattern[str]:
    """Match what XML 1.0 forbids even as a reference: control characters, lone surrogates."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return ``text`` with every character that XML forbids replaced by U+FFFD."""
    if text.isprintable():  # true for most texts, and much faster than the pattern
        return text
    return _not_xml().sub("\N{REPLACEMENT CHARACTER}", text)


def escape_xml(text: str) -> str:
    """Return ``text`` as content of an XML element, or of an attribute in double quotes."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def escape_label(text: str) -> str:
    r"""Return ``text`` as content of an HTML-like label of Graphviz.

    Graphviz parses such a label as XML and then expands ``\N``, ``\G`` and other escapes in its
    text, so each backslash is doubled.
    """
    return escape_xml(text).replace("\\", "\\\\")


def quote_dot(text: str) -> str:
    r"""Return ``text`` as a quoted string of DOT that Graphviz shows unchanged.

    Graphviz decodes XML entities in such a string and expands ``\n``, ``\N`` and other escapes.
    """
    return '"' + escape_label(text) + '"'


def xml_id(text: str) -> str:
    """Return ``text`` as an id for SVG and DOT; different texts have different ids.

    Letters and digits of any script, ``_``, ``-`` and ``.`` stay; any other character is written as
    its code point, such as ``_x3E_``.
    """
    return _NOT_IN_ID.sub(lambda match: f"_x{ord(match[0]):X}_", text)
