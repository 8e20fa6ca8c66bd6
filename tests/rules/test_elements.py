"""Tests the element that each diagnostic names: it exists, and the diagnostic belongs to it."""

from collections.abc import Iterator

import pytest
from tests.cases_reader import CASES, Case, read_cases

from argmap.diagnostics import Diagnostic
from argmap.editing.occurrences import Occurrences
from argmap.model.identifiers import normalize_id
from argmap.resolve import Resolution
from argmap.rules import Selection, modules
from argmap.syntax.tree import Declaration, Item
from argmap.text import Location, Span

ALL_RULES = Selection(codes=frozenset(module.RULE.code for module in modules()))
ALL_CASES = [
    pytest.param(case, id=f"{folder}/{path.stem}: {case.title}")
    for folder in ("rules", "syntax")
    for path in sorted((CASES / folder).glob("*.argmap"))
    for case in read_cases(path)
]


class Elements:
    """The elements of a map, and the locations that belong to each."""

    def __init__(self, resolution: Resolution) -> None:
        argument_map = resolution.map
        tables = (
            argument_map.statements,
            argument_map.sources,
            argument_map.sections,
            argument_map.inferences,
            argument_map.questions,
            argument_map.contexts,
        )
        self._heads = {id_: element.location for table in tables for id_, element in table.items()}
        for id_, location in resolution.scope.locations.items():
            self._heads.setdefault(id_, location)  # the map leaves out a reason without a premise
        self._occurrences = Occurrences(resolution)
        self._spans = dict(_declarations(resolution))
        self._inferences = argument_map.inferences

    def __contains__(self, id_: str) -> bool:
        return id_ in self._heads

    def owns(self, id_: str, location: Location) -> bool:
        """Whether a location is in the declaration of an element or refers to the element."""
        heads = [self._heads[id_], *self._inference_heads(id_)]
        if (inference := self._inferences.get(id_)) is not None:
            ends = (*inference.premises, inference.conclusion)
            heads += [self._heads[end] for end in ends]
        uses = [occurrence.location for occurrence in self._occurrences.of_target(id_)]
        return any(_contains(self._with_block(head), location) for head in heads) or any(
            _ends_with(location, use) for use in uses
        )

    def _inference_heads(self, id_: str) -> Iterator[Location]:
        """Yield the declarations of the inferences that an element takes part in."""
        for inference in self._inferences.values():
            if id_ in (*inference.premises, *inference.undercutters, inference.conclusion):
                yield inference.location

    def _with_block(self, head: Location) -> Location:
        """Extend the head of a declaration to its block."""
        span = self._spans.get((head.source.name, head.span.start), head.span)
        return Location(head.source, span)


def _declarations(resolution: Resolution) -> Iterator[tuple[tuple[str, int], Span]]:
    """Yield each declaration, by its file and start, from its keyword to the end of its block."""
    for document in resolution.documents:
        pending: list[Item] = list(document.items)
        while pending:
            item = pending.pop()
            if isinstance(item, Declaration):
                yield (document.source.name, item.span.start), item.span
                pending += item.block.items if item.block else []


def _contains(outer: Location, location: Location) -> bool:
    return (
        location.source.name == outer.source.name
        and outer.span.start <= location.span.start
        and location.span.end <= outer.span.end
    )


def _ends_with(location: Location, name: Location) -> bool:
    """Whether a location is a name, possibly with an import prefix."""
    has_same_end = (location.source.name, location.span.end) == (name.source.name, name.span.end)
    return has_same_end and location.span.start <= name.span.start


def _underlines_its_element(diagnostic: Diagnostic) -> bool:
    """Whether a diagnostic underlines the id of its element, in a second declaration or a list."""
    words = diagnostic.location.text.split()
    return diagnostic.element in map(normalize_id, words)


@pytest.mark.parametrize("case", ALL_CASES)
def test_a_diagnostic_is_located_at_its_element(case: Case):
    """The element is declared, and the location is in its declaration or refers to it."""
    elements = Elements(case.resolve())
    for diagnostic in case.diagnostics(ALL_RULES):
        if diagnostic.element is None or _underlines_its_element(diagnostic):
            continue
        assert diagnostic.element in elements, diagnostic
        assert elements.owns(diagnostic.element, diagnostic.location), diagnostic


WITHOUT_ELEMENT = frozenset(
    (
        "CFG801",
        "CFG802",
        "CFG803",
        "CFG805",
        "REF105",
        "REF108",
        "STR209",
        "STR210",
        "SYN001",
        "SYN002",
    )
) | {"SYN005", "TXT708", "TXT710"}
"""Rules whose diagnostics concern a comment, a file or unparsed text."""

WITH_OR_WITHOUT_ELEMENT = frozenset(
    ("CFG804", "EVI306", "REF101", "REF102", "REF104", "REV606", "STR201", "STR205", "STR206")
) | {"SYN003", "SYN004", "TXT703", "TXT707"}
"""Rules that also report mistakes in the `map` declaration or in an inference without an id."""


@pytest.mark.parametrize("case", ALL_CASES)
def test_a_diagnostic_names_its_element(case: Case):
    """Baselines, fingerprints and editors identify a diagnostic by its element, not its line."""
    for diagnostic in case.diagnostics(ALL_RULES):
        if diagnostic.code not in WITH_OR_WITHOUT_ELEMENT:
            assert (diagnostic.element is None) == (diagnostic.code in WITHOUT_ELEMENT), diagnostic
