"""Comments that suppress findings.

A comment belongs to elements, not to lines. It suppresses findings in an element's own text and
attributes, and findings about that element in other places, but not findings in nested elements.

Comments addressed to argmap: ``# argmap: ignore[EVI301] because it is common knowledge``.

The elements of a file: which one owns an offset, and which ones a comment belongs to.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from attrs import define, evolve, field

from argmap.diagnostics import Diagnostic
from argmap.resolve import Resolution
from argmap.syntax import Document
from argmap.syntax.tree import Attribute, Declaration, Item, Word
from argmap.text import Location, SourceText, Span

IGNORE = "ignore"
IGNORE_FILE = "ignore-file"
MARK = "argmap:"
"""The marker of such comments; a file without it is not searched."""

_PRAGMA = re.compile(r"#+[ \t]*argmap:[ \t]*(?P<verb>[\w-]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?")
_RULE = re.compile(r"[^\s,]+")
_LEAD = re.compile(r"(?:because\b|[:,;–—-])\s*")


class Pragma(NamedTuple):
    """A comment addressed to argmap.

    ``rules`` is None if the comment has no brackets; ``list_span`` is the span between them.
    """

    location: Location
    verb: Word
    rules: tuple[Word, ...] | None
    list_span: Span
    reason: str


def pragmas(source: SourceText, comments: list[Span]) -> Iterator[tuple[int, Pragma]]:
    """Yield the comments addressed to argmap, each with its index in ``comments``."""
    for number, span in enumerate(comments):
        found = _PRAGMA.match(source.text, span.start, span.end)
        if found is not None:
            yield number, _pragma(Location(source, span), found)


def _pragma(location: Location, found: re.Match[str]) -> Pragma:
    start, end = found.span("rules")
    rules = found["rules"]
    words = None
    if rules is not None:
        words = tuple(
            Word(word[0], Span(start + word.start(), start + word.end()))
            for word in _RULE.finditer(rules)
        )
    said = location.source.text[found.end() : location.span.end].strip()
    reason = said[lead.end() :] if (lead := _LEAD.match(said)) else said
    verb = Word(found["verb"], Span(*found.span("verb")))
    return Pragma(location, verb, words, Span(start, end), reason)


NOWHERE = -1


class StatementRanges:
    """The declarations and attributes of one file, numbered in order.

    A declaration owns its text except for the items nested in it. An attribute owns its own text,
    and also belongs to the declaration that contains it.
    """

    def __init__(self, document: Document) -> None:
        self.items: list[Item] = []
        self.parents: list[int] = []
        self._text = document.source.text
        self._number: dict[int, int] = {}
        # Parallel lists: the innermost element from each offset up to the next one.
        self._offsets: list[int] = [0]
        self._owners: list[int] = [NOWHERE]
        self._walk(document.items)
        self._starts = sorted(self._number)

    def _walk(self, items: list[Item]) -> None:
        pending: list[tuple[Iterator[Item], int]] = [(iter(items), NOWHERE)]
        while pending:
            inner, parent = pending[-1]
            item = next(inner, None)
            if item is None:
                pending.pop()
                if parent != NOWHERE:
                    self._mark(self.items[parent].span.end, self.parents[parent])
                continue
            number = len(self.items)
            self.items.append(item)
            self.parents.append(parent)
            self._number.setdefault(item.span.start, number)
            self._mark(item.span.start, number)
            block = item.block if isinstance(item, Declaration) else None
            pending.append((iter(block.items if block else ()), number))

    def _mark(self, offset: int, owner: int) -> None:
        # In a file with syntax errors, an element may end after the next one begins.
        self._offsets.append(max(offset, self._offsets[-1]))
        self._owners.append(owner)

    def owner(self, offset: int) -> int:
        """Return the innermost element at an offset, or `NOWHERE`."""
        return self._owners[bisect_right(self._offsets, offset) - 1]

    def declaration(self, number: int) -> int:
        """Return the element itself if it is a declaration, or the declaration of an attribute."""
        return self.parents[number] if isinstance(self.items[number], Attribute) else number

    def subjects(self, comments: list[Span]) -> list[tuple[int, ...]]:
        """Return the elements that each comment belongs to.

        A comment alone on its line belongs to the next element. A comment after other text belongs
        to all elements that begin on its line or, if none does, to the element that ends there.
        """
        following = self._following(comments)
        found: list[tuple[int, ...]] = []
        for comment, behind in zip(comments, following, strict=True):
            line = self._text.rfind("\n", 0, comment.start) + 1
            line = max(line, self._text.rfind("\r", line, comment.start) + 1)
            before = self._text[line : comment.start].rstrip()
            if before:
                found.append(self._on_line(line, comment.start, line + len(before) - 1))
            else:
                found.append((self._number[behind],) if behind in self._number else ())
        return found

    def _following(self, comments: list[Span]) -> list[int]:
        """Return the offset of the first token after each comment, skipping spaces and comments."""
        found: list[int] = []
        end, beyond = len(self._text), len(self._text)
        for comment in reversed(comments):
            gap = self._text[comment.end : end]
            if gap.strip():
                beyond = comment.end + len(gap) - len(gap.lstrip())
            found.append(beyond)
            end = comment.start
        return found[::-1]

    def _on_line(self, start: int, end: int, last: int) -> tuple[int, ...]:
        first = bisect_left(self._starts, start)
        beginning = self._starts[first : bisect_left(self._starts, end)]
        if beginning:
            return tuple(self._number[offset] for offset in beginning)
        owner = self.owner(last)
        return () if owner == NOWHERE else (owner,)


Codes = Callable[[str], frozenset[str]]
"""Maps a word in brackets to the codes that it silences."""


@define(eq=False)
class Suppression:
    """A comment that suppresses findings; ``used`` contains its words that suppressed one."""

    pragma: Pragma
    is_about_something: bool
    used: set[str] = field(factory=set)

    def word_for(self, code: str, codes: Codes) -> str | None:
        """Return the word that silences a rule, or None."""
        words = (word.text for word in self.pragma.rules or ())
        return next((word for word in words if code in codes(word)), None)


@define(eq=False)
class Suppressions:
    """All suppression comments in a map's files, indexed by the elements they belong to.

    ``misread`` contains the invalid comments that are addressed to argmap.
    """

    all: list[Suppression] = field(factory=list)
    misread: list[Pragma] = field(factory=list)
    _outlines: dict[str, StatementRanges] = field(factory=dict)
    _by_place: dict[tuple[str, int], list[Suppression]] = field(factory=lambda: defaultdict(list))
    _by_element: dict[str, list[Suppression]] = field(factory=lambda: defaultdict(list))
    _by_file: dict[str, list[Suppression]] = field(factory=lambda: defaultdict(list))

    def of(self, diagnostic: Diagnostic) -> Iterator[Suppression]:
        """Yield the comments that may suppress a finding, nearest first."""
        file = diagnostic.location.source.name
        outline = self._outlines.get(file)
        if outline is not None:
            number = outline.owner(diagnostic.location.span.start)
            if number != NOWHERE:
                yield from self._by_place.get((file, number), ())
                yield from self._by_place.get((file, outline.declaration(number)), ())
        if diagnostic.element is not None:
            yield from self._by_element.get(diagnostic.element, ())
        yield from self._by_file.get(file, ())

    def apply(self, diagnostic: Diagnostic, codes: Codes) -> Diagnostic:
        """Return a finding, marked as suppressed if a comment silences it."""
        for suppression in self.of(diagnostic):
            word = suppression.word_for(diagnostic.code, codes)
            if word is not None:
                suppression.used.add(word)
                return evolve(diagnostic, suppression_reason=suppression.pragma.reason)
        return diagnostic

    def _read(self, document: Document, elements: dict[int, str]) -> None:
        from argmap.syntax.literals import comments

        source = document.source
        spans = comments(source.text)
        found = list(pragmas(source, spans))
        if not found:
            return
        outline = self._outlines[source.name] = StatementRanges(document)
        subjects = outline.subjects(spans)
        for number, pragma in found:
            if pragma.verb.text not in (IGNORE, IGNORE_FILE) or not pragma.rules:
                self.misread.append(pragma)
            elif pragma.verb.text == IGNORE_FILE:
                self._by_file[source.name].append(self._add(pragma))
            else:
                self._tie(self._add(pragma, bool(subjects[number])), subjects[number], elements)

    def _add(self, pragma: Pragma, is_about_something: bool = True) -> Suppression:
        self.all.append(Suppression(pragma, is_about_something))
        return self.all[-1]

    def _tie(
        self, suppression: Suppression, subjects: tuple[int, ...], elements: dict[int, str]
    ) -> None:
        file = suppression.pragma.location.source.name
        outline = self._outlines[file]
        for number in subjects:
            self._by_place[file, number].append(suppression)
            id_ = elements.get(outline.items[number].span.start)
            if id_ is not None:
                self._by_element[id_].append(suppression)


def read_suppressions(resolution: Resolution) -> Suppressions:
    """Return the suppression comments in a map's files."""
    result = Suppressions()
    marked = [document for document in resolution.documents if MARK in document.source.text]
    if marked:
        by_file = _elements(resolution)
        for document in marked:
            result._read(document, by_file[document.source.name])  # noqa: SLF001
    return result


def _elements(resolution: Resolution) -> dict[str, dict[int, str]]:
    """Return the ids of the elements, by file and by the offset of their declaration."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    argument_map = resolution.map
    tables = (
        argument_map.inferences,
        argument_map.sections,
        argument_map.sources,
        argument_map.statements,
    )
    for table in tables:
        for id_, element in table.items():
            location = element.location
            found[location.source.name][location.span.start] = id_
    return found
