"""What findings are about: over all cases, their elements exist and their places belong to them."""

from collections.abc import Iterator

import pytest
from tests.cases_reader import CASES, Case, read_cases

from argmap.diagnostics import Diagnostic
from argmap.lsp.occurrences import Occurrences
from argmap.model.identifiers import normalized
from argmap.resolve import Resolution
from argmap.rules import Selection, modules
from argmap.syntax.tree import Declaration, Item
from argmap.text import Location, Span

EVERY = Selection(codes=frozenset(module.RULE.code for module in modules()))
ALL = [
    pytest.param(case, id=f"{folder}/{path.stem}: {case.title}")
    for folder in ("rules", "syntax")
    for path in sorted((CASES / folder).glob("*.argmap"))
    for case in read_cases(path)
]


class Elements:
    """The elements of a map, and all places that belong to each."""

    def __init__(self, resolution: Resolution) -> None:
        argument_map = resolution.map
        tables = (
            argument_map.statements,
            argument_map.sources,
            argument_map.sections,
            argument_map.inferences,
        )
        self._declared = {id_: each.location for table in tables for id_, each in table.items()}
        for id_, location in resolution.scope.locations.items():
            self._declared.setdefault(id_, location)  # a reason without a premise is left out
        self._names = Occurrences(resolution)
        self._spans = dict(_declarations(resolution))
        self._inferences = argument_map.inferences

    def __contains__(self, id_: str) -> bool:
        return id_ in self._declared

    def has(self, id_: str, place: Location) -> bool:
        """Whether a place is in the declaration of an element or refers to it."""
        declared = [self._declared[id_], *self._joins(id_)]
        if (inference := self._inferences.get(id_)) is not None:
            ends = (*inference.premises, inference.conclusion)
            declared += [self._declared[end] for end in ends]
        return any(_covers(self._whole(each), place) for each in declared) or any(
            _ends_with(place, each.location) for each in self._names.of_target(id_)
        )

    def _joins(self, id_: str) -> Iterator[Location]:
        """Yield where the inferences are declared that an element takes part in."""
        for inference in self._inferences.values():
            if id_ in (*inference.premises, *inference.undercutters, inference.conclusion):
                yield inference.location

    def _whole(self, place: Location) -> Location:
        """Return all of what is declared at a place, with its block."""
        span = self._spans.get((place.source.name, place.span.start), place.span)
        return Location(place.source, span)


def _declarations(resolution: Resolution) -> Iterator[tuple[tuple[str, int], Span]]:
    """Yield each declaration, by its file and start, from its keyword to the end of its block."""
    for document in resolution.documents:
        waiting: list[Item] = list(document.items)
        while waiting:
            item = waiting.pop()
            if isinstance(item, Declaration):
                yield (document.source.name, item.span.start), item.span
                waiting += item.block.items if item.block else []


def _covers(whole: Location, place: Location) -> bool:
    return (
        place.source.name == whole.source.name
        and whole.span.start <= place.span.start
        and place.span.end <= whole.span.end
    )


def _ends_with(place: Location, name: Location) -> bool:
    """Whether a place is a name, or a name with those of imports before it."""
    written = (place.source.name, place.span.end) == (name.source.name, name.span.end)
    return written and place.span.start <= name.span.start


def _is_named_at(diagnostic: Diagnostic) -> bool:
    """Whether a finding underlines its element's id: where it is given once more, or listed."""
    words = diagnostic.location.text.split()
    return diagnostic.element in map(normalized, words)


@pytest.mark.parametrize("case", ALL)
def test_the_element_of_a_finding(case: Case):
    """It is declared, and the finding is in its declaration or at a place that refers to it."""
    elements = Elements(case.resolve())
    for diagnostic in case.diagnostics(EVERY):
        if diagnostic.element is None or _is_named_at(diagnostic):
            continue
        assert diagnostic.element in elements, diagnostic
        assert elements.has(diagnostic.element, diagnostic.location), diagnostic


WITHOUT = frozenset(
    ("CFG801", "CFG802", "CFG803", "CFG805", "REF105", "STR209", "STR210", "SYN001", "SYN002")
) | {"SYN005", "TXT708", "TXT710"}
"""Rules whose findings are about no element: a comment, a file, what could not be read."""

WITH_OR_WITHOUT = frozenset(
    ("CFG804", "EVI306", "REF101", "REF102", "REF104", "STR201", "STR205", "STR206", "SYN003")
) | {"SYN004", "TXT703", "TXT707"}
"""Rules that find mistakes in the header of a map too, or in an inference that has no id."""


@pytest.mark.parametrize("case", ALL)
def test_a_finding_that_is_about_an_element_says_so(case: Case):
    """Baselines, fingerprints and editors know a finding by its element, not by its line."""
    for diagnostic in case.diagnostics(EVERY):
        if diagnostic.code not in WITH_OR_WITHOUT:
            assert (diagnostic.element is None) == (diagnostic.code in WITHOUT), diagnostic
