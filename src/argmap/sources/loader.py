"""Opening a source's text: from a path to its passages, or to why there are none.

A source's text at hand, as the passages that citations count.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from attrs import field, frozen

from argmap.model import Locator, Unit
from argmap.sources.formats import TextBlock, Unreadable, decode, read_markdown, read_text
from argmap.sources.language import reads_as_english
from argmap.sources.normalize import normalize
from argmap.sources.numbers import MentionedNumbers, mentioned_numbers

_LOOKED_AT = 200
"""Passages that show which language a text is in."""


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text in UTF-8, or of bytes, in 64 hexadecimal digits."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    return sha256(data).hexdigest()


@frozen(eq=False, repr=False)
class Passages:
    """A source's paragraphs (or pages) as they stand, the first at index 0 and called number 1.

    ``name`` is the file's as messages show it. ``headings`` are the numbers of those that argue
    nothing. ``digest`` stands for the whole: SHA-256 of all passages in their normal form, each in
    a line, so that line ends and typesetting do not count; of a PDF it is that of the file's bytes,
    because what is read from one may differ from one reader to the next.
    """

    name: str
    unit: Unit
    texts: tuple[str, ...]
    headings: frozenset[int] = frozenset()
    file_digest: str | None = None
    _figures: dict[Locator | None, MentionedNumbers] = field(factory=dict, init=False)

    @cached_property
    def normalized(self) -> tuple[str, ...]:
        """The passages in the form in which they are compared."""
        return tuple(map(normalize, self.texts))

    @cached_property
    def digest(self) -> str:
        return self.file_digest or digest("\n".join(self.normalized))

    @cached_property
    def is_english(self) -> bool:
        """Whether numbers and dates in the text can be read, as far as its words show."""
        return reads_as_english(" ".join(islice(self.texts, _LOOKED_AT)))

    def __len__(self) -> int:
        return len(self.texts)

    def contains(self, locator: Locator | None) -> bool:
        """Whether there is such a place; a citation of the whole always has one."""
        if locator is None:
            return True
        return locator.unit is self.unit and locator.last <= len(self)

    def at(self, locator: Locator | None) -> tuple[str, ...]:
        """Return the normal form of the passages at a place that is there; None is the whole."""
        if locator is None:
            return self.normalized
        return self.normalized[locator.first - 1 : locator.last]

    def digest_at(self, locator: Locator | None) -> str:
        """Return the digest of the passages at a place, in normal form, each in a line."""
        return digest("\n".join(self.at(locator)))

    def length_at(self, locator: Locator | None) -> int:
        """Return how many characters stand at a place, as the source has them."""
        return sum(map(len, self._texts_at(locator)))

    def numbers_at(self, locator: Locator | None) -> MentionedNumbers:
        """Return the numbers and dates that stand at a place."""
        if locator not in self._figures:
            self._figures[locator] = mentioned_numbers("\n\n".join(self._texts_at(locator)))
        return self._figures[locator]

    def _texts_at(self, locator: Locator | None) -> tuple[str, ...]:
        return self.texts if locator is None else self.texts[locator.first - 1 : locator.last]


MAX_TEXT_BYTES = 16 << 20
"""Bytes of a text or a page. A book has one or two million."""

MAX_PDF_BYTES = 64 << 20
"""Bytes of a PDF, most of them pictures."""


_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
_UNSUPPORTED = (
    ".doc .docm .docx .dotx .odt .ott .rtf .pages .wpd .epub .mobi .azw3 .djvu .ps .xps "
    ".ppt .pptx .odp .key .xls .xlsx .ods .numbers .zip .gz .tgz .7z .rar .tar "
    ".png .jpg .jpeg .gif .webp .tif .tiff .bmp .heic .mp3 .mp4 .m4a .wav"
)
_UNSUPPORTED_SUFFIXES = frozenset(_UNSUPPORTED.split())
_BINARY_STARTS = (
    b"PK\x03\x04",  # a ZIP archive, as files of word processors are
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # older files of those
    b"{\\rtf",
    b"%!PS",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 8192
"""Bytes that show whether a file is a text: a binary one has a NUL among them."""


class UnavailableReason(Enum):
    """Why a text cannot be opened."""

    MISSING = "missing"
    OUTSIDE = "outside of the project"
    HIDDEN = "hidden"
    NEEDS_PYPDF = "needs pypdf"
    UNSUPPORTED = "unsupported format"
    BROKEN = "broken"


class TextUnavailable(NamedTuple):
    """A text that is not at hand; ``detail`` goes on where a sentence has named the file."""

    reason: UnavailableReason
    detail: str

    def message(self, file: str, source: str) -> str:
        """Return what is wrong with a file that is named as the text of a source."""
        if self.reason is UnavailableReason.UNSUPPORTED:
            return f"`{file}`: {self.detail}"
        return f"`{file}`, the text of {source}, {self.detail}"


ReadBytes = Callable[[Path, int], bytes]
"""Reads at most so many bytes of a file.

Raises an OSError when it is not there, is no regular file (but a folder, or a device that never
ends), or may not be read.
"""


def load_text(path: Path, name: str, read: ReadBytes) -> Passages | TextUnavailable:
    """Return the passages of the file at ``path``, shown as ``name``; never raises for a file.

    What it is, its suffix says: HTML, Markdown, PDF, and else plain text; what begins as a PDF is
    one whatever it is called. Documents of word processors, archives, pictures and whatever else is
    not a text are not read.
    """
    is_pdf = path.suffix.lower() == ".pdf"
    data = _data(path, MAX_PDF_BYTES if is_pdf else MAX_TEXT_BYTES, read)
    if isinstance(data, TextUnavailable):
        return data
    try:
        if is_pdf or data.startswith(b"%PDF-"):
            return _pages(data, name)
        return _text(data, path, name)
    except Unreadable as error:
        return TextUnavailable(UnavailableReason.BROKEN, str(error))


def _data(path: Path, limit: int, read: ReadBytes) -> bytes | TextUnavailable:
    try:
        data = read(path, limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        return TextUnavailable(UnavailableReason.MISSING, "is not there")
    except IsADirectoryError:
        return TextUnavailable(UnavailableReason.BROKEN, "is no file")
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or "its name means nothing"
        return TextUnavailable(UnavailableReason.BROKEN, f"cannot be read: {detail}")
    if len(data) > limit:
        return TextUnavailable(UnavailableReason.BROKEN, f"is larger than {limit >> 20} MB")
    return data


def _is_unsupported(path: Path, data: bytes) -> bool:
    """Whether a file is none of a format that can be read, by its name or by how it begins."""
    if path.suffix.lower() in _UNSUPPORTED_SUFFIXES or data.startswith(_BINARY_STARTS):
        return True
    return b"\0" in data[:_HEAD] and not data.startswith(_UTF_16)


def resolve_text_path(written: str, folder: Path, boundary: Path) -> Path | TextUnavailable:
    """Return the absolute path of a text that a map names, as seen from the map's ``folder``.

    The map may come from a stranger: nothing outside of ``boundary`` is read for it, and no hidden
    file, in which programs keep their secrets.
    """
    outside = TextUnavailable(
        UnavailableReason.OUTSIDE, "lies outside of the project and is not read"
    )
    if Path(written).is_absolute() or "\\" in written:
        return outside
    try:
        path = (folder / written).resolve()
        inside = path.relative_to(boundary.resolve())
    except (OSError, RuntimeError):  # a name too long, a ring of links
        return TextUnavailable(UnavailableReason.MISSING, "is not there")
    except ValueError:
        return (
            TextUnavailable(UnavailableReason.MISSING, "is not there")
            if "\0" in written
            else outside
        )
    if any(part.startswith(".") for part in inside.parts):
        return TextUnavailable(UnavailableReason.HIDDEN, "is a hidden file and is not read")
    return path


def _pages(data: bytes, name: str) -> Passages | TextUnavailable:
    from argmap.sources import pdf

    if not pdf.is_supported():
        return TextUnavailable(
            UnavailableReason.NEEDS_PYPDF, "is a PDF: install the extra `pdf` to read it"
        )
    return _passages(name, Unit.PAGE, pdf.read_pdf(data), digest(data))


def _text(data: bytes, path: Path, name: str) -> Passages | TextUnavailable:
    if _is_unsupported(path, data):
        return TextUnavailable(
            UnavailableReason.UNSUPPORTED, "unsupported format; use .txt, .md, .html or .pdf"
        )
    suffix = path.suffix.lower()
    if suffix in _HTML:
        from argmap.sources.html_text import read_html as read
    else:
        read = read_markdown if suffix in _MARKDOWN else read_text
    return _passages(name, Unit.PARAGRAPH, read(decode(data)))


def _passages(
    name: str, unit: Unit, blocks: list[TextBlock], file_digest: str | None = None
) -> Passages:
    headings = frozenset(n for n, block in enumerate(blocks, 1) if block.is_heading)
    return Passages(name, unit, tuple(block.text for block in blocks), headings, file_digest)
