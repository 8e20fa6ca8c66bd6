"""Findings as sentences: the same words in every format that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from argmap.diagnostics import Diagnostic
from argmap.report._common.characters import safe_name, shorten
from argmap.report._common.repository import repository_path

_MOST_TREE_LINES = 40


def worst_first(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return errors before warnings before the rest, each in the order of the report."""
    return sorted(findings, key=lambda finding: -finding.severity)


def place(finding: Diagnostic) -> str:
    """Return ``file:line:column``, safe to print."""
    return shorten(safe_name(str(finding.location)))


def repository_place(finding: Diagnostic) -> str:
    """Return ``file:line:column`` with the file's path in the repository, safe to print."""
    line, column = finding.location.start
    return shorten(f"{repository_path(finding.location.source.name)}:{line}:{column}")


def sentences(finding: Diagnostic, limit: int = 1000) -> str:
    """Return the message and its help as sentences in one line, each cut at ``limit``."""
    return " ".join(_sentence(part, limit) for part in (finding.message, finding.help) if part)


def tree_lines(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield a finding's tree, safe to print; of a long one the beginning and the end."""
    over = len(lines) - _MOST_TREE_LINES
    half = _MOST_TREE_LINES // 2
    shown = lines if over <= 0 else (*lines[:half], f"… {over:,} more …", *lines[-half:])
    yield from map(shorten, shown)


def _sentence(text: str, limit: int) -> str:
    said = shorten(" ".join(text.split()), limit)
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")
