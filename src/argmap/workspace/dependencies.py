"""What the outcome of a check hangs on, found out right after the check.

What a check may hang on that is in no file of the project.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from argmap.resolve import Resolution
from argmap.resolve.errors import ImportFault
from argmap.text import LIMIT
from argmap.workspace.discovery import imported
from argmap.workspace.files import ABSENT, Files
from argmap.workspace.results import Import, Outcome, Text, Trace
from argmap.workspace.source_texts import LOCK, Shelf

_OF_PDF = b"%PDF-"


def today() -> str:
    """Return the day that it is here."""
    from datetime import datetime

    return datetime.now().astimezone().date().isoformat()


def pypdf_version(texts: Iterable[Text], files: Files) -> str:
    """Return the version of what reads PDFs, if there is one among the texts (all of them read)."""
    if not any(_is_pdf(text, files) for text in texts if text.digest != ABSENT):
        return ""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("pypdf")
    except PackageNotFoundError:
        return "none"


def _is_pdf(text: Text, files: Files) -> bool:
    return text.path.suffix.lower() == ".pdf" or files.read(text.path, len(_OF_PDF)) == _OF_PDF


_DAY = "valid-until"
"""Where a map says this, what is found in it hangs on the day."""


def traced(outcome: Outcome, resolution: Resolution, shelf: Shelf, files: Files) -> Outcome:
    """Return an outcome with all that it hangs on.

    ``files`` is what map, lock and texts were read from.
    """
    paths = [path for path in resolution.paths if path is not None]
    found = [
        Import(path, written, target)
        for path, document in zip(resolution.paths, resolution.documents, strict=True)
        if path is not None
        for written, target in imported(path, document)
    ]
    imports: dict[Path, tuple[Path, ...]] = {
        path: tuple(each.target for each in found if each.file == path and each.target is not None)
        for path in paths
    }
    return outcome._replace(imports=imports, trace=_trace(resolution, tuple(found), shelf, files))


def _trace(
    resolution: Resolution, imports: tuple[Import, ...], shelf: Shelf, files: Files
) -> Trace | None:
    """Return None where nobody can tell what an outcome hangs on, or it would take too much to."""
    root = resolution.paths[0]
    if root is None or any(type(fault) is ImportFault for fault in resolution.faults):
        return None
    lock = root.with_name(LOCK)
    paths = [path for path in resolution.paths if path is not None]
    digests = {path: files.digest(path, LIMIT) for path in (*paths, lock)}
    texts = _texts(resolution, shelf, files)
    if texts is None or ABSENT in (digests[path] for path in paths):
        return None
    known = {path: digest for path, digest in digests.items() if digest is not None}
    if len(known) < len(digests):
        return None
    return Trace(known, imports, texts, _day(resolution), pypdf_version(texts, files))


def _texts(resolution: Resolution, shelf: Shelf, files: Files) -> tuple[Text, ...] | None:
    if not resolution.map.sources:
        return ()
    texts: list[Text] = []
    for source, (path, name, folder) in shelf.named(resolution).items():
        digest = files.digest(path, _text_limit()) if isinstance(path, Path) else None
        if digest is None or not isinstance(path, Path):
            return None
        texts.append(Text(source, path, name, folder, digest))
    return tuple(texts)


def _text_limit() -> int:
    from argmap.sources.loader import PDF_LIMIT

    return PDF_LIMIT


def _day(resolution: Resolution) -> str:
    return today() if any(_DAY in each.source.text for each in resolution.documents) else ""
