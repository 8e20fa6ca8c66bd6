"""What came of checking one map, as data: for other processes, and to be kept."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from argmap.diagnostics import Diagnostic, Severity


class ImportRef(NamedTuple):
    """A file, a path as it names it, and where that leads (None: nowhere)."""

    file: Path
    written: str
    target: Path | None


class SourceTextRef(NamedTuple):
    """A source's text by the source's id: where it is, how it is named, and its digest.

    ``folder`` is the one that ``name`` is seen from, where a map names it.
    """

    source: str
    path: Path
    name: str
    folder: Path | None
    digest: str


class Trace(NamedTuple):
    """All that an outcome hangs on beside the settings: as long as that is the same, it is too.

    ``files`` are the digests of the map's files and of its lock; ``day`` is the one it was checked
    on, where that counts, and ``pypdf`` the version of what read PDFs, where there are any.
    """

    files: dict[Path, str]
    imports: tuple[ImportRef, ...]
    texts: tuple[SourceTextRef, ...] = ()
    day: str = ""
    pypdf: str = ""


class MapResult(NamedTuple):
    """What the rules found in a map, silenced or not, and what it is made of.

    ``statements`` are, by the names of the map's files in their order, the statements' places and
    ids. ``fail_level`` is the level from which on a finding fails the map (None: never).
    ``sources`` are the ids of its sources. ``imports`` are those of the map's files that are on the
    disk. Without a ``trace`` nobody can tell what it hangs on.
    """

    diagnostics: tuple[Diagnostic, ...]
    statements: dict[str, dict[int, str]]
    fail_level: Severity | None
    sources: tuple[str, ...] = ()
    imports: dict[Path, tuple[Path, ...]] = {}  # noqa: RUF012 (a default that nobody changes)
    trace: Trace | None = None


class CheckTask(NamedTuple):
    """A map to check, and the key of its entry in the cache, or None if it is not cached."""

    path: Path
    key: str | None = None
