"""Code actions: each module in this package provides one kind.

Modules are discovered by their presence. Each has a function ``provide(context)``, which yields the
actions that are available in a `CodeActionContext`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types

from argmap.diagnostics import Fix
from argmap.lsp.diagnostic_converter import DiagnosticConverter
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import CheckedFiles, DocumentSnapshot
from argmap.text import Edit, SourceText, Span

_COMMENT = re.compile(r"[ \t]*#[^\r\n]*")


class CodeActionContext(NamedTuple):
    """A selection in a file, and the diagnostics of the maps that contain the file.

    Attributes:
        selection: The selected span; empty at a cursor.
        client_diagnostics: The diagnostics that the editor shows in the selection.
        safe_fixes: The fixes in the selection that may be applied without asking.
        fixed_source: The file with all safe fixes applied; None if they were not requested.
        imported: The file that the import at the cursor imports, with all maps that contain it;
            None without an import.
    """

    server: ArgmapServer
    snapshot: DocumentSnapshot
    selection: Span
    checked: CheckedFiles
    client_diagnostics: tuple[types.Diagnostic, ...] = ()
    safe_fixes: tuple[Fix, ...] = ()
    fixed_source: SourceText | None = None
    imported: DocumentSnapshot | None = None

    @property
    def converter(self) -> DiagnosticConverter:
        """A converter for the diagnostics of the checked files."""
        return DiagnosticConverter(self.server, self.checked)

    def workspace_edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Return edits of the file."""
        text_edits = self.server.positions.text_edits(self.snapshot.source, edits)
        return self.server.workspace_edit({self.snapshot.uri: text_edits})

    def indentation(self, offset: int) -> str:
        """Return the spaces and tabs between the start of a line and an offset in it."""
        text = self.snapshot.source.text
        start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
        end = start
        while end < offset and text[end] in " \t":
            end += 1
        return text[start:end]

    def wrap(self, span: Span, head: str) -> list[Edit]:
        """Return the edits that put items into the block of a declaration with a head.

        The items are indented by one more level. A comment after the last one moves with it.
        """
        text = self.snapshot.source.text
        start, end = span
        comment = _COMMENT.match(text, end)
        end = comment.end() if comment else end
        indentation, line_end = self.indentation(start), self.line_end
        edits = [
            Edit(Span(start, start), f"{head} {{{line_end}{indentation}  "),
            Edit(Span(end, end), f"{line_end}{indentation}}}"),
        ]
        offset = text.find("\n", start, end)
        while offset >= 0:
            if text[offset + 1 : offset + 2] not in ("\r", "\n"):
                edits.append(Edit(Span(offset + 1, offset + 1), "  "))
            offset = text.find("\n", offset + 1, end)
        return edits

    @property
    def line_end(self) -> str:
        """The line ending of the file."""
        return "\r\n" if "\r\n" in self.snapshot.source.text else "\n"
