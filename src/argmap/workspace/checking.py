"""Checking maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report
from argmap.resolve import Resolution
from argmap.rules import check
from argmap.workspace.discovery import find_targets
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution
from argmap.workspace.shelf import Shelf


def check_paths(paths: Iterable[Path], texts: Mapping[str, Path] | None = None) -> Report:
    """Check all maps that ``paths`` mean, each with what it imports.

    ``texts`` are files with the texts of sources, by the sources' ids.

    Raises:
        InputError: when there is nothing to check, or a file cannot be read.
    """
    library = DiskLibrary()
    targets = find_targets(paths, library)
    shelf = Shelf(texts)
    result = report((load_resolution(t.path, library) for t in targets if not t.is_part), shelf)
    _refuse_unknown(shelf, result)
    return result


def check_bytes(
    data: bytes, filename: Path | None = None, texts: Mapping[str, Path] | None = None
) -> Report:
    """Check a map that came through a pipe; ``filename`` is where it would lie.

    Raises:
        InputError: when a text that ``texts`` name cannot be read.
    """
    shelf = Shelf(texts)
    result = report([load_bytes(data, DiskLibrary(), filename)], shelf)
    _refuse_unknown(shelf, result)
    return result


def report(resolutions: Iterable[Resolution], shelf: Shelf | None = None) -> Report:
    """Check maps and put what was found together; a part of two maps is reported once.

    Citations are held against texts and locks with a ``shelf`` only.
    """
    found: dict[object, Diagnostic] = {}
    files: set[str] = set()
    statements: set[tuple[str, int]] = set()
    for resolution in resolutions:
        files.update(document.source.name for document in resolution.documents)
        for statement in resolution.map.statements.values():
            statements.add((statement.location.source.name, statement.location.span.start))
        for finding in check(resolution, shelf.facts(resolution) if shelf else None):
            key = (
                finding.code,
                finding.location.source.name,
                finding.location.span,
                finding.message,
            )
            found.setdefault(key, finding)
    return Report(tuple(found.values()), len(files), len(statements))


_READING = ("SYN", "REF")
"""Families of rules whose errors mean that a map is not what its author wrote."""


def _refuse_unknown(shelf: Shelf, result: Report) -> None:
    """Tell a text given for no source, unless the source may be what cannot be read."""
    if not any(map(_is_reading_error, result.diagnostics)):
        shelf.refuse_unknown()


def _is_reading_error(finding: Diagnostic) -> bool:
    return finding.severity is Severity.ERROR and finding.code.startswith(_READING)


def reading_errors(resolution: Resolution) -> Report:
    """Return the errors in how a map is written: with any of them, it says something else."""
    errors = tuple(filter(_is_reading_error, check(resolution)))
    return Report(errors, len(resolution.documents), len(resolution.map.statements))
