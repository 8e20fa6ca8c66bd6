"""Dependencies of a check outside the project: the date, and the version of pypdf."""

from __future__ import annotations

from collections.abc import Iterable

from argmap.workspace.files import ABSENT, FileSystem
from argmap.workspace.results import SourceTextRef

_PDF_SIGNATURE = b"%PDF-"


def today() -> str:
    """Return the local date in ISO 8601."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def pypdf_version(texts: Iterable[SourceTextRef], files: FileSystem) -> str:
    """Return the version of pypdf if one of the texts is a PDF, else an empty string."""
    if not any(_is_pdf(text, files) for text in texts if text.digest != ABSENT):
        return ""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pypdf")
    except PackageNotFoundError:
        return "none"


def _is_pdf(text: SourceTextRef, files: FileSystem) -> bool:
    if text.path.suffix.lower() == ".pdf":
        return True
    return files.read(text.path, len(_PDF_SIGNATURE)) == _PDF_SIGNATURE
