"""Open documents, and conversion between text offsets and the positions of the protocol.

The protocol counts lines from 0, and columns in the units of an encoding that client and server
agree on when they connect.

A byte-order mark is not part of a `SourceText`, but the editor counts it in the first line.
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
_LAST_CODE_POINT_OF_BMP = "\uffff"


# ---- Documents -----------------------------------------------------------------------------------


@define(eq=False, repr=False)
class TextDocument:
    """One version of an open document, parsed when it is first needed.

    The thread of the protocol creates versions; only the worker thread parses them. Until a version
    is parsed, it refers to the ``previous`` one and to the ``change`` between the two, so that it
    can be parsed incrementally.
    """

    uri: str
    path: Path | None
    version: int | None
    source: SourceText
    previous: TextDocument | None = None
    change: Change | None = None
    parsed: Document | None = None

    @property
    def document(self) -> Document:
        """The syntax tree; only what changed since the last parsed version is parsed again."""
        if self.parsed is None:
            self.parsed = self._parse()
            self.previous = self.change = None
        return self.parsed

    def _parse(self) -> Document:
        changes: list[Change] = []
        ancestor: TextDocument | None = self
        while ancestor is not None and ancestor.parsed is None:
            if ancestor.change is not None:
                changes.append(ancestor.change)
            ancestor = ancestor.previous
        if ancestor is None or ancestor.parsed is None or not changes:
            return parse(self.source)
        combined = changes.pop()
        while changes:
            combined = combined.followed_by(changes.pop())
        return reparse(ancestor.parsed, combined, self.source)


class TextDocuments:
    """The latest version of each open document, by the URI that the editor uses."""

    def __init__(self) -> None:
        self.by_uri: dict[str, TextDocument] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        """Add a document that the editor opened."""
        path = path_of(item.uri)
        name = display_path(path) if path else item.uri
        source = _source_text(name, item.text)
        self.by_uri[item.uri] = TextDocument(item.uri, path, item.version, source)

    def close(self, uri: str) -> None:
        """Remove a document that the editor closed."""
        self.by_uri.pop(uri, None)

    def change(
        self,
        document: types.VersionedTextDocumentIdentifier,
        changes: Iterable[types.TextDocumentContentChangeEvent],
        positions: PositionConverter,
    ) -> None:
        """Apply changes to a document; ignore them if it is not open."""
        for change in changes:
            previous = self.by_uri.get(document.uri)
            if previous is None:
                return
            self.by_uri[document.uri] = _changed(previous, document.version, change, positions)

    def uris_by_path(self) -> dict[Path, str]:
        """Return the URIs of all open documents that have a path."""
        documents = self.by_uri.values()
        return {document.path: document.uri for document in documents if document.path is not None}


def _source_text(name: str, text: str) -> SourceText:
    has_bom = text.startswith(_BYTE_ORDER_MARK)
    return SourceText(name, text.removeprefix(_BYTE_ORDER_MARK), has_bom)


def _changed(
    previous: TextDocument,
    version: int | None,
    event: types.TextDocumentContentChangeEvent,
    positions: PositionConverter,
) -> TextDocument:
    """Return the version of a document after a change event."""
    old = previous.source
    if isinstance(event, types.TextDocumentContentChangePartial):
        start, end = positions.span(old, event.range)
        replacement = event.text.removeprefix(_BYTE_ORDER_MARK) if start == 0 else event.text
        source = SourceText(old.name, old.text[:start] + replacement + old.text[end:], old.has_bom)
        change = Change(start, end, start + len(replacement))
        return TextDocument(previous.uri, previous.path, version, source, previous, change)
    source = _source_text(old.name, event.text)
    return TextDocument(previous.uri, previous.path, version, source)


def path_of(uri: str) -> Path | None:
    """Return the path that a URI denotes; None if it is not a file, as for unsaved documents."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    try:
        return Path(path).resolve() if path else None
    except (OSError, ValueError, RuntimeError):  # a NUL character, a cycle of symbolic links
        return None


def uri_of(path: Path) -> str:
    """Return the URI of a file, whether it is open or not."""
    return from_fs_path(str(path)) or path.as_uri()


# ---- Positions -----------------------------------------------------------------------------------


def _utf8_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _utf16_length(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(character > _LAST_CODE_POINT_OF_BMP for character in text)


_LENGTH_FUNCTIONS: dict[str, Callable[[str], int]] = {
    types.PositionEncodingKind.Utf8: _utf8_length,
    types.PositionEncodingKind.Utf16: _utf16_length,
    types.PositionEncodingKind.Utf32: len,
}


class PositionConverter:
    """Converter between code-point offsets and positions of the protocol in one encoding."""

    def __init__(self, encoding: str = types.PositionEncodingKind.Utf16) -> None:
        self.length: Callable[[str], int] = _LENGTH_FUNCTIONS.get(encoding, _utf16_length)
        """Returns the length of a text in code units of the encoding."""

    def position(self, source: SourceText, offset: int) -> types.Position:
        """Return the position of an offset."""
        line, column = source.position(offset)
        start = min(max(offset, 0), len(source.text)) - column + 1
        character = self.length(source.text[start : start + column - 1])
        return types.Position(line - 1, character + self._bom_length(source, line))

    def range(self, source: SourceText, span: Span) -> types.Range:
        """Return the range of a span."""
        return types.Range(self.position(source, span.start), self.position(source, span.end))

    def location_range(self, location: Location) -> types.Range:
        """Return the range of a location in its file."""
        return self.range(location.source, location.span)

    def offset(self, source: SourceText, position: types.Position) -> int:
        """Return the offset of a position.

        A position after the end of its line or of the text is moved to that end, and a position
        inside a character to the start of the character.
        """
        if position.line >= source.line_count:
            return len(source.text)
        start, end = source.line_span(position.line + 1)
        column = max(position.character - self._bom_length(source, position.line + 1), 0)
        line = source.text[start:end]
        if line.isascii() or self.length is len:
            return min(start + column, end)
        units = 0
        for index, character in enumerate(line):
            units += self.length(character)
            if units > column:
                return start + index
        return end

    def span(self, source: SourceText, range_: types.Range) -> Span:
        """Return the span of a range; an end before the start becomes an empty span."""
        start = self.offset(source, range_.start)
        return Span(start, max(start, self.offset(source, range_.end)))

    def text_edits(self, source: SourceText, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Return edits as the protocol represents them.

        The protocol has no position between the two characters of a Windows line end. An edit that
        begins or ends there is widened to the whole line end.
        """
        groups: list[tuple[Span, list[Edit]]] = []
        for edit in sorted(edits):
            span = _include_line_ends(source.text, edit.span)
            if groups and span.start < groups[-1][0].end:
                group_span, group = groups.pop()
                groups.append((group_span.join(span), [*group, edit]))
            else:
                groups.append((span, [edit]))
        return [self._text_edit(source, span, group) for span, group in groups]

    def _text_edit(self, source: SourceText, span: Span, edits: list[Edit]) -> types.TextEdit:
        """Return one edit of ``span`` that does the same as the edits inside it."""
        relative = [
            Edit(Span(start - span.start, end - span.start), replacement)
            for (start, end), replacement in edits
        ]
        return types.TextEdit(self.range(source, span), apply_edits(source.slice(span), relative))

    def _bom_length(self, source: SourceText, line: int) -> int:
        return self.length(_BYTE_ORDER_MARK) if source.has_bom and line == 1 else 0


def _include_line_ends(text: str, span: Span) -> Span:
    """Return a span that does not begin or end inside a Windows line end."""
    start = span.start - (text[max(span.start - 1, 0) : span.start + 1] == "\r\n")
    end = span.end + (text[max(span.end - 1, 0) : span.end + 1] == "\r\n")
    return Span(start, end)


def range_data(range_: types.Range) -> dict[str, dict[str, int]]:
    """Return a range as JSON data, for parts of messages that the protocol does not type."""
    return {
        name: {"line": position.line, "character": position.character}
        for name, position in (("start", range_.start), ("end", range_.end))
    }
