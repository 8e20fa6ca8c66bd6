"""Loading of source texts: from a path to passages, or to the reason why there are none."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from hashlib import sha256
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attrs import field, frozen

from argmap.model import Locator, Unit
from argmap.sources.formats import (
    PAGE_BREAK,
    TextBlock,
    Unreadable,
    decode,
    page_spans,
    read_markdown,
    read_text,
    split_at_blank_lines,
    split_lines,
    underlined_heading,
    without_markup,
)
from argmap.sources.normalize import NormalizedText, normalize, normalize_with_spans
from argmap.sources.number_language import NumberLanguage, looks_like
from argmap.sources.numbers import MentionedNumbers, mentioned_numbers

if TYPE_CHECKING:
    from argmap.sources.outline import Outline

MAX_TEXT_BYTES = 16 << 20
"""Size limit of a text or an HTML page. A book has one or two million bytes."""

MAX_PDF_BYTES = 64 << 20
"""Size limit of a PDF, of which pictures take up most."""

_SAMPLE_PASSAGES = 200  # from which the language of a text is detected

_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
_UNSUPPORTED_SUFFIXES = (
    ".doc .docm .docx .dotx .odt .ott .rtf .pages .wpd .epub .mobi .azw3 .djvu .ps .xps "
    ".ppt .pptx .odp .key .xls .xlsx .ods .numbers .zip .gz .tgz .7z .rar .tar "
    ".png .jpg .jpeg .gif .webp .tif .tiff .bmp .heic .mp3 .mp4 .m4a .wav"
)
_UNSUPPORTED = frozenset(_UNSUPPORTED_SUFFIXES.split())
_BINARY_SIGNATURES = (
    b"PK\x03\x04",  # ZIP, the container of current office formats
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # OLE, the container of older office formats
    b"{\\rtf",
    b"%!PS",
    b"\x1f\x8b",  # gzip
    b"\x89PNG",
    b"\xff\xd8\xff",  # JPEG
    b"GIF8",
    b"7z\xbc\xaf",
)
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SNIFFED_BYTES = 8192  # in which a binary file has a NUL


# ---- Results ------------------------------------------------------------------------------------


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text (in UTF-8) or of bytes, as 64 hexadecimal digits."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    return sha256(data).hexdigest()


class TextFormat(Enum):
    """The format of a source text."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"


class NumberedPassage(NamedTuple):
    """A passage of a source as readers see it.

    Attributes:
        number: The number that citations use, from 1.
        text: The text, without the line under a heading.
        is_heading: Whether it is a heading.
        page: The page on which a paragraph begins; None if the text has no pages.
    """

    number: int
    text: str
    is_heading: bool
    page: int | None = None


@frozen(eq=False, repr=False)
class Passages:
    """The paragraphs or pages of a source, numbered from 1.

    Attributes:
        name: The name of the file in messages.
        unit: Whether the passages are paragraphs or pages.
        texts: The passages as they are in the file.
        headings: The numbers of passages that are headings.
        file_digest: The digest of the file, for a PDF: versions of its reader may extract different
            texts.
        format: The format of the file.
        raw_text: The content of the file, in which lines and headings are looked up.
    """

    name: str
    unit: Unit
    texts: tuple[str, ...]
    headings: frozenset[int] = frozenset()
    file_digest: str | None = None
    format: TextFormat = TextFormat.PLAIN
    raw_text: str | None = None
    _numbers: dict[tuple[Locator | None, NumberLanguage], MentionedNumbers] = field(
        factory=dict, init=False
    )
    _looks_like: dict[NumberLanguage, bool] = field(factory=dict, init=False)
    _with_spans: dict[int, NormalizedText | None] = field(factory=dict, init=False)

    @cached_property
    def normalized(self) -> tuple[str, ...]:
        """The passages in the form in which they are compared."""
        return tuple(map(normalize, self.texts))

    def with_spans(self, number: int) -> NormalizedText | None:
        """Return the normal form of a passage with the positions of its characters, if known."""
        if number not in self._with_spans:
            self._with_spans[number] = normalize_with_spans(self.texts[number - 1])
        return self._with_spans[number]

    @cached_property
    def digest(self) -> str:
        """The digest of the file, or of the normalized passages, joined with line feeds."""
        return self.file_digest or digest("\n".join(self.normalized))

    def looks_like(self, language: NumberLanguage) -> bool:
        """Return whether the text is probably in a language."""
        if language not in self._looks_like:
            sample = " ".join(islice(self.texts, _SAMPLE_PASSAGES))
            self._looks_like[language] = looks_like(sample, language)
        return self._looks_like[language]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the file; none if they have no meaning for readers, as in HTML."""
        has_lines = self.format in (TextFormat.PLAIN, TextFormat.MARKDOWN)
        return tuple(split_lines(self.raw_text)) if has_lines and self.raw_text else ()

    @cached_property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """The first and last paragraph of each page of a text with form feeds; none without."""
        return page_spans(self.raw_text) if self.lines and self.raw_text else ()

    @cached_property
    def outline(self) -> Outline | None:
        """The headings and anchors; None if the format has none, or they cannot be read."""
        return read_outline(self.raw_text, self.format) if self.raw_text else None

    def contains(self, locator: Locator | None) -> bool:
        """Return whether a locator is valid for this source.

        A locator that is not looked up always is, and so is None, the whole source.
        """
        if locator is None or not locator.is_searched:
            return True
        if locator.unit is Unit.LINE:
            return locator.last <= len(self.lines)
        if locator.unit is Unit.HEADING:
            return self.outline is None or self.outline.section(locator.text) is not None
        if locator.unit is Unit.PAGE and self.pages:
            return locator.last <= len(self.pages)
        return locator.unit is self.unit and locator.last <= len(self)

    def span_at(self, locator: Locator | None) -> tuple[int, int]:
        """Return the numbers of the first and last passage at a valid locator.

        For lines and pages, they are the paragraphs that contain them, and for a heading, its
        section. A locator that is not looked up is the whole source.
        """
        whole = (1, len(self))
        if locator is None or not locator.is_searched:
            return whole
        if locator.unit is Unit.LINE:
            return self._paragraphs_of_lines(locator.first, locator.last)
        if locator.unit is Unit.HEADING:
            return (self.outline and self.outline.section(locator.text)) or whole
        if locator.unit is Unit.PAGE and self.pages:
            pages = self.pages[locator.first - 1 : locator.last]
            return (pages[0][0], pages[-1][1]) if pages else (1, 0)
        return locator.first, locator.last

    def at(self, locator: Locator | None) -> tuple[str, ...]:
        """Return the normalized passages at a valid locator; None is the whole source.

        Lines are returned as one passage.
        """
        if locator is not None and locator.unit is Unit.LINE:
            return tuple(map(normalize, self._texts_at(locator)))
        first, last = self.span_at(locator)
        return self.normalized[first - 1 : last]

    def first_number_at(self, locator: Locator | None) -> int:
        """Return the number of the first passage, or of the first line, at a valid locator."""
        if locator is not None and locator.unit is Unit.LINE:
            return locator.first
        return self.span_at(locator)[0]

    def digest_at(self, locator: Locator | None) -> str:
        """Return the digest of the normalized passages at a locator, joined with line feeds."""
        return digest("\n".join(self.at(locator)))

    def numbered(self, locator: Locator | None = None) -> tuple[NumberedPassage, ...]:
        """Return the passages at a valid locator as readers see them; None is the whole source."""
        first, last = self.span_at(locator)
        pages = self._page_numbers
        return tuple(
            NumberedPassage(
                number,
                self.readable(number).replace(PAGE_BREAK, ""),
                number in self.headings,
                pages.get(number),
            )
            for number in range(first, last + 1)
        )

    def readable(self, number: int) -> str:
        """Return a passage without the line under a heading of a plain text."""
        text = self.texts[number - 1]
        heading = underlined_heading(text) if self.format is TextFormat.PLAIN else None
        return heading[0] if heading else text

    @cached_property
    def _page_numbers(self) -> dict[int, int]:
        """The page on which each paragraph begins, if the text has pages."""
        numbers: dict[int, int] = {}
        for page, (first, last) in enumerate(self.pages, 1):
            for number in range(first, last + 1):
                numbers.setdefault(number, page)
        return numbers

    def length_at(self, locator: Locator | None) -> int:
        """Return the number of characters of the passages at a locator."""
        return sum(map(len, self._texts_at(locator)))

    def numbers_at(self, locator: Locator | None, language: NumberLanguage) -> MentionedNumbers:
        """Return the numbers and dates in the passages at a locator, read in a language."""
        key = locator, language
        if key not in self._numbers:
            text = "\n\n".join(self._texts_at(locator))
            self._numbers[key] = mentioned_numbers(text, language)
        return self._numbers[key]

    def _texts_at(self, locator: Locator | None) -> tuple[str, ...]:
        if locator is not None and locator.unit is Unit.LINE:
            text = "\n".join(self.lines[locator.first - 1 : locator.last])
            if self.format is TextFormat.MARKDOWN:
                text = "\n\n".join(map(without_markup, split_at_blank_lines(text)))
            return (text,)
        first, last = self.span_at(locator)
        return self.texts[first - 1 : last]

    def _paragraphs_of_lines(self, first: int, last: int) -> tuple[int, int]:
        """Return the first and last paragraph with a line in a range; an empty range if none."""
        numbers = [number for number in self._paragraph_numbers[first - 1 : last] if number]
        return (numbers[0], numbers[-1]) if numbers else (1, 0)

    @cached_property
    def _paragraph_numbers(self) -> tuple[int, ...]:
        """The number of the paragraph of each line; 0 for a blank line."""
        blank = [not line.strip() for line in self.lines]
        starts = (was_blank and not is_blank for was_blank, is_blank in pairwise((True, *blank)))
        return tuple(
            0 if is_blank else number
            for is_blank, number in zip(blank, accumulate(starts), strict=True)
        )


def read_outline(text: str, text_format: TextFormat) -> Outline | None:
    """Return the headings and anchors of a text; None if its format has none."""
    from argmap.sources.html_text import html_outline
    from argmap.sources.outline import markdown_outline, underlined_outline

    try:
        if text_format is TextFormat.MARKDOWN:
            return markdown_outline(text)
        if text_format is TextFormat.HTML:
            return html_outline(text)
        return underlined_outline(text) if text_format is TextFormat.PLAIN else None
    except Unreadable:
        return None


class UnavailableReason(Enum):
    """Why a text is not available."""

    MISSING = "missing"
    OUTSIDE = "outside the project"
    HIDDEN = "hidden"
    NEEDS_PYPDF = "needs pypdf"
    UNSUPPORTED = "unsupported format"
    BROKEN = "broken"


class TextUnavailable(NamedTuple):
    """A text that is not available; ``detail`` continues a sentence that names the file."""

    reason: UnavailableReason
    detail: str

    def message(self, file: str, source: str) -> str:
        """Return an error message about the file that contains the text of a source."""
        if self.reason is UnavailableReason.UNSUPPORTED:
            return f"`{file}`: {self.detail}"
        return f"`{file}`, the text of {source}, {self.detail}"


# ---- Loading ------------------------------------------------------------------------------------

ReadBytes = Callable[[Path, int], bytes]
"""Returns at most the given number of bytes of a file.

Raises an OSError if the file does not exist, is not a regular file (but a folder, or a device that
never ends), or must not be read.
"""


def resolve_text_path(written: str, folder: Path, boundary: Path) -> Path | TextUnavailable:
    """Return the absolute path of a text that a map names, relative to the map's ``folder``.

    The map may be untrusted: for it, no file outside of ``boundary`` is read, and no hidden file,
    which may contain secrets of other programs.
    """
    missing = TextUnavailable(UnavailableReason.MISSING, "does not exist")
    outside = TextUnavailable(UnavailableReason.OUTSIDE, "is outside the project and is not read")
    if Path(written).is_absolute() or "\\" in written:
        return outside
    try:
        path = (folder / written).resolve()
        inside = path.relative_to(boundary.resolve())
    except (OSError, RuntimeError):  # a name that is too long, a cycle of links
        return missing
    except ValueError:
        return missing if "\0" in written else outside
    if any(part.startswith(".") for part in inside.parts):
        return TextUnavailable(UnavailableReason.HIDDEN, "is a hidden file and is not read")
    return path


def load_text(path: Path, name: str, read: ReadBytes) -> Passages | TextUnavailable:
    """Return the passages of the file at ``path``, called ``name`` in messages; never raises.

    The suffix decides about the format: HTML, Markdown, PDF, or else plain text. A file that begins
    like a PDF is one, whatever its suffix. Office documents, archives, pictures and other binary
    files are not supported.
    """
    is_pdf = path.suffix.lower() == ".pdf"
    data = _read_data(path, MAX_PDF_BYTES if is_pdf else MAX_TEXT_BYTES, read)
    if isinstance(data, TextUnavailable):
        return data
    try:
        if is_pdf or data.startswith(b"%PDF-"):
            return _parse_pdf(data, name)
        return _parse_text(data, path, name)
    except Unreadable as error:
        return TextUnavailable(UnavailableReason.BROKEN, str(error))


def _read_data(path: Path, limit: int, read: ReadBytes) -> bytes | TextUnavailable:
    try:
        data = read(path, limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        return TextUnavailable(UnavailableReason.MISSING, "does not exist")
    except IsADirectoryError:
        return TextUnavailable(UnavailableReason.BROKEN, "is not a file")
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or "its name is not valid"
        return TextUnavailable(UnavailableReason.BROKEN, f"cannot be read: {detail}")
    if len(data) > limit:
        return TextUnavailable(UnavailableReason.BROKEN, f"is larger than {limit >> 20} MB")
    return data


def _parse_pdf(data: bytes, name: str) -> Passages | TextUnavailable:
    from argmap.sources import pdf

    if not pdf.is_supported():
        return TextUnavailable(
            UnavailableReason.NEEDS_PYPDF, "is a PDF; install the extra `pdf` to read it"
        )
    blocks = pdf.read_pdf(data)
    return _passages(name, blocks, TextFormat.PDF, unit=Unit.PAGE, file_digest=digest(data))


def _parse_text(data: bytes, path: Path, name: str) -> Passages | TextUnavailable:
    if _is_unsupported(path, data):
        return TextUnavailable(
            UnavailableReason.UNSUPPORTED,
            "unsupported format; use .txt, .md, .html or .pdf, or convert a .docx or .epub with "
            "`argmap source add`",
        )
    text = decode(data)
    suffix = path.suffix.lower()
    if suffix in _HTML:
        from argmap.sources.html_text import read_html

        return _passages(name, read_html(text), TextFormat.HTML, raw_text=text)
    if suffix in _MARKDOWN:
        return _passages(name, read_markdown(text), TextFormat.MARKDOWN, raw_text=text)
    return _passages(name, read_text(text), TextFormat.PLAIN, raw_text=text)


def _is_unsupported(path: Path, data: bytes) -> bool:
    """Return whether a file is not a text, by its suffix or by its first bytes."""
    if path.suffix.lower() in _UNSUPPORTED or data.startswith(_BINARY_SIGNATURES):
        return True
    return b"\0" in data[:_SNIFFED_BYTES] and not data.startswith(_UTF_16_MARKS)


def _passages(
    name: str,
    blocks: list[TextBlock],
    text_format: TextFormat,
    *,
    unit: Unit = Unit.PARAGRAPH,
    raw_text: str | None = None,
    file_digest: str | None = None,
) -> Passages:
    headings = frozenset(n for n, block in enumerate(blocks, 1) if block.is_heading)
    texts = tuple(block.text for block in blocks)
    return Passages(name, unit, texts, headings, file_digest, text_format, raw_text)
