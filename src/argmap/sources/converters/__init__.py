"""Conversion of documents to numbered texts: each module in this folder reads one format.

Formats are discovered by their presence. A module has ``TITLE``, the name of the format for users,
``SUFFIXES``, its file name extensions, ``LIBRARIES``, the modules of the extra ``sources`` that it
needs, and ``convert``.

A document is untrusted: a child process converts it, with limits on time and memory. Nothing that
it refers to is read.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import Protocol, cast

from argmap._isolation import Crashed, TimedOut, limit_memory, run_isolated
from argmap._plugins import module_names
from argmap.errors import MissingExtra
from argmap.sources.formats import MAX_PASSAGES, Unreadable, too_many
from argmap.sources.numbered_text import ConvertedDocument, dump_numbered_text

FORMATS: tuple[str, ...] = module_names(__path__)
"""The names of the formats, which are listed without being imported."""

MAX_DOCUMENT_BYTES = 256 << 20
"""Size limit of a document, of which pictures take up most."""

_MAX_TEXT_BYTES = 16 << 20
_TIMEOUT_SECONDS = 120
_MAX_MEMORY_BYTES = 2 << 30


class DocumentFormat(Protocol):
    """What all modules in this package have."""

    TITLE: str
    SUFFIXES: tuple[str, ...]
    LIBRARIES: tuple[str, ...]

    def convert(self, data: bytes) -> ConvertedDocument:
        """Return the text of a document; call this only in a child process.

        Raises:
            Unreadable: If it is not in this format, or is larger than the limits allow.
        """
        ...


def get(name: str) -> DocumentFormat:
    """Return the format with a name; no other format is imported."""
    return cast("DocumentFormat", import_module(f"{__name__}.{name}"))


def suffixes() -> tuple[str, ...]:
    """Return the file name extensions of the documents that can be converted."""
    return tuple(suffix for name in FORMATS for suffix in get(name).SUFFIXES)


def format_of(file_name: str, data: bytes) -> str | None:
    """Return the name of a document's format, or None if it cannot be converted.

    The extension decides, but a file that begins like a PDF is one, whatever its extension.
    """
    if data.startswith(b"%PDF-"):
        return "pdf"
    suffix = PurePath(file_name).suffix.lower()
    return next((name for name in FORMATS if suffix in get(name).SUFFIXES), None)


def convert_document(format_name: str, data: bytes) -> ConvertedDocument:
    """Return the text of a document, converted in a child process.

    Raises:
        Unreadable: If the document cannot be converted; the message continues a sentence that
            names the file.
        MissingExtra: If the extra ``sources`` is not installed.
    """
    format_ = get(format_name)
    if not all(map(find_spec, format_.LIBRARIES)):
        raise MissingExtra("sources", f"converting {format_.TITLE}")
    try:
        document = run_isolated(f"{__name__}:convert_here", (format_name, data), _TIMEOUT_SECONDS)
    except TimedOut:
        raise Unreadable(f"takes more than {_TIMEOUT_SECONDS} seconds to convert") from None
    except Crashed:
        raise Unreadable(f"cannot be read as {format_.TITLE}") from None
    except OSError as error:
        raise Unreadable(f"cannot be converted: {error.strerror}") from error
    return cast("ConvertedDocument", document)


def convert_here(argument: tuple[str, bytes]) -> ConvertedDocument:
    """Return the text of a document; call this only in a child process.

    Args:
        argument: The name of the format, and the content of the file.

    Raises:
        Unreadable: As for `convert_document`.
    """
    import logging

    limit_memory(_MAX_MEMORY_BYTES)
    logging.disable()
    name, data = argument
    format_ = get(name)
    try:
        document = format_.convert(data)
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable(f"needs more than {_MAX_MEMORY_BYTES >> 30} GB of memory") from None
    except RecursionError:
        raise Unreadable("is nested too deeply") from None
    except Exception as error:  # noqa: BLE001 (untrusted data can cause any exception)
        kind = type(error).__name__
        raise Unreadable(f"cannot be read as {format_.TITLE} ({kind})") from None
    _check_size(document)
    return document


def _check_size(document: ConvertedDocument) -> None:
    if not any(block.text.strip() for block in document.blocks):
        raise Unreadable("contains no text")
    if len(document.blocks) > MAX_PASSAGES:
        raise too_many()
    if len(dump_numbered_text(document).encode(errors="replace")) > _MAX_TEXT_BYTES:
        raise Unreadable(f"contains more than {_MAX_TEXT_BYTES >> 20} MB of text")
