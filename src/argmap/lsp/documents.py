"""The files that are open in the editor, as they are there.

Places in a text as the protocol counts them: lines from 0, and columns in units of an encoding.

Which encoding, client and server agree on at the start. A byte-order mark is no part of a text here
and is one of the editor's, so that it counts in the first line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import define
from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from argmap.syntax import Document, parse
from argmap.syntax.incremental import reparse
from argmap.syntax.incremental_tree import Change
from argmap.text import Edit, Location, SourceText, Span, apply_edits
from argmap.workspace.files import display_path

_BYTE_ORDER_MARK = "\ufeff"
_LAST_OF_PLANE = "\uffff"


def _utf8(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(character > _LAST_OF_PLANE for character in text)


_MEASURES: dict[str, Callable[[str], int]] = {
    types.PositionEncodingKind.Utf8: _utf8,
    types.PositionEncodingKind.Utf16: _utf16,
    types.PositionEncodingKind.Utf32: len,
}


class Positions:
    """Turns offsets into positions of the protocol, and back, in one encoding."""

    def __init__(self, encoding: str = types.PositionEncodingKind.Utf16) -> None:
        self.length: Callable[[str], int] = _MEASURES.get(encoding, _utf16)
        """How long a text is in the units of the encoding."""

    def position(self, source: SourceText, offset: int) -> types.Position:
        line, column = source.position(offset)
        start = min(max(offset, 0), len(source.text)) - column + 1
        character = self.length(source.text[start : start + column - 1])
        return types.Position(line - 1, character + self._lead(source, line))

    def range(self, source: SourceText, span: Span) -> types.Range:
        return types.Range(self.position(source, span.start), self.position(source, span.end))

    def of(self, location: Location) -> types.Range:
        return self.range(location.source, location.span)

    def offset(self, source: SourceText, position: types.Position) -> int:
        """Return the offset of a position; one that is too far is taken for the nearest there is.

        One inside of a character is taken for that before it.
        """
        if position.line >= source.line_count:
            return len(source.text)
        start, end = source.line_span(position.line + 1)
        wanted = max(position.character - self._lead(source, position.line + 1), 0)
        line = source.text[start:end]
        if line.isascii() or self.length is len:
            return min(start + wanted, end)
        units = 0
        for count, character in enumerate(line):
            units += self.length(character)
            if units > wanted:
                return start + count
        return end

    def span(self, source: SourceText, range_: types.Range) -> Span:
        start = self.offset(source, range_.start)
        return Span(start, max(start, self.offset(source, range_.end)))

    def edits(self, source: SourceText, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Return edits of a text as the protocol has them.

        There is no position between the two characters of a Windows line end: an edit that begins
        or ends there is widened to the whole of it.
        """
        groups: list[tuple[Span, list[Edit]]] = []
        for edit in sorted(edits):
            span = _widened(source.text, edit.span)
            if groups and span.start < groups[-1][0].end:
                around, inside = groups.pop()
                groups.append((around.join(span), [*inside, edit]))
            else:
                groups.append((span, [edit]))
        return [self._edit(source, span, inside) for span, inside in groups]

    def _edit(self, source: SourceText, span: Span, edits: list[Edit]) -> types.TextEdit:
        moved = [
            Edit(Span(its.start - span.start, its.end - span.start), replacement)
            for its, replacement in edits
        ]
        return types.TextEdit(self.range(source, span), apply_edits(source.slice(span), moved))

    def _lead(self, source: SourceText, line: int) -> int:
        return self.length(_BYTE_ORDER_MARK) if source.has_bom and line == 1 else 0


def _widened(text: str, span: Span) -> Span:
    start = span.start - (text[max(span.start - 1, 0) : span.start + 1] == "\r\n")
    end = span.end + (text[max(span.end - 1, 0) : span.end + 1] == "\r\n")
    return Span(start, end)


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


def uri_of(path: Path) -> str:
    """Return the address of a file that may not be open."""
    return from_fs_path(str(path)) or path.as_uri()


@define(eq=False, repr=False)
class TextDocument:
    """An open file at one moment. It is read when it is asked for, from the one before it.

    The thread that works on maps reads it; the one that talks to the editor makes new ones only.
    Once it is ``read``, the one ``before`` and the ``change`` that led from it are let go.
    """

    uri: str
    path: Path | None
    version: int | None
    source: SourceText
    before: TextDocument | None = None
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
        revision: TextDocument | None = self
        while revision is not None and revision.read is None:
            if revision.change is not None:
                changes.append(revision.change)
            revision = revision.before
        if revision is None or revision.read is None or not changes:
            return parse(self.source)
        whole = changes.pop()
        while changes:
            whole = whole.followed_by(changes.pop())
        return reparse(revision.read, whole, self.source)


class TextDocuments:
    """All open files, by the addresses that the editor knows them by."""

    def __init__(self) -> None:
        self.revisions: dict[str, TextDocument] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        path = path_of(item.uri)
        name = display_path(path) if path else item.uri
        self.revisions[item.uri] = TextDocument(
            item.uri, path, item.version, _source(name, item.text)
        )

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
    before: TextDocument,
    version: int | None,
    change: types.TextDocumentContentChangeEvent,
    positions: Positions,
) -> TextDocument:
    old = before.source
    if isinstance(change, types.TextDocumentContentChangePartial):
        start, end = positions.span(old, change.range)
        replacement = change.text.removeprefix(_BOM) if start == 0 else change.text
        source = SourceText(old.name, old.text[:start] + replacement + old.text[end:], old.has_bom)
        made = Change(start, end, start + len(replacement))
        return TextDocument(before.uri, before.path, version, source, before, made)
    source = _source(old.name, change.text)
    return TextDocument(before.uri, before.path, version, source)
