"""HTML as a document: its paragraphs and headings, what is lost, and what it says about itself."""

from __future__ import annotations

import re

from argmap.model.losses import LossReport
from argmap.sources.html_text import OutlineParser, parse_html
from argmap.sources.numbered_text import ConvertedDocument, DocumentBlock, DocumentMetadata

_LEFT_OUT = {
    "img": "picture",
    "svg": "picture",
    "canvas": "picture",
    "math": "formula",
    "video": "video",
    "audio": "recording",
    "iframe": "embedded page",
    "object": "embedded object",
}
_NOTE_ADDRESS = re.compile(
    r"#(?!\w{0,20}ref)(?:cite_note|fn|footnote|endnote|_ftn|_edn)[\w:-]{0,80}\d"
)
_NOTE_ID = re.compile(r"(?:footnote-ref|endnote-ref|fnref|_ftnref)")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author")
_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title")
_PUBLISHERS = ("citation_publisher", "dc.publisher", "dcterms.publisher")
_DATES = ("citation_publication_date", "citation_date", "dc.date", "article:published_time")
_YEAR = re.compile(r"\b(1[4-9]\d\d|20\d\d)\b")
_MAX_METADATA_LENGTH = 500


class HtmlDocumentParser(OutlineParser):
    """Reads the pages of one document, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.losses = LossReport()
        self._lang = ""
        self._title: list[str] = []
        self._is_in_title = False
        self._metadata: dict[str, list[str]] = {}

    def read(self, text: str) -> None:
        """Read a page.

        Raises:
            Unreadable: If it takes too long, or there are too many paragraphs.
        """
        self.reset()
        self._dropped.clear()
        self._is_in_title = False
        parse_html(text, self)

    def document(self, metadata: DocumentMetadata | None = None) -> ConvertedDocument:
        """Return all pages as one document.

        Args:
            metadata: What the document says about itself, if not in its pages.
        """
        levels = {heading.passage: heading.level for heading in self.headings}
        blocks = tuple(
            DocumentBlock(block.text, levels.get(number, 0))
            for number, block in enumerate(self.blocks, 1)
        )
        return ConvertedDocument(blocks, self.losses, metadata or self._own_metadata())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self._dropped == ["head"]:
            self._is_in_title = tag == "title" and not self._title
        if tag == "meta":
            name = (values.get("name") or values.get("property") or "").lower()
            self._metadata.setdefault(name, []).append(values.get("content", ""))
        elif tag == "html":
            self._lang = self._lang or values.get("lang") or values.get("xml:lang") or ""
        if not self._dropped:
            self._record_loss(tag, values)
        super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._is_in_title = False
        super().handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if self._is_in_title:
            self._title.append(data)
        super().handle_data(data)

    def _record_loss(self, tag: str, values: dict[str, str]) -> None:
        is_within = any(word.strip() for word in self._words)
        place = f"¶{max(len(self.blocks) + is_within, 1)}"
        if tag in _LEFT_OUT:
            self.losses.drop(_LEFT_OUT[tag], "only texts are converted", place)
        elif tag == "table":
            place = f"¶{len(self.blocks) + is_within + 1}"
            self.losses.change("table", "each cell is a paragraph, row by row", place)
        elif tag == "a" and (
            "noteref" in values.get("epub:type", "")
            or values.get("role") == "doc-noteref"
            or _NOTE_ID.match(values.get("id", ""))
            or _NOTE_ADDRESS.match(values.get("href", ""))
        ):
            reason = "the note is a paragraph where the document has it, often at the end"
            self.losses.change("footnote", reason, f"¶{len(self.blocks) + 1}")

    def _own_metadata(self) -> DocumentMetadata:
        author = next((self._metadata[name] for name in _AUTHORS if name in self._metadata), [])
        return DocumentMetadata(
            title=self._first(_TITLES) or " ".join("".join(self._title).split()),
            author=tuple(filter(None, (_shortened(one) for one in author))),
            year=year_in(self._first(_DATES)),
            publisher=self._first(_PUBLISHERS),
            lang=self._lang,
        )

    def _first(self, names: tuple[str, ...]) -> str:
        values = (value for name in names for value in self._metadata.get(name, ()))
        return _shortened(next(values, ""))


def _shortened(text: str) -> str:
    return " ".join(text[:_MAX_METADATA_LENGTH].split())


def year_in(text: str) -> int | None:
    """Return the first year from 1400 to 2099 in a text, or None."""
    match = _YEAR.search(text)
    return int(match[1]) if match else None
