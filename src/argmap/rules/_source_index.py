"""Locations of lists, ids and words in the files, which the map does not store."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from attrs import evolve

from argmap.diagnostics import Diagnostic, Fix
from argmap.model import ArgumentMap, Citation
from argmap.model.identifiers import id_pattern, normalize_id
from argmap.resolve import Resolution
from argmap.resolve.errors import UndefinedReference
from argmap.syntax import Document
from argmap.syntax.literals import comments
from argmap.syntax.tree import Attribute, Declaration, Item, Word
from argmap.text import Edit, Location, SourceText, Span, closest_match

_MAX_SUGGESTIONS = 50
"""Undefined names to look up suggestions for; more of them usually have a single cause."""
_LOOKBEHIND_CHARACTERS = 500
"""The number of characters before a name to search for the attribute that it belongs to."""

_LOCATOR = re.compile(r"@[^\s\":]+:(\"[^\"\r\n]*\"|[\w§-]+)")
_KEYWORD = re.compile(r"\w+\s+")
_WORD = re.compile(r"\S+")
_SUPPORTED_BY = re.compile(r"supported-by\s*:\s*[^:{}\"]*\Z")


class ScopedDeclaration(NamedTuple):
    """A declaration and its parent, if any; ``prefix`` is the import prefix of its file's ids."""

    document: Document
    prefix: str
    declaration: Declaration
    parent: Declaration | None

    def locate(self, span: Span) -> Location:
        return Location(self.document.source, span)

    def full_id(self, word: Word | None) -> str | None:
        """Return an id of this file as importing files write it."""
        return None if word is None else self.prefix + normalize_id(word.text)

    def attributes(self, name: str) -> Iterator[Attribute]:
        """Yield the declaration's attributes with a name."""
        for item in self.items:
            if isinstance(item, Attribute) and item.name.text == name:
                yield item

    @property
    def items(self) -> list[Item]:
        return self.declaration.block.items if self.declaration.block else []


def scoped_declarations(resolution: Resolution, word: str) -> Iterator[ScopedDeclaration]:
    """Yield all declarations, in order, of the files that contain ``word``."""
    for module in resolution.modules:
        document, prefix = module.document, module.prefix
        if word not in document.source.text:
            continue
        pending: list[tuple[Item, Declaration | None]] = [
            (item, None) for item in reversed(document.items)
        ]
        while pending:
            item, parent = pending.pop()
            if isinstance(item, Attribute):
                continue
            yield ScopedDeclaration(document, prefix, item, parent)
            if item.block:
                pending += ((child, item) for child in reversed(item.block.items))


def explicit_ids(argument_map: ArgumentMap) -> Iterator[tuple[str, Location]]:
    """Yield every id that an author wrote, with the head of its declaration.

    Duplicate ids are left out, because REF102 reports them.
    """
    tables = (
        argument_map.statements,
        argument_map.inferences,
        argument_map.questions,
        argument_map.contexts,
        argument_map.sections,
        argument_map.sources,
    )
    for table in tables:
        for element in table.values():
            if element.is_named:
                yield element.id, element.location


def id_location(head: Location, id_: str) -> Location:
    """Return the location of an id in the head of its declaration, or the head if not found."""
    last = id_.rpartition(".")[2]
    keyword = _KEYWORD.match(head.text)
    if keyword is None:
        return head
    # The file may contain the id in another Unicode form than NFC, which the map uses.
    match = id_pattern(head.text).match(head.text, keyword.end())
    if match is None or normalize_id(match.group()) != last:
        return head
    start = head.span.start
    return Location(head.source, Span(start + match.start(), start + match.end()))


def words_location(head: Location, words: str) -> Location:
    """Return the location of words in the head of a declaration, or the head if not found."""
    offset = head.text.find(words, max(head.text.find('"'), 0))
    start = head.span.start + offset
    return Location(head.source, Span(start, start + len(words))) if offset >= 0 else head


def locator_span(citation: Citation) -> Span:
    """Return the span of the locator of a citation that has one, in its file."""
    match = _LOCATOR.match(citation.location.text)
    assert match is not None
    start = citation.location.span.start
    return Span(start + match.start(1), start + match.end(1))


def removal_fix(location: Location, title: str) -> Fix:
    """Return the fix that deletes a value from its list, or the attribute of a single value.

    Comments between the value and its comma or attribute name are kept.
    """
    text = _without_comments(location.source)
    span = _with_comma(text, *location.span)
    return Fix(title, location.source, tuple(_deletions(location.source.text, text, span)))


def join_removals(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield diagnostics, with one common fix for values that `removal_fix` cannot delete together.

    If the first values of a list are deleted one by one, the edits overlap at their commas, and the
    last deletion has to delete the attribute. The common fix deletes all of them.

    Args:
        diagnostics: Diagnostics whose locations are the values that their fixes delete.
    """
    diagnostics = list(diagnostics)
    fixes: dict[Location, Fix] = {}
    for run in _runs_from_list_start(diagnostics):
        first, last = run[0].location, run[-1].location
        fix = removal_fix(Location(first.source, first.span.join(last.span)), "delete the values")
        # The deletions of the values of one list are equally safe.
        fix = evolve(fix, applicability=run[0].fixes[0].applicability)
        fixes.update((diagnostic.location, fix) for diagnostic in run)
    for diagnostic in diagnostics:
        common = fixes.get(diagnostic.location) if diagnostic.fixes else None
        yield evolve(diagnostic, fixes=(common,)) if common else diagnostic


def _runs_from_list_start(diagnostics: list[Diagnostic]) -> list[list[Diagnostic]]:
    """Return the diagnostics with fixes of at least the first two values of each list."""
    by_source: dict[SourceText, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        if diagnostic.fixes:
            by_source[diagnostic.location.source].append(diagnostic)
    runs: list[list[Diagnostic]] = []
    for source, candidates in by_source.items():
        text = _without_comments(source)
        end: int | None = None  # of the last value, in a list of which all values so far are found
        for candidate in sorted(candidates, key=lambda d: d.location.span):
            start = candidate.location.span.start
            if end is not None and text[end:start].strip() == ",":
                runs[-1].append(candidate)
            elif text.endswith(":", 0, _spaces_start(text, start)):
                runs.append([candidate])
            else:
                end = None
                continue
            end = candidate.location.span.end
    return [run for run in runs if len(run) > 1]


@lru_cache(maxsize=4)
def _without_comments(source: SourceText) -> str:
    """Return a text with its comments replaced by spaces."""
    pieces: list[str] = []
    previous_end = 0
    for start, end in comments(source.text):
        pieces += (source.text[previous_end:start], " " * (end - start))
        previous_end = end
    return "".join((*pieces, source.text[previous_end:]))


def _deletions(text: str, without_comments: str, span: Span) -> Iterator[Edit]:
    """Yield edits that delete a span except for its comments and the white space around them."""
    if text[span.start : span.end] == without_comments[span.start : span.end]:
        yield Edit(span, "")
        return
    for word in _WORD.finditer(without_comments, span.start, span.end):
        yield Edit(Span(*word.span()), "")


def _with_comma(text: str, start: int, end: int) -> Span:
    """Extend a listed value to its comma, or a single value to the whole attribute."""
    before = _spaces_start(text, start)
    after = _spaces_end(text, end)
    if text[before - 1 : before] == ",":
        return Span(before - 1, end)
    if text[after : after + 1] == ",":
        return Span(start, _spaces_end(text, after + 1))
    name = _spaces_start(text, before - 1) if text[before - 1 : before] == ":" else before
    while name and (text[name - 1].isalnum() or text[name - 1] in "-_"):
        name -= 1
    return _with_line(text, name, end)


def _with_line(text: str, start: int, end: int) -> Span:
    """Extend a span to the spaces before it, and to a line end if it is alone on its line."""
    start = _spaces_start(text, start, " \t")
    if text[start - 1 : start] not in ("\n", "\r") or text[end : end + 1] not in ("\n", "\r", ""):
        return Span(start, end)
    return Span(start - (2 if text[start - 2 : start] == "\r\n" else 1), end)


def _spaces_start(text: str, offset: int, characters: str = " \t\r\n") -> int:
    """Return the start of the white space before an offset, without copying the text."""
    while offset and text[offset - 1] in characters:
        offset -= 1
    return offset


def _spaces_end(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in " \t\r\n":
        offset += 1
    return offset


def affected_by_undefined(resolution: Resolution) -> tuple[set[str], set[str]]:
    """Return the statements that undefined names may disconnect, and those that may lack support.

    REF101 reports the undefined name, so its consequences are not reported. The statement with the
    edge and the statement that the name probably means may be disconnected. The latter, or a
    statement with the name in `supported-by:`, may lack support.
    """
    disconnected: set[str] = set()
    unsupported: set[str] = set()
    errors = [error for error in resolution.errors if isinstance(error, UndefinedReference)]
    for count, error in enumerate(errors):
        if error.element is None:
            continue
        disconnected.add(error.element)
        start = error.location.span.start
        before = error.location.source.text[max(start - _LOOKBEHIND_CHARACTERS, 0) : start]
        is_supported_by = _SUPPORTED_BY.search(before) is not None
        if is_supported_by:
            unsupported.add(error.element)
        suggestion = (
            closest_match(error.name, error.candidates) if count < _MAX_SUGGESTIONS else None
        )
        if suggestion is not None:
            full_ids = {suggestion, *(f"{part}.{suggestion}" for part in resolution.imported_paths)}
            ids = resolution.scope.kinds.keys() & full_ids
            disconnected |= ids
            if not is_supported_by:
                unsupported |= ids
    return disconnected, unsupported
