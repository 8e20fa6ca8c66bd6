"""The files and other conditions that the result of a check depends on."""

from __future__ import annotations

from pathlib import Path

from argmap.resolve import Resolution
from argmap.resolve.errors import ImportFailure
from argmap.workspace.environment import pypdf_version, today
from argmap.workspace.files import ABSENT, FileSystem, is_digest
from argmap.workspace.results import ImportRef, MapResult, SourceTextRef, Trace
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts
from argmap.workspace.targets import iter_imports

_DAY = "valid-until"
"""Where a map says this, what is found in it hangs on the day."""


def with_dependencies(
    outcome: MapResult, resolution: Resolution, source_texts: SourceTexts, files: FileSystem
) -> MapResult:
    """Return an outcome with all that it hangs on.

    ``files`` is what map, lock and texts were read from.
    """
    paths = [path for path in resolution.paths if path is not None]
    found = [
        ImportRef(path, written, target)
        for path, document in zip(resolution.paths, resolution.documents, strict=True)
        if path is not None
        for written, target in iter_imports(path, document)
    ]
    imports: dict[Path, tuple[Path, ...]] = {
        path: tuple(each.target for each in found if each.file == path and each.target is not None)
        for path in paths
    }
    return outcome._replace(
        imports=imports, trace=_trace(resolution, tuple(found), source_texts, files)
    )


def _trace(
    resolution: Resolution,
    imports: tuple[ImportRef, ...],
    source_texts: SourceTexts,
    files: FileSystem,
) -> Trace | None:
    """Return None where nobody can tell what an outcome hangs on, or it would take too much to."""
    root = resolution.paths[0]
    if root is None or any(type(error) is ImportFailure for error in resolution.errors):
        return None
    lock = root.with_name(LOCK_FILE_NAME)
    paths = [path for path in resolution.paths if path is not None]
    digests = {path: files.fingerprint(path) for path in (*paths, lock)}
    texts = _texts(resolution, source_texts, files)
    if texts is None or ABSENT in (digests[path] for path in paths):
        return None
    if not all(is_digest(each) or each == ABSENT for each in digests.values()):
        return None
    return Trace(digests, imports, texts, _day(resolution), pypdf_version(texts, files))


def _texts(
    resolution: Resolution, source_texts: SourceTexts, files: FileSystem
) -> tuple[SourceTextRef, ...] | None:
    if not resolution.map.sources:
        return ()
    texts: list[SourceTextRef] = []
    for source, (path, name, folder) in source_texts.text_refs(resolution).items():
        if not isinstance(path, Path):
            return None
        digest = files.fingerprint(path)
        if not (is_digest(digest) or digest == ABSENT):
            return None
        texts.append(SourceTextRef(source, path, name, folder, digest))
    return tuple(texts)


def _day(resolution: Resolution) -> str:
    return today() if any(_DAY in each.source.text for each in resolution.documents) else ""
