"""PDFs, read with `pypdf`: their lines with positions, from which paragraphs are found."""

from __future__ import annotations

import io
import re
from math import hypot
from typing import Any

from attrs import Factory, define

from argmap.model.losses import LossReport
from argmap.sources.converters._pdf_paragraphs import PdfLine, blocks_of, without_running_heads
from argmap.sources.formats import Unreadable
from argmap.sources.numbered_text import ConvertedDocument, DocumentMetadata

TITLE = "a PDF"
SUFFIXES = (".pdf",)
LIBRARIES = ("pypdf",)

_MAX_PAGES = 20_000
_MAX_PICTURES_PER_PAGE = 1_000
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft word\b.*|.*\.(?:docx?|dvi|tex|pdf|indd|qxd|ps))", re.IGNORECASE
)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_MIN_SIZE = 1.0  # point
_MAX_METADATA_LENGTH = 500


def convert(data: bytes) -> ConvertedDocument:
    """Return the paragraphs of a document, with page breaks.

    Raises:
        Unreadable: If it is encrypted, has too many pages, or contains no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted")
        if len(reader.pages) > _MAX_PAGES:
            raise Unreadable(f"has more than {_MAX_PAGES:,} pages")
        return _document(reader)
    except FileNotDecryptedError:
        raise Unreadable("is encrypted") from None


def _document(reader: Any) -> ConvertedDocument:
    lines: list[PdfLine] = []
    picture_counts: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        lines += _lines(page, number)
        picture_counts.append(_picture_count(page))
    kept, count = without_running_heads(lines, len(picture_counts))
    if not kept:
        raise Unreadable("contains no text, only images of pages")
    losses = LossReport()
    pages_with_text = {line.page for line in kept}
    for number, pictures in enumerate(picture_counts, 1):
        if number not in pages_with_text:
            reason = "it has no text, only a picture" if pictures else "it has no text"
            losses.drop("page", reason, f"p. {number}")
        elif pictures:
            losses.drop("picture", "only texts are converted", f"p. {number}", pictures)
    if count:
        losses.drop("running head or page number", "it is not part of the text", "", count)
    return ConvertedDocument(tuple(blocks_of(kept, losses)), losses, _metadata(reader))


def _metadata(reader: Any) -> DocumentMetadata:
    title, author = (
        " ".join(str(value or "")[:_MAX_METADATA_LENGTH].split())
        for value in ((reader.metadata or {}).get(key) for key in ("/Title", "/Author"))
    )
    authors = tuple(filter(None, (one.strip() for one in author.split(";"))))
    return DocumentMetadata("" if _NO_TITLE.fullmatch(title) else title, authors)


def _picture_count(page: Any) -> int:
    """Return the number of pictures that a page can show; the pictures are not decoded."""
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject")
    objects = objects.get_object() if objects is not None else {}
    count = 0
    for name in list(objects)[:_MAX_PICTURES_PER_PAGE]:
        item = objects[name].get_object()
        count += hasattr(item, "get") and item.get("/Subtype") == "/Image"
    return count


# ---- Lines ---------------------------------------------------------------------------------------


@define
class _LineCollector:
    """Collects the pieces of text of a page, which `pypdf` reports with their positions."""

    page: int
    lines: list[PdfLine] = Factory(list)
    _pieces: list[tuple[str, float, float, float, bool]] = Factory(list)

    def __call__(self, text: str, cm: Any, tm: Any, font: Any, font_size: Any) -> None:
        """Add a piece of text, at a position in the coordinates ``tm`` in those of ``cm``."""
        for index, part in enumerate(text.split("\n")):
            if index:
                self.end_line()
            if part.strip():
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                scale = hypot(tm[2], tm[3]) * hypot(cm[2], cm[3])
                size = max(abs(float(font_size)) * scale, _MIN_SIZE)
                is_bold = _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None
                self._pieces.append((part, float(x), float(y), size, is_bold))
            elif part and self._pieces:
                last = self._pieces[-1]
                self._pieces[-1] = (last[0] + part, *last[1:])

    def end_line(self) -> None:
        """End the current line, if it is not empty."""
        if self._pieces:
            text = "".join(piece[0] for piece in self._pieces)
            longest = max(self._pieces, key=lambda piece: len(piece[0]))
            first = self._pieces[0]
            is_bold = all(piece[4] for piece in self._pieces)
            self.lines.append(PdfLine(self.page, text, first[1], longest[2], longest[3], is_bold))
            self._pieces.clear()


def _lines(page: Any, number: int) -> list[PdfLine]:
    collector = _LineCollector(number)
    page.extract_text(visitor_text=collector)
    collector.end_line()
    return collector.lines
