"""Locks the citations of a map, and measures how a map covers its sources."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from argmap.diagnostics import Severity
from argmap.errors import InputError
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.text import exclusive_access, write_atomically
from argmap.workspace.checker import report_unsuppressed
from argmap.workspace.files import FileCache, display_path
from argmap.workspace.load import load_resolution
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts, map_name, map_path

if TYPE_CHECKING:
    from argmap.sources.coverage import Coverage

_BLOCKING_CODES = ("SYN", "REF", "EVI307", "EVI312")
"""Rules whose errors mean that a citation is wrong, or may not be what its author wrote."""


@frozen
class LockFile:
    """The lock that a map should have.

    Attributes:
        path: The path of the lock.
        text: The text that the lock should have; empty if there are errors.
        old_text: The current text of the lock, or None if the lock does not exist.
        locked_count: The number of locked citations of the map.
        errors: The errors that prevent the lock from being made, or None.
    """

    path: Path
    text: str = ""
    old_text: str | None = None
    locked_count: int = 0
    errors: Report | None = None

    @property
    def is_current(self) -> bool:
        return self.text == self.old_text


def update_lock(path: Path, texts: Mapping[str, Path]) -> LockFile:
    """Return the lock of the map at ``path``, and write it if it is out of date.

    Other processes that lock maps in the same folder wait, so that none of their lines is lost.

    Args:
        path: The path of the map.
        texts: Files with the texts of sources, by the ids of the sources.

    Raises:
        InputError: As for `make_lock`.
        OSError: If the lock cannot be written, or is a link that leads out of the folder; an
            existing lock is then unchanged.
    """
    target = Path(os.path.realpath(path))
    if not target.is_file():
        return make_lock(path, texts)  # raises an error
    with exclusive_access(target):
        lock = make_lock(path, texts)
        if lock.errors is None and not lock.is_current:
            write_atomically(lock.path, lock.text, within=lock.path.parent)
        return lock


def make_lock(path: Path, texts: Mapping[str, Path]) -> LockFile:
    """Return the lock of the map at ``path``, without writing it.

    Lines of other existing maps in the folder are kept.

    Args:
        path: The path of the map.
        texts: Files with the texts of sources, by the ids of the sources.

    Raises:
        InputError: If the map cannot be read, or the text of a source with citations that are not
            locked yet is unavailable.
    """
    source_texts = SourceTexts(texts)
    resolution = load_resolution(path, FileCache())
    lock_path = map_path(resolution).with_name(LOCK_FILE_NAME)
    errors = _blocking_errors(resolution, source_texts)
    if errors.diagnostics:
        return LockFile(lock_path, errors=errors)
    source_texts.require_known_sources()
    from argmap.sources.lock import dump_lock
    from argmap.sources.verify import entries_of_other_maps, lock_citations

    old = source_texts.lock(resolution)
    name = map_name(resolution)
    locked = lock_citations(resolution.map, source_texts.open_texts(resolution), old, name)
    if locked.missing:
        raise InputError(_unavailable(locked.missing))
    if not locked.entries and not (old and old.entries_of(name)):
        raise InputError(
            f"`{display_path(map_path(resolution))}` has nothing to lock: no cited source has an "
            "available text; name it in `text:`, or with --source NAME=PATH"
        )
    existing = {entry.name for entry in lock_path.parent.iterdir() if entry.is_file()}
    others = entries_of_other_maps(old, name, existing) if old else ()
    text = dump_lock((*locked.entries, *others))
    return LockFile(lock_path, text, old.source.text if old else None, len(locked.entries))


def _blocking_errors(resolution: Resolution, source_texts: SourceTexts) -> Report:
    report = report_unsuppressed([resolution], source_texts)
    errors = [
        diagnostic
        for diagnostic in report.diagnostics
        if diagnostic.severity is Severity.ERROR and diagnostic.code.startswith(_BLOCKING_CODES)
    ]
    return Report(tuple(errors), report.files, report.statements)


def _unavailable(sources: tuple[str, ...]) -> str:
    names = ", ".join(f"`{source}`" for source in sources)
    return (
        f"the text of {names} is not available, and not all of its citations are locked yet; "
        f"name it with --source {sources[0]}=PATH"
    )


def map_coverage(path: Path, texts: Mapping[str, Path]) -> list[Coverage]:
    """Return how the map at ``path`` covers each source with an available text, in map order.

    Args:
        path: The path of the map.
        texts: Files with the texts of sources, by the ids of the sources.

    Raises:
        InputError: If the map cannot be read, or no source has an available text.
    """
    source_texts = SourceTexts(texts)
    resolution = load_resolution(path, FileCache())
    opened = source_texts.open_texts(resolution)
    source_texts.require_known_sources()
    from argmap.sources.coverage import measure_coverage
    from argmap.sources.loader import Passages

    sources = resolution.map.sources
    covered = [
        measure_coverage(resolution.map, sources[id_], passages)
        for id_, passages in opened.items()
        if isinstance(passages, Passages)
    ]
    if not covered:
        raise InputError(
            f"no source of `{display_path(map_path(resolution))}` has an available text; name it "
            "in `text:`, or with --source NAME=PATH"
        )
    return covered
