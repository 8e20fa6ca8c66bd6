"""Finds the dependencies of the result of a check: files, texts, and the environment."""

from __future__ import annotations

from pathlib import Path

from argmap.config import find_root
from argmap.resolve import Resolution
from argmap.resolve.errors import ImportFailure
from argmap.workspace.environment import pypdf_version, today
from argmap.workspace.files import ABSENT, FileSystem, is_digest
from argmap.workspace.results import ImportRef, MapResult, SourceTextRef, Trace
from argmap.workspace.review_files import REVIEW_FILE_NAME
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts
from argmap.workspace.targets import iter_imports

_DATE_ATTRIBUTE = "valid-until"
"""An attribute whose diagnostics depend on the date."""


def with_dependencies(
    result: MapResult, resolution: Resolution, source_texts: SourceTexts, files: FileSystem
) -> MapResult:
    """Return a result with its imports and its dependencies.

    Args:
        result: The result of checking the map.
        resolution: The map.
        source_texts: The texts of its sources.
        files: The files that map, lock, reviews and texts were read from.
    """
    paths = [path for path in resolution.paths if path is not None]
    root = resolution.paths[0]
    boundary = None if root is None else find_root(root.parent)
    refs = tuple(
        ImportRef(path, written, targets)
        for path, document in zip(resolution.paths, resolution.documents, strict=True)
        if path is not None
        for written, targets in iter_imports(path, document, files, boundary)
    )
    imports: dict[Path, tuple[Path, ...]] = {
        path: tuple(target for ref in refs if ref.file == path for target in ref.targets)
        for path in paths
    }
    return result._replace(imports=imports, trace=_trace(resolution, refs, source_texts, files))


def _trace(
    resolution: Resolution,
    imports: tuple[ImportRef, ...],
    source_texts: SourceTexts,
    files: FileSystem,
) -> Trace | None:
    """Return the trace, or None if the dependencies are unknown or too large to compare."""
    root = resolution.paths[0]
    if root is None or any(type(error) is ImportFailure for error in resolution.errors):
        return None
    beside = [root.with_name(name) for name in (LOCK_FILE_NAME, REVIEW_FILE_NAME)]
    paths = [path for path in resolution.paths if path is not None]
    digests = {path: files.fingerprint(path) for path in (*paths, *beside)}
    texts = _text_refs(resolution, source_texts, files)
    if texts is None or ABSENT in (digests[path] for path in paths):
        return None
    if not all(is_digest(digest) or digest == ABSENT for digest in digests.values()):
        return None
    has_dates = any(_DATE_ATTRIBUTE in document.source.text for document in resolution.documents)
    day = today() if has_dates else ""
    return Trace(digests, imports, texts, day, pypdf_version(texts, files))


def _text_refs(
    resolution: Resolution, source_texts: SourceTexts, files: FileSystem
) -> tuple[SourceTextRef, ...] | None:
    """Return the texts of the sources, or None if one of them cannot be compared."""
    if not resolution.map.sources:
        return ()
    refs: list[SourceTextRef] = []
    for source, (path, name, folder) in source_texts.text_refs(resolution).items():
        if not isinstance(path, Path):
            return None
        digest = files.fingerprint(path)
        if not (is_digest(digest) or digest == ABSENT):
            return None
        refs.append(SourceTextRef(source, path, name, folder, digest))
    return tuple(refs)
