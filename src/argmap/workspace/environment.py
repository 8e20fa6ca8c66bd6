"""What a check depends on besides the files of the project: the date, and the version of pypdf."""

from __future__ import annotations

from collections.abc import Iterable

from argmap.workspace.files import ABSENT, FileSystem
from argmap.workspace.results import SourceTextRef

_OF_PDF = b"%PDF-"


def today() -> str:
    """Return the day that it is here."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def pypdf_version(texts: Iterable[SourceTextRef], files: FileSystem) -> str:
    """Return the version of what reads PDFs, if there is one among the texts (all of them read)."""
    if not any(_is_pdf(text, files) for text in texts if text.digest != ABSENT):
        return ""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pypdf")
    except PackageNotFoundError:
        return "none"


def _is_pdf(text: SourceTextRef, files: FileSystem) -> bool:
    return text.path.suffix.lower() == ".pdf" or files.read(text.path, len(_OF_PDF)) == _OF_PDF
