"""Loading of source texts: from a path to passages, or to the reason why there are none."""

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
from argmap.sources.language import looks_english
from argmap.sources.normalize import normalize
from argmap.sources.numbers import MentionedNumbers, mentioned_numbers

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
    """

    name: str
    unit: Unit
    texts: tuple[str, ...]
    headings: frozenset[int] = frozenset()
    file_digest: str | None = None
    _numbers: dict[Locator | None, MentionedNumbers] = field(factory=dict, init=False)

    @cached_property
    def normalized(self) -> tuple[str, ...]:
        """The passages in the form in which they are compared."""
        return tuple(map(normalize, self.texts))

    @cached_property
    def digest(self) -> str:
        """The digest of the file, or of the normalized passages, joined with line feeds."""
        return self.file_digest or digest("\n".join(self.normalized))

    @cached_property
    def is_english(self) -> bool:
        """Whether the text is probably in English, so that its numbers and dates can be read."""
        return looks_english(" ".join(islice(self.texts, _SAMPLE_PASSAGES)))

    def __len__(self) -> int:
        return len(self.texts)

    def contains(self, locator: Locator | None) -> bool:
        """Return whether a locator is valid for this source; None, the whole source, always is."""
        if locator is None:
            return True
        return locator.unit is self.unit and locator.last <= len(self)

    def at(self, locator: Locator | None) -> tuple[str, ...]:
        """Return the normalized passages at a valid locator; None is the whole source."""
        if locator is None:
            return self.normalized
        return self.normalized[locator.first - 1 : locator.last]

    def digest_at(self, locator: Locator | None) -> str:
        """Return the digest of the normalized passages at a locator, joined with line feeds."""
        return digest("\n".join(self.at(locator)))

    def length_at(self, locator: Locator | None) -> int:
        """Return the number of characters of the passages at a locator."""
        return sum(map(len, self._texts_at(locator)))

    def numbers_at(self, locator: Locator | None) -> MentionedNumbers:
        """Return the numbers and dates in the passages at a locator."""
        if locator not in self._numbers:
            self._numbers[locator] = mentioned_numbers("\n\n".join(self._texts_at(locator)))
        return self._numbers[locator]

    def _texts_at(self, locator: Locator | None) -> tuple[str, ...]:
        return self.texts if locator is None else self.texts[locator.first - 1 : locator.last]


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
    return _passages(name, Unit.PAGE, pdf.read_pdf(data), digest(data))


def _parse_text(data: bytes, path: Path, name: str) -> Passages | TextUnavailable:
    if _is_unsupported(path, data):
        return TextUnavailable(
            UnavailableReason.UNSUPPORTED, "unsupported format; use .txt, .md, .html or .pdf"
        )
    suffix = path.suffix.lower()
    if suffix in _HTML:
        from argmap.sources.html_text import read_html as parse
    else:
        parse = read_markdown if suffix in _MARKDOWN else read_text
    return _passages(name, Unit.PARAGRAPH, parse(decode(data)))


def _is_unsupported(path: Path, data: bytes) -> bool:
    """Return whether a file is not a text, by its suffix or by its first bytes."""
    if path.suffix.lower() in _UNSUPPORTED or data.startswith(_BINARY_SIGNATURES):
        return True
    return b"\0" in data[:_SNIFFED_BYTES] and not data.startswith(_UTF_16_MARKS)


def _passages(
    name: str, unit: Unit, blocks: list[TextBlock], file_digest: str | None = None
) -> Passages:
    headings = frozenset(n for n, block in enumerate(blocks, 1) if block.is_heading)
    return Passages(name, unit, tuple(block.text for block in blocks), headings, file_digest)
