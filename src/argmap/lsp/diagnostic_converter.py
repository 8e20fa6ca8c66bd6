"""Conversion of argmap's diagnostics to those of the protocol."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.lsp.documents import range_data, uri_of
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import CheckedFiles
from argmap.text import Location

_SEVERITIES = {
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
"""The tags of rules, by name: editors fade unnecessary text and strike through deprecated text."""


class DiagnosticConverter:
    """Converter of the diagnostics of checked files to protocol types.

    Args:
        server: The server, for its position encoding and its open documents.
        checked: The files that the diagnostics are in.
    """

    def __init__(self, server: ArgmapServer, checked: CheckedFiles) -> None:
        self._positions = server.positions
        open_uris = server.documents.uris_by_path()
        self._uris: Mapping[int, str] = {
            id(source): (open_uris.get(path) or uri_of(path)) if path else source.name
            for path, source in checked.files
        }

    @property
    def uris(self) -> list[str]:
        """The URIs of the checked files."""
        return list(self._uris.values())

    def uri(self, location: Location) -> str:
        """Return the URI of the file that a location is in: a checked file, or a lock file."""
        uri = self._uris.get(id(location.source))
        return uri or uri_of(Path(location.source.name).resolve())

    def diagnostic(self, diagnostic: Diagnostic) -> types.Diagnostic:
        """Return a diagnostic as the protocol represents it."""
        related = [
            types.DiagnosticRelatedInformation(
                types.Location(
                    self.uri(label.location), self._positions.location_range(label.location)
                ),
                label.text or "related location",
            )
            for label in diagnostic.labels
        ]
        tag = _TAGS.get(diagnostic.name)
        return types.Diagnostic(
            range=self._positions.location_range(diagnostic.location),
            message=message(diagnostic),
            severity=_SEVERITIES[diagnostic.severity],
            code=diagnostic.code,
            source="argmap",
            tags=[tag] if tag else None,
            related_information=related or None,
            data=self._data(diagnostic),
        )

    def edits(self, fix: Fix) -> dict[str, list[types.TextEdit]]:
        """Return the edits of a fix, by the URI of the file that they change."""
        edits = self._positions.text_edits(fix.source, fix.edits)
        return {self.uri(Location(fix.source, fix.edits[0].span)): edits}

    def _data(self, diagnostic: Diagnostic) -> dict[str, Any]:
        return {
            "rule": diagnostic.name,
            "element": diagnostic.element,
            "fixes": [
                {
                    "title": fix.title,
                    "applicability": fix.applicability.value,
                    "edits": [
                        {"range": range_data(edit.range), "newText": edit.new_text}
                        for edit in self._positions.text_edits(fix.source, fix.edits)
                    ],
                }
                for fix in diagnostic.fixes
                if fix.edits and fix.applicability is not Applicability.DISPLAY
            ],
        }


def message(diagnostic: Diagnostic) -> str:
    """Return the message, label, tree and help of a diagnostic, one per line."""
    lines = [diagnostic.message]
    if diagnostic.label:
        lines[0] += f" ({diagnostic.label})"
    lines += diagnostic.tree
    if diagnostic.help:
        lines.append(f"help: {diagnostic.help}")
    return "\n".join(lines)
