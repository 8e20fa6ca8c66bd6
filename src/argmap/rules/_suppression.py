"""Comments that suppress diagnostics: ``# argmap: ignore[EVI301] because it is common knowledge``.

A comment belongs to elements, not to lines. It suppresses diagnostics in an element's own text and
attributes, and diagnostics about that element in other places, but not diagnostics in nested
elements.
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

_PREFIX = "argmap:"
"""The text that marks a comment as addressed to argmap; a file without it is not searched."""
_PRAGMA = re.compile(r"#+[ \t]*argmap:[ \t]*(?P<verb>[\w-]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?")
_RULE = re.compile(r"[^\s,]+")
_REASON_LEAD = re.compile(r"(?:because\b|[:,;–—-])\s*")

_NO_ELEMENT = -1
"""The number that stands for text outside all elements."""

CodeLookup = Callable[[str], frozenset[str]]
"""Maps a word in brackets to the codes that it silences."""


class Pragma(NamedTuple):
    """A comment addressed to argmap.

    ``rules`` is None if the comment has no brackets; ``list_span`` is the span between them.
    """

    location: Location
    verb: Word
    rules: tuple[Word, ...] | None
    list_span: Span
    reason: str


@define(eq=False)
class Suppression:
    """A comment that suppresses diagnostics.

    Attributes:
        pragma: The parsed comment.
        has_subject: Whether the comment belongs to an element or to the whole file.
        used: The words in its brackets that suppressed a diagnostic.
    """

    pragma: Pragma
    has_subject: bool
    used: set[str] = field(factory=set)

    def word_for(self, code: str, codes: CodeLookup) -> str | None:
        """Return the word that silences a rule, or None."""
        words = (word.text for word in self.pragma.rules or ())
        return next((word for word in words if code in codes(word)), None)


@define(eq=False)
class Suppressions:
    """All suppression comments in a map's files, indexed by the elements they belong to.

    ``invalid`` contains the comments that are addressed to argmap but do not silence any rule.
    """

    comments: list[Suppression] = field(factory=list)
    invalid: list[Pragma] = field(factory=list)
    _indexes: dict[str, ElementIndex] = field(factory=dict)
    _by_number: dict[tuple[str, int], list[Suppression]] = field(factory=lambda: defaultdict(list))
    _by_id: dict[str, list[Suppression]] = field(factory=lambda: defaultdict(list))
    _by_file: dict[str, list[Suppression]] = field(factory=lambda: defaultdict(list))

    def apply(self, diagnostic: Diagnostic, codes: CodeLookup) -> Diagnostic:
        """Return a diagnostic, marked as suppressed if a comment silences it."""
        for suppression in self._candidates(diagnostic):
            word = suppression.word_for(diagnostic.code, codes)
            if word is not None:
                suppression.used.add(word)
                return evolve(diagnostic, suppression_reason=suppression.pragma.reason)
        return diagnostic

    def _candidates(self, diagnostic: Diagnostic) -> Iterator[Suppression]:
        """Yield the comments that may suppress a diagnostic, nearest first."""
        file = diagnostic.location.source.name
        index = self._indexes.get(file)
        if index is not None:
            number = index.owner(diagnostic.location.span.start)
            if number != _NO_ELEMENT:
                yield from self._by_number.get((file, number), ())
                yield from self._by_number.get((file, index.declaration(number)), ())
        if diagnostic.element is not None:
            yield from self._by_id.get(diagnostic.element, ())
        yield from self._by_file.get(file, ())

    def add_file(self, document: Document, ids: dict[int, str]) -> None:
        """Add the comments of a file.

        Args:
            document: The syntax tree of the file.
            ids: The ids of the file's elements, by the offset of their declaration.
        """
        from argmap.syntax.literals import comments

        source = document.source
        spans = comments(source.text)
        pragmas = list(_pragmas(source, spans))
        if not pragmas:
            return
        index = self._indexes[source.name] = ElementIndex(document)
        subjects = index.subjects(spans)
        for comment, pragma in pragmas:
            if pragma.verb.text not in (IGNORE, IGNORE_FILE) or not pragma.rules:
                self.invalid.append(pragma)
                continue
            numbers = subjects[comment]
            is_about_file = pragma.verb.text == IGNORE_FILE
            suppression = Suppression(pragma, has_subject=is_about_file or bool(numbers))
            self.comments.append(suppression)
            if is_about_file:
                self._by_file[source.name].append(suppression)
                continue
            for number in numbers:
                self._by_number[source.name, number].append(suppression)
                id_ = ids.get(index.items[number].span.start)
                if id_ is not None:
                    self._by_id[id_].append(suppression)


def read_suppressions(resolution: Resolution) -> Suppressions:
    """Return the suppression comments in a map's files."""
    suppressions = Suppressions()
    documents = [document for document in resolution.documents if _PREFIX in document.source.text]
    if documents:
        ids = _ids_by_offset(resolution)
        for document in documents:
            suppressions.add_file(document, ids[document.source.name])
    return suppressions


def _ids_by_offset(resolution: Resolution) -> dict[str, dict[int, str]]:
    """Return the ids of the elements, by file and by the offset of their declaration."""
    ids: dict[str, dict[int, str]] = defaultdict(dict)
    argument_map = resolution.map
    tables = (
        argument_map.inferences,
        argument_map.sections,
        argument_map.questions,
        argument_map.contexts,
        argument_map.sources,
        argument_map.statements,
    )
    for table in tables:
        for id_, element in table.items():
            location = element.location
            ids[location.source.name][location.span.start] = id_
    return ids


def _pragmas(source: SourceText, comments: list[Span]) -> Iterator[tuple[int, Pragma]]:
    """Yield the comments addressed to argmap, each with its index in ``comments``."""
    for index, span in enumerate(comments):
        match = _PRAGMA.match(source.text, span.start, span.end)
        if match is not None:
            yield index, _pragma(Location(source, span), match)


def _pragma(location: Location, match: re.Match[str]) -> Pragma:
    start, end = match.span("rules")
    rules = match["rules"]
    words = None
    if rules is not None:
        words = tuple(
            Word(word[0], Span(start + word.start(), start + word.end()))
            for word in _RULE.finditer(rules)
        )
    reason = location.source.text[match.end() : location.span.end].strip()
    if lead := _REASON_LEAD.match(reason):
        reason = reason[lead.end() :]
    verb = Word(match["verb"], Span(*match.span("verb")))
    return Pragma(location, verb, words, Span(start, end), reason)


class ElementIndex:
    """The declarations and attributes of one file, numbered in order.

    A declaration owns its text except for the items nested in it. An attribute owns its own text,
    and also belongs to the declaration that contains it.
    """

    def __init__(self, document: Document) -> None:
        self.items: list[Item] = []
        self.parents: list[int] = []
        self._text = document.source.text
        self._numbers: dict[int, int] = {}
        # Parallel lists: the innermost element from each offset up to the next one.
        self._offsets: list[int] = [0]
        self._owners: list[int] = [_NO_ELEMENT]
        self._add(document.items)
        self._starts = sorted(self._numbers)

    def _add(self, items: list[Item]) -> None:
        pending: list[tuple[Iterator[Item], int]] = [(iter(items), _NO_ELEMENT)]
        while pending:
            siblings, parent = pending[-1]
            item = next(siblings, None)
            if item is None:
                pending.pop()
                if parent != _NO_ELEMENT:
                    self._set_owner(self.items[parent].span.end, self.parents[parent])
                continue
            number = len(self.items)
            self.items.append(item)
            self.parents.append(parent)
            self._numbers.setdefault(item.span.start, number)
            self._set_owner(item.span.start, number)
            block = item.block if isinstance(item, Declaration) else None
            pending.append((iter(block.items if block else ()), number))

    def _set_owner(self, offset: int, owner: int) -> None:
        # In a file with syntax errors, an element may end after the next one begins.
        self._offsets.append(max(offset, self._offsets[-1]))
        self._owners.append(owner)

    def owner(self, offset: int) -> int:
        """Return the innermost element at an offset, or `_NO_ELEMENT`."""
        return self._owners[bisect_right(self._offsets, offset) - 1]

    def declaration(self, number: int) -> int:
        """Return the element itself if it is a declaration, or the declaration of an attribute."""
        return self.parents[number] if isinstance(self.items[number], Attribute) else number

    def subjects(self, comments: list[Span]) -> list[tuple[int, ...]]:
        """Return the elements that each comment belongs to.

        A comment alone on its line belongs to the next element. A comment after other text belongs
        to all elements that begin on its line or, if none does, to the element that ends there.
        """
        subjects: list[tuple[int, ...]] = []
        for comment, following in zip(comments, self._following_offsets(comments), strict=True):
            line = self._text.rfind("\n", 0, comment.start) + 1
            line = max(line, self._text.rfind("\r", line, comment.start) + 1)
            before = self._text[line : comment.start].rstrip()
            if before:
                subjects.append(self._on_line(line, comment.start, line + len(before) - 1))
            else:
                subjects.append((self._numbers[following],) if following in self._numbers else ())
        return subjects

    def _following_offsets(self, comments: list[Span]) -> list[int]:
        """Return the offset of the first token after each comment, skipping spaces and comments."""
        offsets: list[int] = []
        end = following = len(self._text)
        for comment in reversed(comments):
            gap = self._text[comment.end : end]
            if gap.strip():
                following = comment.end + len(gap) - len(gap.lstrip())
            offsets.append(following)
            end = comment.start
        return offsets[::-1]

    def _on_line(self, start: int, end: int, last: int) -> tuple[int, ...]:
        """Return the elements that begin in a span, or the one that owns its ``last`` character."""
        first = bisect_left(self._starts, start)
        beginning = self._starts[first : bisect_left(self._starts, end)]
        if beginning:
            return tuple(self._numbers[offset] for offset in beginning)
        owner = self.owner(last)
        return () if owner == _NO_ELEMENT else (owner,)
