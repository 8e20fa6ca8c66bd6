"""The files that are open in the editor, as they are there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import define
from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from argmap.lsp.positions import Positions
from argmap.syntax import Document, parse
from argmap.syntax.reparsing import Change, reparse
from argmap.text import SourceText
from argmap.workspace.library import shown

_BOM = "\ufeff"


def path_of(uri: str) -> Path | None:
    """Return the file that an address names; None where it names none (a buffer never saved)."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    try:
        return Path(path).resolve() if path else None
    except (OSError, ValueError, RuntimeError):  # a NUL, a ring of links
        return None


def address(path: Path) -> str:
    """Return the address of a file that may not be open."""
    return from_fs_path(str(path)) or path.as_uri()


@define(eq=False, repr=False)
class Revision:
    """An open file at one moment. It is read when it is asked for, from the one before it.

    The thread that works on maps reads it; the one that talks to the editor makes new ones only.
    Once it is ``read``, the one ``before`` and the ``change`` that led from it are let go.
    """

    uri: str
    path: Path | None
    version: int | None
    source: SourceText
    before: Revision | None = None
    change: Change | None = None
    read: Document | None = None

    @property
    def document(self) -> Document:
        """The text, read; only what changed since a revision that was read is read again."""
        if self.read is None:
            self.read = self._reread()
            self.before = self.change = None
        return self.read

    def _reread(self) -> Document:
        changes: list[Change] = []
        revision: Revision | None = self
        while revision is not None and revision.read is None:
            if revision.change is not None:
                changes.append(revision.change)
            revision = revision.before
        if revision is None or revision.read is None or not changes:
            return parse(self.source)
        whole = changes.pop()
        while changes:
            whole = whole.then(changes.pop())
        return reparse(revision.read, whole, self.source)


class Buffers:
    """All open files, by the addresses that the editor knows them by."""

    def __init__(self) -> None:
        self.revisions: dict[str, Revision] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        path = path_of(item.uri)
        name = shown(path) if path else item.uri
        self.revisions[item.uri] = Revision(item.uri, path, item.version, _source(name, item.text))

    def close(self, uri: str) -> None:
        self.revisions.pop(uri, None)

    def change(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Iterable[types.TextDocumentContentChangeEvent],
        positions: Positions,
    ) -> None:
        """Take over what was typed."""
        for change in changes:
            before = self.revisions.get(document.uri)
            if before is None:
                return  # it was never opened: there is nothing that could change
            self.revisions[document.uri] = _changed(before, document.version, change, positions)


def _source(name: str, text: str) -> SourceText:
    return SourceText(name, text.removeprefix(_BOM), text.startswith(_BOM))


def _changed(
    before: Revision,
    version: int | None,
    change: types.TextDocumentContentChangeEvent,
    positions: Positions,
) -> Revision:
    old = before.source
    if isinstance(change, types.TextDocumentContentChangePartial):
        start, end = positions.span(old, change.range)
        replacement = change.text.removeprefix(_BOM) if start == 0 else change.text
        source = SourceText(old.name, old.text[:start] + replacement + old.text[end:], old.has_bom)
        made = Change(start, end, start + len(replacement))
        return Revision(before.uri, before.path, version, source, before, made)
    source = _source(old.name, change.text)
    return Revision(before.uri, before.path, version, source)
