"""Checking maps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report
from argmap.resolve import Resolution
from argmap.rules import check
from argmap.workspace.discovery import find_targets
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution


def check_paths(paths: Iterable[Path]) -> Report:
    """Check all maps that ``paths`` mean, each with what it imports.

    Raises:
        InputError: when there is nothing to check, or a file cannot be read.
    """
    library = DiskLibrary()
    targets = find_targets(paths, library)
    return report(load_resolution(t.path, library) for t in targets if not t.is_part)


def check_bytes(data: bytes, filename: Path | None = None) -> Report:
    """Check a map that came through a pipe; ``filename`` is where it would lie."""
    return report([load_bytes(data, DiskLibrary(), filename)])


def report(resolutions: Iterable[Resolution]) -> Report:
    """Check maps and put what was found together; a part of two maps is reported once."""
    found: dict[object, Diagnostic] = {}
    files: set[str] = set()
    statements: set[tuple[str, int]] = set()
    for resolution in resolutions:
        files.update(document.source.name for document in resolution.documents)
        for statement in resolution.map.statements.values():
            statements.add((statement.location.source.name, statement.location.span.start))
        for finding in check(resolution):
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


def reading_errors(resolution: Resolution) -> Report:
    """Return the errors in how a map is written: with any of them, it says something else."""
    errors = (
        finding
        for finding in check(resolution)
        if finding.code.startswith(_READING) and finding.severity is Severity.ERROR
    )
    return Report(tuple(errors), len(resolution.documents), len(resolution.map.statements))
