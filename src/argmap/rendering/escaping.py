"""Strangers' text made harmless: for XML, for Graphviz, as an id."""

from __future__ import annotations

import re
from functools import cache

_NOT_IN_ID = re.compile(r"[^\w.-]|_(?=x[0-9A-F])")


@cache
def _not_xml() -> re.Pattern[str]:
    """What XML 1.0 cannot hold, not even as a reference: control characters, lone surrogates."""
    return re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return ``text`` with every character that XML cannot hold shown as U+FFFD."""
    if text.isprintable():  # nearly always, and much cheaper to know
        return text
    return _not_xml().sub("\N{REPLACEMENT CHARACTER}", text)


def escape_xml(text: str) -> str:
    """Return ``text`` as the content of an XML element or attribute (in double quotes)."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def escape_label(text: str) -> str:
    r"""Return ``text`` as content of an HTML-like label of Graphviz.

    Graphviz reads such a label as XML and then replaces ``\N``, ``\G`` and their like in its text;
    a backslash is doubled to stay one.
    """
    return escape_xml(text).replace("\\", "\\\\")


def quote_dot(text: str) -> str:
    r"""Return ``text`` as a quoted string of DOT, to be shown as it is.

    Graphviz decodes XML entities in such a string and gives a meaning to ``\n``, ``\N`` and others.
    """
    return '"' + escape_label(text) + '"'


def xml_id(text: str) -> str:
    """Return ``text`` as an id for SVG and DOT: different texts make different ids.

    Letters and digits of any script, ``_``, ``-`` and ``.`` stay; others become ``_x3E_``.
    """
    return _NOT_IN_ID.sub(lambda match: f"_x{ord(match[0]):X}_", text)
