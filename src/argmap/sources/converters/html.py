"""HTML pages; the paragraphs are those of a page that is itself the text of a source."""

from __future__ import annotations

from argmap.sources.converters._html_document import HtmlDocumentParser
from argmap.sources.formats import decode
from argmap.sources.numbered_text import ConvertedDocument

TITLE = "an HTML page"
SUFFIXES = (".html", ".htm", ".xhtml")
LIBRARIES = ()


def convert(data: bytes) -> ConvertedDocument:
    """Return the text of a page."""
    parser = HtmlDocumentParser()
    parser.read(decode(data))
    return parser.document()
