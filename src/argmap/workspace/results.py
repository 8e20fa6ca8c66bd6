"""The result of checking one map, as data that processes exchange and the cache stores."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from argmap.diagnostics import Diagnostic, Severity


class ImportRef(NamedTuple):
    """An import: the importing file, the path as written, and the files that it means.

    There is no such file if the path is invalid, and any number for a pattern. A pattern may also
    match the importing file.
    """

    file: Path
    written: str
    targets: tuple[Path, ...]


class SourceTextRef(NamedTuple):
    """The text of a source.

    Attributes:
        source: The id of the source.
        path: The path of the text.
        name: The path as the map, the configuration or the command line names it.
        folder: The folder that ``name`` is relative to if a map names it, else None.
        digest: The fingerprint of the text.
    """

    source: str
    path: Path
    name: str
    folder: Path | None
    digest: str


class Trace(NamedTuple):
    """The dependencies of a result except the settings; while they are the same, it is valid.

    Attributes:
        files: The fingerprints of the files of the map, of its lock and of its reviews.
        imports: The imports of these files.
        texts: The texts of the sources.
        day: The date of the check if the map has attributes that depend on it, else empty.
        pypdf: The version of pypdf if a text is a PDF, else empty.
    """

    files: dict[Path, str]
    imports: tuple[ImportRef, ...]
    texts: tuple[SourceTextRef, ...] = ()
    day: str = ""
    pypdf: str = ""


class MapResult(NamedTuple):
    """The diagnostics of a map, and what the map consists of.

    Attributes:
        diagnostics: The diagnostics, suppressed ones included.
        statements: The ids of the statements by their offsets, by the names of the map's files;
            the first file is the map itself.
        fail_level: The lowest severity that fails the check, or None if no severity does.
        sources: The ids of the sources.
        imports: The imported files, by the files that import them.
        trace: The dependencies of the result, or None if they are not known.
    """

    diagnostics: tuple[Diagnostic, ...]
    statements: dict[str, dict[int, str]]
    fail_level: Severity | None
    sources: tuple[str, ...] = ()
    imports: dict[Path, tuple[Path, ...]] = {}  # noqa: RUF012 (a default that nothing changes)
    trace: Trace | None = None


class CheckTask(NamedTuple):
    """A map to check, and the key of its cache entry, or None if it is not cached."""

    path: Path
    key: str | None = None
