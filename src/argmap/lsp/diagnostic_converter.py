"""Findings as the protocol has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.lsp.documents import uri_of
from argmap.lsp.server import ArgmapServer
from argmap.text import Location

_LEVELS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAGS = {
    "unused-source": types.DiagnosticTag.Unnecessary,
    "unused-suppression": types.DiagnosticTag.Unnecessary,
    "duplicate-edge": types.DiagnosticTag.Unnecessary,
    "redundant-edge": types.DiagnosticTag.Unnecessary,
    "no-effect": types.DiagnosticTag.Unnecessary,
    "unreachable": types.DiagnosticTag.Unnecessary,
    "retired-target": types.DiagnosticTag.Deprecated,
}
"""What an editor shows faded or struck through, by rules' names."""


class DiagnosticConverter:
    """Makes findings into what is sent; ``uris`` are addresses by the identity of files' texts."""

    def __init__(self, server: ArgmapServer, uris: Mapping[int, str]) -> None:
        self._positions = server.positions
        self._uris = uris

    def uri(self, location: Location) -> str:
        """Return the address of the file a location is in: of the map, or a lock beside it."""
        known = self._uris.get(id(location.source))
        return known or uri_of(Path(location.source.name).resolve())

    def diagnostic(self, diagnostic: Diagnostic) -> types.Diagnostic:
        related = [
            types.DiagnosticRelatedInformation(
                types.Location(self.uri(label.location), self._positions.of(label.location)),
                label.text or "this belongs to it",
            )
            for label in diagnostic.labels
        ]
        tag = _TAGS.get(diagnostic.name)
        return types.Diagnostic(
            range=self._positions.of(diagnostic.location),
            message=message(diagnostic),
            severity=_LEVELS[diagnostic.severity],
            code=diagnostic.code,
            source="argmap",
            tags=[tag] if tag else None,
            related_information=related or None,
            data=self._data(diagnostic),
        )

    def edits(self, fix: Fix) -> dict[str, list[types.TextEdit]]:
        """Return a fix as edits of the file it is for."""
        edits = self._positions.edits(fix.source, fix.edits)
        return {self.uri(Location(fix.source, fix.edits[0].span)): edits}

    def _data(self, diagnostic: Diagnostic) -> dict[str, Any]:
        return {
            "rule": diagnostic.name,
            "element": diagnostic.element,
            "fixes": [
                {
                    "title": fix.title,
                    "applicability": fix.applicability.value,
                    "edits": [_data(e) for e in self._positions.edits(fix.source, fix.edits)],
                }
                for fix in diagnostic.fixes
                if fix.edits and fix.applicability is not Applicability.DISPLAY
            ],
        }


def message(diagnostic: Diagnostic) -> str:
    """Return all that a finding says, a paragraph a part."""
    lines = [diagnostic.message]
    if diagnostic.label:
        lines[0] += f" ({diagnostic.label})"
    lines += diagnostic.tree
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(lines)


def _data(edit: types.TextEdit) -> dict[str, Any]:
    start, end = edit.range.start, edit.range.end
    return {
        "range": {
            "start": {"line": start.line, "character": start.character},
            "end": {"line": end.line, "character": end.character},
        },
        "newText": edit.new_text,
    }
