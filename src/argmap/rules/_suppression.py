"""Comments that suppress findings.

A comment belongs to elements, not to lines. It suppresses findings in an element's own text and
attributes, and findings about that element in other places, but not findings in nested elements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from attrs import define, evolve, field

from argmap.diagnostics import Diagnostic
from argmap.resolve import Resolution
from argmap.rules._outline import NOWHERE, Outline
from argmap.rules._pragma import IGNORE, IGNORE_FILE, MARK, Pragma, pragmas
from argmap.syntax import Document

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
    _outlines: dict[str, Outline] = field(factory=dict)
    _by_place: dict[tuple[str, int], list[Suppression]] = field(factory=lambda: defaultdict(list))
    _by_element: dict[str, list[Suppression]] = field(factory=lambda: defaultdict(list))
    _by_file: dict[str, list[Suppression]] = field(factory=lambda: defaultdict(list))

    def of(self, finding: Diagnostic) -> Iterator[Suppression]:
        """Yield the comments that may suppress a finding, nearest first."""
        file = finding.location.source.name
        outline = self._outlines.get(file)
        if outline is not None:
            number = outline.owner(finding.location.span.start)
            if number != NOWHERE:
                yield from self._by_place.get((file, number), ())
                yield from self._by_place.get((file, outline.declaration(number)), ())
        if finding.element is not None:
            yield from self._by_element.get(finding.element, ())
        yield from self._by_file.get(file, ())

    def apply(self, finding: Diagnostic, codes: Codes) -> Diagnostic:
        """Return a finding, marked as suppressed if a comment silences it."""
        for suppression in self.of(finding):
            word = suppression.word_for(finding.code, codes)
            if word is not None:
                suppression.used.add(word)
                return evolve(finding, suppressed=suppression.pragma.reason)
        return finding

    def _read(self, document: Document, elements: dict[int, str]) -> None:
        from argmap.syntax.comments import comments

        source = document.source
        spans = comments(source.text)
        found = list(pragmas(source, spans))
        if not found:
            return
        outline = self._outlines[source.name] = Outline(document)
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
    argument = resolution.map
    tables = (argument.inferences, argument.sections, argument.sources, argument.statements)
    for table in tables:
        for id_, element in table.items():
            location = element.location
            found[location.source.name][location.span.start] = id_
    return found
