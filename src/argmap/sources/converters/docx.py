"""Word documents (Office Open XML), read with `mammoth`, which turns them into HTML."""

from __future__ import annotations

import io
import re
from itertools import count
from typing import Any

from argmap.sources.converters._archive import Archive
from argmap.sources.converters._html_document import HtmlDocumentParser
from argmap.sources.formats import Unreadable
from argmap.sources.numbered_text import ConvertedDocument, DocumentBlock, DocumentMetadata

TITLE = "a Word document"
SUFFIXES = (".docx", ".docm", ".dotx")
LIBRARIES = ("mammoth", "defusedxml")

_OLE = b"\xd0\xcf\x11\xe0"
_DOCUMENT = "word/document.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""
_FORMULA_START = re.compile(r"<(m:oMath(?:Para)?)(?:\s[^<>]*)?(/?)>")
_FORMULA_MARK = "\ufdd0"  # a noncharacter, which no document contains
_BACK_LINK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_NOTE = re.compile(r'<li id="(?:foot|end)note-[^"]*"><p>')
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def convert(data: bytes) -> ConvertedDocument:
    """Return the paragraphs of a document; footnotes and endnotes follow at the end.

    Raises:
        Unreadable: If it is not a valid document, is encrypted, or is in an older format.
    """
    if data.startswith(_OLE):
        raise Unreadable("is encrypted or in the format of Word 97; save it as .docx")
    archive = Archive(data)
    if _DOCUMENT not in archive.names:
        raise Unreadable("is not a Word document: it contains no text")
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            archive.read_xml(name)
    import mammoth

    html = mammoth.convert_to_html(
        io.BytesIO(_with_marked_formulas(archive)),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda _image: {}),
    ).value
    numbers = count(1)  # as in the references to the notes
    html = _NOTE.sub(lambda _match: f"<li><p>[{next(numbers)}] ", _BACK_LINK.sub("", html))
    parser = HtmlDocumentParser()
    parser.read(html)
    return _finished(parser.document(_metadata(archive)), archive)


def _with_marked_formulas(archive: Archive) -> bytes:
    """Return the document with a mark instead of each formula, which `mammoth` leaves out."""
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as copy:
        for name in archive.names:
            content = archive.read(name)
            if name == _DOCUMENT and b"<m:oMath" in content:
                content = _marked(content.decode("utf-8", "replace")).encode()
            copy.writestr(name, content)
    return stream.getvalue()


def _marked(xml: str) -> str:
    """Return the XML of a document with a run of one character instead of each formula."""
    parts: list[str] = []
    position = 0
    while start := _FORMULA_START.search(xml, position):
        closing = f"</{start[1]}>"
        end = start.end() if start[2] else xml.find(closing, start.end()) + len(closing)
        if end < start.end():  # it has no end, so it is not an element
            break
        parts += [xml[position : start.start()], f"<w:r><w:t>{_FORMULA_MARK}</w:t></w:r>"]
        position = end
    return "".join([*parts, xml[position:]])


def _finished(document: ConvertedDocument, archive: Archive) -> ConvertedDocument:
    """Return the document without the marks of formulas, and with the remaining losses."""
    losses = document.losses
    blocks: list[DocumentBlock] = []
    for block in document.blocks:
        formulas = block.text.count(_FORMULA_MARK)
        text = " ".join(block.text.replace(_FORMULA_MARK, " ").split())
        if text:
            blocks.append(DocumentBlock(text, block.level))
        if formulas:
            place = f"¶{max(len(blocks), 1)}"
            losses.drop("formula", "only texts are converted", place, formulas)
    for element, name, start in (
        ("comment", "word/comments.xml", b"<w:comment "),
        ("chart", _DOCUMENT, b"<c:chart "),
    ):
        number = archive.read(name).count(start) if name in archive.names else 0
        if number:
            losses.drop(element, "only the text of the document is converted", "", number)
    return ConvertedDocument(tuple(blocks), losses, document.metadata)


def _metadata(archive: Archive) -> DocumentMetadata:
    if "docProps/core.xml" not in archive.names:
        return DocumentMetadata()
    from defusedxml.ElementTree import fromstring

    root: Any = fromstring(archive.read_xml("docProps/core.xml"), forbid_dtd=True)
    title, creator, lang = (
        " ".join((root.findtext(f"{_DUBLIN_CORE}{name}") or "").split())
        for name in ("title", "creator", "language")
    )
    authors = tuple(filter(None, (one.strip() for one in creator.split(";"))))
    return DocumentMetadata(title, authors, lang=lang)
