"""Locking the citations of a map.

How maps cover their sources.
"""

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
from argmap.workspace.files import FileCache, shown
from argmap.workspace.load import load_resolution
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts, map_name, map_path

if TYPE_CHECKING:
    from argmap.sources.coverage import Coverage

_IN_THE_WAY = ("SYN", "REF", "EVI307", "EVI312")
"""Rules whose errors mean that a citation is not what its author wrote, or does not hold."""


@frozen
class LockFile:
    """A lock as it should be: its ``path``, its ``text``, what the file says now (``old``).

    ``locked`` counts the citations of the map. Where errors stand in the way they are in
    ``errors``, and there is no text.
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
    """Write the lock for the map at ``path`` where it is not current, and return it.

    Other processes that lock maps of the same folder wait, so that no line of theirs is lost.

    Raises:
        InputError: as `make_lock` does.
        OSError: when it cannot be written, or is a link out of the folder; an existing file is then
            untouched.
    """
    target = Path(os.path.realpath(path))
    if not target.is_file():
        return make_lock(path, texts)  # which says so
    with exclusive_access(target):
        made = make_lock(path, texts)
        if made.errors is None and not made.is_current:
            write_atomically(made.path, made.text, within=made.path.parent)
        return made


def make_lock(path: Path, texts: Mapping[str, Path]) -> LockFile:
    """Return the lock for the map at ``path``; nothing is written yet.

    Lines of other maps in the folder are kept, as long as those maps are there.

    Raises:
        InputError: when the map cannot be read, or the text of a source with citations to be locked
            is not at hand.
    """
    source_texts = SourceTexts(texts)
    resolution = load_resolution(path, FileCache())
    lock_path = map_path(resolution).with_name(LOCK_FILE_NAME)
    errors = _errors(resolution, source_texts)
    if errors.diagnostics:
        return LockFile(lock_path, errors=errors)
    source_texts.require_known_sources()
    from argmap.sources.lock import dump
    from argmap.sources.verify import lock_citations, of_others

    old = source_texts.lock(resolution)
    name = map_name(resolution)
    locked = lock_citations(resolution.map, source_texts.open_texts(resolution), old, name)
    if locked.missing:
        raise InputError(_not_at_hand(locked.missing))
    if not locked.entries and not (old and old.of(name)):
        raise InputError(
            f"there is nothing to lock in `{shown(map_path(resolution))}`: no source that it cites "
            "has an available text; name it in `text:`, or with --source NAME=PATH"
        )
    present = {entry.name for entry in lock_path.parent.iterdir() if entry.is_file()}
    others = of_others(old, name, present) if old else ()
    text = dump((*locked.entries, *others))
    return LockFile(lock_path, text, old.source.text if old else None, len(locked.entries))


def _errors(resolution: Resolution, source_texts: SourceTexts) -> Report:
    result = report_unsuppressed([resolution], source_texts)
    errors = [
        diagnostic
        for diagnostic in result.diagnostics
        if diagnostic.severity is Severity.ERROR and diagnostic.code.startswith(_IN_THE_WAY)
    ]
    return Report(tuple(errors), result.files, result.statements)


def _not_at_hand(sources: tuple[str, ...]) -> str:
    names = ", ".join(f"`{source}`" for source in sources)
    return (
        f"the text of {names} is not available, and not all of its citations are locked yet; "
        f"give it with --source {sources[0]}=PATH"
    )


def map_coverage(path: Path, texts: Mapping[str, Path]) -> list[Coverage]:
    """Return how the map at ``path`` covers each source whose text is at hand, in its order.

    Raises:
        InputError: when the map cannot be read, or there is no text at hand.
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
            f"no source of `{shown(map_path(resolution))}` has an available text; name it in "
            "`text:`, or with --source NAME=PATH"
        )
    return covered
