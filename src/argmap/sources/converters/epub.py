"""EPUB books: the pages of the book in reading order, as one text.

Specification: EPUB 3.3, https://www.w3.org/TR/epub-33/. Paths in the book name its own files; no
other file, and nothing in the network, is read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from argmap.sources.converters._archive import Archive
from argmap.sources.converters._html_document import HtmlDocumentParser, year_in
from argmap.sources.formats import Unreadable, decode
from argmap.sources.numbered_text import ConvertedDocument, DocumentMetadata

TITLE = "an EPUB book"
SUFFIXES = (".epub",)
LIBRARIES = ("defusedxml",)

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_ENCRYPTED_FILE = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"


def convert(data: bytes) -> ConvertedDocument:
    """Return the paragraphs of a book.

    Raises:
        Unreadable: If it is not a valid book, or its pages are encrypted.
    """
    archive = Archive(data)
    if _CONTAINER not in archive.names:
        raise Unreadable("is not an EPUB book: it contains no `META-INF/container.xml`")
    container = _parse(archive, _CONTAINER)
    root_file = next((one for one in container.iter() if _name(one) == "rootfile"), None)
    if root_file is None:
        raise Unreadable("is not an EPUB book: it names no package")
    package_path = _normalized("", root_file.get("full-path", ""))
    package = _parse(archive, package_path)
    pages = list(_pages(package, posixpath.dirname(package_path)))
    encrypted = _encrypted_files(archive)
    if any(path in encrypted for path in pages):
        raise Unreadable("is encrypted")
    parser = HtmlDocumentParser()
    for path in pages:
        if path in archive.names:
            parser.read(decode(archive.read(path)))
        else:
            parser.losses.drop("page", f"the book does not contain its file `{path}`")
    return parser.document(_metadata(package))


def _parse(archive: Archive, path: str) -> Any:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(archive.read(path))
    except DefusedXmlException:
        raise Unreadable("declares XML entities, which are not allowed") from None
    except (ParseError, ValueError, LookupError):
        raise Unreadable(f"is damaged: its part `{path}` is not valid XML") from None


def _name(element: Any) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _normalized(folder: str, reference: str) -> str:
    """Return the name of a file in the archive that a reference from a folder means."""
    path = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _pages(package: Any, folder: str) -> Iterator[str]:
    """Yield the names of the pages of the book, in reading order and each once."""
    items = {
        item.get("id", ""): _normalized(folder, item.get("href", ""))
        for item in package.iter()
        if _name(item) == "item" and item.get("media-type", "") in _PAGE_TYPES
    }
    spine = (item.get("idref", "") for item in package.iter() if _name(item) == "itemref")
    yield from dict.fromkeys(items[id_] for id_ in spine if id_ in items)


def _encrypted_files(archive: Archive) -> set[str]:
    if _ENCRYPTION not in archive.names:
        return set()
    references = _parse(archive, _ENCRYPTION).iter(_ENCRYPTED_FILE)
    return {_normalized("", reference.get("URI", "")) for reference in references}


def _metadata(package: Any) -> DocumentMetadata:
    values: dict[str, list[str]] = {}
    for name in ("title", "creator", "publisher", "language", "date"):
        texts = (element.text or "" for element in package.iter(f"{_DUBLIN_CORE}{name}"))
        values[name] = list(filter(None, (" ".join(text.split()) for text in texts)))
    return DocumentMetadata(
        title=next(iter(values["title"]), ""),
        author=tuple(values["creator"]),
        year=year_in(next(iter(values["date"]), "")),
        publisher=next(iter(values["publisher"]), ""),
        lang=next(iter(values["language"]), ""),
    )
