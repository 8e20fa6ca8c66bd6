"""Locations of lists, ids and words in the files, which the map does not store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from argmap.diagnostics import Fix
from argmap.model import ArgumentMap
from argmap.model.identifiers import id_pattern, normalize_id
from argmap.resolve import Resolution
from argmap.resolve.errors import UndefinedReference
from argmap.syntax import Document
from argmap.syntax.literals import comments
from argmap.syntax.tree import Attribute, Declaration, Item, Word
from argmap.text import Edit, Location, SourceText, Span, closest_match

_KEYWORD = re.compile(r"\w+\s+")


class SourceRange(NamedTuple):
    """A declaration and its parent, if any; ``prefix`` is the import prefix of its file's ids."""

    document: Document
    prefix: str
    declaration: Declaration
    parent: Declaration | None

    def locate(self, span: Span) -> Location:
        return Location(self.document.source, span)

    def full(self, word: Word | None) -> str | None:
        return None if word is None else self.prefix + normalize_id(word.text)

    def attributes(self, name: str) -> Iterator[Attribute]:
        """Yield the declaration's attributes with a name."""
        for item in self.items:
            if isinstance(item, Attribute) and item.name.text == name:
                yield item

    @property
    def items(self) -> list[Item]:
        return self.declaration.block.items if self.declaration.block else []


def source_ranges(resolution: Resolution, word: str) -> Iterator[SourceRange]:
    """Yield all declarations, in order, of the files that contain ``word``."""
    prefixes = {path: f"{name}." for name, path in resolution.parts.items()}
    for document, path in zip(resolution.documents, resolution.paths, strict=True):
        if word not in document.source.text:
            continue
        prefix = prefixes.get(path, "") if path else ""
        pending: list[tuple[Item, Declaration | None]] = [
            (item, None) for item in reversed(document.items)
        ]
        while pending:
            item, parent = pending.pop()
            if isinstance(item, Attribute):
                continue
            yield SourceRange(document, prefix, item, parent)
            if item.block:
                pending += ((inner, item) for inner in reversed(item.block.items))


def given_ids(argument_map: ArgumentMap) -> Iterator[tuple[str, Location]]:
    """Yield every id that an author wrote, with the head of its declaration.

    Duplicate ids are left out, because REF102 reports them.
    """
    for statement in argument_map.statements.values():
        if statement.is_named:
            yield statement.id, statement.location
    yield from (
        (inference.id, inference.location)
        for inference in argument_map.inferences.values()
        if inference.is_named
    )
    for section in argument_map.sections.values():
        if section.is_named:
            yield section.id, section.location
    yield from ((s.id, s.location) for s in argument_map.sources.values() if s.is_named)


def written_id(head: Location, id_: str) -> Location:
    """Return the location of an id in the head of its declaration, or the head if not found."""
    last = id_.rpartition(".")[2]
    found = _KEYWORD.match(head.text)
    if found is None:
        return head
    # The file may contain the id in another Unicode form than NFC, which the map uses.
    written = id_pattern(head.text).match(head.text, found.end())
    if written is None or normalize_id(written.group()) != last:
        return head
    start = head.span.start
    return Location(head.source, Span(start + written.start(), start + written.end()))


def written_words(head: Location, words: str) -> Location:
    """Return the location of words in the head of a declaration, or the head if not found."""
    offset = head.text.find(words, max(head.text.find('"'), 0))
    start = head.span.start + offset
    return Location(head.source, Span(start, start + len(words))) if offset >= 0 else head


def without(location: Location, title: str) -> Fix:
    """Return the fix that deletes a value from its list, or the attribute of a single value.

    Comments between the value and its comma or attribute name are kept.
    """
    text = _without_comments(location.source)
    span = _with_comma(text, *location.span)
    return Fix(title, location.source, tuple(_deletions(location.source.text, text, span)))


@lru_cache(maxsize=4)
def _without_comments(source: SourceText) -> str:
    """Return a text with its comments replaced by spaces."""
    pieces: list[str] = []
    end = 0
    for start, stop in comments(source.text):
        pieces += (source.text[end:start], " " * (stop - start))
        end = stop
    return "".join((*pieces, source.text[end:]))


def _deletions(text: str, blanked: str, span: Span) -> Iterator[Edit]:
    """Yield edits that delete a span except for its comments and the white space around them."""
    if text[span.start : span.end] == blanked[span.start : span.end]:
        yield Edit(span, "")
        return
    for word in re.compile(r"\S+").finditer(blanked, span.start, span.end):
        yield Edit(Span(*word.span()), "")


def _with_comma(text: str, start: int, end: int) -> Span:
    """Extend a listed value to its comma, or a single value to the whole attribute."""
    before = _blanks_before(text, start)
    after = _blanks_after(text, end)
    if text[before - 1 : before] == ",":
        return Span(before - 1, end)
    if text[after : after + 1] == ",":
        return Span(start, _blanks_after(text, after + 1))
    name = _blanks_before(text, before - 1) if text[before - 1 : before] == ":" else before
    while name and (text[name - 1].isalnum() or text[name - 1] in "-_"):
        name -= 1
    return _with_line(text, name, end)


def _with_line(text: str, start: int, end: int) -> Span:
    """Extend a span to the spaces before it, and to a line end if it is alone on its line."""
    kept = _blanks_before(text, start, " \t")
    if text[kept - 1 : kept] not in ("\n", "\r") or text[end : end + 1] not in ("\n", "\r", ""):
        return Span(kept, end)
    return Span(kept - (2 if text[kept - 2 : kept] == "\r\n" else 1), end)


def _blanks_before(text: str, offset: int, blanks: str = " \t\r\n") -> int:
    """Return the start of the white space before an offset, without copying the text."""
    while offset and text[offset - 1] in blanks:
        offset -= 1
    return offset


def _blanks_after(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in " \t\r\n":
        offset += 1
    return offset


_MAX_MEANT = 50
"""Undefined names to look up suggestions for; more of them usually have a single cause."""
_LIST_BEFORE = 500  # characters to search for the attribute before a name


def ids_behind_undefined(resolution: Resolution) -> tuple[set[str], set[str]]:
    """Return the statements that undefined names may disconnect, and those that may lack support.

    REF101 reports the undefined name, so its consequences are not reported. The statement with the
    edge and the statement that the name probably means may be disconnected. The latter, or a
    statement with the name in `supported-by:`, may lack support.
    """
    loose: set[str] = set()
    unsupported: set[str] = set()
    errors = [f for f in resolution.errors if isinstance(f, UndefinedReference)]
    for count, error in enumerate(errors):
        if error.element is None:
            continue
        loose.add(error.element)
        start = error.location.span.start
        before = error.location.source.text[max(start - _LIST_BEFORE, 0) : start]
        is_inward = re.search(r"supported-by\s*:\s*[^:{}\"]*\Z", before) is not None
        if is_inward:
            unsupported.add(error.element)
        meant = closest_match(error.name, error.known) if count < _MAX_MEANT else None
        if meant is not None:
            named = resolution.scope.kinds.keys() & {meant, *_in_parts(resolution, meant)}
            loose |= named
            unsupported |= set() if is_inward else named
    return loose, unsupported


def _in_parts(resolution: Resolution, name: str) -> Iterator[str]:
    """Yield the full ids that a name may have in imported files."""
    return (f"{part}.{name}" for part in resolution.parts)
