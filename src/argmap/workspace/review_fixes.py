"""Applies the fixes of files of reviews, which are not documents of a map.

They come after the fixes of the maps, which may change the reviewed ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from argmap.config import find_root
from argmap.diagnostics import Diagnostic
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.text import MAX_FILE_BYTES, SourceText, apply_edits
from argmap.workspace.changes import FileChange, encode_source
from argmap.workspace.files import display_path, read_bytes
from argmap.workspace.review_files import review_path


class FixedReviews(NamedTuple):
    """The changed files, and the number of diagnostics that are fixed."""

    changes: list[FileChange]
    fixed_count: int


class ReviewFixes:
    """The files of reviews with their fixes, which are not written yet."""

    def __init__(self) -> None:
        self._edited: dict[Path, bytes] = {}

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file, with its fixes.

        Raises:
            OSError: If it cannot be read.
        """
        data = self._edited.get(path)
        return read_bytes(path, limit) if data is None else data[:limit]

    def apply(self, resolutions: Iterable[Resolution], report: Report) -> FixedReviews | None:
        """Apply the fixes that a report has for the files of some maps; None if there are none.

        Files outside of the project of their map are not changed.
        """
        changes: list[FileChange] = []
        count = 0
        for path in dict.fromkeys(map(review_path, resolutions)):
            name = display_path(path)
            fixable = [d for d in report.diagnostics if d.fixes and d.location.source.name == name]
            if fixable and (change := _change(path, fixable)) is not None:
                self._edited[path] = encode_source(change.new)
                changes.append(change)
                count += len(fixable)
        return FixedReviews(changes, count) if changes else None


def _change(path: Path, diagnostics: list[Diagnostic]) -> FileChange | None:
    """Return the change that fixes a file, or None if it must not be changed."""
    old = diagnostics[0].location.source
    edits = sorted({edit for diagnostic in diagnostics for edit in diagnostic.fixes[0].edits})
    is_in_project = path.resolve().is_relative_to(find_root(path.parent))
    if not is_in_project or read_bytes(path, MAX_FILE_BYTES) != encode_source(old):
        return None
    return FileChange(path, old, SourceText(old.name, apply_edits(old.text, edits), old.has_bom))
