"""One file a kind of action: a module with ``propose(request)``, found by being here.

What code actions look at, and what they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types

from argmap.lsp.diagnostic_converter import DiagnosticConverter
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import CheckedFiles, DocumentSnapshot
from argmap.text import Edit, SourceText, Span


class CodeActionContext(NamedTuple):
    """A file, what is selected in it, and what was found in its maps.

    ``fixed`` is the file with all safe fixes applied, where that was asked for.
    """

    server: ArgmapServer
    view: DocumentSnapshot
    span: Span
    found: CheckedFiles
    converter: DiagnosticConverter
    diagnostics: tuple[types.Diagnostic, ...] = ()
    fixed: SourceText | None = None

    def edits(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Return edits of the file itself."""
        made = self.server.positions.edits(self.view.source, edits)
        return self.server.edit({self.view.uri: made})

    def indent(self, offset: int) -> str:
        """Return the blanks that a line begins with."""
        text = self.view.source.text
        start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
        end = start
        while end < offset and text[end] in " \t":
            end += 1
        return text[start:end]

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.view.source.text else "\n"
