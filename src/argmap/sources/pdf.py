"""Reads PDFs, one block a page, with `pypdf` (the extra `pdf`).

An untrusted PDF can keep a reader busy for days or use up all memory. So a child process reads it,
with limits on time and, if the system supports it, on memory.
"""

from __future__ import annotations

import io
import logging
from importlib.util import find_spec

from argmap._isolation import Crashed, TimedOut, limit_memory, run_isolated
from argmap.sources.formats import TextBlock, Unreadable

_TIMEOUT_SECONDS = 60
_MAX_MEMORY_BYTES = 2 << 30
_MAX_PAGES = 20_000


def is_supported() -> bool:
    """Return whether `pypdf` is installed."""
    return find_spec("pypdf") is not None


def read_pdf(data: bytes) -> list[TextBlock]:
    """Return the pages of a document, one block each; a page without text is an empty block.

    Raises:
        Unreadable: If it is not a PDF, is encrypted, contains no text, or takes too long.
    """
    try:
        pages = run_isolated(f"{__name__}:extract_pages", data, _TIMEOUT_SECONDS)
    except TimedOut:
        raise Unreadable(f"takes more than {_TIMEOUT_SECONDS} seconds to read") from None
    except Crashed:
        raise Unreadable("cannot be read as a PDF") from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    if not any(page.strip() for page in pages):
        raise Unreadable("contains no text, only images of pages")
    return [TextBlock(page) for page in pages]


def extract_pages(data: bytes) -> list[str]:
    """Return the text of each page; call this only in a child process.

    Raises:
        Unreadable: If it is not a PDF, is encrypted, or has too many pages.
    """
    limit_memory(_MAX_MEMORY_BYTES)
    logging.disable()
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        is_locked = reader.is_encrypted and not reader.decrypt("")
        is_long = not is_locked and len(reader.pages) > _MAX_PAGES
        pages = [] if is_locked or is_long else [page.extract_text() for page in reader.pages]
    except FileNotDecryptedError:
        raise Unreadable("is encrypted") from None
    except Exception as error:  # noqa: BLE001 (untrusted data can cause any exception)
        raise Unreadable(f"cannot be read as a PDF ({type(error).__name__})") from None
    if is_locked:
        raise Unreadable("is encrypted")
    if is_long:
        raise Unreadable(f"has more than {_MAX_PAGES:,} pages")
    return pages
